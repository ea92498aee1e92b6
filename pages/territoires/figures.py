"""Les figures propres aux territoires : leurs acheteurs, un marché mois par mois."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from pages.shared import theme
from pages.shared.charts import goals, timelines
from pages.shared.words.findings.nouns import HEURES
from pages.shared.words.formatting import UNKNOWN, counted, hours, number, percent, short_month

BUYERS_SHOWN = 15


def acheteurs_et_heures(frame: pl.DataFrame) -> go.Figure:
    """Les acheteurs qui prévoient le plus d'heures : réalisées, prévues, restantes.

    `frame` : donneur_ordre, nom, marches, heures_prevues, heures_realisees, heures_restantes.
    """
    rows = frame.head(BUYERS_SHOWN).rows(named=True)
    figure = goals.bars_with_goal(
        [str(row["nom"] or f"Acheteur {UNKNOWN}") for row in rows],
        [row["heures_realisees"] for row in rows],
        [row["heures_prevues"] for row in rows],
        [_left(row) for row in rows],
        colors=[theme.MAIN] * len(rows),
        names=("Heures réalisées", "Heures prévues"),
        codes=[f"donneur_ordre:{row['donneur_ordre']}" for row in rows],
    )
    # Sur une barre courte, un nombre déborderait : il est au bout.
    figure.update_traces(text=None, selector={"type": "bar"})
    buyers = counted(frame.height, "acheteur a", "acheteurs ont")
    unplanned = frame["heures_prevues"].null_count()
    unknown = f" (sans compter {counted(unplanned, 'acheteur')} dont on ignore les prévues)"
    unknown = unknown if unplanned else ""
    done = HEURES.counted(frame["heures_realisees"].sum())
    return theme.say(
        figure,
        f"{buyers} des marchés en cours : {done} réalisées, "
        f"{number(frame['heures_restantes'].sum())} restantes{unknown}",
        shown=len(rows),
        among=frame.height,
    )


def _left(row: dict[str, object]) -> str:
    done, markets = hours(row["heures_realisees"]), counted(row["marches"], "marché")
    if row["heures_prevues"] is None:
        return f"{done}, prévues {UNKNOWN}, {markets}"
    left, goal = hours(row["heures_restantes"]), number(row["heures_prevues"])
    return f"{done} sur {goal}, reste {left} ({markets})"


def mois_du_marche(frame: pl.DataFrame) -> go.Figure:
    """Les heures d'un marché, une colonne par mois.

    `frame` : marche_mois d'un seul marché (mois, heures_realisees, cumul).
    """
    figure = theme.new_figure(260)
    names = [f"{short_month(one)} {one[2:4]}" for one in frame["mois"]]
    worked = frame["heures_realisees"].to_list()
    timelines.add_split_columns(figure, names, worked, [False] * len(names), ("Heures", ""))
    total = frame["cumul"][-1]
    return theme.say(figure, f"{hours(total)} en {counted(len(names), 'mois', 'mois')}")


def market_words(row: dict[str, object]) -> str:
    """Dit un marché : acheteur, dates, heures, entreprises ; jamais une personne.

    `row` : une ligne de marches_liste.
    """
    done = f"{hours(row['heures_realisees'])} réalisées"
    if row["taux_pct"] is not None:
        done += f" sur {hours(row['heures_prevues'])} prévues ({percent(row['taux_pct'], 0)})"
    firms = row["entreprises"] or UNKNOWN
    place = row["commune"] or UNKNOWN
    return (
        f"Acheteur : {row['acheteur'] or UNKNOWN}. Lieu des travaux : {place}. "
        f"État : {row['etat_libelle']}. {done}. Entreprises attributaires : {firms}."
    )
