"""Les lecteurs informés : qui lit exactement une partie des chiffres, et le reste dans le cube.

Y entre le registre des accès ; en sortent des portées. Un droit fini laisse des nombres en
mémoire : il compte encore. Le financeur lit tout exactement : il n'y a rien à lui cacher.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from data.publish.acces import ROLES, Attribution, read_access
from data.reference import load

# Ce que désigne la portée d'un rôle (data/publish/acces) : un EPCI, une structure ou rien.
EPCI = "epci"
# Dans le code d'une portée qui réunit plusieurs territoires : « 248400053+CIE84 ».
ET = "+"


@dataclass(frozen=True)
class Portee:
    """Ce qu'un lecteur lit exactement : des EPCI, par le lieu des travaux, et des structures."""

    epci: frozenset[str] = frozenset()
    structures: frozenset[str] = frozenset()

    @property
    def code(self) -> str:
        """Le nom de cette portée dans le certificat : ses codes."""
        return ET.join(sorted(self.codes))

    @property
    def codes(self) -> frozenset[str]:
        """Les territoires lus exactement."""
        return self.epci | self.structures

    def __or__(self, other: Portee) -> Portee:
        """Réunit deux portées : qui lit les deux."""
        return Portee(self.epci | other.epci, self.structures | other.structures)


def readers(store: Path | None) -> tuple[Portee, ...]:
    """Rend les lecteurs informés du registre d'un magasin ; aucun s'il n'existe pas."""
    return readers_of(read_access(store).attributions)


def readers_of(attributions: Iterable[Attribution]) -> tuple[Portee, ...]:
    """Rend chaque portée donnée, et la réunion de celles d'un même nom, chacune une fois."""
    known = [one for one in attributions if ROLES[one.role][0] and _has_begun(one)]
    alone = {_scope(one) for one in known}
    whole: dict[tuple[str, str], Portee] = defaultdict(Portee)
    for one in known:
        for other in known:
            if _is_same(one, other):
                whole[one.sorte, one.valeur] |= _scope(other)
    return tuple(sorted(alone | set(whole.values()), key=lambda one: (len(one.codes), one.code)))


def missing(wanted: Iterable[Portee], audited: str) -> list[str]:
    """Rend les codes des lecteurs qu'un certificat ne nomme pas."""
    seen = set(audited.split())
    return [one.code for one in wanted if one.code not in seen]


def said_readers(codes: Iterable[str]) -> str:
    """Dit des lecteurs par le nom de leurs territoires : « Grand Avignon ; ITV et CoVe »."""
    structures = load()["ref_structure"].select("code", "sigle").iter_rows()
    epci = load()["ref_epci"].select("siren", "nom_court").iter_rows()
    names = {**dict(structures), **dict(epci)}
    return " ; ".join(" et ".join(names.get(one, one) for one in code.split(ET)) for code in codes)


def _has_begun(one: Attribution) -> bool:
    """Dit si un droit vaut, a valu ou vaudra : pas celui retiré avant son premier jour."""
    return one.retire_le is None or one.retire_le >= one.du


def _is_same(one: Attribution, other: Attribution) -> bool:
    """Dit si qui a le premier droit a aussi l'autre : le même nom, ou celui de son domaine."""
    mine, hers = one.valeur.lower(), other.valeur.lower()
    if one.sorte == other.sorte:
        return mine == hers
    return (one.sorte, other.sorte) == ("email", "domaine") and mine.rpartition("@")[2] == hers


def _scope(one: Attribution) -> Portee:
    kind, only = ROLES[one.role][0], frozenset({one.portee})
    return Portee(epci=only) if kind == EPCI else Portee(structures=only)
