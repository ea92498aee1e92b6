"""L'attaque : tout ce qu'un lecteur peut déduire de ce qui est publié.

Pour chaque groupe, le plus petit et le plus grand effectif que tout ce qui est publié laisse
possible, en nombres entiers (HiGHS). La règle ne regarde que ces bornes, jamais l'effectif vrai :
elle blanchit autour d'un grand groupe comme d'un petit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from queries.protection.modele import Bloc, Borne, Place, Systeme, build_system

# Plus que de personnes : une borne finie garde chaque maximisation finie.
PLAFOND = 1_000_000
ECART_ENTIER = 1e-5


class AuditImpossible(Exception):
    """Aucune population n'est compatible avec ce qui est publié : le modèle est faux."""


@dataclass(frozen=True)
class Violation:
    """Un groupe dont le lecteur saurait trop : au moins `bas`, ou au plus `haut` personnes.

    `haut` n'est qu'un effectif vu quand `bas` dépasse déjà zéro. `liantes` : les cellules publiées
    qui butent sur leur intervalle dans ce cas extrême.
    """

    groupe: Place
    bas: int
    haut: int
    liantes: frozenset[Place]


@dataclass(frozen=True)
class Constat:
    """Ce qu'un audit a trouvé : les fautes, et les groupes qui sont grands à coup sûr."""

    violations: tuple[Violation, ...]
    grands: frozenset[Place]


def audit(bloc: Bloc, bornes: Mapping[Place, Borne], seuil: int) -> Constat:
    """Attaque un bloc ; sans violation, chaque groupe de 1 à seuil - 1 personnes est à l'abri."""
    systeme = build_system(bloc, bornes)
    large = {one for one in bloc.groupes if _is_surely_large(bloc, bornes, one, seuil)}
    doubtful = [one for one in bloc.groupes if one not in large]
    seen = _witnesses(bloc, systeme, doubtful) if doubtful else {}
    found = []
    for groupe in doubtful:
        wanted = _enough(bloc, groupe, seuil)
        low, high = seen[groupe]
        world = None
        if low > 0:
            world = _extreme(bloc, systeme, groupe, 1)
            low = _count(bloc, groupe, world)
        if low == 0 and high < wanted:
            world = _extreme(bloc, systeme, groupe, -1)
            high = _count(bloc, groupe, world)
        if low >= seuil:
            large.add(groupe)
        elif world is not None and (low > 0 or high < wanted):
            found.append(Violation(groupe, low, high, _binding(bloc, bornes, world)))
    return Constat(tuple(found), frozenset(large))


def _is_surely_large(bloc: Bloc, bornes: Mapping[Place, Borne], groupe: Place, seuil: int) -> bool:
    """Dit, sans rien résoudre, qu'un groupe compte au moins `seuil` personnes pour le lecteur."""
    territoire, atomes = groupe[0], set(bloc.groupes[groupe])
    rest = set(bloc.atomes) - atomes
    smallest = bloc.totaux.get(territoire, (0, 0))[0]
    for place, (low, high) in bornes.items():
        if place[0] != territoire:
            continue
        published = set(bloc.cellules[place])
        if published <= atomes and low >= seuil:
            return True
        if rest <= published and high is not None and smallest - high >= seuil:
            return True
    return False


def _enough(bloc: Bloc, groupe: Place, seuil: int) -> int:
    # Dans un territoire de 3 personnes, personne n'ignore qu'un groupe en compte 3 au plus.
    return min(seuil - 1, bloc.totaux.get(groupe[0], (0, seuil - 1))[1])


def _witnesses(bloc: Bloc, systeme: Systeme, groupes: list[Place]) -> dict[Place, tuple[int, int]]:
    """Rend, par groupe, les effectifs vus dans deux populations possibles.

    L'une a le moins de monde possible dans les cellules publiées, l'autre le plus possible : un
    groupe vu vide dans l'une et grand dans l'autre est à l'abri, sans rien résoudre de plus.
    """
    whole = sum(bloc.indicator(place[0], atomes) for place, atomes in bloc.cellules.items())
    worlds = [_solve(systeme, sign * whole) for sign in (1, -1)]
    counted = {groupe: [_count(bloc, groupe, world) for world in worlds] for groupe in groupes}
    return {groupe: (min(seen), max(seen)) for groupe, seen in counted.items()}


def _extreme(bloc: Bloc, systeme: Systeme, groupe: Place, sign: int) -> NDArray[np.float64]:
    return _solve(systeme, sign * bloc.indicator(groupe[0], bloc.groupes[groupe]))


def _count(bloc: Bloc, groupe: Place, world: NDArray[np.float64]) -> int:
    return round(bloc.indicator(groupe[0], bloc.groupes[groupe]) @ world)


def _binding(
    bloc: Bloc, bornes: Mapping[Place, Borne], world: NDArray[np.float64]
) -> frozenset[Place]:
    counted = {
        place: round(bloc.indicator(place[0], bloc.cellules[place]) @ world) for place in bornes
    }
    return frozenset(place for place, borne in bornes.items() if counted[place] in borne)


def _solve(systeme: Systeme, cost: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rend la population la moins coûteuse ; en nombres réels d'abord, trois fois plus rapide.

    Presque toujours, elle est déjà entière : c'est donc aussi la réponse en nombres entiers.
    """
    for is_whole in (False, True):
        found = milp(
            cost,
            constraints=LinearConstraint(systeme.matrice, systeme.bas, systeme.haut),
            integrality=np.full_like(cost, is_whole),
            bounds=Bounds(0, PLAFOND),
        )
        if found.x is None:
            raise AuditImpossible("Aucune population ne correspond à ce qui serait publié.")
        if np.abs(found.x - np.rint(found.x)).max() < ECART_ENTIER:
            return np.rint(found.x)
    raise AuditImpossible("L'attaque n'a pas trouvé de population entière.")
