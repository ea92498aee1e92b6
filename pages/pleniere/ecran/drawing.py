"""Le dessin d'une diapositive à l'écran, avec Plotly : lisible du fond de la salle.

Tout est tracé pour 1280 x 720 ; la feuille de style agrandit la diapositive entière au-delà.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import plotly.graph_objects as go

import queries
from pages.pleniere.ecran.map_drawing import draw_map
from pages.pleniere.slide import Dessin, Serie
from pages.shared import theme
from pages.shared.charts.axes import name_axes
from pages.shared.charts.rows import name_rows, short
from pages.shared.words.formatting import HARD_SPACE

# La place d'un graphique sous un titre de deux lignes, avec ou sans la règle des effectifs.
HEIGHT_PX, TALL_PX = 388, 436
# Sa largeur : seul, à côté de chiffres, ou carte à côté de sa liste.
WIDTH_PX, BESIDE_PX, MAP_PX = 1216, 800, 640
TEXT_PX, SMALL_PX = 20, 20
LETTER_PX = 10.6
LONGEST, FOLD = 34, 27
SPAN_PX = 34
# Une colonne plus courte que cette part de la plus haute n'a pas la place de son nombre.
LOWEST = 0.12


@queries.kept(400)
def draw(
    drawing: Dessin, choisi: str = "", width: int = WIDTH_PX, height: int = HEIGHT_PX
) -> go.Figure:
    """Rend la figure d'un dessin ; `choisi` : le SIREN de l'EPCI à entourer sur la carte.

    Sa taille est fixe, en pixels : mesurée à l'écran, elle serait agrandie deux fois.

    La figure est gardée : ne pas la modifier.
    """
    figure = DRAWERS[drawing.forme](drawing, choisi)
    font = {"size": TEXT_PX, "color": theme.INK}
    axis = {"tickfont": font, "title": {"font": font}}
    figure.update_layout(
        font=font, width=width, height=height, autosize=False, xaxis=axis, yaxis=axis
    )
    figure.update_layout(uniformtext={"minsize": SMALL_PX, "mode": "show"}, hovermode=False)
    return name_axes(figure)


def _labels(drawing: Dessin) -> list[str]:
    """Rend les libellés, pliés entre leurs mots : aucun n'est coupé."""
    return ["<br>".join(short(line, LONGEST) for line in textwrap.wrap(one, FOLD))
            for one in drawing.categories]  # fmt: skip


def _room(texts: tuple[str, ...]) -> int:
    return 18 + int(LETTER_PX * max((len(text) for text in texts), default=0))


def _bars(drawing: Dessin, _choisi: str) -> go.Figure:
    """Barres horizontales, le texte au bout ; un effectif sans nombre garde son texte au départ."""
    figure, names, main = theme.new_figure(), _labels(drawing), drawing.series[0]
    figure.add_bar(
        x=list(main.valeurs), y=names, orientation="h", marker={"color": theme.MAIN}, width=0.68
    )
    figure.add_scatter(
        x=[value or 0 for value in main.valeurs],
        y=names,
        mode="text",
        # Au bout d'une barre qui touche le repère, le texte commence après lui.
        text=[f"{HARD_SPACE * (3 if drawing.repere else 1)}{short(text)}" for text in main.textes],
        textposition="middle right",
        textfont={"size": TEXT_PX, "color": theme.INK},
        cliponaxis=False,
    )
    top = max([*(one or 0 for one in main.valeurs), drawing.repere or 0], default=0) or 1
    figure.update_xaxes(visible=False, range=[0, top * 1.01])
    figure.update_layout(margin={"r": _room(main.textes), "t": 34 if drawing.repere else 6})
    if drawing.repere is not None:
        _mark_line(figure, drawing, "x")
    name_rows(figure, names)
    return figure


def _mark_line(figure: go.Figure, drawing: Dessin, axis: str) -> None:
    """Trace le repère : un trait daté et nommé, jamais une légende."""
    line = {"color": theme.TARGET, "width": 3, "dash": "dash"}
    label = {"text": short(drawing.repere_libelle, 60), "showarrow": False,
             "font": {"size": TEXT_PX, "color": theme.TARGET}}  # fmt: skip
    if axis == "x":
        # Sous les segments d'une barre pleine : leurs nombres restent lisibles.
        layer = "below" if drawing.forme == "part_100" else "above"
        figure.add_vline(x=drawing.repere, line=line, layer=layer)
        figure.add_annotation(
            x=drawing.repere, y=1, yref="paper", yanchor="bottom",
            xanchor="right" if drawing.forme == "barres" else "left", **label,
        )  # fmt: skip
        return
    figure.add_hline(y=drawing.repere, line=line)
    figure.add_annotation(
        x=0, xref="paper", xanchor="left", y=drawing.repere, yanchor="bottom", **label
    )


