"""Réparer : blanchir la plus petite cellule liante, réauditer, jusqu'à ne plus rien trahir."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from queries.protection.audit import Constat, Violation, audit
from queries.protection.modele import Bloc, Borne, Place


class ReparationImpossible(Exception):
    """L'audit trouve encore une faute après toutes les rondes ; str(e) dit combien."""


@dataclass(frozen=True)
class Reparation:
    """Les cellules blanchies d'un bloc et le nombre d'audits qu'il a fallu."""

    blanchies: frozenset[Place]
    rondes: int


def repair(
    bloc: Bloc, bornes: Mapping[Place, Borne], seuil: int, rondes_maximum: int
) -> Reparation:
    """Rend de quoi publier sans faute ; lève ReparationImpossible après `rondes_maximum`.

    Un groupe grand à coup sûr avant tout blanc l'est en vérité : il n'est plus à protéger, même si
    un blanc le fait paraître plus petit.
    """
    kept, suspects, constat = dict(bornes), bloc, Constat((), frozenset())
    for ronde in range(1, rondes_maximum + 1):
        constat = audit(suspects, kept, seuil)
        suspects = _only(suspects, suspects.groupes.keys() - constat.grands)
        if not constat.violations:
            return Reparation(_needed(suspects, bornes, kept, seuil), ronde)
        del kept[_binding(suspects, kept, constat.violations, seuil)]
    raise ReparationImpossible(
        f"{len(constat.violations)} groupes restent devinables après {rondes_maximum} rondes."
    )


def _needed(
    bloc: Bloc, bornes: Mapping[Place, Borne], kept: Mapping[Place, Borne], seuil: int
) -> frozenset[Place]:
    """Rend les blancs nécessaires : chacun est rendu à la lecture si l'audit le permet."""
    shown = dict(kept)
    for place in sorted(bornes.keys() - kept.keys()):
        tried = {**shown, place: bornes[place]}
        if not audit(bloc, tried, seuil).violations:
            shown = tried
    return frozenset(bornes.keys() - shown.keys())


def _binding(
    bloc: Bloc, kept: Mapping[Place, Borne], faults: tuple[Violation, ...], seuil: int
) -> Place:
    """Rend la cellule liante dont le retrait lève le plus de fautes ; à égalité, la plus petite."""
    alone = _only(bloc, {one.groupe for one in faults})
    territoires = {one.groupe[0] for one in faults}

    def rank(place: Place) -> tuple[int, int, bool, int, Place]:
        others = {one: borne for one, borne in kept.items() if one != place}
        left = audit(alone, others, seuil).violations
        # Sans retrait qui suffise, celui qui en approche : le groupe paraît moins sûrement peuplé.
        depth = sum(one.bas - one.haut for one in left)
        return len(left), depth, place[0] not in territoires, kept[place][0], place

    binding = frozenset.union(*(one.liantes for one in faults)) or kept
    return min(binding, key=rank)


def _only(bloc: Bloc, groupes: Collection[Place]) -> Bloc:
    # L'ordre des groupes reste celui du bloc : deux audits du même bloc blanchissent pareil.
    return replace(
        bloc, groupes={one: parts for one, parts in bloc.groupes.items() if one in groupes}
    )
