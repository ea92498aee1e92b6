"""Les noms écrits sur une carte : là où ils tiennent, sans se recouvrir."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from pages.shared.charts.rows import short

LETTER_PX, LINE_PX = 5.2, 13
# Une ville de cette taille sert de repère : son nom peut déborder sur ses voisines.
TOWN = 9000
# Un nom peut dépasser un peu la largeur où il est centré, mais n'occupe pas toute la hauteur.
USABLE_WIDTH, USABLE_HEIGHT = 1.15, 0.8


@dataclass(frozen=True)
class Written:
    """Un nom placé : le territoire, le point où le centrer, ses lignes."""

    code: str
    lon: float
    lat: float
    text: str


def written_names(shapes: pl.DataFrame, px_per_lon: float, px_per_lat: float) -> list[Written]:
    """Rend les noms à écrire, les villes les plus peuplées d'abord, sans recouvrement.

    `shapes` : une table de `queries.contours`. Un nom trop long laisse place au sigle, ou à rien.
    """
    a_population = "population" in shapes.columns
    ordered = shapes.sort("population", descending=True) if a_population else shapes
    kept: list[Written] = []
    boxes: list[tuple[float, float, float, float]] = []
    for row in ordered.rows(named=True):
        height = (max(filter(None, row["lat"])) - min(filter(None, row["lat"]))) * px_per_lat
        space = (row["largeur"] * px_per_lon * USABLE_WIDTH, height * USABLE_HEIGHT)
        est_repere = a_population and row["population"] >= TOWN
        lines = _fitting(row["nom"], row["sigle"], space) or ([row["nom"]] if est_repere else [])
        box = _box(row["nom_lon"] * px_per_lon, row["nom_lat"] * px_per_lat, lines)
        if lines and not any(_overlap(box, other) for other in boxes):
            boxes.append(box)
            text = "<br>".join(short(line) for line in lines)
            kept.append(Written(row["code"], row["nom_lon"], row["nom_lat"], text))
    return kept


def _fitting(nom: str, sigle: str, space: tuple[float, float]) -> list[str]:
    """Rend le nom, sinon le sigle, en lignes qui tiennent dans un espace ; vide sinon."""
    width, height = space
    for words in (nom, sigle):
        lines = fold(words, width)
        if _size(lines)[0] <= width and _size(lines)[1] <= height:
            return lines
    return []


def fold(words: str, width_px: float) -> list[str]:
    """Coupe un nom entre ses mots, pour des lignes d'une largeur si possible."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _size([longer])[0] <= width_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _size(lines: list[str]) -> tuple[float, float]:
    """Rend la largeur et la hauteur de lignes de texte, en pixels."""
    return max((len(line) for line in lines), default=0) * LETTER_PX, len(lines) * LINE_PX


def _box(x: float, y: float, lines: list[str]) -> tuple[float, float, float, float]:
    width, height = _size(lines)
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _overlap(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
