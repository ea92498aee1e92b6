"""Les sorties à six mois : un taux entre deux bornes."""

from __future__ import annotations

import polars as pl

from pages.pleniere.contexte import Contexte, Fiche, build, span, year_label
from pages.pleniere.slide import Dessin, Serie, Slide
from pages.shared.words.formatting import HARD_SPACE
from pages.sorties.findings import compared

FICHE = Fiche(rang=50, nom="Sorties à six mois", indicateur="sorties_par_annee")

BORNES = ("borne_basse_pct", "taux_pct", "borne_haute_pct")
NOMS_BORNES = ("Au plus bas", "Parmi les situations connues", "Au plus haut")


READ = "La barre va du taux le plus bas au plus haut selon les inconnues ; le point, sans elles."
ROUNDED = "Effectifs arrondis : à un point ou deux de la page Sorties."


def diapositive(context: Contexte) -> Slide:
    """Rend le taux de sorties positives de chaque année, entre ses bornes."""
    years = context.yearly("taux_sorties_par_annee").sort("annee")
    rows = [{**row, "est_complete": context.is_finished(row["annee"])}
            for row in years.rows(named=True)]  # fmt: skip
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
        _title(context, own, before),
        unite="% des personnes dont l'échéance est passée",
        dessin=Dessin("bornes", tuple(year_label(row) for row in rows), series, "%"),
        chiffres=_figures(own) if own else (),
        tableau=(
            ("Année", *NOMS_BORNES, "Sorties positives", "Situations connues"),
            *(
                (
                    year_label(row),
                    *(_percent(row[column]) for column in BORNES),
                    row["texte"],
                    row["connues_texte"],
                )
                for row in rows
            ),
        ),
        phrases=(READ, ROUNDED),
        periode=span([str(row["annee"]) for row in rows]),
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
    said = f"{said}, {bounds} selon les inconnues"
    if not context.est_complete or before is None or None in (before[one] for one in BORNES):
        return said
    return f"{said} ; {compared(own, before, 0)}"
