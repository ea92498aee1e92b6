"""Les heures : l'année contre la précédente et l'objectif."""

from __future__ import annotations

import polars as pl

import queries
from pages.pleniere.contexte import Contexte, Fiche, build, span, year_label
from pages.pleniere.slide import Dessin, Serie, Slide
from pages.shared.words.findings.changes import INCOMPARABLE, change_of, tail
from pages.shared.words.findings.nouns import Noun, sentence
from pages.shared.words.formatting import number

FICHE = Fiche(rang=20, nom="Heures et objectifs", indicateur="heures_realisees_par_annee")

HEURES = "heures_realisees"
WORKED = Noun("heure réalisée", "heures réalisées", est_feminin=True)


def diapositive(context: Contexte) -> Slide:
    """Rend les heures par année, l'objectif de l'année en repère."""
    years = context.yearly("heures_realisees_par_annee")
    goal = _goal(context)
    rows = years.rows(named=True)
    labels = [year_label(row) for row in rows]
    texts = [number(row["heures_realisees"]) for row in rows]
    drawing = Dessin(
        forme="colonnes",
        categories=tuple(labels),
        series=(Serie("Heures réalisées", tuple(years["heures_realisees"]), tuple(texts)),),
        unite="heures",
        repere=goal,
        repere_libelle=f"Objectif {context.annee} : {number(goal)}" if goal else "",
    )
    now = years.filter(annee=context.annee)["heures_realisees"]
    return build(
        context,
        _title(context, years, goal),
        unite="heures",
        dessin=drawing,
        chiffres=(
            ("Heures réalisées", number(now.item()) if now.len() else "non reçues"),
            (f"Objectif {context.annee}", number(goal) if goal else "non fixé"),
        ),
        tableau=(("Année", "Heures réalisées"), *zip(labels, texts, strict=True)),
        periode=span(labels),
    )


def _goal(context: Contexte) -> float | None:
    """Rend l'objectif d'heures du lieu ; None s'il n'est pas fixé : la convention le laisse ouvert.

    Une photo plus ancienne que les objectifs n'en publie pas : non fixé aussi.
    """
    try:
        goals = context.whole("objectifs_et_realise")
    except queries.NonPublie:
        return None
    place = pl.col("epci") == context.epci if context.epci else pl.col("epci").is_null()
    found = goals.filter(place, pl.col("structure").is_null(), indicateur=HEURES)
    return found["objectif"][0] if found.height else None


def _title(context: Contexte, years: pl.DataFrame, goal: float | None) -> str:
    now = dict(years.select("annee", HEURES).iter_rows()).get(context.annee)
    if now is None:
        return f"Aucune heure reçue pour {context.annee}"
    row = context.key_figure(HEURES)
    said = f"{sentence(WORKED.told(now))} {context.quand}{tail(row)}"
    if change_of(row).verdict == INCOMPARABLE:
        return said
    if goal is not None and now >= goal:
        return f"{said} : l'objectif de {number(goal)} est atteint"
    if not context.est_complete:
        return said
    if goal is None:
        return f"{said} ; objectif non fixé"
    if context.whole("completude")["mois_manquants"].is_not_null().any():
        return f"{said} : l'objectif de {number(goal)} n'est pas atteint avec les mois reçus"
    return f"{said} : l'objectif de {number(goal)} n'est pas atteint"
