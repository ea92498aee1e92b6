"""Les classes d'une carte : des bornes rondes, à peu près autant de territoires dans chacune."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from math import floor, log10

from pages.shared.words.formatting import number

MOST = 5
# Ce qui se lit comme rond, entre deux puissances de dix.
ROUND = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def round_bounds(values: Sequence[float], most: int = MOST) -> list[float]:
    """Rend les bornes rondes, croissantes, qui rangent des valeurs non nulles en classes.

    `most` classes au plus, et aucune vide. Une valeur égale à une borne est dans la classe du
    dessus (voir `rank`). Des valeurs entières ont des bornes entières.
    """
    ordered = sorted(values)
    est_entier = all(value == int(value) for value in ordered)
    wanted = []
    for step in range(1, most):
        place = round(step * len(ordered) / most)
        if 0 < place < len(ordered):
            wanted.append(nearest_round((ordered[place - 1] + ordered[place]) / 2, est_entier))
    return _without_empty(sorted(set(wanted)), ordered)


def nearest_round(value: float, est_entier: bool = False) -> float:
    """Rend le nombre rond le plus proche d'un nombre positif : 4 730 donne 5 000."""
    if value <= 0:
        return 0.0
    power = 10.0 ** floor(log10(value))
    # Douze décimales : 3 × 0,1 ferait 0,30000000000000004.
    found = [round(one * power, 12) for one in ROUND]
    kept = [one for one in found if one == int(one)] if est_entier else found
    # À égale distance, le plus grand : entre 1 et 2, la borne 2 sépare, la borne 1 non.
    return min(kept or [1.0], key=lambda one: (abs(one - value), -one))


def _without_empty(bounds: list[float], ordered: list[float]) -> list[float]:
    kept: list[float] = []
    for bound in bounds:
        est_garnie = any((not kept or kept[-1] <= value) and value < bound for value in ordered)
        if est_garnie and ordered[-1] >= bound:
            kept.append(bound)
    return kept


def rank(value: float, bounds: Sequence[float]) -> int:
    """Rend le rang de la classe d'une valeur, de 0 au nombre de bornes."""
    return bisect_right(bounds, value)


def class_names(bounds: Sequence[float]) -> list[str]:
    """Nomme les classes, de la plus basse à la plus haute : « de 500 à moins de 1 000 »."""
    if not bounds:
        return ["plus de 0"]
    said = [_said(bound) for bound in bounds]
    between = [f"de {low} à moins de {high}" for low, high in pairwise(said)]
    return [f"moins de {said[0]}", *between, f"{said[-1]} et plus"]


def _said(bound: float) -> str:
    decimals = next((count for count in (0, 1, 2) if round(bound, count) == bound), 3)
    return number(bound, decimals)
