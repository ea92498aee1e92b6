"""Une barre au regard de ce qui était prévu : un trait, que la barre peut dépasser."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.shared import theme
from pages.shared.charts.rows import Values, name_rows, room_px, row_px, short
from pages.shared.words.formatting import number


def bars_with_goal(
    rows: Sequence[str],
    values: Values,
    goals: Values,
    texts: Sequence[str],
    *,
    colors: Sequence[str],
    names: tuple[str, str],
    others: tuple[str, Values] | None = None,
    codes: Sequence[str] = (),
) -> go.Figure:
    """Une barre par rangée et un trait à ce qui était prévu, que la barre peut dépasser.

    `names` : ce que disent la barre et le trait ; `others` : un second trait, plus court ;
    `codes` : ce que désigne chaque rangée quand une barre peut être choisie.
    """
    places = [short(row) for row in rows]
    height = row_px(places, 50 if len(rows) < 8 else 36)
    figure = theme.new_figure(theme.bars_height(len(rows), height) + 30)
    figure.add_bar(
        x=list(values),
        y=places,
        orientation="h",
        width=0.5,
        marker={"color": list(colors)},
        customdata=list(codes) or None,
        showlegend=False,
        hovertemplate="%{y} : %{x:,.0f}<extra>" + names[0] + "</extra>",
        **_written_inside(values, colors),
    )
    _add_ticks(figure, places, goals, names[1], (28, theme.TARGET))
    if others:
        _add_ticks(figure, places, others[1], others[0], (16, theme.INK))
    marks = [goals, others[1]] if others else [goals]
    ends = [max((one or 0 for one in row), default=0) for row in zip(values, *marks, strict=True)]
    _add_texts(figure, places, ends, texts)
    figure.update_layout(showlegend=True, margin={"r": room_px(texts)})
    figure.update_xaxes(visible=False, range=[0, (max(ends, default=1) or 1) * 1.02])
    name_rows(figure, places)
    return figure


def _written_inside(values: Values, colors: Sequence[str]) -> dict[str, object]:
    """Rend les réglages qui écrivent la valeur au début de chaque barre, lisible sur sa couleur."""
    return {
        "text": [number(value) for value in values],
        "textposition": "inside",
        "insidetextanchor": "start",
        "textfont": {"color": [theme.ink_on(color) for color in colors]},
    }


def _add_ticks(
    figure: go.Figure, places: Sequence[str], values: Values, name: str, look: tuple[int, str]
) -> None:
    size, color = look
    figure.add_scatter(
        x=list(values),
        y=list(places),
        mode="markers",
        name=name,
        marker={
            "symbol": "line-ns",
            "size": size,
            "line": {"width": 3, "color": color},
            "color": color,
        },
        cliponaxis=False,
        hovertemplate="%{y} : %{x:,.0f}<extra>" + name + "</extra>",
    )


def _add_texts(
    figure: go.Figure, places: Sequence[str], ends: Sequence[float], texts: Sequence[str]
) -> None:
    """Écrit un texte à droite de la barre et de ses traits, où qu'ils s'arrêtent."""
    figure.add_scatter(
        x=list(ends),
        y=list(places),
        mode="text",
        text=[f"  {text}" for text in texts],
        textposition="middle right",
        cliponaxis=False,
        showlegend=False,
        hoverinfo="skip",
    )
