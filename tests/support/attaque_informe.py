"""L'attaque d'un lecteur informé : il lit exactement son EPCI ou sa structure, et le cube.

Une présence est ici une structure dans un EPCI (« ITV/i1 »). Il connaît, sans arrondi, ses
territoires et chacun de leurs croisements ; il cherche de petits groupes chez les autres. De deux
façons : les personnes d'un territoire qui ne sont nulle part chez lui (« ITV sans i1 »), et celles
qu'il n'y a pas vues (« ITV hors i1 » : elles peuvent être chez lui par une autre structure).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from queries.protection.count.effectifs import CATEGORIES, SUITES
from queries.protection.count.informe import Informe, Lectures, informed
from queries.protection.rules.lecteurs import Portee
from tests.support.attaque import (
    ISSUES,
    PUBLICS,
    SORTIES,
    Intervalle,
    Monde,
    Motif,
    Place,
    read_cells,
    read_total,
)
from tests.support.populations import (
    EPCI,
    STRUCTURES,
    TYPES,
    Personne,
    codes_of,
    effectifs,
    exits_of,
)

LIEUX = tuple(dict.fromkeys(code for codes in EPCI.values() for code in codes))
SANS_LUI, HORS_LUI = " sans lui", " hors lui"
Presence = tuple[str, str]
Codes = Callable[[Personne], set[str]]


def presences(one: Personne) -> frozenset[Presence]:
    """Où une personne compte : une structure dans un EPCI."""
    return frozenset(
        (name, code) for name in one.structures for code in one.epci if code in EPCI[name]
    )


def _is_there(one: Personne, name: str | None, code: str | None) -> bool:
    return any(name in (None, own) and code in (None, place) for own, place in presences(one))


def scope(*codes: str) -> Portee:
    """La portée d'un lecteur de ces EPCI et de ces structures."""
    own = frozenset(codes)
    return Portee(own - set(STRUCTURES), own & set(STRUCTURES))


def reader(people: list[Personne], portee: Portee) -> Informe:
    """Ce que ce lecteur sait, compté personne par personne."""
    lus = [
        *((None, code) for code in LIEUX),
        *((name, None) for name in STRUCTURES),
        *product(STRUCTURES, LIEUX),
    ]

    def counted(codes: Codes, every: Iterable[str]) -> dict:
        found = {}
        for name, code in lus:
            inside = [one for one in people if _is_there(one, name, code)]
            said = Counter(each for one in inside for each in codes(one))
            found[name, code] = {each: said[each] for each in every}
        return found

    lectures = Lectures(
        counted(codes_of, ("total", *CATEGORIES)), counted(exits_of, (*SUITES, *TYPES))
    )
    return informed(portee, effectifs(people), lectures)


@dataclass(frozen=True)
class MondeInforme(Monde):
    """Le même monde ; on y cherche les petits groupes des autres, et leurs compléments.

    `entiers` : l'effectif vrai de chaque territoire, qui ne sert qu'à choisir quoi attaquer.
    """

    entiers: Mapping[str, int] = field(default_factory=dict)

    def small_groups(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Les groupes d'autrui qui comptent vraiment 1 à 4 personnes."""
        for (place, code), count in self.vrais.items():
            if 1 <= count <= 4:
                yield place, code, self.parts[code]
            low, high = self.totaux.get(place.split(" ")[0], (0, 1))
            if low == high and 1 <= self.entiers[place] - count <= 4:
                yield place, f"sans {code}", tuple(set(self.atomes) - set(self.parts[code]))


def informed_worlds(
    people: list[Personne], texts: Mapping[Place, str], portee: Portee
) -> Iterator[Monde]:
    """Ce que sait ce lecteur : un monde par bloc, un pour les sorties."""
    published = {
        place: read_total(text) for (place, code), text in texts.items() if code == "total"
    }
    motifs = {there: _named(there, portee) for there in _imagined(people)}
    crowd = [(motifs[presences(one)], one) for one in people]
    every = sorted(frozenset().union(*motifs.values()))
    whole = {place: sum(place in motif for motif, _ in crowd) for place in every}
    exact = {place: (whole[place],) * 2 for place in every if _is_read(place, portee)}
    for atomes, parts in (*PUBLICS.items(), (ISSUES, SORTIES)):
        codes = exits_of if parts is SORTIES else codes_of
        truth = {
            (place, code): sum(place in motif and code in codes(one) for motif, one in crowd)
            for place in every
            for code in parts
        }
        yield MondeInforme(
            motifs=tuple(dict.fromkeys(motifs.values())),
            atomes=atomes,
            totaux={} if parts is SORTIES else published | exact,
            parts=parts,
            connus=read_cells(texts, parts),
            vrais={place: n for place, n in truth.items() if " " in place[0]},
            sus={place: n for place, n in truth.items() if _is_read(place[0], portee)},
            entiers=whole,
        )


def _imagined(people: list[Personne]) -> list[frozenset[Presence]]:
    """Les présences que l'attaquant imagine : celles d'ici, et deux quelconques d'entre elles."""
    seen = dict.fromkeys(presences(one) for one in people)
    alone = sorted(frozenset().union(*seen))
    return [*(seen | dict.fromkeys(frozenset(pair) for pair in product(alone, alone)))]


def _named(there: frozenset[Presence], portee: Portee) -> Motif:
    """Les territoires d'une personne, ses présences, et ceux où elle est hors du lecteur."""
    mine = {both for both in there if set(both) & portee.codes}
    places = {"departement", *(code for both in there for code in both)}
    others = {one for one in places if one not in portee.codes}
    return frozenset(
        {
            *places,
            *("/".join(both) for both in there),
            *(one + SANS_LUI for one in others if not mine),
            *(
                one + HORS_LUI
                for one in others
                if not (mine if one == "departement" else {both for both in mine if one in both})
            ),
        }
    )


def _is_read(place: str, portee: Portee) -> bool:
    """Dit si le lecteur lit exactement un territoire ou un croisement."""
    return " " not in place and bool(set(place.split("/")) & portee.codes)


def told(monde: Monde) -> dict[Place, Intervalle]:
    """Les petits groupes d'autrui que le cube trahit à ce lecteur.

    Ce que ses propres chiffres et les seuls totaux disent déjà n'est pas une faute du cube : deux
    structures de 10 et 5 personnes parmi 14 lui disent qu'une des siennes est aussi chez l'autre.
    Ni un groupe de 5, dont l'une est aussi chez lui : il se publie, et rien ne lui dit laquelle.
    """
    found = {}
    for place, code, atomes in monde.small_groups():
        if monde.vrais.get((place.replace(SANS_LUI, HORS_LUI), code), 0) > 4:
            continue
        low, high = monde.bounds(place, atomes, 4)
        if low > 0 or high < 4:
            least, most = monde.par_les_totaux.bounds(place, atomes, 4)
            if low > least or high < most:
                found[place, code] = (low, high)
    return found


def mixed(people: list[Personne], graine: int) -> list[Personne]:
    """Les mêmes personnes, une sur trois suivie aussi ailleurs : deux lecteurs se recouvrent."""
    rng = random.Random(f"mêlée {graine}")
    crowd = []
    for one in people:
        name = rng.choice([*one.structures, *STRUCTURES])
        also = {rng.choice(EPCI[name])}
        both = replace(one, structures=one.structures | {name}, epci=one.epci | also)
        crowd.append(both if rng.random() < 1 / 3 else one)
    return crowd
