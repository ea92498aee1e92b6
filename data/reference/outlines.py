"""Les contours à dessiner : communes, et ce qui s'en déduit (EPCI, structures, département).

Seules les communes sont dans contours_84.geojson ; un territoire est la réunion des siennes, telles
que ref_commune les y range. Latitudes et longitudes en degrés, sans projection.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from itertools import pairwise, product
from pathlib import Path

import polars as pl

from data.reference.tables import load

FILE = Path(__file__).parent / "contours_84.geojson"
ATTRIBUTION = "Contours © IGN ADMIN EXPRESS (Licence Ouverte)"
MAILLES = ("commune", "epci", "structure", "departement")
COLUMNS = ["code", "nom", "sigle", "lon", "lat", "centre_lon", "centre_lat",
           "nom_lon", "nom_lat", "largeur"]  # fmt: skip
Point = tuple[float, float]
# Fermé : le dernier sommet répète le premier. Horaire pour un contour extérieur.
Ring = list[Point]

# Où chercher la place d'un nom, et de combien il dépasse en hauteur : en part du territoire.
HAUTEURS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75)
DEMI_NOM = 0.12
# Plus fin que les coordonnées : un parallèle ne passe ainsi par aucun sommet.
DEMI_PAS = 0.00005
_NAMES = {
    "commune": ("ref_commune", "code_insee", "nom", "nom"),
    "epci": ("ref_epci", "siren", "nom_court", "sigle"),
    "structure": ("ref_structure", "code", "sigle", "sigle"),
}


@cache
def contours(maille: str) -> pl.DataFrame:
    """Rend les territoires dessinés d'une maille (voir MAILLES), par code.

    Colonnes : code, nom, sigle (le nom, faute de sigle) ; lon, lat, listes de sommets où un nul
    sépare deux anneaux fermés ; centre_lon, centre_lat, le centre de gravité du plus grand anneau ;
    nom_lon, nom_lat et largeur, où écrire un nom et la place qu'il y a, en degrés de longitude.
    Pour les communes, aussi : epci, structure, population, est_dans_84. Un EPCI à cheval garde ses
    communes hors du département, sauf Aix-Marseille-Provence, réduite à Pertuis ; « departement »
    s'arrête au Vaucluse. Lève KeyError pour une autre maille.
    """
    if maille == "departement":
        groups = {"84": [code for code in _communes() if code.startswith("84")]}
        return _frame(groups, {"84": ("Vaucluse", "Vaucluse")})
    table, *columns = _NAMES[maille]
    texts = load()[table].select(pl.col(one) for one in dict.fromkeys(columns)).rows()
    names = {row[0]: (row[1], row[-1]) for row in texts}
    return _with_places(_frame(_groups(maille), names), maille)


def quartiers() -> pl.DataFrame:
    """Rend les quartiers prioritaires, sans contour : code, nom, commune, lon, lat (approchées)."""
    return load()["ref_qpv"].select("code", "nom", "commune", "lon", "lat").sort("code")


def _groups(maille: str) -> dict[str, list[str]]:
    """Rend les communes dessinées de chaque territoire."""
    column = "code_insee" if maille == "commune" else maille
    communes = load()["ref_commune"].sort("code_insee")
    groups: dict[str, list[str]] = {}
    for code, commune in zip(communes[column], communes["code_insee"], strict=True):
        if code and commune in _communes():
            groups.setdefault(code, []).append(commune)
    return groups


def _frame(groups: dict[str, list[str]], names: dict[str, tuple[str, str]]) -> pl.DataFrame:
    rows = []
    for code, communes in sorted(groups.items()):
        rings = union(ring for commune in communes for ring in _communes()[commune])
        place = (*centre(rings[0]), *widest_place(rings[0]))
        rows.append((code, *names[code], *_split(rings), *place))
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def _with_places(frame: pl.DataFrame, maille: str) -> pl.DataFrame:
    if maille != "commune":
        return frame
    more = ("epci", "structure", "population", "est_dans_84")
    places = load()["ref_commune"].select(pl.col("code_insee").alias("code"), *more)
    return frame.join(places, on="code", how="left", maintain_order="left")


@cache
def _communes() -> dict[str, list[Ring]]:
    """Lit les anneaux de chaque commune, par code INSEE."""
    features = json.loads(FILE.read_text("utf-8"))["features"]
    return {
        one["id"]: [
            [(lon, lat) for lon, lat in ring]
            for polygon in one["geometry"]["coordinates"]
            for ring in polygon
        ]
        for one in features
    }


def _split(rings: list[Ring]) -> tuple[list[float | None], list[float | None]]:
    """Rend longitudes et latitudes, un nul entre deux anneaux."""
    points: list[tuple[float | None, float | None]] = []
    for ring in rings:
        points += [(None, None), *ring] if points else ring
    return [lon for lon, _ in points], [lat for _, lat in points]


def signed_area(ring: Ring) -> float:
    """Rend l'aire d'un anneau fermé, en degrés carrés ; négative dans le sens horaire."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def union(rings: Iterable[Ring]) -> list[Ring]:
    """Rend le contour de territoires voisins, le plus grand anneau d'abord.

    Deux voisins décrivent leur limite commune en sens contraires : elle s'annule. Ce qui reste se
    recolle bout à bout.
    """
    edges: dict[Point, list[Point]] = {}
    for ring in rings:
        for start, end in pairwise(ring):
            if start in edges.get(end, []):
                _drop(edges, end, start)
            else:
                edges.setdefault(start, []).append(end)
    found = []
    while edges:
        ring = [min(edges)]
        while len(ring) == 1 or ring[-1] != ring[0]:
            following = edges[ring[-1]][0]
            _drop(edges, ring[-1], following)
            ring.append(following)
        found.append(ring)
    return sorted(found, key=signed_area)


def _drop(edges: dict[Point, list[Point]], start: Point, end: Point) -> None:
    edges[start].remove(end)
    if not edges[start]:
        del edges[start]


def centre(ring: Ring) -> Point:
    """Rend le centre de gravité d'un anneau fermé."""
    area = lon = lat = 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        cross = x1 * y2 - x2 * y1
        area, lon, lat = area + cross, lon + (x1 + x2) * cross, lat + (y1 + y2) * cross
    return lon / area / 3, lat / area / 3


def widest_place(ring: Ring) -> tuple[float, float, float]:
    """Rend où écrire un nom : le milieu de la bande la plus large d'un anneau, et sa largeur.

    Ce point est dans le territoire, ce qu'un centre de gravité ne garantit pas.
    """
    low, high = min(lat for _, lat in ring), max(lat for _, lat in ring)
    best = (*centre(ring), 0.0)
    for share in HAUTEURS:
        lats = [
            round(low + one * (high - low), 4) + DEMI_PAS
            for one in (share - DEMI_NOM, share, share + DEMI_NOM)
        ]
        for band in product(*(_passages(ring, lat) for lat in lats)):
            west, east = max(one[0] for one in band), min(one[1] for one in band)
            if east - west > best[2]:
                best = ((west + east) / 2, lats[1], east - west)
    return best


def _passages(ring: Ring, lat: float) -> list[Point]:
    """Rend les morceaux d'un parallèle qui sont dans un anneau : d'une longitude à l'autre."""
    cuts = sorted(
        x1 + (lat - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in pairwise(ring)
        if (y1 > lat) != (y2 > lat)
    )
    return list(zip(cuts[::2], cuts[1::2], strict=True))
