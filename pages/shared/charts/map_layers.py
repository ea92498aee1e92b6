"""Ce qui entoure les teintes d'une carte : cadre, limites, noms, quartiers, points à presser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import cos, radians

import plotly.graph_objects as go
import polars as pl

import queries
from pages.shared import theme
from pages.shared.charts.map_names import written_names
from pages.shared.charts.rows import short

HEIGHT_PX = 560
# Le cadre, en degrés : tous les contours, et à droite la place de la légende.
LON, LAT = (4.59, 5.93), (43.64, 44.53)
# Un degré de longitude est plus court qu'un degré de latitude.
RATIO = 1 / cos(radians(sum(LAT) / 2))
# L'échelle dans une colonne d'un écran de 1 280 pixels : ce qui y tient tient ailleurs.
PX_PER_LON = 385
LABEL_PX = 11
HALO = "0 0 2px {0}, 0 0 3px {0}, 0 0 4px {0}"
ELSEWHERE = (
    ("Gard", 4.68, 43.9),
    ("Drôme", 5.1, 44.47),
    ("Alpes-de-<br>Haute-Provence", 5.77, 43.85),
)
OUTLINED = ("commune", "epci", "structure")
# Au-delà de cette distance d'une commune, un clic ne désigne rien.
NEAREST_PX = 30


def empty_map() -> go.Figure:
    """Rend la figure sans territoire : cadre à l'échelle, légende, crédit, voisins nommés."""
    figure = theme.new_figure(HEIGHT_PX)
    hidden = {"visible": False, "constrain": "domain"}
    figure.update_xaxes(range=LON, constraintoward="left", **hidden)
    figure.update_yaxes(
        range=LAT, scaleanchor="x", scaleratio=RATIO, constraintoward="top", **hidden
    )
    legend = {"x": 1, "y": 1, "xanchor": "right", "yanchor": "top", "orientation": "v"}
    figure.update_layout(
        showlegend=True,
        legend={**legend, "font": {"size": 12.5}, "bgcolor": "rgba(0,0,0,0)"},
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        hovermode="closest",
        hoverdistance=NEAREST_PX,
    )
    quiet = {"font": {"size": 11, "color": theme.SOFT_INK}, "showarrow": False}
    figure.add_annotation(
        text=queries.CREDIT_CONTOURS,
        x=LON[0],
        y=LAT[0],
        xanchor="left",
        yanchor="bottom",
        **quiet,
    )
    for name, lon, lat in ELSEWHERE:
        figure.add_annotation(text=f"<i>{name}</i>", x=lon, y=lat, **quiet)
    return figure


def joined(shapes: pl.DataFrame) -> dict[str, list[float | None]]:
    """Rend les sommets de plusieurs territoires en une seule trace : un nul les sépare."""
    found: dict[str, list[float | None]] = {"x": [], "y": []}
    for lon, lat in shapes.select("lon", "lat").iter_rows():
        found["x"] += [None, *lon] if found["x"] else lon
        found["y"] += [None, *lat] if found["y"] else lat
    return found


def fade_outside(figure: go.Figure) -> None:
    """Éclaircit ce qui est hors du département : communes du Gard, de la Drôme et des Alpes."""
    outside = queries.contours("commune").filter(~pl.col("est_dans_84"))
    figure.add_scatter(
        **joined(outside),
        mode="lines",
        line={"color": theme.BORDER, "width": 0},
        fill="toself",
        fillcolor="rgba(255,255,255,0.6)",
        hoverinfo="skip",
        showlegend=False,
    )


def outline(
    figure: go.Figure, shapes: pl.DataFrame, line: Mapping[str, object], name: str = ""
) -> None:
    """Trace la limite de territoires ; un nom la met dans la légende."""
    figure.add_scatter(
        **joined(shapes),
        mode="lines",
        line=dict(line),
        name=name,
        showlegend=bool(name),
        hoverinfo="skip",
    )


