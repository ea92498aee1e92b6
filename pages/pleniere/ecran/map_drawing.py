"""La carte d'une diapositive : des EPCI teintés et numérotés, que la liste d'à côté nomme."""

from __future__ import annotations

import plotly.graph_objects as go

import queries
from pages.pleniere.slide import Dessin
from pages.shared import theme
from pages.shared.charts.maps import Mapped, choropleth
from pages.shared.words.findings.nouns import sentence
from pages.shared.words.formatting import number

TEXT_PX = 20
NO_DATA = "aucune donnée"
ZERO = "zéro"
# Le Vaucluse au plus près, et la place de la légende.
EDGE = 0.02
MAP_LON, MAP_LAT = (4.6, 5.78), (43.64, 44.46)


def draw_map(drawing: Dessin, choisi: str) -> go.Figure:
    """La carte des EPCI ; chacun porte son rang, que la liste d'à côté nomme en grand."""
    main = drawing.series[0]
    values = dict(zip(drawing.codes, main.valeurs, strict=True))
    mapped = Mapped("epci", values, sentence(drawing.unite), lambda one: number(one),
                    zero=ZERO, absent=NO_DATA)  # fmt: skip
    figure = choropleth(mapped, choisi=f"epci:{choisi}" if choisi else "")
    figure, _ = theme.take_finding(figure)
    # Les noms d'une carte de bureau ne se lisent pas du fond : des rangs les remplacent.
    figure.data = [one for one in figure.data if one.customdata is None
                   and (one.type == "bar" or one.mode != "text")]  # fmt: skip
    figure.layout.annotations = []
    figure.update_xaxes(range=_range(MAP_LON, "lon", choisi))
    figure.update_yaxes(range=_range(MAP_LAT, "lat", choisi))
    _write_ranks(figure, drawing)
    _name_ends(figure, drawing.unite)
    figure.update_layout(legend={"font": {"size": TEXT_PX}, "title": {"text": ""}})
    return figure


def _range(usual: tuple[float, float], column: str, choisi: str) -> tuple[float, float]:
    """Rend les bords de la carte, élargis au territoire choisi : son contour n'y est pas coupé."""
    own = queries.contours("epci").filter(code=choisi)[column].explode().drop_nulls().drop_nans()
    if own.is_empty():
        return usual
    return min(usual[0], own.min() - EDGE), max(usual[1], own.max() + EDGE)  # type: ignore[operator]


def _name_ends(figure: go.Figure, unite: str) -> None:
    """Ne nomme que la classe du haut et celle du bas : la liste d'à côté porte les nombres."""
    apart = (NO_DATA, ZERO)
    classes = [one for one in figure.data if one.type == "bar" and one.name not in apart]
    of = f"d'{unite}" if unite[:1] in "aehiou" else f"de {unite}"
    ends = {len(classes) - 1: f"moins {of}", 0: f"plus {of}"}
    for rank, one in enumerate(classes):
        one.update(name=ends.get(rank, ""), showlegend=rank in ends)


def _write_ranks(figure: go.Figure, drawing: Dessin) -> None:
    """Écrit le rang de chaque EPCI au milieu de son territoire, sur une pastille blanche."""
    places = queries.contours("epci").select("code", "nom_lon", "nom_lat").rows_by_key("code")
    ranks = [(rank, *places[code][0]) for rank, code in enumerate(drawing.codes, start=1)
             if code in places]  # fmt: skip
    figure.add_scatter(
        x=[lon for _, lon, _ in ranks],
        y=[lat for _, _, lat in ranks],
        text=[f"<b>{rank}</b>" for rank, _, _ in ranks],
        mode="markers+text",
        marker={"size": 30, "color": theme.BACKGROUND, "line": {"color": theme.INK, "width": 1.5}},
        textfont={"size": TEXT_PX, "color": theme.INK},
        showlegend=False,
    )
