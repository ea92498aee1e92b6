"""L'attaque, écrite autrement que l'audit : fabriquer des populations entières.

L'audit borne des effectifs, territoire par territoire. Ici, on construit des personnes, chacune
avec ses territoires et son atome, qui redonnent tout ce qui est publié. Un groupe est à l'abri si
une telle population n'y compte personne et qu'une autre y en compte 4 : aucun raisonnement, si
malin soit-il, ne peut alors conclure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from tests.support.populations import EPCI, SIMPLES, TYPES, Personne, codes_of, exits_of

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
    vrais, qui ne servent qu'à choisir quels groupes attaquer ; `sus` : ce qu'un lecteur informé lit
    exactement, publié ou non.
    """

    motifs: tuple[Motif, ...]
    atomes: tuple[str, ...]
    totaux: Mapping[str, Intervalle]
    parts: Mapping[str, tuple[str, ...]]
    connus: Mapping[Place, Intervalle]
    vrais: Mapping[Place, int]
    sus: Mapping[Place, int] = field(default_factory=dict)

    def counter(self, territoire: str, atomes: Iterable[str]) -> np.ndarray:
        """Le vecteur qui compte ces atomes dans ce territoire."""
        inside = [territoire in motif for motif in self.motifs]
        wanted = [atome in set(atomes) for atome in self.atomes]
        return np.outer(inside, wanted).astype(float).ravel()

    def extreme(self, territoire: str, atomes: Iterable[str], sign: int) -> int:
        """Le plus petit (1) ou le plus grand (-1) effectif d'un groupe."""
        line = self.counter(territoire, atomes)
        return round(float(line @ self.solve(sign * line)))

    def solve(self, cost: np.ndarray) -> np.ndarray:
        """La population entière la moins coûteuse ; en réels d'abord, souvent déjà entière."""
        for whole in (0, 1):
            found = milp(
                cost, constraints=self.known, integrality=np.full_like(cost, whole),
                bounds=Bounds(0, 5000),
            )  # fmt: skip
            assert found.x is not None, "la vraie population, elle, convient"
            if np.abs(found.x - np.rint(found.x)).max() < 1e-5:
                return np.rint(found.x)
        raise AssertionError("une population se compte en personnes entières")

    @cached_property
    def temoins(self) -> np.ndarray:
        """Deux populations qui redonnent tout ce qui est su : la moins peuplée, la plus peuplée."""
        cells = [self.counter(place, self.parts[code]) for place, code in self.vrais]
        return np.array([self.solve(sign * np.sum(cells, axis=0)) for sign in (1, -1)])

    @cached_property
    def par_les_totaux(self) -> Monde:
        """Le même monde, dont on n'aurait publié que les totaux."""
        return replace(self, connus={})

    def bounds(self, territoire: str, atomes: Iterable[str], enough: int) -> Intervalle:
        """Le plus petit effectif d'un groupe et le plus grand, ou `enough` s'il l'atteint.

        Un témoin où le groupe est vide, ou assez grand, vaut la preuve : rien n'est alors résolu.
        """
        counts = self.temoins @ self.counter(territoire, atomes)
        low = 0 if counts.min() == 0 else self.extreme(territoire, atomes, 1)
        high = enough if counts.max() >= enough else self.extreme(territoire, atomes, -1)
        return low, high

    @cached_property
    def known(self) -> LinearConstraint:
        """Tout ce qui est su, en inégalités sur des personnes."""
        rows = [(self.counter(place, self.atomes), *pair) for place, pair in self.totaux.items()]
        rows += [
            (self.counter(place, self.parts[code]), *pair)
            for (place, code), pair in self.connus.items()
        ]
        rows += [
            (self.counter(place, self.parts[code]), count, count)
            for (place, code), count in self.sus.items()
        ]
        nothing = (np.zeros(len(self.motifs) * len(self.atomes)), 0, 0)
        lines, lows, highs = zip(*(rows or [nothing]), strict=True)
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
    """Les petits groupes que l'attaquant sait non vides, ou connaît à moins de 5 valeurs près.

    Ce que les seuls totaux disent déjà n'est pas une faute de ce qui est publié en plus : un groupe
    qu'ils bornent sous 4 doit seulement pouvoir encore atteindre cette borne.
    """
    found = {}
    for place, code, atomes in monde.small_groups():
        low, high = monde.bounds(place, atomes, 4)
        if low > 0 or (high < 4 and high < monde.par_les_totaux.bounds(place, atomes, 4)[1]):
            found[place, code] = (low, high)
    return found


def told_by_totals(monde: Monde) -> set[str]:
    """Les territoires habités où les seuls totaux bornent chaque groupe sous 4."""
    alone, lived_in = monde.par_les_totaux, frozenset().union(*monde.motifs)
    return {
        place
        for place in lived_in & monde.totaux.keys()
        if alone.bounds(place, monde.atomes, 4)[1] < 4
    }


def worlds(people: list[Personne], texts: Mapping[Place, str]) -> Iterator[Monde]:
    """Ce que sait le lecteur de ces textes : un monde par bloc, un pour les sorties."""
    places = {"departement", *EPCI, *(code for codes in EPCI.values() for code in codes)}
    large = {"departement", *EPCI}
    totaux = {place: read_total(text) for (place, code), text in texts.items() if code == "total"}
    motifs = _motifs(people)
    for atomes, parts in PUBLICS.items():
        connus = read_cells(texts, parts)
        yield Monde(motifs, atomes, totaux, parts, connus, _truth(people, places, parts, codes_of))
    only = tuple(dict.fromkeys(motif & large for motif in motifs))
    truth = _truth(people, large, SORTIES, exits_of)
    yield Monde(only, ISSUES, {}, SORTIES, read_cells(texts, SORTIES), truth)


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


def read_cells(texts: Mapping[Place, str], parts: Mapping) -> dict[Place, Intervalle]:
    """Ce que disent les cellules publiées d'un bloc."""
    return {
        place: read_text(text)
        for place, text in texts.items()
        if place[1] in parts and text != NON_PUBLIE
    }


def read_text(text: str) -> Intervalle:
    """Ce que dit un texte publié (« < 5 », « 45 », « 0 à 12 ») ; « 45 » en essayant les effectifs.

    Rien d'autre que la règle écrite n'y entre : « 20 » dit 18 à 22, même parmi 20 personnes. Ce que
    le total en retire, l'attaque le trouve par le total.
    """
    if text.startswith("<"):
        return read_total(text)
    if "à" in text:
        low, high = text.replace("\u202f", "").split("\u00a0à\u00a0")
        return int(low), int(high)
    shown = int(text.replace("\u202f", ""))
    fits = [count for count in range(5, shown + 6) if nearest(count) == shown]
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
