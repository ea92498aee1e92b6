"""Les constats des heures : ce que disent les titres, d'après les résultats des requêtes."""

from __future__ import annotations

import polars as pl

from pages.shared.words.findings.changes import Change, told
from pages.shared.words.findings.leaders import Entry, Leaders, first, leaders, lowest, ranking
from pages.shared.words.findings.nouns import HEURES, MOIS, Noun, of, of_all, sentence
from pages.shared.words.formatting import HARD_SPACE, hours, join_words, month, percent, span
from pages.shared.words.structures import STRUCTURE_NAMES

HEURES_COL = "heures_realisees"
# Lignes des requêtes par territoire qui ne sont pas un territoire.
APART = ("inconnu", "hors_departement")
NO_FULL_YEAR = "Aucune année n'est encore complète"
BUYERS_WITH = Noun(
    "donneur d'ordre a des heures",
    "donneurs d'ordre ont des heures",
    rien="aucun donneur d'ordre connu n'a d'heures",
)


def monthly_words(frame: pl.DataFrame) -> str:
    """Dit le total, ce que les mois finis font face aux mêmes d'avant, les mois provisoires."""
    total = sentence(HEURES.counted(frame["heures_realisees"].sum()))
    said = f"{total} {span(frame['mois'].to_list())}"
    same = _first_comparable(frame)
    if same.height:
        change = Change(same["heures_realisees"].sum(), same["heures_annee_precedente"].sum())
        said += _against(same, change, est_tout=same.height == frame.height)
    open_months = frame.filter("est_provisoire").height
    if open_months:
        said += f" ; la saisie {of(MOIS.counted(open_months))} n'est pas finie"
    return said


def _first_comparable(frame: pl.DataFrame) -> pl.DataFrame:
    """Laisse les premiers mois de la période, tant qu'ils se comparent à ceux d'avant."""
    gaps = (~frame["est_comparable"]).arg_true()
    return frame.head(gaps[0] if gaps.len() else frame.height)


def _against(same: pl.DataFrame, change: Change, *, est_tout: bool) -> str:
    """Dit un changement entre des mois et les mêmes un an plus tôt."""
    months = same["mois"].to_list()
    earlier = [f"{int(one[:4]) - 1}{one[4:]}" for one in months]
    words = told(change, span(earlier).removeprefix("en ").removeprefix("de "))
    if est_tout:
        return f", {words}"
    return f", dont {hours(change.now)} {span(months)}, {words}"


def peaks_words(frame: pl.DataFrame) -> str:
    """Dit le mois le plus fort et le plus faible, saisie finie ; vide s'il n'y en a pas deux."""
    done = frame.filter(~pl.col("est_provisoire")).drop_nulls(HEURES_COL)
    entries = [(month(code), count) for code, count in done.select("mois", HEURES_COL).iter_rows()]
    low = lowest(entries, hours)
    if not low:
        return ""
    top = first(leaders(entries, hours), alone="Mois le plus fort", tied="Mois les plus forts")
    return f"{top} ; le plus faible : {low}"


def rates_words(frame: pl.DataFrame) -> str:
    """Dit la part réalisée de chaque structure ; `frame` : heures_prevues_et_realisees."""
    known = frame.filter(pl.col("structure") != "total").select("structure", "taux_pct")
    entries = [(STRUCTURE_NAMES.get(code, code), rate) for code, rate in known.iter_rows()]
    shown = ranking(entries, 3, percent) if known.height > 1 else ""
    return f"Part réalisée : {shown}" if shown else ""


def yearly_words(frame: pl.DataFrame, choisie: str) -> str:
    """Dit l'année choisie et sa place parmi les années complètes ; sinon la plus forte.

    `frame` : triée par année, avec `ouverte`.
    """
    full = frame.filter(~pl.col("ouverte"))
    own = frame.filter(pl.col("annee").cast(pl.String) == choisie)
    said = ""
    if own.height:
        unfinished = ", année incomplète ou provisoire" if own["ouverte"][0] else ""
        said = f"{sentence(HEURES.counted(own['heures_realisees'][0]))} en {choisie}{unfinished}"
    if full.is_empty():
        return f"{said} ; aucune année n'est encore complète" if said else NO_FULL_YEAR
    if full.height == 1:
        only = full.row(0, named=True)
        if str(only["annee"]) == choisie:
            return f"{said}, la seule année complète"
        words = f"une seule année complète, {only['annee']} ({hours(only['heures_realisees'])})"
        return f"{said} ; {words}" if said else sentence(words)
    best = leaders(list(full.select(pl.col("annee").cast(pl.String), HEURES_COL).iter_rows()))
    return _best_words(best, said, choisie, full.height)


def _best_words(best: Leaders, said: str, choisie: str, count: int) -> str:
    among = f"des {count} années complètes"
    if not best.names:
        return f"{said} ; aucune heure {among}" if said else f"Aucune heure {among}"
    if best.names == (choisie,):
        return f"{said}, le plus {among}"
    years = join_words(list(best.names))
    words = (
        f"le plus {among} : {years} ({best.text}{HARD_SPACE}h{'' if best.est_seul else ' chacune'})"
    )
    return f"{said} ; {words}" if said else sentence(words)


def cumulated_words(frame: pl.DataFrame) -> str:
    """Dit le cumul, et celui du dernier mois qui se compare face au même un an plus tôt."""
    said = f"{hours(frame['cumul'][-1])} cumulées"
    same = frame.filter("est_comparable")
    if same.is_empty():
        return said
    last = same.row(-1, named=True)
    change = Change(last["cumul"], last["cumul_annee_precedente"])
    return said + _against(same, change, est_tout=same.height == frame.height)


def places_words(frame: pl.DataFrame) -> str:
    """Dit les premiers territoires, et les heures qu'aucun d'eux ne porte."""
    known = frame.filter(~pl.col("epci").is_in(APART))
    shown = ranking(_entries(known), 3, hours)
    apart = frame.filter(pl.col("epci").is_in(APART))["heures_realisees"].sum()
    more = f" ; {hours(apart)} hors de ces EPCI ou sans lieu connu" if apart else ""
    return f"En tête : {shown}{more}" if shown else f"Aucune heure dans un EPCI{more}"


def structures_words(frame: pl.DataFrame) -> str:
    """Dit les structures, et celles dont rien n'est reçu."""
    absent = frame.filter(pl.col(HEURES_COL).is_null())["nom"].to_list()
    more = f" ; données non reçues {of_all(absent)}" if absent else ""
    return f"Par structure : {ranking(_entries(frame), 3, hours) or 'aucune heure'}{more}"


def buyers_words(frame: pl.DataFrame) -> str:
    """Dit combien de donneurs d'ordre ont des heures, et les deux premiers."""
    worked = frame.filter(~pl.col("donneur_ordre").is_in(APART), pl.col(HEURES_COL) > 0)
    said = sentence(BUYERS_WITH.counted(worked.height))
    shown = ranking(_entries(worked), 2, hours)
    if worked.height == 1:
        return f"Un seul donneur d'ordre a des heures : {shown}"
    return f"{said} ; en tête : {shown}" if shown else said


def _entries(frame: pl.DataFrame) -> list[Entry]:
    return list(frame.select("nom", HEURES_COL).iter_rows())
