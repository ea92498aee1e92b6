"""L'attaque, écrite autrement que l'audit : fabriquer des populations entières.

L'audit borne des effectifs, territoire par territoire. Ici, on construit des personnes, chacune
avec ses territoires et son atome, qui redonnent tout ce qui est publié. Un groupe est à l'abri si
une telle population n'y compte personne et qu'une autre y en compte 4 : aucun raisonnement, si
malin soit-il, ne peut alors conclure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from tests.populations import EPCI, SIMPLES, TYPES, Personne, codes_of, exits_of

Motif = frozenset[str]
Place = tuple[str, str]
Intervalle = tuple[int, int]
# Le sexe et le RSA se croisent ; chaque autre critère est seul.
PUBLICS = {
    ("femmes+brsa", "femmes", "brsa", "reste"): {
        "femmes": ("femmes+brsa", "femmes"),
        "brsa": ("femmes+brsa", "brsa"),
        "brsa_femmes": ("femmes+brsa",),
    },
    **{(code, "reste"): {code: (code,)} for code in SIMPLES},
}
ISSUES = (*TYPES, "non_positives", "inconnues", "hors_champ", "non_mures")
SORTIES = {
    **{code: (code,) for code in ISSUES if code != "non_positives"},
    "personnes": ISSUES,
    "connues": (*TYPES, "non_positives"),
    "positives": TYPES,
}
NON_PUBLIE = "non\u00a0publié"


@dataclass(frozen=True)
class Monde:
    """Ce que sait l'attaquant.

    `motifs` : les présences possibles ; `totaux` : territoire -> intervalle ; `parts` : code ->
    atomes qu'il réunit ; `connus` : (territoire, code) -> intervalle lu ; `vrais` : les effectifs
    vrais, qui ne servent qu'à choisir quels groupes attaquer.
    """

    motifs: tuple[Motif, ...]
    atomes: tuple[str, ...]
    totaux: Mapping[str, Intervalle]
    parts: Mapping[str, tuple[str, ...]]
    connus: Mapping[Place, Intervalle]
    vrais: Mapping[Place, int]

    def counter(self, territoire: str, atomes: Iterable[str]) -> np.ndarray:
        """Le vecteur qui compte ces atomes dans ce territoire."""
        inside = [territoire in motif for motif in self.motifs]
        wanted = [atome in set(atomes) for atome in self.atomes]
        return np.outer(inside, wanted).astype(float).ravel()

    def extreme(self, territoire: str, atomes: Iterable[str], sign: int) -> int:
        """Le plus petit (1) ou le plus grand (-1) effectif d'un groupe."""
        line = self.counter(territoire, atomes)
        found = milp(
            sign * line, constraints=self.known, integrality=np.ones_like(line),
            bounds=Bounds(0, 5000),
        )  # fmt: skip
        assert found.x is not None, "la vraie population, elle, convient"
        return round(float(line @ found.x))

    @cached_property
    def known(self) -> LinearConstraint:
        """Tout ce qui est su, en inégalités sur des personnes."""
        rows = [(self.counter(place, self.atomes), *pair) for place, pair in self.totaux.items()]
        rows += [
            (self.counter(place, self.parts[code]), *pair)
            for (place, code), pair in self.connus.items()
        ]
        lines, lows, highs = zip(*rows, strict=True)
        return LinearConstraint(csr_array(np.vstack(lines)), lows, highs)

    def small_groups(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Les groupes qui comptent vraiment 1 à 4 personnes : cellules et compléments."""
        for (place, code), count in self.vrais.items():
            if 1 <= count <= 4:
                yield place, code, self.parts[code]
            low, high = self.totaux.get(place, (0, 1))
            if low == high and 1 <= low - count <= 4:
                rest = tuple(set(self.atomes) - set(self.parts[code]))
                yield place, f"sans {code}", rest


def exposed(monde: Monde) -> dict[Place, Intervalle]:
    """Les petits groupes que l'attaquant sait non vides, ou connaît à moins de 5 valeurs près."""
    found = {}
    for place, code, atomes in monde.small_groups():
        low, high = (monde.extreme(place, atomes, sign) for sign in (1, -1))
        if low > 0 or high - low < min(4, monde.totaux.get(place, (0, 4))[1]):
            found[place, code] = (low, high)
    return found


def worlds(people: list[Personne], texts: Mapping[Place, str]) -> Iterator[Monde]:
    """Ce que sait le lecteur de ces textes : un monde par bloc, un pour les sorties."""
    places = {"departement", *EPCI, *(code for codes in EPCI.values() for code in codes)}
    large = {"departement", *EPCI}
    size = len(people)
    totaux = {place: read_total(text) for (place, code), text in texts.items() if code == "total"}
    motifs = _motifs(people)
    for atomes, parts in PUBLICS.items():
        connus = _read(texts, parts, size)
        yield Monde(motifs, atomes, totaux, parts, connus, _truth(people, places, parts, codes_of))
    only = tuple(dict.fromkeys(motif & large for motif in motifs))
    truth = _truth(people, large, SORTIES, exits_of)
    yield Monde(only, ISSUES, {}, SORTIES, _read(texts, SORTIES, size), truth)


def _truth(people: list[Personne], places: set[str], parts: Mapping, codes) -> dict[Place, int]:
    return {
        (place, code): sum(code in codes(one) for one in people if place in where(one))
        for place in places
        for code in parts
    }


def where(one: Personne) -> Motif:
    """Les territoires où une personne compte."""
    return frozenset({"departement"}) | one.structures | one.epci


def _motifs(people: list[Personne]) -> tuple[Motif, ...]:
    """Les présences que l'attaquant imagine : celles d'ici, et deux lieux quelconques."""
    seen = {where(one) for one in people}
    there = {(name, code) for one in people for name in one.structures for code in one.epci
             if code in EPCI[name]}  # fmt: skip
    pairs = {frozenset({"departement", *one, *other}) for one in there for other in there}
    return tuple(sorted(seen | pairs, key=sorted))


def _read(texts: Mapping[Place, str], parts: Mapping, ceiling: int) -> dict[Place, Intervalle]:
    return {
        place: read_text(text, ceiling)
        for place, text in texts.items()
        if place[1] in parts and text != NON_PUBLIE
    }


def read_text(text: str, ceiling: int) -> Intervalle:
    """Ce que dit un texte publié, retrouvé en essayant chaque effectif : « < 5 », « 45 »…"""
    if text.startswith("<"):
        return read_total(text)
    shown = int(text.replace("\u202f", ""))
    fits = [count for count in range(5, ceiling + 3) if nearest(count) == shown]
    return fits[0], fits[-1]


def read_total(text: str) -> Intervalle:
    """Ce que dit un total : exact, ou « < 20 »."""
    if text.startswith("<"):
        return 0, int(text.split("\u00a0")[1]) - 1
    return (int(text.replace("\u202f", "")),) * 2


def nearest(count: int) -> int:
    """Le multiple de 5 le plus proche, par essais."""
    return min(range(0, count + 6, 5), key=lambda multiple: abs(multiple - count))


def naive(monde: Monde) -> Monde:
    """Le même monde sous une suppression naïve : tout est exact, sauf les 1 à 4, effacés."""
    connus = {
        place: (count, count) if not 1 <= count <= 4 else (1, 4)
        for place, count in monde.vrais.items()
        if place in monde.connus
    }
    return replace(monde, connus=connus)
