"""Plusieurs mesures des mêmes rangées, côte à côte ; et une grille de nombres.

Ces fonctions reçoivent des listes prêtes à dessiner ; elles ne calculent aucun indicateur.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from pages.shared import theme
from pages.shared.charts.rows import Values, name_rows, row_px, short
from pages.shared.words.formatting import number

GAP = 0.03
# Part de la largeur d'un panneau laissée au texte écrit au bout de la plus longue barre : assez
# pour le plus long texte, sur un projecteur.
LEAST_ROOM, MOST_ROOM = 0.42, 0.78
PLOT_PX, LETTER_PX = 700, 7.3
# Au-delà, les nombres d'une grille se toucheraient.
MOST_NUMBERED = 14


@dataclass(frozen=True)
class Panel:
    """Une mesure : ce qu'elle compte, une valeur et un texte par rangée.

    `codes` : ce que désigne chaque barre, si elle n'est pas celle de toute la rangée.
    """

    titre: str
    values: Values
    texts: Sequence[str]
    colors: Sequence[str] | str = theme.MAIN
    codes: Sequence[str] = ()


def side_by_side(
    rows: Sequence[str], panels: Sequence[Panel], *, codes: Sequence[str] = ()
) -> go.Figure:
    """Une rangée par nom, une barre par panneau ; chaque panneau a sa propre échelle.

    `codes` : ce que désigne chaque rangée quand une barre peut être choisie.
    """
    names = [short(row) for row in rows]
    figure = theme.new_figure(theme.bars_height(len(names), row_px(names, 34)) + 26)
    for place, panel in enumerate(panels):
        axis = f"x{place + 1 if place else ''}"
        figure.add_bar(
            x=list(panel.values),
            y=names,
            xaxis=axis,
            orientation="h",
            marker={"color": panel.colors if isinstance(panel.colors, str) else list(panel.colors)},
            customdata=list(panel.codes or codes) or None,
            # Plotly demande l'encre des barres choisies dès qu'il a celle des autres.
            selected={"textfont": {"color": theme.INK}},
            unselected={"marker": {"opacity": 0.4}, "textfont": {"color": theme.SOFT_INK}},
            text=[f" {text}" for text in panel.texts],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y} : %{text}<extra></extra>",
        )
        _place(figure, axis, panel, place, len(panels))
    name_rows(figure, names)
    figure.update_layout(margin={"t": 34})
    return figure


def name_panel(figure: go.Figure, start: float, titre: str) -> None:
    """Écrit le titre d'un panneau au-dessus de lui ; `start` : son bord gauche, de 0 à 1."""
    figure.add_annotation(
        x=start,
        xref="paper",
        xanchor="left",
        y=1,
        yref="paper",
        yanchor="bottom",
        text=f"<b>{titre}</b>",
        font={"size": 13, "color": theme.SOFT_INK},
        showarrow=False,
    )


def _place(figure: go.Figure, axis: str, panel: Panel, place: int, count: int) -> None:
    start, end = place / count, (place + 1) / count - GAP
    top = max((one for one in panel.values if one is not None), default=0) or 1
    room = _room(panel, top, (end - start) * PLOT_PX)
    figure.update_layout(
        {
            axis.replace("x", "xaxis"): {
                "domain": [start, end],
                "range": [0, top / (1 - room)],
                "visible": False,
            }
        }
    )
    name_panel(figure, start, panel.titre)


def _room(panel: Panel, top: float, width: float) -> float:
    """Rend la part du panneau que les barres laissent à leurs textes, pour que tous y tiennent."""
    needed = [
        1 - (1 - LETTER_PX * (len(text) + 1) / width) * top / value
        for value, text in zip(panel.values, panel.texts, strict=True)
        if value and value > 0
    ]
    return min(MOST_ROOM, max(LEAST_ROOM, *needed)) if needed else LEAST_ROOM


def grid(
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Values],
    *,
    est_taux: bool = False,
) -> go.Figure:
    """Une case par rangée et par colonne, plus foncée quand le nombre est grand.

    `values[rangée][colonne]` ; zéro reste une case vide, sauf un taux (`est_taux`) : zéro y est une
    réponse. Le nombre est écrit s'il y a la place.
    """
    names = [short(row) for row in rows]
    figure = theme.new_figure(theme.bars_height(len(names), row_px(names, 38)) + 20)
    is_numbered = len(columns) <= MOST_NUMBERED
    values = values if est_taux else [[one or None for one in line] for line in values]
    top = max((one or 0 for line in values for one in line), default=1) or 1
    figure.add_heatmap(
        x=list(columns),
        y=names,
        z=[list(line) for line in values],
        zmin=0,
        zmax=top,
        colorscale=[[0, "#eef2f6"], [1, theme.MAIN]],
        showscale=False,
        xgap=2,
        ygap=2,
        hoverongaps=False,
        hovertemplate="%{y}, %{x} : %{z}<extra></extra>",
    )
    if is_numbered:
        _number_cells(figure, names, columns, values, top)
    figure.update_xaxes(type="category", side="top", showgrid=False, nticks=24)
    name_rows(figure, names)
    return figure


def _number_cells(
    figure: go.Figure,
    names: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Values],
    top: float,
) -> None:
    for name, line in zip(names, values, strict=True):
        for column, value in zip(columns, line, strict=True):
            if value is not None:
                ink = theme.INK if value < 0.7 * top else theme.BACKGROUND
                figure.add_annotation(
                    x=column, y=name, text=number(value), showarrow=False, font={"color": ink}
                )
