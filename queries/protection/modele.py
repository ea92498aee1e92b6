"""Ce que sait un lecteur : des personnes réparties en atomes, territoire par territoire.

Un atome est une case où chaque personne compte une fois (« femme, BRSA »). Les catégories publiées
sont des réunions d'atomes. Une personne peut être dans deux territoires : rien ne s'additionne d'un
territoire à l'autre, tout se borne.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Place = tuple[str, str]
Borne = tuple[int, int | None]


@dataclass(frozen=True)
class Bloc:
    """Des effectifs liés entre eux, et ce qu'un lecteur en sait avant toute publication.

    `totaux` : ce que l'on sait du total de chaque territoire (absent : rien) ; `inclusions` :
    (petit, grand) ; `couvertures` : un territoire et ceux qui le recouvrent ; `cellules` :
    (territoire, code) publié -> atomes ; `groupes` : ce que personne ne doit deviner.
    """

    nom: str
    territoires: tuple[str, ...]
    atomes: tuple[str, ...]
    totaux: Mapping[str, tuple[int, int]]
    inclusions: tuple[tuple[str, str], ...]
    couvertures: tuple[tuple[str, tuple[str, ...]], ...]
    cellules: Mapping[Place, tuple[str, ...]]
    groupes: Mapping[Place, tuple[str, ...]]

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

    def indicator(self, territoire: str, atomes: tuple[str, ...]) -> NDArray[np.float64]:
        """Rend le vecteur qui compte ces atomes dans ce territoire."""
        vector = np.zeros(self.width)
        vector[[self.column(territoire, atome) for atome in atomes]] = 1
        return vector


@dataclass(frozen=True)
class Systeme:
    """Les inégalités d'un lecteur : bas <= matrice · x <= haut, x entier positif."""

    matrice: sparse.csr_array
    bas: NDArray[np.float64]
    haut: NDArray[np.float64]


def build_system(bloc: Bloc, bornes: Mapping[Place, Borne]) -> Systeme:
    """Écrit tout ce que sait le lecteur : structure, totaux exacts, intervalles publiés."""
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
    for (territoire, code), (low, high) in bornes.items():
        line = bloc.indicator(territoire, bloc.cellules[territoire, code])
        rows.append((line, low, np.inf if high is None else high))
    lines, lows, highs = zip(*rows, strict=True)
    return Systeme(sparse.csr_array(np.vstack(lines)), np.array(lows), np.array(highs))
