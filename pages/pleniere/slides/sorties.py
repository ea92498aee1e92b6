"""Les sorties à six mois : un taux entre deux bornes, et les types de sorties positives."""

from __future__ import annotations

import polars as pl

from pages.pleniere.slide import Dessin, Serie, Slide
from pages.pleniere.slides.contexte import Contexte, build, share
from pages.shared.formatting import HARD_SPACE, lower_first

BORNES = ("borne_basse_pct", "taux_pct", "borne_haute_pct")
NOMS_BORNES = ("Au plus bas", "Parmi les situations connues", "Au plus haut")


def sorties(context: Contexte) -> Slide:
    """Rend le taux de sorties positives de chaque année, entre ses bornes."""
    years = context.yearly("taux_sorties_par_annee").sort("annee")
    rows = years.rows(named=True)
    texts = tuple(_rate(row) for row in rows)
    series = tuple(
        Serie(
            name, tuple(years[column]), texts if column == "taux_pct" else _percents(years[column])
        )
        for name, column in zip(NOMS_BORNES, BORNES, strict=True)
    )
    own = next((row for row in rows if row["annee"] == context.annee), None)
    before = next((row for row in rows if row["annee"] == context.annee - 1), None)
    return build(
        context,
        "sorties",
        _title(context, own, before),
        query="sorties_par_annee",
        unite="% des personnes dont l'échéance est passée",
        dessin=Dessin("bornes", tuple(str(row["annee"]) for row in rows), series, "%"),
        chiffres=_figures(own) if own else (),
        tableau=(
            ("Année", *NOMS_BORNES, "Sorties positives", "Situations connues"),
            *(
                (
                    str(row["annee"]),
                    *(_percent(row[column]) for column in BORNES),
                    row["texte"],
                    row["connues_texte"],
                )
                for row in rows
            ),
        ),
        phrases=(
            "La barre va du taux le plus bas (aucune situation inconnue n'est positive) au plus "
            "haut (toutes le sont) ; le point est le taux parmi les situations connues.",
        ),
        periode=f"{rows[0]['annee']} à {rows[-1]['annee']}" if rows else "",
        a_effectifs=True,
    )


def _percent(value: int | None) -> str:
    return "non publié" if value is None else f"{value}{HARD_SPACE}%"


def _percents(values: pl.Series) -> tuple[str, ...]:
    return tuple(_percent(value) for value in values)


def _rate(row: dict) -> str:
    if row["taux_pct"] is None:
        return "trop peu de réponses"
    if row["borne_basse_pct"] is None or row["borne_haute_pct"] is None:
        return _percent(row["taux_pct"])
    return (
        f"{row['taux_pct']}{HARD_SPACE}% (de {row['borne_basse_pct']} à "
        f"{row['borne_haute_pct']}{HARD_SPACE}%)"
    )


def _figures(row: dict) -> tuple[tuple[str, str], ...]:
    return (
        ("Sorties positives", row["texte"]),
        ("Situations connues", row["connues_texte"]),
        ("Taux de réponse", _percent(row["taux_reponse_pct"])),
    )


def _title(context: Contexte, own: dict | None, before: dict | None) -> str:
    if own is None or own["taux_pct"] is None:
        return f"Sorties à six mois {context.quand} : trop peu de situations connues pour un taux"
    said = f"{own['taux_pct']}{HARD_SPACE}% de sorties positives à six mois {context.quand}"
    if None in (own["borne_basse_pct"], own["borne_haute_pct"]):
        return said
    bounds = f"entre {own['borne_basse_pct']} et {own['borne_haute_pct']}{HARD_SPACE}%"
    if before is None or None in (before[column] for column in BORNES):
        return f"{said}, {bounds} selon les situations inconnues"
    return f"{said}, {bounds} ; {_compared(own, before)}"


def _compared(own: dict, before: dict) -> str:
    """Compare deux années sans dépasser ce que leurs bornes permettent de dire."""
    year = before["annee"]
    if own["borne_basse_pct"] > before["borne_haute_pct"]:
        return f"c'est plus qu'en {year}, quelles que soient les situations inconnues"
    if own["borne_haute_pct"] < before["borne_basse_pct"]:
        return f"c'est moins qu'en {year}, quelles que soient les situations inconnues"
    return f"l'écart avec {year} ({_percent(before['taux_pct'])}) est dans l'incertitude"


def types_sorties(context: Contexte) -> Slide:
    """Rend les types de sorties positives, du plus fréquent au moins fréquent."""
    types = context.here("types_sorties_positives").sort(
        "sorties", descending=True, nulls_last=True, maintain_order=True
    )
    texts = [share(*row) for row in types.select("texte", "part_pct").iter_rows()]
    names = types["type_sortie"].to_list()
    first = types.filter(pl.col("part_pct").is_not_null())
    leader = f"{lower_first(names[0])}, {first['part_pct'][0]} %" if first.height else ""
    return build(
        context,
        "types_sorties",
        f"Première sortie positive {context.quand} : {leader}"
        if leader
        else f"Types de sorties positives {context.quand} : effectifs trop petits pour une part",
        query="types_sorties_positives",
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
