"""Une part et ce qu'on en ignore : une barre de la borne basse à la haute, un point au taux connu.

Sous 30 contrats renseignés, un trait fin de part et d'autre du point : l'intervalle de Wilson.
"""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.shared import theme
from pages.shared.bars import short
from pages.shared.formatting import number, percent
from pages.shared.intervals import intervals, span_length

Row = dict[str, object]
TEXT_ROOM_PX = 275
RANGE_NAME = "De la borne basse à la haute"
PARTIAL_NAME = "Incomplet"
RATE_NAME = "Taux parmi les renseignés"
WILSON_NAME = "Intervalle de Wilson à 95 %"
TICKS = (0, 25, 50, 75, 100)
SMALL = '<span style="font-size:12px;color:{color}">{text}</span>'


def rows_of_bounds(names: Sequence[str], rows: Sequence[Row]) -> go.Figure:
    """Une rangée par groupe ; à droite le taux, les bornes, le nombre de contrats.

    `rows` : colonnes de `pnad_part`.
    """
    figure = intervals(
        names,
        [row["borne_basse_pct"] for row in rows],
        [row["borne_haute_pct"] for row in rows],
        [row["taux_renseignes_pct"] for row in rows],
        [f"<b>{rate_words(row)}</b><br>{_small(count_words(row))}" for row in rows],
    )
    figure.add_scatter(
        x=[row["taux_renseignes_pct"] for row in rows],
        y=[short(name) for name in names],
        mode="markers",
        marker={"size": 1, "color": theme.MAIN},
        error_x=_wilson(rows),
        name=WILSON_NAME,
        hoverinfo="skip",
    )
    texts = [percent(one, 0) for one in TICKS]
    # Un point à 0 ou à 100 % se dessine entier.
    figure.update_xaxes(range=[-2, 102], tickvals=TICKS, ticktext=texts)
    figure.update_layout(margin={"r": TEXT_ROOM_PX})
    return figure


def columns_of_bounds(names: Sequence[str], rows: Sequence[Row]) -> go.Figure:
    """Une colonne par année ou par mois ; celles de `est_incomplet` sont hachurées."""
    figure = theme.new_figure(380)
    partial = [name for name, row in zip(names, rows, strict=True) if row["est_incomplet"]]
    if partial:
        _hatch(figure, partial)
    _add_columns(figure, names, rows)
    figure.add_scatter(
        x=list(names),
        y=[row["taux_renseignes_pct"] for row in rows],
        mode="markers",
        name=RATE_NAME,
        marker=_point(),
        error_y=_wilson(rows),
        customdata=[f"{rate_words(row)}<br>{count_words(row)}" for row in rows],
        hovertemplate="%{x} : %{customdata}<extra></extra>",
    )
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=list(names))
    figure.update_xaxes(showgrid=False)
    figure.update_yaxes(
        range=[-3, 103], tickvals=TICKS, ticktext=[percent(one, 0) for one in TICKS]
    )
    figure.update_layout(showlegend=True, barmode="overlay")
    return figure


def _hatch(figure: go.Figure, names: Sequence[str]) -> None:
    """Hachure toute la hauteur de ce qui est incomplet : une barre étroite ne se verrait pas."""
    figure.add_bar(
        x=list(names),
        y=[100] * len(names),
        name=PARTIAL_NAME,
        width=0.96,
        marker={"color": theme.GRID, "pattern": theme.pattern(True)},
        hoverinfo="skip",
    )


def _add_columns(figure: go.Figure, names: Sequence[str], rows: Sequence[Row]) -> None:
    lows = [row["borne_basse_pct"] for row in rows]
    highs = [row["borne_haute_pct"] for row in rows]
    figure.add_bar(
        x=list(names),
        base=lows,
        y=[span_length(low, high) for low, high in zip(lows, highs, strict=True)],
        name=RANGE_NAME,
        marker={"color": theme.PALE, "line": {"color": theme.MAIN, "width": 1.5}},
        hoverinfo="skip",
    )


def _point() -> dict[str, object]:
    outline = {"color": theme.BACKGROUND, "width": 2}
    return {"size": 13, "color": theme.MAIN, "line": outline}


def _wilson(rows: Sequence[Row]) -> dict[str, object]:
    """Rend les traits de l'intervalle de Wilson, nuls là où il n'est pas donné."""
    ends = [
        (row["taux_renseignes_pct"], row["wilson_bas_pct"], row["wilson_haut_pct"]) for row in rows
    ]
    known = [None not in one for one in ends]
    pairs = list(zip(ends, known, strict=True))
    return {
        "type": "data",
        "symmetric": False,
        "array": [high - rate if ok else 0 for (rate, _, high), ok in pairs],
        "arrayminus": [rate - low if ok else 0 for (rate, low, _), ok in pairs],
        "color": theme.INK,
        "thickness": 1.2,
        "width": 4,
    }


def rate_words(row: Row) -> str:
    """Dit la part : « 33,8 % · entre 24,3 et 52,4 % », ou pourquoi elle ne peut être dite."""
    low, high = row["borne_basse_pct"], row["borne_haute_pct"]
    if low is None or high is None:
        return "hors format : rien n'en est dit"
    between = f"entre {number(low, 1)} et {percent(high)}"
    if row["taux_renseignes_pct"] is None:
        return f"taux inconnu · {between}"
    return f"{percent(row['taux_renseignes_pct'])} · {between}"


def count_words(row: Row) -> str:
    """Dit sur combien de contrats : « n = 108 · 68 % renseignés » ; Wilson s'il y en a un."""
    words = f"n = {number(row['contrats'])} · {percent(row['completude_pct'], 0)} renseignés"
    if row["wilson_bas_pct"] is None:
        return words
    wilson = f"{number(row['wilson_bas_pct'])} à {percent(row['wilson_haut_pct'], 0)}"
    return f"{words} · Wilson {wilson}"


def _small(text: str) -> str:
    return SMALL.format(color=theme.SOFT_INK, text=text)
