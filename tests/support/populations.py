"""Des populations inventées, personne par personne, et leurs effectifs exacts."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from queries.protection.count.effectifs import CATEGORIES, SUITES, Effectifs

STRUCTURES = ("CIE84", "ITV", "MLJGA")
EPCI = {
    "CIE84": ("c1", "c2", "c3", "c4", "c5", "partage"),
    "ITV": ("i1", "i2", "i3", "i4"),
    "MLJGA": ("m1", "partage"),
}
TYPES = ("CDI", "CDD long", "CDD court", "Intérim", "Alternance", "Création")
SIMPLES = ("jeunes_18_25", "th", "deld", "qpv")
# La part de chaque critère et de chaque suite ; les types de sortie viennent de plus en plus rares.
PARTS = {"femme": 0.17, "brsa": 0.4, "jeunes_18_25": 0.28, "th": 0.09, "deld": 0.32, "qpv": 0.26}
# De la moitié des 566 bénéficiaires de 2023 à un quart de plus.
TAILLES = (280, 710)
SORTES = ("epci_a_20", "concentree", "entiere", "une_de_plus", "complement")


@dataclass
class Personne:
    """Où elle travaille, ses critères, sa suite à six mois."""

    structures: frozenset[str]
    epci: frozenset[str]
    criteres: set[str] = field(default_factory=set)
    suite: str = "inconnues"


def population(graine: int, sorte: str = "") -> list[Personne]:
    """Une population ; `sorte` : l'une de SORTES pour la tordre contre la protection."""
    rng = random.Random(graine)
    people = [_person(rng) for _ in range(rng.randint(*TAILLES))]
    crowd = {code: [one for one in people if code in one.epci] for code in ("c2", "i2", "m1")}
    code, members = rng.choice(sorted(crowd.items()))
    trait = rng.choice(sorted(PARTS))
    match sorte:
        case "epci_a_20":
            others = [one for one in people if code not in one.epci]
            exactly = members[:20] + [_at(rng, code) for _ in range(20 - len(members))]
            people = others + exactly
        case "concentree":
            for one in people:
                one.criteres.discard(trait)
            for one in rng.sample(members, min(len(members), rng.randint(1, 9))):
                one.criteres.add(trait)
        case "entiere":
            for one in members:
                one.criteres.add(trait)
        case "complement":
            for one in members[rng.randint(1, 4) :]:
                one.criteres.add(trait)
        case "une_de_plus":
            people.append(_at(rng, code))
            people[-1].criteres.add(trait)
    return people


def petites(graine: int) -> list[list[Personne]]:
    """De 1 à 60 personnes en tout, sur 1 à 5 années et dans 1 à 3 structures : une liste par année.

    Une année peut ne compter qu'une personne : le premier mois d'une structure.
    """
    rng = random.Random(f"petite {graine}")
    structures = rng.sample(STRUCTURES, rng.randint(1, 3))
    years = rng.randint(1, 5)
    found: list[list[Personne]] = [[] for _ in range(years)]
    for _ in range(rng.choice([rng.randint(1, 4), rng.randint(1, 60)])):
        person = _person(rng, structures)
        first = min(rng.randrange(years), rng.randrange(years))
        for year in range(first, min(years, first + rng.randint(1, 3))):
            found[year].append(_described(rng, Personne(person.structures, person.epci)))
    return [people for people in found if people]


def _person(rng: random.Random, parmi: Sequence[str] = STRUCTURES) -> Personne:
    weights = [dict(zip(STRUCTURES, (60, 17, 23), strict=True))[one] for one in parmi]
    structure = rng.choices(parmi, weights)[0]
    places = EPCI[structure]
    epci = {rng.choices(places, [2.0**-rank for rank in range(len(places))])[0]}
    structures = {structure}
    if rng.random() < 0.06:
        epci.add(rng.choice(places))
    if rng.random() < 0.02:
        other = rng.choice(parmi)
        structures.add(other)
        epci.add(rng.choice(EPCI[other]))
    return _described(rng, Personne(frozenset(structures), frozenset(epci)))


def _at(rng: random.Random, code: str) -> Personne:
    structure = next(name for name, places in EPCI.items() if code in places)
    return _described(rng, Personne(frozenset({structure}), frozenset({code})))


def _described(rng: random.Random, one: Personne) -> Personne:
    one.criteres = {name for name, part in PARTS.items() if rng.random() < part}
    suites = (*TYPES, "non_positives", "inconnues", "hors_champ", "non_mures")
    one.suite = rng.choices(suites, (9, 8, 6, 5, 2, 1, 25, 20, 10, 4))[0]
    return one


def codes_of(one: Personne) -> set[str]:
    """Les catégories publiées où cette personne compte."""
    found = {"total", *(one.criteres & set(SIMPLES))}
    found |= {"femmes"} if "femme" in one.criteres else set()
    found |= {"brsa"} if "brsa" in one.criteres else set()
    return found | ({"brsa_femmes"} if {"femme", "brsa"} <= one.criteres else set())


def exits_of(one: Personne) -> set[str]:
    """Les lignes de sorties où cette personne compte."""
    if one.suite in TYPES:
        return {"personnes", "connues", "positives", one.suite}
    return {"personnes", "connues"} if one.suite == "non_positives" else {"personnes", one.suite}


def effectifs(people: list[Personne]) -> Effectifs:
    """Les effectifs exacts d'une population, comptés personne par personne."""
    comptes: Counter[tuple[str, str]] = Counter()
    sorties: Counter[tuple[str, str]] = Counter()
    for one in people:
        for place in ("departement", *one.structures, *one.epci):
            comptes.update((place, code) for code in codes_of(one))
        for place in ("departement", *one.structures):
            sorties.update((place, code) for code in exits_of(one))
    places = dict.fromkeys(code for codes in EPCI.values() for code in codes)
    mailles = {
        "departement": "departement",
        **dict.fromkeys(STRUCTURES, "structure"),
        **dict.fromkeys(places, "epci"),
    }
    large = [place for place, maille in mailles.items() if maille != "epci"]
    return Effectifs(
        mailles=mailles,
        comptes={
            (place, code): comptes[place, code]
            for place in mailles
            for code in ("total", *CATEGORIES)
        },
        presences=frozenset(
            (structure, code) for one in people for structure in one.structures for code in one.epci
            if code in EPCI[structure]
        ),
        sorties={(place, code): sorties[place, code] for place in large
                 for code in (*SUITES, *TYPES)},
        types=TYPES,
    )  # fmt: skip