def outline_structures(figure: go.Figure) -> None:
    """Trace le territoire de chaque structure à sa couleur.

    Une limite commune porte les deux couleurs : des tirets y ramènent celle qui a été couverte.
    """
    shapes = queries.contours("structure")
    for dash, width in (("solid", 4.5), ("10px,10px", 4.5)):
        for code, name in shapes.select("code", "nom").iter_rows():
            line = {"color": theme.STRUCTURES[code], "width": width, "dash": dash}
            label = f"territoire {name}" if dash == "solid" else ""
            outline(figure, shapes.filter(code=code), line, label)


def circle(figure: go.Figure, choisi: str) -> None:
    """Entoure le territoire choisi, écrit « maille:code » ; rien pour un quartier ou un vide."""
    maille, _, code = choisi.partition(":")
    if maille not in OUTLINED:
        return
    shape = queries.contours(maille).filter(code=code)
    if not shape.is_empty():
        outline(figure, shape, {"color": theme.INK, "width": 7})
        outline(figure, shape, {"color": theme.CHOSEN, "width": 4}, "territoire choisi")


def write_names(figure: go.Figure, shapes: pl.DataFrame, colors: Mapping[str, str]) -> None:
    """Écrit les noms, chacun dans une encre lisible sur sa classe ; le halo l'isole du reste."""
    names = written_names(shapes, PX_PER_LON, PX_PER_LON * RATIO)
    for ink, halo in ((theme.INK, theme.BACKGROUND), (theme.BACKGROUND, theme.INK)):
        kept = [one for one in names if theme.ink_on(colors[one.code]) == ink]
        figure.add_scatter(
            x=[one.lon for one in kept],
            y=[one.lat for one in kept],
            text=[one.text for one in kept],
            mode="text",
            textfont={"size": LABEL_PX, "color": ink, "shadow": HALO.format(halo)},
            # Presser la carte ne doit pas estomper les noms.
            unselected={"textfont": {"color": ink}},
            hoverinfo="skip",
            showlegend=False,
        )


def add_qpv(figure: go.Figure) -> None:
    """Ajoute les quartiers prioritaires : leur position est approchée, la légende le dit."""
    places = queries.quartiers()
    figure.add_scatter(
        x=places["lon"].to_list(),
        y=places["lat"].to_list(),
        name="quartier prioritaire<br>(position approchée)",
        mode="markers",
        marker={
            "symbol": "diamond",
            "size": 9,
            "color": theme.INK,
            "line": {"color": theme.BACKGROUND, "width": 1.5},
        },
        customdata=[f"qpv:{code}" for code in places["code"]],
        hovertext=[
            f"{short(nom)}<br>{short(ville)}"
            for nom, ville in zip(places["nom"], places["commune"], strict=True)
        ],
        hovertemplate="%{hovertext}<extra>QPV</extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def add_targets(
    figure: go.Figure, maille: str, shapes: pl.DataFrame, say: Callable[[str], str]
) -> None:
    """Ajoute les points invisibles, un par commune, qui se survolent et se pressent.

    Ils disent le territoire de la commune et ce que `say` dit de son code.
    """
    column = "code" if maille == "commune" else maille
    names = dict(shapes.select("code", "nom").iter_rows())
    points = queries.contours("commune").filter(pl.col(column).is_in(list(names)))
    codes = points[column].to_list()
    unseen = {"marker": {"opacity": 0}}
    figure.add_scatter(
        x=points["centre_lon"].to_list(),
        y=points["centre_lat"].to_list(),
        mode="markers",
        marker={"size": 16, "opacity": 0, "color": theme.INK},
        customdata=[f"{maille}:{code}" for code in codes],
        hovertext=[f"{short(names[code])}<br>{say(code)}" for code in codes],
        hovertemplate="%{hovertext}<extra></extra>",
        selected=unseen,
        unselected=unseen,
        showlegend=False,
    )
