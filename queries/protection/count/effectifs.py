"""Les effectifs exacts d'une année : qui, où, dans quelle catégorie, avec quelle suite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DEPARTEMENT, STRUCTURE, EPCI = "departement", "structure", "epci"
SIMPLES = ("jeunes_18_25", "th", "deld", "qpv")
CATEGORIES = ("femmes", "brsa", "brsa_femmes", *SIMPLES)
AUTRES_SUITES = ("inconnues", "hors_champ", "non_mures")
SUITES = ("personnes", "connues", "positives", *AUTRES_SUITES)
Place = tuple[str, str]


class EffectifsIncoherents(Exception):
    """Des effectifs exacts se contredisent : aucune population ne les donne."""


@dataclass(frozen=True)
class Effectifs:
    """Les effectifs exacts d'une année, sur un axe, en personnes.

    `mailles` : territoire -> departement, structure ou epci ; `comptes` : (territoire, catégorie)
    -> bénéficiaires, « total » compris ; `sorties` : (territoire, suite ou type de sortie) ->
    personnes ; `presences` : (structure, EPCI) où la structure a des heures ; `a_hors_liste` : des
    personnes n'ont pas d'EPCI connu en Vaucluse.
    """

    mailles: Mapping[str, str]
    comptes: Mapping[Place, int]
    presences: frozenset[Place] = frozenset()
    a_hors_liste: bool = False
    sorties: Mapping[Place, int] = field(default_factory=dict)
    types: tuple[str, ...] = ()

    def of(self, maille: str) -> list[str]:
        """Rend les territoires d'une maille où quelqu'un a travaillé."""
        return [code for code, own in self.mailles.items() if own == maille and self.total(code)]

    def total(self, territoire: str) -> int:
        """Rend le nombre de bénéficiaires d'un territoire."""
        return self.comptes.get((territoire, "total"), 0)

    def is_tiny(self, seuil: int) -> bool:
        """Dit si tout le département compte trop peu de monde pour qu'un total soit exact."""
        return self.total(DEPARTEMENT) < seuil

    def is_small(self, territoire: str, seuil: int) -> bool:
        """Dit si ce territoire ne montre que « < 20 »."""
        return self.mailles[territoire] == EPCI and self.total(territoire) < seuil

    def has_detail(self, territoire: str, seuil_territoire: int, seuil_structure: int) -> bool:
        """Dit si un territoire montre plus que son total : le département, toujours."""
        minimum = {STRUCTURE: seuil_structure, EPCI: seuil_territoire}
        return self.total(territoire) >= minimum.get(self.mailles[territoire], 0)
