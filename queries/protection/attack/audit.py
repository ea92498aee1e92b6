"""L'attaque : tout ce qu'un lecteur peut déduire de ce qui est publié.

Pour chaque groupe, le plus petit et le plus grand effectif que tout ce qui est publié laisse
possible, en nombres entiers. La règle ne regarde que ces bornes, jamais l'effectif vrai : elle
blanchit autour d'un grand groupe comme d'un petit. Un groupe n'est dit à l'abri que si deux
populations entières, vérifiées, redonnent tout ce qui se lit : l'une où il est vide, l'autre où il
est assez grand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from queries.protection.attack.lecteur import PLAFOND, PRECISION, Lecteur, Vecteur
from queries.protection.attack.modele import Bloc, Borne, Ligne
from queries.protection.count.effectifs import Place


@dataclass(frozen=True)
class Violation:
    """Un groupe dont le lecteur saurait trop : au moins `bas`, ou au plus `haut` personnes.

    `haut` n'est qu'un effectif vu quand `bas` dépasse déjà zéro. `causes` : des lignes qui
    suffisent à le trahir ; tant qu'elles sont toutes publiées, il l'est.
    """

    groupe: Place
    bas: int
    haut: int
    causes: frozenset[Ligne]


@dataclass(frozen=True)
class Constat:
    """Ce qu'un audit a trouvé : les fautes, et les groupes qui sont grands à coup sûr."""

    violations: tuple[Violation, ...]
    grands: frozenset[Place]


def audit(bloc: Bloc, bornes: Mapping[Ligne, Borne], seuil: int) -> Constat:
    """Attaque un bloc ; sans violation, chaque groupe de 1 à seuil - 1 personnes est à l'abri."""
    return Attaque(bloc, bornes, seuil).audit(bornes, bloc.groupes)


def demanded(bloc: Bloc, groupe: Place, seuil: int) -> int:
    """Rend l'effectif qu'un groupe doit pouvoir atteindre pour le lecteur.

    La règle, ou moins si les totaux publiés suffisent à le savoir plus petit : dans un territoire
    de 3 personnes, personne n'ignore qu'un groupe en compte 3 au plus, et aucun blanc n'y change
    rien.
    """
    return int(min(seuil - 1, bloc.plafonds[groupe[0]]))


