"""Ce qu'un magasin garde encore d'une version qui croyait les colonnes, et ce qui l'en ôte."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from data.people import journal_in_clear, numbers_in_clear
from data.publish import current, generation, is_plenary, read_database
from data.recognize import unkeepable
from data.words import nombre


def old_traces(numbers: Sequence[int], store: Path | None = None) -> list[str]:
    """Dit ce que ces publications, intactes, et les dispositions apprises gardent d'avant."""
    served = current(store)
    kept = {number: _count(number, store) for number in numbers}
    said = []
    if served and kept.pop(served.number, 0):
        said.append(
            f"La publication n° {served.number}, servie, garde d'une version d'avant des noms de "
            "fichiers, des valeurs citées ou des numéros en clair : le prochain import les retire."
        )
    if others := ", ".join(f"n° {number}" for number, count in kept.items() if count):
        said.append(
            f"Publications gardées qui en ont encore : {others}. Elles s'effacent à mesure que "
            "d'autres les remplacent, ou toutes à la fois par « effacer » et « purger »."
        )
    if learned := len(unkeepable(store)):
        said.append(
            f"Dispositions apprises qui gardent un mot hors du métier : {nombre(learned)}. Le "
            "prochain import le leur fait oublier."
        )
    return said


def _count(number: int, store: Path | None) -> int:
    one = generation(number, store)
    if one is None or is_plenary():
        return 0
    content = read_database(one)
    return journal_in_clear(content) + (0 if one.est_exemple else numbers_in_clear(content))
