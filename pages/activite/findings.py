"""Les constats de l'activité : ce que disent les titres, d'après les résultats des requêtes."""

from __future__ import annotations

import polars as pl

from pages.shared.words.findings.leaders import entries_of, first, leaders, ranking
from pages.shared.words.findings.nouns import Noun, sentence
from pages.shared.words.formatting import UNKNOWN, counted, month, number

ACTIONS = Noun("action", "actions", est_feminin=True)
COMMITTEES = Noun("comité de suivi", "comités de suivi")
CONTACTED = Noun("donneur d'ordre contacté", "donneurs d'ordre contactés")
SUPPORTED = Noun("donneur d'ordre accompagné", "donneurs d'ordre accompagnés")
INFORMED = Noun("collectivité sensibilisée", "collectivités sensibilisées", est_feminin=True)
NOT_RECEIVED = "Les actions des facilitateurs n'ont pas été reçues pour cette vue"
Row = dict[str, object]


def funnel_words(steps: dict[str, Row]) -> str:
    """Dit les donneurs d'ordre contactés, et ceux d'entre eux qui ont un marché en cours."""
    total, last = steps["contactes"]["donneurs_ordre"], steps["avec_clause"]["parmi_contactes"]
    if total is None:
        return NOT_RECEIVED
    said = sentence(CONTACTED.counted(total))  # type: ignore[arg-type]
    if last is None or not total:
        return said
    if not last:
        return f"{said} ; aucun n'a de marché clausé en cours"
    if last == total:
        return f"{said}, {'avec' if total == 1 else 'tous avec'} un marché clausé en cours"
    return f"{said} ; {counted(last, 'a', 'ont')} un marché clausé en cours"  # type: ignore[arg-type]


def contacted_words(total: Row) -> str:
    """Dit les donneurs d'ordre contactés, les actions, et celles qui ne nomment personne."""
    if total["donneurs_ordre"] is None:
        return NOT_RECEIVED
    said = sentence(CONTACTED.counted(total["donneurs_ordre"]))
    if total["actions"]:
        said += f" en {counted(total['actions'], 'action')}"
    unnamed = total["actions_sans_nom"]
    if unnamed:
        said += f" ; {counted(unnamed, 'action ne nomme', 'actions ne nomment')} personne"
    return said


def supported_words(total: Row) -> str:
    """Dit les donneurs d'ordre accompagnés, et combien ont un marché en cours."""
    count, running = total["donneurs_ordre"], total["avec_clause"]
    said = sentence(SUPPORTED.counted(count))
    if not count:
        return said
    if running is None:
        return f"{said} ; marchés en cours : {UNKNOWN}"
    if running == count:
        return f"{said}, {'avec' if count == 1 else 'tous avec'} un marché en cours"
    return f"{said}, dont {number(running) if running else 'aucun'} avec un marché en cours"


def actions_words(frame: pl.DataFrame) -> str:
    """Dit le nombre d'actions et les natures les plus fréquentes."""
    if frame.is_empty() or frame["actions"].null_count():
        return NOT_RECEIVED
    total = sentence(ACTIONS.counted(frame["actions"].sum()))
    known = frame.filter(pl.col("nature_action") != "inconnu")
    shown = ranking(entries_of(known, "libelle", "actions"), 3)
    return f"{total} ; d'abord : {shown}" if shown else total


def months_words(frame: pl.DataFrame) -> str:
    """Dit le mois le plus actif, ou les ex æquo."""
    totals = frame.group_by("mois").agg(pl.col("actions").sum()).sort("mois")
    entries = [(month(code), count) for code, count in totals.iter_rows()]
    best = leaders(entries, ACTIONS.counted)
    return first(best, alone="Mois le plus actif", tied="Mois les plus actifs") or "Aucune action"


def years_words(frame: pl.DataFrame, choisie: str) -> str:
    """Dit les actions de l'année choisie ; sans elle, celles des trois dernières."""
    totals = dict(frame.group_by("annee").agg(pl.col("actions").sum()).sort("annee").iter_rows())
    if choisie in totals:
        return f"{sentence(ACTIONS.counted(totals[choisie]))} en {choisie}"
    told = [f"{number(count)} en {year}" for year, count in list(totals.items())[-3:]]
    return f"Actions des facilitateurs : {', '.join(told)}"


def informed_words(total: Row) -> str:
    """Dit les collectivités sensibilisées, et en combien d'actions."""
    if total["collectivites"] is None:
        return NOT_RECEIVED
    said = sentence(INFORMED.counted(total["collectivites"]))
    return f"{said} en {counted(total['actions'], 'action')}" if total["actions"] else said


def with_clause_words(frame: pl.DataFrame) -> str:
    """Dit combien de collectivités sensibilisées ont un marché clausé en cours.

    `frame` : collectivites_sensibilisees, une ligne chacune.
    """
    total, running = frame.height, frame["est_avec_clause"].sum()
    said = sentence(INFORMED.counted(total))
    if running == total:
        return f"{said}, {'avec' if total == 1 else 'toutes avec'} un marché clausé en cours"
    if not running:
        return f"{said}, {'sans' if total == 1 else 'toutes sans'} marché clausé en cours"
    return f"{said}, dont {number(running)} avec un marché clausé en cours"


def annexe_words(frame: pl.DataFrame) -> str:
    """Dit, de la dernière année reçue, le territoire qui a le plus de marchés.

    `frame` : activite_territoire.
    """
    last = frame.filter(annee=frame["annee"].max())
    best = leaders(list(last.select("territoire", "nombre_marches").iter_rows()))
    shown = first(best, alone="le plus de marchés", tied="le plus de marchés")
    said = f"{counted(last.height, 'territoire')} en {last['annee'][0]}"
    return f"{said} ; {shown}" if shown else said
