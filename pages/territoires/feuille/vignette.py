"""La vignette de la feuille : où est le territoire dans le Vaucluse, en une petite image SVG."""

from __future__ import annotations

import base64

import polars as pl

import queries
from pages.shared import theme
from pages.shared.charts.map_layers import RATIO

WIDTH = 260.0
# Le dessin de chaque maille ; un quartier est un point, un bassin n'a pas de contour.
DRAWN = ("commune", "epci", "structure")
Frame = tuple[float, float, float]


def locator(chosen: str) -> str:
    """Rend l'image d'un territoire, « maille:code », dans les 14 EPCI : une adresse « data: ».

    Sans territoire, le Vaucluse seul.
    """
    shapes = queries.contours("epci")
    lons, lats = _points(shapes["lon"]), _points(shapes["lat"])
    frame = (min(lons), max(lats), WIDTH / (max(lons) - min(lons)))
    height = (max(lats) - min(lats)) * frame[2] * RATIO
    ground = _path(shapes, frame, theme.MISSING, theme.BORDER)
    border = _path(queries.contours("departement"), frame, "none", theme.INK)
    image = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 {WIDTH + 4:.0f} '
        f'{height + 4:.0f}">{ground}{_chosen(chosen, frame)}{border}</svg>'
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(image.encode()).decode()}"


def _chosen(chosen: str, frame: Frame) -> str:
    maille, _, code = chosen.partition(":")
    if maille in DRAWN:
        found = queries.contours(maille).filter(pl.col("code") == code)
        return _path(found, frame, theme.MAIN, theme.INK)
    if maille != "qpv":
        return ""
    place = queries.quartiers().filter(pl.col("code") == code).select("lon", "lat")
    return "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="{theme.MAIN}" stroke="{theme.INK}"/>'
        for x, y in (_place(lon, lat, frame) for lon, lat in place.iter_rows())
    )


def _points(column: pl.Series) -> list[float]:
    return column.explode().drop_nulls().to_list()


def _place(lon: float, lat: float, frame: Frame) -> tuple[float, float]:
    west, north, scale = frame
    return (lon - west) * scale, (north - lat) * scale * RATIO


def _path(shapes: pl.DataFrame, frame: Frame, fill: str, line: str) -> str:
    """Trace des territoires d'un seul trait ; un sommet nul sépare deux anneaux."""
    parts: list[str] = []
    for lons, lats in shapes.select("lon", "lat").iter_rows():
        pen = "M"
        for lon, lat in zip(lons, lats, strict=True):
            if lon is None or lat is None:
                pen = "M"
                continue
            x, y = _place(lon, lat, frame)
            parts.append(f"{pen}{x:.1f} {y:.1f}")
            pen = "L"
    return f'<path d="{"".join(parts)}" fill="{fill}" stroke="{line}" stroke-width="0.8"/>'
