"""Les achats durables : la part des contrats avec une considération sociale, entre ses bornes."""

from __future__ import annotations

import polars as pl

from pages.pleniere.contexte import Contexte, Fiche, build, span
from pages.pleniere.slide import Dessin, Serie, Slide
from pages.shared.words.formatting import number, percent

FICHE = Fiche(rang=100, nom="Achats durables (PNAD)", indicateur="pnad_part")

BORNES = ("borne_basse_pct", "taux_renseignes_pct", "borne_haute_pct")
NOMS_BORNES = ("Au plus bas", "Parmi les contrats renseignés", "Au plus haut")
TWO_NOTIONS = (
    "Considérations sociales déclarées et marchés clausés suivis par les facilitateurs sont deux "
    "notions."
)


def diapositive(context: Contexte) -> Slide:
    """Rend la part de chaque année entre ses bornes, la cible nationale en repère."""
    years = context.read(FICHE.indicateur).sort("annee")
    rows = years.rows(named=True)
    own = next((row for row in rows if row["annee"] == context.annee), None)
    labels = tuple(
        str(row["annee"]) + (" (incomplet)" if row["est_incomplet"] else "") for row in rows
    )
    return build(
        context,
        _title(context, own),
        unite="% des contrats",
        dessin=_drawing(years, labels) if rows else None,
        chiffres=_figures(own) if own else (),
        tableau=(
            ("Année", "Contrats", *NOMS_BORNES),
            *(
                (label, number(row["contrats"]), *(percent(row[column], 0) for column in BORNES))
                for label, row in zip(labels, rows, strict=True)
            ),
        ),
        phrases=(TWO_NOTIONS,),
        perimetre="acheteurs du Vaucluse",
        periode=span(labels),
    )


def _drawing(years: pl.DataFrame, labels: tuple[str, ...]) -> Dessin:
    targets = years["cible_pct"].drop_nulls()
    target = targets[-1] if targets.len() else None
    texts = {column: tuple(percent(one, 0) for one in years[column]) for column in BORNES}
    texts[BORNES[1]] = tuple(_bounds(row) for row in years.rows(named=True))
    return Dessin(
        "bornes",
        labels,
        tuple(
            Serie(name, tuple(years[column]), texts[column])
            for name, column in zip(NOMS_BORNES, BORNES, strict=True)
        ),
        "%",
        repere=target,
        repere_libelle=f"Cible nationale 2022-2025 : {percent(target, 0)}" if target else "",
    )


def _bounds(row: dict) -> str:
    low, high = row["borne_basse_pct"], row["borne_haute_pct"]
    return f"de {number(low)} à {percent(high, 0)}"


def _figures(row: dict) -> tuple[tuple[str, str], ...]:
    return (
        ("Contrats notifiés", number(row["contrats"])),
        ("Considérations renseignées", percent(row["completude_pct"], 0)),
    )


def _title(context: Contexte, own: dict | None) -> str:
    if own is None:
        return f"Achats durables : aucune donnée de la commande publique reçue pour {context.annee}"
    low, high = own["borne_basse_pct"], own["borne_haute_pct"]
    if low is None or high is None:
        return f"Achats durables : aucun contrat de {context.annee} ne se lit"
    year = f"{context.annee}{' (année incomplète)' if own['est_incomplet'] else ''}"
    said = f"{_between(low, high)} des contrats de {year} ont une considération sociale"
    target = own["cible_pct"]
    if target is None:
        return f"{said} ; aucune cible connue pour {context.annee}"
    limit = percent(target, 0)
    if own["est_incomplet"]:
        return f"{said} ; la cible est de {limit}"
    if low >= target:
        return f"{said} : la cible de {limit} est atteinte"
    if high < target:
        return f"{said} : la cible de {limit} n'est pas atteinte"
    return f"{said} : la cible de {limit} n'est ni atteinte ni manquée, des réponses manquent"


def _between(low: float, high: float) -> str:
    """Écrit l'intervalle ; un seul nombre quand rien ne manque."""
    if number(low) != number(high):
        return f"Entre {number(low)} et {percent(high, 0)}"
    return percent(low) if low == high else f"Entre {number(low, 1)} et {percent(high)}"