class Attaque:
    """L'attaque d'un bloc, audit après audit.

    Les populations déjà trouvées servent encore : blanchir ne fait que desserrer. Chaque audit ne
    calcule donc que ce qui a changé depuis le précédent.
    """

    def __init__(self, bloc: Bloc, bornes: Mapping[Ligne, Borne], seuil: int) -> None:
        self.bloc, self.bornes, self.seuil = bloc, bornes, seuil
        self.lecteur = Lecteur(bloc, bornes)
        self.rangs = {groupe: rank for rank, groupe in enumerate(bloc.groupes)}
        counters = [bloc.indicator(one[0], atomes) for one, atomes in bloc.groupes.items()]
        self.compteurs = np.array(counters).reshape(-1, bloc.width)
        self.voulus = np.array([demanded(bloc, one, seuil) for one in bloc.groupes])
        self.populations: list[Vecteur] = []

    def audit(self, montrees: Iterable[Ligne], suspects: Collection[Place]) -> Constat:
        """Attaque ces groupes quand seules ces cellules se lisent."""
        shown = list(montrees)
        self.lecteur.show(shown)
        self._recall()
        large = {one for one in suspects if self._is_surely_large(one, shown)}
        doubtful = [one for one in suspects if one not in large]
        self._reach(doubtful)
        found = []
        for groupe in doubtful:
            if self._is_safe(groupe):
                continue
            low, high, causes = self._extremes(groupe)
            if low >= self.seuil:
                large.add(groupe)
            elif low > 0 or high < self.voulus[self.rangs[groupe]]:
                found.append(Violation(groupe, low, high, causes))
        return Constat(tuple(found), frozenset(large))

    def _recall(self) -> None:
        """Reprend, des populations déjà trouvées, celles que ce qui se lit laisse possibles."""
        width = self.bloc.width
        worlds = np.array(self.populations).reshape(-1, width)
        systeme, rows = self.lecteur.systeme, self.lecteur.lignes
        counts = systeme.matrice @ worlds.T
        fits = (counts >= systeme.bas[:, None]) & (counts <= systeme.haut[:, None])
        fits[[row for place, row in rows.items() if place not in self.lecteur.montrees]] = True
        seen = self.compteurs @ worlds[fits.all(axis=0)].T
        self.bas = seen.min(axis=1, initial=PLAFOND * width)
        self.haut = seen.max(axis=1, initial=-1)

    def _reach(self, groupes: list[Place]) -> None:
        """Cherche des populations où beaucoup de groupes sont vides, puis grands, à la fois."""
        for sign in (1, -1):
            left = [one for one in groupes if self._is_missing(one, sign)]
            while left:
                self._learn(self.lecteur.least(sign * self._total(left)).population)
                still = [one for one in left if self._is_missing(one, sign)]
                if len(still) == len(left):
                    break
                left = still

    def _total(self, groupes: list[Place]) -> Vecteur:
        return self.compteurs[[self.rangs[one] for one in groupes]].sum(axis=0)

    def _is_missing(self, groupe: Place, sign: int) -> bool:
        rank = self.rangs[groupe]
        return bool(self.bas[rank] > 0 if sign > 0 else self.haut[rank] < self.voulus[rank])

    def _is_safe(self, groupe: Place) -> bool:
        return not (self._is_missing(groupe, 1) or self._is_missing(groupe, -1))

    def _extremes(self, groupe: Place) -> tuple[int, int, frozenset[Ligne]]:
        """Rend le plus petit effectif, le plus grand, et les causes de celui qui trahit."""
        rank, causes = self.rangs[groupe], frozenset[Ligne]()
        for sign in (1, -1):
            if self._is_missing(groupe, sign) and not (sign < 0 and self.bas[rank] > 0):
                causes = self._extreme(groupe, sign)
        return int(self.bas[rank]), int(self.haut[rank]), causes

    def _extreme(self, groupe: Place, sign: int) -> frozenset[Ligne]:
        """Cherche la population où le groupe est le plus petit (1) ou le plus grand (-1)."""
        line = sign * self.compteurs[self.rangs[groupe]]
        found = self.lecteur.least(line)
        whole = found.population if found.population is not None else self.lecteur.least_whole(line)
        self._learn(whole)
        if not self._is_missing(groupe, sign):
            return frozenset()
        if self._is_told(groupe, sign, found.cout):
            return self._shrink(groupe, sign, found.causes)
        return frozenset(self.lecteur.montrees)

    def _is_told(self, groupe: Place, sign: int, cost: float) -> bool:
        """Dit si le calcul en nombres réels suffit à trahir le groupe."""
        wanted = self.voulus[self.rangs[groupe]]
        return cost > PRECISION if sign > 0 else -cost < wanted - PRECISION

    def _shrink(self, groupe: Place, sign: int, causes: frozenset[Ligne]) -> frozenset[Ligne]:
        """Ôte des causes ce qui n'y est pas nécessaire : moins il en reste, mieux on choisit."""
        shown, line = set(self.lecteur.montrees), sign * self.compteurs[self.rangs[groupe]]
        kept = causes
        for place in sorted(causes):
            self.lecteur.show(kept - {place})
            found = self.lecteur.least(line)
            if self._is_told(groupe, sign, found.cout):
                kept = found.causes
        self.lecteur.show(shown)
        return kept

    def _learn(self, world: Vecteur | None) -> None:
        if world is None:
            return
        self.populations.append(world)
        counts = self.compteurs @ world
        self.bas, self.haut = np.minimum(self.bas, counts), np.maximum(self.haut, counts)

    def _is_surely_large(self, groupe: Place, shown: list[Ligne]) -> bool:
        """Dit, sans rien résoudre, qu'un groupe compte au moins `seuil` personnes."""
        territoire, atomes = groupe[0], set(self.bloc.groupes[groupe])
        rest = set(self.bloc.atomes) - atomes
        smallest = self.bloc.totaux.get(territoire, (0, 0))[0]
        for place in shown:
            if place[0] != territoire:
                continue
            low, high = self.bornes[place]
            published = set(self.bloc.cellules[place[0], place[1]])
            if published <= atomes and low >= self.seuil:
                return True
            if rest <= published and high is not None and smallest - high >= self.seuil:
                return True
        return False
