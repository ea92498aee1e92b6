"""Les figures de la part : par année, par périmètre, par acheteur ; et qui appeler."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
import polars as pl

from pages.pnad.answers import NO, WITHOUT, YES, Row, answer_rows, unanswered, verdict
from pages.shared import theme
from pages.shared.charts import bars
from pages.shared.charts.cards import SMALL_COUNT
from pages.shared.words.findings.leaders import first, leaders, spread
from pages.shared.words.findings.nouns import Noun, sentence
from pages.shared.words.formatting import counted, join_words, lower_first, number, percent

BUYERS_SHOWN = 15
# Une rangée y est plus basse.
CALLS_SHOWN = 20
REPONSES = Noun("réponse manque", "réponses manquent", est_feminin=True)


def pnad_part(frame: pl.DataFrame, *, choisie: str = "") -> go.Figure:
    """Une barre empilée par année, et la cible sur les seules années où elle vaut.

    `frame` : annee, contrats, avec, sans, non_renseignes, contradictoires, hors_format,
    borne_basse_pct, borne_haute_pct, est_incomplet, cible_pct, manquent_pour_la_cible.
    """
    rows = frame.sort("annee").rows(named=True)
    names = [
        (str(row["annee"]), "année incomplète" if row["est_incomplet"] else "") for row in rows
    ]
    return theme.say(answer_rows(names, rows), _years_words(rows, choisie))


def _years_words(rows: Sequence[Row], choisie: str) -> str:
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


def pnad_a_appeler(frame: pl.DataFrame) -> go.Figure:
    """Les acheteurs dont des réponses manquent, du plus au moins.

    `frame` : nom, sans_reponse, avec, sans, contrats.
    """
    rows = frame.head(CALLS_SHOWN).rows(named=True)
    figure = bars.stacked_rows(
        [row["nom"] for row in rows],
        [
            (WITHOUT, [row["sans_reponse"] for row in rows], theme.UNKNOWN, True),
            (YES, [row["avec"] for row in rows], theme.POSITIVE, False),
            (NO, [row["sans"] for row in rows], theme.NEGATIVE, False),
        ],
        height=32,
    )
    return theme.say(figure, _calls_words(frame), shown=len(rows), among=frame.height)


def _calls_words(frame: pl.DataFrame) -> str:
    """Dit combien de réponses manquent, et qui en doit le plus ; `frame` : pnad_a_appeler."""
    missing = sentence(REPONSES.counted(frame["sans_reponse"].sum()))
    if frame.height == 1:
        return f"{missing} : {frame['nom'][0]}"
    best = leaders(list(frame.select("nom", "sans_reponse").iter_rows()))
    most = first(best, alone="le plus", tied="le plus", counted_as="acheteurs")
    return f"{missing}, de {counted(frame.height, 'acheteur')} ; {most}"


def pnad_par_categorie(frame: pl.DataFrame) -> go.Figure:
    """Une rangée par catégorie d'acheteur ; colonnes de `pnad_part`, libelle."""
    return _rows(frame, "libelle")


def pnad_par_forme(frame: pl.DataFrame) -> go.Figure:
    """Une rangée par forme de contrat ; colonnes de `pnad_part`, libelle."""
    return _rows(frame, "libelle")


def pnad_par_epci(frame: pl.DataFrame) -> go.Figure:
    """Une rangée par EPCI du siège de l'acheteur ; colonnes de `pnad_part`, nom."""
    return _rows(frame.with_columns(pl.col("nom").fill_null("Hors des EPCI du Vaucluse")), "nom")


def pnad_par_perimetre(frame: pl.DataFrame) -> go.Figure:
    """Une rangée par périmètre ; colonnes de `pnad_ensemble`, libelle."""
    return _rows(frame, "libelle")


def pnad_acheteurs(frame: pl.DataFrame) -> go.Figure:
    """Les acheteurs qui ont notifié le plus de contrats ; les autres sont dans le tableau."""
    return _rows(frame.head(BUYERS_SHOWN), "nom", total=frame.height)


def _rows(frame: pl.DataFrame, name: str, total: int = 0) -> go.Figure:
    rows = frame.rows(named=True)
    figure = answer_rows([(str(row[name]), "") for row in rows], rows)
    return theme.say(figure, _spread_words(frame, name), shown=frame.height, among=total)


def _spread_words(frame: pl.DataFrame, name: str) -> str:
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
