"""Les bénéficiaires par public : des effectifs arrondis, jamais un petit nombre."""

from __future__ import annotations

import polars as pl

import queries
from pages.pleniere.contexte import Contexte, Fiche, build, share
from pages.pleniere.slide import Dessin, Serie, Slide
from pages.shared.words.findings.changes import tail
from pages.shared.words.findings.leaders import entries_of, first, leaders
from pages.shared.words.findings.nouns import BENEFICIAIRES
from pages.shared.words.formatting import HARD_SPACE

FICHE = Fiche(rang=40, nom="Bénéficiaires", indicateur="beneficiaires_par_categorie")

TOTAL = "total"


def diapositive(context: Contexte) -> Slide:
    """Rend les bénéficiaires de chaque public, du plus nombreux au moins nombreux."""
    every = context.here("beneficiaires_par_categorie")
    if every.is_empty():
        raise queries.NonPublie
    total = every.filter(categorie=TOTAL).row(0, named=True)
    publics = every.filter(pl.col("categorie") != TOTAL).sort(
        "beneficiaires", descending=True, nulls_last=True, maintain_order=True
    )
    texts = [share(*row) for row in publics.select("texte", "part_pct").iter_rows()]
    names = publics["libelle"].to_list()
    drawing = Dessin(
        forme="barres",
        categories=tuple(names),
        series=(Serie("Bénéficiaires", tuple(publics["beneficiaires"]), tuple(texts)),),
        unite="personnes",
    )
    return build(
        context,
        _title(context, total, publics),
        unite="personnes",
        dessin=drawing if names else None,
        chiffres=(("Bénéficiaires", total["texte"]),),
        tableau=(
            ("Public", "Bénéficiaires", "Part"),
            ("Total", total["texte"], ""),
            *(
                (name, text, "" if part is None else f"{part} %")
                for name, text, part in publics.select("libelle", "texte", "part_pct").iter_rows()
            ),
        ),
        phrases=_notes(names),
        a_effectifs=True,
    )


def _title(context: Contexte, total: dict, publics: pl.DataFrame) -> str:
    if total["statut"] == "inconnu":
        return f"Bénéficiaires {context.quand} : données non reçues"
    row = context.key_figure("beneficiaires")
    said = f"{_people(total)} {context.quand}{tail(row)}"
    if publics.is_empty():
        return f"{said} : pas de détail publié"
    # « Femmes au RSA » est déjà dans deux autres publics.
    simple = publics.filter(pl.col("categorie") != "brsa_femmes")
    best = leaders(entries_of(simple, "libelle", "beneficiaires"))
    shown = first(best, alone="d'abord", tied="d'abord", counted_as="publics")
    parts = dict(publics.select("beneficiaires", "part_pct").iter_rows())
    part = parts.get(publics["beneficiaires"].max())
    more = f" ({part}{HARD_SPACE}%)" if best.est_seul and part is not None else ""
    return f"{said} ; {shown}{more}" if shown else said


def _people(total: dict) -> str:
    count = total["beneficiaires"]
    return f"{total['texte']} bénéficiaires" if count is None else BENEFICIAIRES.told(count)


def _notes(names: list[str]) -> tuple[str, ...]:
    if not names:
        return ("Dans un territoire de si peu de personnes, aucun détail n'est publié.",)
    return (
        "Une personne peut être dans plusieurs publics : ces barres ne s'additionnent pas.",
        "Parts d'effectifs arrondis, sur tous les bénéficiaires ; la page Bénéficiaires les "
        "donne sur les seules réponses connues : elles y sont plus hautes.",
    )
