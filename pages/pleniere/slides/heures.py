"""Les heures : l'année contre la précédente et l'objectif, puis mois par mois."""

from __future__ import annotations

import polars as pl

import queries
from pages.pleniere.slide import Dessin, Serie, Slide
from pages.pleniere.slides.contexte import Contexte, build, evolution
from pages.shared.formatting import hours, month, number, short_month, span

INDICATEUR = "heures_realisees"


def heures(context: Contexte) -> Slide:
    """Rend les heures par année, l'objectif de l'année en repère."""
    years = context.yearly("heures_realisees_par_annee")
    goal = _goal(context)
    rows = years.rows(named=True)
    labels = [str(row["annee"]) + ("" if row["est_complete"] else " (en cours)") for row in rows]
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
        "heures",
        _title(context, years, goal),
        query="heures_realisees_par_annee",
        unite="heures",
        dessin=drawing,
        chiffres=(
            ("Heures réalisées", number(now.item()) if now.len() else "non reçues"),
            (f"Objectif {context.annee}", number(goal) if goal else "non fixé"),
        ),
        tableau=(("Année", "Heures réalisées"), *zip(labels, texts, strict=True)),
        periode=f"{labels[0]} à {labels[-1]}" if labels else "",
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
    found = goals.filter(place, pl.col("structure").is_null(), indicateur=INDICATEUR)
    return found["objectif"][0] if found.height else None


def _title(context: Contexte, years: pl.DataFrame, goal: float | None) -> str:
    values = dict(years.select("annee", INDICATEUR).iter_rows())
    now, before = values.get(context.annee), values.get(context.annee - 1)
    if now is None:
        return f"Aucune heure reçue pour {context.annee}"
    if not context.est_complete:
        return _unfinished(context, now)
    said = f"{number(now)} heures réalisées en {context.annee}"
    if before:
        said += f", {evolution(now, before)} qu'en {context.annee - 1}"
    if goal is None:
        return f"{said} ; objectif non fixé"
    verdict = "est atteint" if now >= goal else "n'est pas atteint"
    return f"{said} : l'objectif de {number(goal)} {verdict}"


def _unfinished(context: Contexte, now: float) -> str:
    """Compare une année en cours aux mêmes mois de l'année d'avant, quand ils sont publiés."""
    said = f"{number(now)} heures reçues pour {context.annee}, année en cours"
    try:
        months = context.here("heures_cumulees").filter(pl.col("cumul").is_not_null())
    except queries.NonPublie:
        return said
    if months.is_empty() or not months["cumul_annee_precedente"][-1]:
        return said
    last = months.row(-1, named=True)
    gap = evolution(last["cumul"], last["cumul_annee_precedente"])
    period = span([months["mois"][0], last["mois"]])
    caution = " (saisie provisoire)" if months["est_provisoire"].any() else ""
    return (
        f"{number(last['cumul'])} heures {period}, {gap} que sur les mêmes mois de "
        f"{context.annee - 1}{caution}"
    )


def mois(context: Contexte) -> Slide:
    """Rend les heures de chaque mois et celles du même mois de l'année d'avant."""
    months = context.here("heures_realisees_par_mois")
    rows = months.rows(named=True)
    now, before = months[INDICATEUR].to_list(), months["heures_annee_precedente"].to_list()
    texts, earlier = [number(one) for one in now], [number(one) for one in before]
    names = [short_month(row["mois"]) + _mark(row) for row in rows]
    drawing = Dessin(
        forme="colonnes",
        categories=tuple(names),
        series=(
            Serie(str(context.annee), tuple(now), tuple(texts)),
            Serie(str(context.annee - 1), tuple(before), tuple(earlier), "repere"),
        ),
        unite="heures",
    )
    return build(
        context,
        "mois",
        _monthly_title(context, months),
        query="heures_realisees_par_mois",
        unite="heures",
        dessin=drawing,
        tableau=(
            ("Mois", str(context.annee), str(context.annee - 1)),
            *zip([month(row["mois"]) + _mark(row) for row in rows], texts, earlier, strict=True),
        ),
    )


def _mark(row: dict) -> str:
    # L'astérisque se lit sans couleur ; le titre dit ce qu'il veut dire.
    return "*" if row["est_provisoire"] else ""


def _monthly_title(context: Contexte, months: pl.DataFrame) -> str:
    known = months.filter(pl.col(INDICATEUR).is_not_null())
    if known.is_empty():
        return f"Aucun mois reçu pour {context.annee}"
    top = known.row(known[INDICATEUR].arg_max(), named=True)
    said = f"Le mois le plus fort de {context.annee} est {_named(top)}"
    if not known["est_provisoire"].any():
        low = known.row(known[INDICATEUR].arg_min(), named=True)
        return f"{said}, le plus faible {_named(low)}"
    return f"{said} ; les mois marqués * sont provisoires"


def _named(row: dict) -> str:
    return f"{month(row['mois']).rsplit(' ', 1)[0]} ({hours(row[INDICATEUR])})"