def _columns(drawing: Dessin, _choisi: str) -> go.Figure:
    """Colonnes, le nombre au-dessus ; la série « repere » est un trait fin par colonne."""
    figure, names = theme.new_figure(), _labels(drawing)
    marks = [one for one in drawing.series if one.role == "repere"]
    values = [value or 0 for one in drawing.series for value in one.valeurs]
    top = max([*values, drawing.repere or 0], default=0) or 1
    for one in drawing.series:
        if one.role == "repere":
            _ticks(figure, names, one)
            continue
        figure.add_bar(
            x=names,
            y=list(one.valeurs),
            name=one.nom,
            marker={"color": theme.MAIN},
            text=[short(text) for text in one.textes],
            # Au pied de la colonne : ni le repère ni l'an passé n'y passent.
            textposition=["inside" if (value or 0) > LOWEST * top else "outside"
                          for value in one.valeurs],
            insidetextanchor="start",
            insidetextfont={"color": theme.ink_on(theme.MAIN)},
            textangle=0,
            cliponaxis=False,
        )  # fmt: skip
    figure.update_xaxes(type="category", showgrid=False)
    figure.update_yaxes(visible=False, range=[0, top * 1.1])
    figure.update_layout(showlegend=bool(marks), legend={"font": {"size": TEXT_PX}})
    if drawing.repere is not None:
        _mark_line(figure, drawing, "y")
    return figure


def _ticks(figure: go.Figure, names: list[str], one: Serie) -> None:
    line = {"width": 5, "color": theme.PAST}
    figure.add_scatter(
        x=names,
        y=list(one.valeurs),
        name=one.nom,
        mode="markers",
        marker={"symbol": "line-ew", "size": 44, "color": theme.PAST, "line": line},
    )


def _line(drawing: Dessin, _choisi: str) -> go.Figure:
    figure, names = theme.new_figure(), _labels(drawing)
    for rank, one in enumerate(drawing.series):
        color = theme.COLORWAY[rank % len(theme.COLORWAY)]
        figure.add_scatter(
            x=names,
            y=list(one.valeurs),
            name=one.nom,
            mode="lines+markers+text",
            line={"width": 4, "color": color},
            text=[short(text) for text in one.textes],
            textposition="top center",
            cliponaxis=False,
        )
    figure.update_xaxes(type="category", showgrid=False)
    figure.update_layout(showlegend=len(drawing.series) > 1)
    if drawing.repere is not None:
        _mark_line(figure, drawing, "y")
    return figure


def _shares(drawing: Dessin, _choisi: str) -> go.Figure:
    """Une barre de 100 % par rangée, un segment par série ; l'inconnu est hachuré."""
    figure, names = theme.new_figure(), _labels(drawing)
    for rank, one in enumerate(drawing.series):
        is_unknown = one.role == "inconnu"
        color = theme.UNKNOWN if is_unknown else theme.part_color(one.code, rank)
        figure.add_bar(
            x=list(one.valeurs),
            y=names,
            name=short(one.nom),
            orientation="h",
            marker={
                "color": color,
                "pattern": theme.pattern(is_unknown),
                "line": {"color": theme.BACKGROUND, "width": 2},
            },
            # Un segment trop court ne porte pas son texte : le tableau le dit.
            text=[f"<b>{short(text)}</b>" if (value or 0) >= 8 else ""
                  for value, text in zip(one.valeurs, one.textes, strict=True)],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": theme.ink_on(color)},
        )  # fmt: skip
    figure.update_layout(
        barmode="stack",
        showlegend=True,
        legend={"y": 1.1, "font": {"size": TEXT_PX}},
        margin={"t": 74, "b": 6},
    )
    figure.update_xaxes(visible=False, range=[0, 100])
    if drawing.repere is not None:
        _mark_line(figure, drawing, "x")
    name_rows(figure, names)
    return figure


def _intervals(drawing: Dessin, _choisi: str) -> go.Figure:
    """Une barre d'une borne à l'autre par rangée, un point au taux connu, de 0 à 100 %."""
    figure, names = theme.new_figure(), _labels(drawing)
    low, point, high = drawing.series
    for name, one, other in zip(names, low.valeurs, high.valeurs, strict=True):
        line = {"color": theme.PALE, "width": SPAN_PX}
        ends = {"symbol": "line-ns", "size": SPAN_PX, "line": {"width": 3, "color": theme.MAIN}}
        figure.add_scatter(x=[one, other], y=[name, name], mode="lines+markers", line=line,
                           marker=ends)  # fmt: skip
    figure.add_scatter(
        x=list(point.valeurs), y=names, mode="markers",
        marker={"size": 20, "color": theme.MAIN, "line": {"color": theme.BACKGROUND, "width": 3}},
    )  # fmt: skip
    # Par leur rang : une année, en toutes lettres, serait lue comme un nombre.
    for rank, text in enumerate(point.textes):
        figure.add_annotation(
            x=1.02, xref="paper", xanchor="left", y=rank, text=short(text, 60), showarrow=False,
        )  # fmt: skip
    figure.update_layout(margin={"r": _room(point.textes), "t": 36 if drawing.repere else 6})
    figure.update_xaxes(range=[0, 100], dtick=25, ticksuffix=f"{HARD_SPACE}%")
    if drawing.repere is not None:
        _mark_line(figure, drawing, "x")
    name_rows(figure, names)
    return figure


DRAWERS: dict[str, Callable[[Dessin, str], go.Figure]] = {
    "barres": _bars,
    "colonnes": _columns,
    "courbe": _line,
    "part_100": _shares,
    "bornes": _intervals,
    "carte": draw_map,
}
