"""La géométrie d'une carte : les EPCI en points d'un cadre, avec leur rang et leur teinte."""

from __future__ import annotations

from dataclasses import dataclass, replace

import queries
from pages.pleniere.document import ranked
from pages.pleniere.slide import Dessin
from pages.shared import theme
from pages.shared.charts.classes import rank, round_bounds
from pages.shared.charts.map_layers import RATIO

Points = tuple[tuple[float, float], ...]
LECTURE = "Plus la teinte est foncée, plus le nombre est grand ; les rangs sont ceux de la liste."


@dataclass(frozen=True)
class Territoire:
    """Un EPCI : son nom, son rang dans le dessin (0 s'il n'y est pas), sa teinte, ses anneaux."""

    nom: str
    rang: int
    couleur: str
    anneaux: tuple[Points, ...]
    place: tuple[float, float]


def territoires(drawing: Dessin, width: float) -> tuple[list[Territoire], float]:
    """Rend les EPCI, en points d'un cadre large de `width`, et la hauteur de ce cadre."""
    shapes = queries.contours("epci").rows(named=True)
    lons = [lon for one in shapes for lon in one["lon"] if lon is not None]
    lats = [lat for one in shapes for lat in one["lat"] if lat is not None]
    west, north = min(lons), max(lats)
    scale = width / (max(lons) - west)

    def place(lon: float, lat: float) -> tuple[float, float]:
        return (lon - west) * scale, (north - lat) * scale * RATIO

    colors = shades_of(drawing)
    found = [
        Territoire(
            nom=one["nom"],
            rang=drawing.codes.index(one["code"]) + 1 if one["code"] in drawing.codes else 0,
            couleur=colors.get(one["code"], theme.MISSING),
            anneaux=tuple(
                tuple(place(*point) for point in ring) for ring in _rings(one["lon"], one["lat"])
            ),
            place=place(one["nom_lon"], one["nom_lat"]),
        )
        for one in shapes
    ]
    return found, place(west, min(lats))[1]


def _rings(lons: list[float | None], lats: list[float | None]) -> list[list[tuple[float, float]]]:
    """Coupe une suite de sommets en anneaux, là où un nul les sépare."""
    rings: list[list[tuple[float, float]]] = [[]]
    for lon, lat in zip(lons, lats, strict=True):
        if lon is None or lat is None:
            rings.append([])
        else:
            rings[-1].append((lon, lat))
    return [ring for ring in rings if ring]


def shades_of(drawing: Dessin) -> dict[str, str]:
    """Rend la teinte de chaque code qui a une valeur, par classes aux bornes rondes.

    Un zéro est une valeur, blanche ; sans valeur, un territoire garde le gris de ce qui manque.
    """
    every = dict(zip(drawing.codes, drawing.series[0].valeurs, strict=True))
    values = {code: value for code, value in every.items() if value}
    zeros = {code: theme.BACKGROUND for code, value in every.items() if value == 0}
    bounds = round_bounds(list(values.values()))
    shades = theme.shades(len(bounds) + 1)
    return zeros | {code: shades[rank(value, bounds)] for code, value in values.items()}


def ranking(drawing: Dessin) -> Dessin:
    """Rend la liste d'une carte : les mêmes valeurs en barres, chaque nom après son rang."""
    named = tuple(ranked(drawing.categories).values())
    return replace(drawing, forme="barres", categories=named, codes=())
