"""Réparer : en montrer le plus possible, jusqu'à ne plus rien trahir.

Une cellule s'écrit finement (« 10 »), sinon par une classe large qui la contient (« 0 à 12 »),
sinon pas du tout. Chaque faute a une cause : des lignes qui, toutes lues, suffisent à trahir un
groupe. Il faut en ôter une au moins par cause ; on ôte donc le moins qui les touche toutes, puis on
attaque encore. Les causes trouvées restent vraies : à l'arrivée, aucun choix n'ôte moins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from queries.protection.attack.audit import Attaque, Violation
from queries.protection.attack.lecteur import fewest
from queries.protection.attack.modele import Bloc, Borne, Ligne
from queries.protection.count.effectifs import Place

# La marque d'une ligne qui n'écrit qu'une classe large.
LARGE = "large"
# Un blanc vaut plusieurs classes larges ; l'un ou l'autre plus que toute préférence entre cellules.
UN_BLANC, UNE_LARGE = 50_000, 10_000
Causes = Iterable[frozenset[Ligne]]


class ReparationImpossible(Exception):
    """L'audit trouve une faute même sans aucune cellule publiée ; str(e) dit combien."""


@dataclass(frozen=True)
class Reparation:
    """Les cellules d'un bloc blanchies, celles élargies, et le nombre d'audits qu'il a fallu."""

    blanchies: frozenset[Place]
    rondes: int
    elargies: frozenset[Place] = frozenset()


def repair(
    bloc: Bloc,
    bornes: Mapping[Place, Borne],
    seuil: int,
    rondes_maximum: int,
    larges: Mapping[Place, Borne] | None = None,
) -> Reparation:
    """Rend de quoi publier sans faute ; lève ReparationImpossible si rien n'y suffit.

    `larges` : la classe large des cellules qui en ont une, qui contient toujours la fine : lire la
    fine, c'est lire les deux.

    Après `rondes_maximum`, une population qui ne converge pas n'est pas refusée : chaque faute de
    plus ôte une ligne de plus, puis ce qui peut se rendre à la lecture l'est.

    Un groupe grand à coup sûr avant tout blanc l'est en vérité : il n'est plus à protéger, même si
    un blanc le fait paraître plus petit.
    """
    wide = {(*place, LARGE): borne for place, borne in (larges or {}).items()}
    attaque = Attaque(bloc, {**bornes, **wide}, seuil)
    suspects = [*bloc.groupes]
    causes: dict[frozenset[Ligne], None] = {}
    removed: frozenset[Ligne] = frozenset()
    for ronde in range(1, rondes_maximum + 1):
        constat = attaque.audit(attaque.bornes.keys() - removed, suspects)
        suspects = [one for one in suspects if one not in constat.grands]
        if not constat.violations:
            return _done(bornes, wide, removed, ronde)
        causes.update(dict.fromkeys(_told(constat.violations)))
        removed = _fewest(causes, attaque.bornes)
    removed = _give_back(attaque, _until_safe(attaque, suspects, removed), suspects)
    return _done(bornes, wide, removed, rondes_maximum)


def _done(
    bornes: Mapping[Place, Borne],
    wide: Mapping[Ligne, Borne],
    removed: frozenset[Ligne],
    rondes: int,
) -> Reparation:
    still_wide = frozenset(one for one in bornes if (*one, LARGE) in wide.keys() - removed)
    hidden = removed & bornes.keys()
    return Reparation(hidden - still_wide, rondes, hidden & still_wide)


def _told(faults: Iterable[Violation]) -> list[frozenset[Ligne]]:
    """Rend les causes des fautes ; lève ReparationImpossible si l'une n'en a aucune."""
    alone = [one for one in faults if not one.causes]
    if alone:
        raise ReparationImpossible(f"{len(alone)} groupes restent devinables sans rien publier.")
    return [one.causes for one in faults]


def _fewest(causes: Causes, bornes: Mapping[Ligne, Borne]) -> frozenset[Ligne]:
    """Rend les lignes à ôter : le moins qui touchent chaque cause ; à égalité, les plus petites.

    Ôter une classe large, c'est avoir ôté la fine qu'elle contient : leurs coûts s'ajoutent.
    """
    hit = list(causes)
    named = frozenset.union(*hit)
    lines = sorted(named | {one[:2] for one in named})
    rank = {one: place for place, one in enumerate(lines)}
    nested = [(rank[one[:2]], rank[one]) for one in lines if one[2:]]
    touched = np.array([[one in cause for one in lines] for cause in hit], dtype=float)
    order = np.zeros((len(nested), len(lines)))
    for row, (fine, wide) in enumerate(nested):
        order[row, [fine, wide]] = 1, -1
    found = fewest(
        np.vstack([touched, order]),
        np.array([1.0] * len(hit) + [0.0] * len(nested)),
        np.array([_cost(one, bornes, len(lines)) for one in lines], dtype=float),
        np.ones(len(lines)),
    )
    if found is None:
        raise ReparationImpossible("Aucun choix de cellules à taire n'a été trouvé.")
    return frozenset(one for one, chosen in zip(lines, found, strict=True) if chosen)


def _cost(line: Ligne, bornes: Mapping[Ligne, Borne], count: int) -> int:
    size = min(bornes[line][0], UNE_LARGE // (2 * count))
    if line[2:]:
        return UN_BLANC - UNE_LARGE + size
    return (UNE_LARGE if (*line, LARGE) in bornes else UN_BLANC) + size


def _until_safe(
    attaque: Attaque, suspects: list[Place], removed: frozenset[Ligne]
) -> frozenset[Ligne]:
    """Ôte des lignes, une par faute au plus, jusqu'à ce qu'il n'y ait plus de faute."""
    bornes = attaque.bornes
    while faults := attaque.audit(bornes.keys() - removed, suspects).violations:
        left = _told(faults)
        while left:
            often = Counter(line for one in left for line in one)
            worst = max(often, key=lambda line: (often[line], -bornes[line][0], line))
            removed |= {worst, worst[:2]}
            left = [one for one in left if not one & removed]
    return removed


def _give_back(
    attaque: Attaque, removed: frozenset[Ligne], suspects: list[Place]
) -> frozenset[Ligne]:
    """Rend à la lecture ce que l'audit permet : les classes larges, puis les plus grandes."""
    bornes = attaque.bornes
    for line in sorted(removed, key=lambda one: (-len(one), -bornes[one][0], one)):
        if (*line, LARGE) in removed:
            continue
        tried = removed - {line}
        if not attaque.audit(bornes.keys() - tried, suspects).violations:
            removed = tried
    return removed
