"""Ce que lit exactement un lecteur informé : ses territoires, et sa part de chacun des autres.

Deux EPCI, ou deux structures, ne se croisent par aucun filtre : leur recouvrement est
inconnaissable, et compté nul. Une structure et un EPCI, si.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from data.publish import Generation
from data.reference import load
from queries.catalog import files, sql_of
from queries.filters import parse
from queries.protection.count.collecte import exits_of, persons_of
from queries.protection.count.effectifs import DEPARTEMENT, Effectifs, Place
from queries.protection.count.passe import ask_all
from queries.protection.rules.lecteurs import Portee

Lu = tuple[str | None, str | None]
Comptes = Mapping[str, int]
# Ce que se demande d'un territoire lu exactement.
NOMS = ("beneficiaires_par_categorie", "sorties_a_six_mois", "types_sorties_positives")


@dataclass(frozen=True)
class Informe:
    """Un lecteur informé : le code de sa portée, les territoires qu'il lit, et ce qu'il en sait.

    `comptes`, `sorties` : de chaque autre territoire, l'effectif qui est aussi dans les siens.
    """

    code: str
    lus: frozenset[str]
    comptes: Mapping[Place, int]
    sorties: Mapping[Place, int]


# Le lecteur de tous : il ne sait rien que ce qui est publié.
PUBLIC = Informe("", frozenset(), {}, {})


@dataclass(frozen=True)
class Lectures:
    """Ce que se lit exactement d'une structure, d'un EPCI, ou d'une structure dans un EPCI."""

    comptes: Mapping[Lu, Comptes]
    sorties: Mapping[Lu, Comptes]


def read_inside(
    one: Generation, portees: Iterable[Portee], types: Mapping[int, tuple[str, ...]]
) -> dict[int, Lectures]:
    """Rend, chaque année, ce que lisent exactement ces lecteurs, en une passe."""
    places = sorted({place for portee in portees for place in _places(portee)}, key=str)
    asked = {
        (annee, *place): parse({"annee": annee, "structure": place[0], "epci": place[1]})
        for annee, place in product(types, places)
    }
    found = ask_all(one, {sql_of(files()[name]): [*asked.values()] for name in NOMS})
    read = {
        key: {name: found[sql_of(files()[name])][filtres] for name in NOMS}
        for key, filtres in asked.items()
    }
    return {
        annee: Lectures(
            {place: persons_of(read[annee, *place]) for place in places},
            {place: exits_of(read[annee, *place], own) for place in places},
        )
        for annee, own in types.items()
    }


def informed(portee: Portee, one: Effectifs, lectures: Lectures) -> Informe:
    """Rend ce que sait un lecteur de chaque territoire qu'il ne lit pas."""

    def inside(read: Mapping[Lu, Comptes]) -> dict[Place, int]:
        return {
            (place, code): count
            for place in one.mailles
            if place not in portee.codes
            for code, count in _within(portee, place, read).items()
        }

    return Informe(portee.code, portee.codes, inside(lectures.comptes), inside(lectures.sorties))


def _within(portee: Portee, place: str, read: Mapping[Lu, Comptes]) -> Counter[str]:
    """Rend l'effectif d'un territoire qui est aussi dans la portée, par code."""
    found: Counter[str] = Counter()
    if place != DEPARTEMENT:
        for structure, epci in (
            *((place, epci) for epci in portee.epci),
            *((structure, place) for structure in portee.structures),
        ):
            found.update(read.get((structure, epci), {}))
        return found
    for lu in (*((None, epci) for epci in portee.epci), *((s, None) for s in portee.structures)):
        found.update(read.get(lu, {}))
    for both in product(portee.structures, portee.epci):
        found.subtract(read.get(both, {}))
    return found


def _places(portee: Portee) -> Iterable[Lu]:
    """Rend ce qu'il lit : ses EPCI et ses structures, et chaque croisement."""
    structures = load()["ref_structure"]["code"].to_list()
    epci = load()["ref_epci"]["siren"].to_list()
    yield from ((None, one) for one in portee.epci)
    yield from ((one, None) for one in portee.structures)
    yield from product(structures, portee.epci)
    yield from product(portee.structures, epci)
