"""Les recouvrements : une matrice de points dit qui est dans quoi, une barre dit combien."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.shared import theme
from pages.shared.charts.rows import Values, room_px

Members = Sequence[Sequence[bool]]


def intersections(
    members: Members, names: Sequence[str], values: Values, texts: Sequence[str]
) -> go.Figure:
    """Une rangée par combinaison : des points à gauche (qui en est), une barre à droite (combien).

    `members[rangée][public]` dit si le public est dans la combinaison.
    """
    rows = [str(i) for i in range(len(members))]
    figure = theme.new_figure(theme.bars_height(len(rows), 28) + 56)
    _add_points(figure, members, names, rows)
    figure.add_bar(
        x=list(values),
        y=rows,
        orientation="h",
        xaxis="x2",
        marker={"color": theme.MAIN},
        text=[f" {text}" for text in texts],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
    )
    figure.update_layout(
        xaxis=_names_axis(names),
        xaxis2={"domain": [0.42, 1], "visible": False, "range": [0, max(values, default=1)]},
        yaxis={"visible": False, "type": "category", "autorange": "reversed"},
        margin={"r": room_px(texts)},
    )
    return figure


def _names_axis(names: Sequence[str]) -> dict[str, object]:
    return {
        "domain": [0, 0.37],
        "side": "top",
        "showgrid": False,
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(names),
        "tickfont": {"color": theme.INK},
    }


def _add_points(
    figure: go.Figure, members: Members, names: Sequence[str], rows: Sequence[str]
) -> None:
    """Ajoute un point par case, noir si le public en est, et le trait qui relie les noirs."""
    inside = [[name for name, flag in zip(names, row, strict=True) if flag] for row in members]
    for row, present in zip(rows, inside, strict=True):
        absent = [name for name in names if name not in present]
        for kept, color, size in ((absent, theme.GRID, 11), (present, theme.INK, 13)):
            figure.add_scatter(
                x=kept,
                y=[row] * len(kept),
                mode="lines+markers" if kept is present else "markers",
                marker={"size": size, "color": color},
                line={"color": theme.INK, "width": 2.5},
                hoverinfo="skip",
            )
