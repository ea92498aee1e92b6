"""Ce que sait un lecteur : des personnes réparties en atomes, territoire par territoire.

Un atome est une case où chaque personne compte une fois (« femme, BRSA »). Les catégories publiées
sont des réunions d'atomes. Une personne peut être dans deux territoires : rien ne s'additionne d'un
territoire à l'autre, tout se borne.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from queries.protection.count.effectifs import Place

Borne = tuple[int, int | None]
# Une façon d'écrire une cellule : (territoire, code), suivis au besoin de ce qui les distingue.
Ligne = tuple[str, ...]


@dataclass(frozen=True)
class Bloc:
    """Des effectifs liés entre eux, et ce qu'un lecteur en sait avant toute publication.

    `totaux` : ce que l'on sait du total de chaque territoire (absent : rien) ; `inclusions` :
    (petit, grand) ; `couvertures` : un territoire et ceux qui le recouvrent ; `cellules` :
    (territoire, code) publié -> atomes ; `groupes` : ce que personne ne doit deviner ; `sus` : ce
    que le lecteur retranche de chaque cellule, parce qu'il le lit exactement ailleurs.
    """

    nom: str
    territoires: tuple[str, ...]
    atomes: tuple[str, ...]
    totaux: Mapping[str, tuple[int, int]]
    inclusions: tuple[tuple[str, str], ...]
    couvertures: tuple[tuple[str, tuple[str, ...]], ...]
    cellules: Mapping[Place, tuple[str, ...]]
    groupes: Mapping[Place, tuple[str, ...]]
    sus: Mapping[Place, int] = field(default_factory=dict)

    @cached_property
    def width(self) -> int:
        """Le nombre d'inconnues : territoires × atomes."""
        return len(self.territoires) * len(self.atomes)

    def column(self, territoire: str, atome: str) -> int:
        """Rend l'inconnue d'un atome dans un territoire."""
        return self._columns[territoire, atome]

    @cached_property
    def _columns(self) -> dict[Place, int]:
        places = ((one, atome) for one in self.territoires for atome in self.atomes)
        return {place: rank for rank, place in enumerate(places)}

    @cached_property
    def plafonds(self) -> dict[str, float]:
        """Ce que les seuls totaux disent du plus grand effectif possible de chaque territoire.

        C'est le plus grand effectif possible de chacun de ses groupes : tout le monde peut être du
        même atome. Chaque relation ne borne que par le haut : le point fixe est donc exact.
        """
        found = {one: float(self.totaux.get(one, (0, np.inf))[1]) for one in self.territoires}
        while True:
            before = dict(found)
            for small, large in self.inclusions:
                found[small] = min(found[small], found[large])
            for whole, parts in self.couvertures:
                found[whole] = min(found[whole], sum(found[part] for part in parts))
            if found == before:
                return found

    def rest(self, place: Place, borne: Borne) -> Borne:
        """Rend ce qu'une cellule dit de ce que le lecteur ne lit pas ailleurs."""
        low, high = borne
        known = self.sus.get(place, 0)
        return max(0, low - known), None if high is None else high - known

    @cached_property
    def _indicators(self) -> dict[tuple[str, tuple[str, ...]], NDArray[np.float64]]:
        return {}

    def indicator(self, territoire: str, atomes: tuple[str, ...]) -> NDArray[np.float64]:
        """Rend le vecteur qui compte ces atomes dans ce territoire ; à lire seulement."""
        found = self._indicators.get((territoire, atomes))
        if found is None:
            found = np.zeros(self.width)
            found[[self.column(territoire, atome) for atome in atomes]] = 1
            found.setflags(write=False)
            self._indicators[territoire, atomes] = found
        return found


@dataclass(frozen=True)
class Systeme:
    """Les inégalités d'un lecteur : bas <= matrice · x <= haut, x entier positif."""

    matrice: NDArray[np.float64]
    bas: NDArray[np.float64]
    haut: NDArray[np.float64]


def build_system(bloc: Bloc, bornes: Mapping[Ligne, Borne]) -> Systeme:
    """Écrit tout ce que sait le lecteur : structure, totaux exacts, puis ce qui se lit."""
    rows: list[tuple[NDArray[np.float64], float, float]] = []
    for territoire, total in bloc.totaux.items():
        rows.append((bloc.indicator(territoire, bloc.atomes), *total))
    for atome in bloc.atomes:
        for small, large in bloc.inclusions:
            line = bloc.indicator(large, (atome,)) - bloc.indicator(small, (atome,))
            rows.append((line, 0, np.inf))
        for whole, parts in bloc.couvertures:
            line = sum(bloc.indicator(part, (atome,)) for part in parts)
            rows.append((line - bloc.indicator(whole, (atome,)), 0, np.inf))
    for (territoire, code, *_), (low, high) in bornes.items():
        line = bloc.indicator(territoire, bloc.cellules[territoire, code])
        rows.append((line, low, np.inf if high is None else high))
    # Rien de publié, aucune relation : le lecteur ne sait rien.
    rows = rows or [(np.zeros(bloc.width), 0, 0)]
    lines, lows, highs = zip(*rows, strict=True)
    return Systeme(np.vstack(lines), np.array(lows), np.array(highs))
