"""Les recouvrements d'un lecteur informé : qui est chez lui l'est parfois aussi ailleurs.

Aucun filtre ne dit combien : deux EPCI, deux structures ne se croisent pas. Le moins qui suffit à
rendre vraies les relations entre territoires donne un monde possible ; ce que l'audit y trouve
possible l'est aussi pour le lecteur, qui en sait moins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from queries.protection.attack.lecteur import fewest

Verite = Mapping[str, Mapping[str, int]]
Inclusions = Sequence[tuple[str, str]]
Couvertures = Sequence[tuple[str, tuple[str, ...]]]
# (territoires du grand côté, territoires du petit côté) : le second ne dépasse pas le premier.
Relation = tuple[tuple[str, ...], str]


def settled(
    left: Verite, known: Verite, relations: Sequence[Relation], *, est_double: bool
) -> dict[str, dict[str, int]]:
    """Rend ce qui reste de chaque territoire, une fois ôté le moins de recouvrements possible.

    `left` : ce qui en reste sans recouvrement ; `known` : ce que le lecteur en sait. `est_double` :
    il lit deux EPCI ou deux structures, et a pu retrancher deux fois les mêmes personnes.
    """
    found = {place: dict(counts) for place, counts in left.items()}
    for atome in next(iter(left.values()), {}):
        counts = {place: own[atome] for place, own in left.items()}
        if all(_is_true(counts, one) for one in relations):
            continue
        most = max(own[atome] for own in known.values())
        twice = {place: known[place][atome] if est_double else 0 for place in left}
        for place, count in _least(counts, most, twice, relations).items():
            found[place][atome] = count
    return found


def as_relations(inclusions: Inclusions, couvertures: Couvertures, sans: str) -> list[Relation]:
    """Rend les relations dont chaque territoire se compte : `sans` n'en est pas un."""
    pairs: Iterable[Relation] = (
        *(((large,), small) for small, large in inclusions),
        *((parts, whole) for whole, parts in couvertures),
    )
    return [one for one in pairs if sans not in (*one[0], one[1])]


def _is_true(counts: Mapping[str, int], one: Relation) -> bool:
    return counts[one[1]] <= sum(counts[place] for place in one[0])


def _least(
    counts: Mapping[str, int],
    most: int,
    twice: Mapping[str, int],
    relations: Sequence[Relation],
) -> dict[str, int]:
    """Rend les effectifs les plus proches qui rendent les relations vraies, ou les mêmes."""
    places = list(counts)
    rank = {place: row for row, place in enumerate(places)}
    rows, lows = [], []
    for large, small in relations:
        line = np.zeros(len(places))
        line[[rank[one] for one in large]] += 1
        line[rank[small]] -= 1
        # Ôtés d'abord, rendus ensuite : une colonne pour chaque sens.
        rows.append(np.concatenate([-line, line]))
        lows.append(-float(line @ np.array([counts[one] for one in places])))
    high = [min(most, counts[one]) for one in places] + [twice[one] for one in places]
    cost = np.ones(2 * len(places))
    found = fewest(np.vstack(rows), np.array(lows), cost, np.array(high, dtype=float))
    if found is None:
        return dict(counts)
    moved = found.astype(int)
    return {
        place: counts[place] - int(moved[row]) + int(moved[row + len(places)])
        for place, row in rank.items()
    }
