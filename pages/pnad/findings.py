"""Les constats des achats publics : ce que disent les titres, d'après les requêtes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from pages.pnad.answers import Row, unanswered, verdict
from pages.shared.charts.cards import SMALL_COUNT
from pages.shared.words.findings.changes import points
from pages.shared.words.findings.leaders import first, leaders, spread
from pages.shared.words.findings.nouns import Noun, sentence
from pages.shared.words.formatting import counted, join_words, lower_first, number, percent

VISES = Noun("contrat visé", "contrats visés")
REPONSES = Noun("réponse manque", "réponses manquent", est_feminin=True)
PEU_REMPLIS = Noun(
    "acheteur renseigne", "acheteurs renseignent", rien="aucun acheteur ne renseigne"
)
A_CORRIGER = Noun(
    "marché clausé suivi est déclaré sans considération : à corriger avec l'acheteur",
    "marchés clausés suivis sont déclarés sans considération : à corriger avec l'acheteur",
    rien="aucun marché clausé suivi n'est déclaré sans considération",
)
TO_DO = {"a_corriger": "à corriger", "a_completer": "à compléter", "a_preparer": "à préparer"}


def years_words(rows: Sequence[Row], choisie: str) -> str:
    """Dit ce qu'il en est de chaque année qui a une cible, et de l'année choisie qui n'en a pas."""
    years: dict[str, list[str]] = {}
    for row in rows:
        if said := verdict(row):
            years.setdefault(said, []).append(str(row["annee"]))
    told = [f"{said} en {join_words(found)}" for said, found in years.items()]
    goal = f"L'objectif de 30 % du PNAD : {' ; '.join(told)}" if years else ""
    own = next((row for row in rows if str(row["annee"]) == choisie), None if goal else rows[-1])
    if own is None or verdict(own):
        return goal
    return f"{_year_words(own)} ; {lower_first(goal)}" if goal else _year_words(own)


def _year_words(row: Row) -> str:
    if row["contrats"] == row["hors_format"]:
        return f"En {row['annee']}, aucun contrat ne peut répondre : format de 2019"
    empty = unanswered(row)
    rest = f", {number(empty)} sans réponse" if empty else ""
    return f"En {row['annee']}, {number(row['avec'])} oui, {number(row['sans'])} non{rest}"


def calls_words(frame: pl.DataFrame) -> str:
    """Dit combien de réponses manquent, et qui en doit le plus ; `frame` : pnad_a_appeler."""
    missing = sentence(REPONSES.counted(frame["sans_reponse"].sum()))
    if frame.height == 1:
        return f"{missing} : {frame['nom'][0]}"
    best = leaders(list(frame.select("nom", "sans_reponse").iter_rows()))
    most = first(best, alone="le plus", tied="le plus", counted_as="acheteurs")
    return f"{missing}, de {counted(frame.height, 'acheteur')} ; {most}"


def spread_words(frame: pl.DataFrame, name: str) -> str:
    """Dit le plus bas et le plus haut des taux qui portent sur 30 contrats ou plus."""
    known = frame.drop_nulls("taux_renseignes_pct")
    if known.is_empty():
        return "Aucun taux ne peut être dit : rien n'est renseigné"
    sure = known.filter(pl.col("base_renseignee") >= SMALL_COUNT)
    if sure.is_empty():
        few = f"moins de {SMALL_COUNT} contrats renseignés"
        if known.height == 1:
            return f"{known[name][0]} : {few}, un taux à lire avec prudence"
        return f"Partout {few} : ces taux ne se classent pas"
    if sure.height == 1:
        row = sure.row(0, named=True)
        only = f", seul à {SMALL_COUNT} contrats renseignés ou plus" if known.height > 1 else ""
        rate = percent(row["taux_renseignes_pct"])
        return f"{row[name]}{only} : {rate} parmi les renseignés"
    told = spread(list(sure.select(name, "taux_renseignes_pct").iter_rows()), percent)
    return f"Parmi les renseignés, {told}"


def where_words(frame: pl.DataFrame, *, est_nom_propre: bool) -> str:
    """Dit ce qu'il y a à faire et par qui commencer ; `frame` : les rangées utiles d'une sorte."""
    if frame.is_empty():
        return "Rien à corriger, à compléter ni à préparer dans cette vue"
    sums = frame.select(pl.col(*TO_DO).sum()).row(0, named=True)
    told = [f"{number(sums[name])} {words}" for name, words in TO_DO.items() if sums[name]]
    named = frame.select("libelle", pl.sum_horizontal(*TO_DO)).iter_rows()
    best = leaders([(one if est_nom_propre else lower_first(one), count) for one, count in named])
    begin = first(
        best,
        alone="d'abord",
        tied="d'abord",
        counted_as="acheteurs" if est_nom_propre else "achats",
    )
    return f"{join_words(told)} ; {begin}"


def law_words(situations: Mapping[str, Row]) -> str:
    """Dit combien de contrats vise la loi, et combien ont une clause ; par situation."""
    total = sum(row["contrats"] for row in situations.values())
    held = situations["avec_clause"]["contrats"] if "avec_clause" in situations else 0
    among = "aucun" if not held else ("tous" if held == total > 1 else number(held))
    reserved = "réservés" if held > 1 else "réservé"
    return f"{sentence(VISES.counted(total))}, dont {among} avec une clause ou {reserved}"


def pairs_words(declared_without: int) -> str:
    """Dit combien de marchés suivis l'acheteur a déclarés sans considération."""
    return sentence(A_CORRIGER.counted(declared_without))


def fields_words(frame: pl.DataFrame) -> str:
    """Dit combien d'acheteurs remplissent peu la considération ; `frame` : pnad_acheteurs."""
    few = frame.drop_nulls("completude_pct").filter(pl.col("completude_pct") < 50).height
    said = sentence(PEU_REMPLIS.counted(few))
    among = f", sur {number(frame.height)}" if frame.height > 1 else ""
    return f"{said} la considération sociale de moins d'un contrat sur deux{among}"


def national_words(fair: pl.DataFrame) -> str:
    """Dit la série des collectivités et son écart ; `fair` : leurs années, triées."""
    rows = fair.drop_nulls("part_pct").rows(named=True)
    if not rows:
        return "La série nationale de l'OECP, avec ses deux ruptures en 2024"
    told = join_words([f"{percent(row['part_pct'])} en {row['annee']}" for row in rows])
    gap = points(rows[-1]["part_pct"], rows[0]["part_pct"]) if len(rows) > 1 else ""
    return f"Collectivités, en France : {told}{f' ({gap})' if gap else ''}"
