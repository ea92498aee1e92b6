"""Les figures de la part : par année, par mois, par périmètre, par acheteur."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
import polars as pl

from pages.pnad.bounds import Row, columns_of_bounds, count_words, rate_words, rows_of_bounds
from pages.shared import theme
from pages.shared.cards import SMALL_COUNT
from pages.shared.formatting import HARD_SPACE, counted, percent, short_month

BUYERS_SHOWN = 15
NO_TARGET = "aucune cible connue"


def pnad_part(frame: pl.DataFrame) -> go.Figure:
    """Une colonne par année, et la cible sur les seules années où elle vaut.

    `frame` : annee, contrats, borne_basse_pct, taux_renseignes_pct, borne_haute_pct,
    completude_pct, est_incomplet, cible_pct, wilson_bas_pct, wilson_haut_pct.
    """
    rows = frame.sort("annee").rows(named=True)
    names = [str(row["annee"]) for row in rows]
    figure = columns_of_bounds(names, rows)
    _write_counts(figure, names, rows)
    _add_target(figure, rows)
    last = rows[-1]
    partial = " (incomplète)" if last["est_incomplet"] else ""
    year = f"En {last['annee']}{partial}"
    return theme.say(figure, f"{year} : {rate_words(last)} ; {count_words(last)}")


def _write_counts(figure: go.Figure, names: Sequence[str], rows: Sequence[Row]) -> None:
    """Écrit sous chaque année son nombre de contrats et ce qui en est renseigné."""
    texts = [
        f"{name}<br>n = {row['contrats']}<br>{percent(row['completude_pct'], 0)} renseignés"
        for name, row in zip(names, rows, strict=True)
    ]
    figure.update_xaxes(tickvals=list(names), ticktext=texts)


def _add_target(figure: go.Figure, rows: Sequence[Row]) -> None:
    """Trace la cible sur les années où elle vaut ; ensuite, dit qu'aucune n'est connue."""
    dated = [row for row in rows if row["cible_pct"] is not None]
    line = {"color": theme.TARGET, "width": 3}
    for place, row in enumerate(rows):
        # Sur un axe de catégories, le rang place ; une année y serait prise pour un rang.
        if row["cible_pct"] is not None:
            ends = {"x0": place - 0.5, "x1": place + 0.5}
            figure.add_shape(
                type="line", y0=row["cible_pct"], y1=row["cible_pct"], **ends, line=line
            )
        elif dated:
            _say_no_target(figure, place)
    if dated:
        name = f"Cible PNAD 2022-2025{HARD_SPACE}: {percent(dated[0]['cible_pct'], 0)}"
        figure.add_scatter(x=[None], y=[None], mode="lines", name=name, line=line)


def _say_no_target(figure: go.Figure, place: int) -> None:
    figure.add_annotation(
        x=place,
        y=100,
        text=NO_TARGET,
        font={"color": theme.TARGET, "size": 12},
        yanchor="top",
        showarrow=False,
    )


def pnad_par_mois(frame: pl.DataFrame) -> go.Figure:
    """Une colonne par mois de première notification ; les mois incomplets sont hachurés."""
    rows = frame.sort("mois").rows(named=True)
    spans_years = rows[0]["mois"][:4] != rows[-1]["mois"][:4]
    names = [
        f"{short_month(row['mois'])} {row['mois'][2:4]}"
        if spans_years
        else short_month(row["mois"])
        for row in rows
    ]
    figure = columns_of_bounds(names, rows)
    if not spans_years:
        texts = [f"{name}<br>n = {row['contrats']}" for name, row in zip(names, rows, strict=True)]
        figure.update_xaxes(tickvals=names, ticktext=texts)
    return theme.say(figure, _months_words(rows))


def _months_words(rows: Sequence[Row]) -> str:
    counts = [row["contrats"] for row in rows]
    span = f"De {min(counts)} à {counted(max(counts), 'contrat')} par mois"
    partial = sum(bool(row["est_incomplet"]) for row in rows)
    more = f" ; {counted(partial, 'mois est incomplet', 'mois sont incomplets')}" if partial else ""
    few = " : trop peu pour lire un mois seul" if max(counts) < SMALL_COUNT else ""
    return f"{span}{few}{more}"


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
    figure = rows_of_bounds([str(row[name]) for row in rows], rows)
    return theme.say(figure, _spread_words(frame, name, total))


def _spread_words(frame: pl.DataFrame, name: str, total: int) -> str:
    """Dit le plus bas et le plus haut des taux qui portent sur 30 contrats ou plus."""
    known = frame.drop_nulls("taux_renseignes_pct")
    rest = f" ; {frame.height} acheteurs dessinés sur {total}" if total > frame.height else ""
    if known.is_empty():
        return f"Aucun taux ne peut être dit : rien n'est renseigné{rest}"
    sure = known.filter(pl.col("base_renseignee") >= SMALL_COUNT).sort("taux_renseignes_pct")
    if sure.is_empty():
        few = f"moins de {SMALL_COUNT} contrats renseignés"
        return f"Partout {few} : ces taux ne se classent pas{rest}"
    low, high = sure.row(0, named=True), sure.row(-1, named=True)
    if low[name] == high[name]:
        only = f", seul à {SMALL_COUNT} contrats renseignés ou plus" if known.height > 1 else ""
        rate = percent(low["taux_renseignes_pct"])
        return f"{low[name]}{only} : {rate} parmi les renseignés{rest}"
    return (
        f"Parmi les renseignés, de {percent(low['taux_renseignes_pct'])} ({low[name]}) "
        f"à {percent(high['taux_renseignes_pct'])} ({high[name]}){rest}"
    )
