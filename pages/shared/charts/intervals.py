"""L'incertitude dessinée : une barre d'une borne à l'autre, un point au taux connu."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.shared import theme
from pages.shared.charts.rows import Values, name_rows, short

# Une barre plus courte ne se verrait pas ; en points de pourcentage.
SHORTEST_BAR = 0.6
TEXT_ROOM_PX = 250


def intervals(
    rows: Sequence[str],
    lows: Values,
    highs: Values,
    points: Values,
    texts: Sequence[str],
    *,
    colors: Sequence[str] | str = theme.MAIN,
) -> go.Figure:
    """Une rangée par groupe : une barre d'une borne à l'autre, un point au taux s'il est donné.

    Les valeurs sont en pour cent, de 0 à 100 ; `texts` est écrit à droite de la rangée.
    """
    figure = theme.new_figure(theme.bars_height(len(rows), 46) + 24)
    shades = [colors] * len(rows) if isinstance(colors, str) else list(colors)
    names = [short(row) for row in rows]
    _add_spans(figure, names, lows, highs, shades)
    outline = {"color": theme.BACKGROUND, "width": 2}
    marker = {"size": 15, "color": shades, "line": outline}
    figure.add_scatter(x=list(points), y=names, mode="markers", marker=marker, hoverinfo="skip")
    for name, text in zip(names, texts, strict=True):
        figure.add_annotation(
            x=1.02, xref="paper", xanchor="left", y=name, text=text, showarrow=False, align="left"
        )
    figure.update_layout(margin={"r": TEXT_ROOM_PX})
    figure.update_xaxes(range=[0, 100], dtick=25, ticksuffix="\u00a0%")
    name_rows(figure, names)
    return figure


def _add_spans(
    figure: go.Figure, names: Sequence[str], lows: Values, highs: Values, shades: Sequence[str]
) -> None:
    figure.add_bar(
        x=[span_length(low, high) for low, high in zip(lows, highs, strict=True)],
        base=list(lows),
        y=list(names),
        orientation="h",
        width=0.42,
        marker={"color": theme.PALE, "line": {"color": shades, "width": 1.5}},
        hoverinfo="skip",
    )


def span_length(low: float | None, high: float | None) -> float | None:
    """Rend la longueur d'une barre d'une borne à l'autre, assez longue pour se voir."""
    return None if low is None or high is None else max(high - low, SHORTEST_BAR)
