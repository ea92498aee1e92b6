"""Les figures de la part : par année, par périmètre, par acheteur ; et qui appeler."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from pages.pnad.answers import NO, WITHOUT, YES, answer_rows
from pages.pnad.findings import calls_words, spread_words, years_words
from pages.shared import theme
from pages.shared.charts import bars

BUYERS_SHOWN = 15
# Une rangée y est plus basse.
CALLS_SHOWN = 20


def pnad_part(frame: pl.DataFrame, *, choisie: str = "") -> go.Figure:
    """Une barre empilée par année, et la cible sur les seules années où elle vaut.

    `frame` : annee, contrats, avec, sans, non_renseignes, contradictoires, hors_format,
    borne_basse_pct, borne_haute_pct, est_incomplet, cible_pct, manquent_pour_la_cible.
    """
    rows = frame.sort("annee").rows(named=True)
    names = [
        (str(row["annee"]), "année incomplète" if row["est_incomplet"] else "") for row in rows
    ]
    return theme.say(answer_rows(names, rows), years_words(rows, choisie))


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
    return theme.say(figure, calls_words(frame), shown=len(rows), among=frame.height)


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
    return theme.say(figure, spread_words(frame, name), shown=frame.height, among=total)
