"""Les types de sorties positives, du plus fréquent au moins fréquent."""

from __future__ import annotations

import polars as pl

from pages.pleniere.contexte import Contexte, Fiche, build, share
from pages.pleniere.slide import Dessin, Serie, Slide
from pages.shared.words.findings.leaders import entries_of, first, leaders
from pages.shared.words.formatting import HARD_SPACE

FICHE = Fiche(rang=60, nom="Types de sorties", indicateur="types_sorties_positives")


def diapositive(context: Contexte) -> Slide:
    """Rend les types de sorties positives, du plus fréquent au moins fréquent."""
    types = context.here("types_sorties_positives").sort(
        "sorties", descending=True, nulls_last=True, maintain_order=True
    )
    texts = [share(*row) for row in types.select("texte", "part_pct").iter_rows()]
    names = types["type_sortie"].to_list()
    return build(
        context,
        _title(context, types),
        unite="personnes",
        dessin=Dessin(
            "barres",
            tuple(names),
            (Serie("Sorties positives", tuple(types["sorties"]), tuple(texts)),),
            "personnes",
        ),
        tableau=(("Type de sortie", "Personnes"), *zip(names, texts, strict=True)),
        a_effectifs=True,
    )


def _title(context: Contexte, types: pl.DataFrame) -> str:
    """Dit le type le plus fréquent, ou les ex æquo : l'arrondi ne les départage pas."""
    best = leaders(entries_of(types, "type_sortie", "sorties"))
    if not best.names:
        return f"Types de sorties positives {context.quand} : effectifs trop petits pour un rang"
    said = first(best, alone=f"Première sortie positive {context.quand}",
                 tied=f"Premières sorties positives {context.quand}",
                 counted_as="types")  # fmt: skip
    if not best.est_seul:
        return said
    part = types.filter(sorties=types["sorties"].max())["part_pct"][0]
    return said if part is None else f"{said} ({part}{HARD_SPACE}%)"
