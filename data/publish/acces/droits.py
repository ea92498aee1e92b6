"""Un droit : ce qu'une identité peut voir et faire un jour donné, d'après les attributions.

Les attributions ne font qu'ajouter : en ignorer une ne peut qu'ôter. Qui n'en a aucune en cours a
la plénière, c'est-à-dire les chiffres protégés.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

# Chaque rôle, ce que désigne sa portée (rien, un EPCI, une structure), et ses mots.
SANS, EPCI, STRUCTURE = "", "epci", "structure"
ROLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "referent_epci": (EPCI, "référent EPCI"),
        "financeur": (SANS, "financeur"),
        "structure": (STRUCTURE, "structure"),
        "facilitateur": (STRUCTURE, "facilitateur"),
        "administrateur": (SANS, "administrateur"),
    }
)
DESIGNATIONS = ("email", "domaine", "revendication")


@dataclass(frozen=True)
class Identite:
    """Qui se présente, tel que le fournisseur d'identité le dit ; `email` n'est que vérifié."""

    email: str = ""
    revendications: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Attribution:
    """Une ligne du registre : un rôle, sa portée, à qui, du … au … (jours compris).

    `sorte` : email, domaine ou revendication ; une revendication s'écrit « nom=valeur ».
    `retire_le` : le droit a été retiré ce jour-là, avant sa fin.
    """

    role: str
    portee: str
    sorte: str
    valeur: str
    du: date
    au: date
    motif: str = ""
    par: str = ""
    retire_le: date | None = None

    def names(self, one: Identite) -> bool:
        """Dit si cette ligne désigne cette identité."""
        if self.sorte == "revendication":
            name, _, wanted = self.valeur.partition("=")
            return wanted in _claimed(one.revendications, name)
        given = _plain(one.email)
        if self.sorte == "domaine":
            return given.rpartition("@")[2] == _plain(self.valeur) if "@" in given else False
        return bool(given) and given == _plain(self.valeur)

    def is_current(self, jour: date) -> bool:
        """Dit si cette ligne vaut ce jour-là."""
        return self.retire_le is None and self.du <= jour <= self.au


@dataclass(frozen=True)
class Droit:
    """Ce que voit et fait une identité ; deux droits égaux donnent les mêmes chiffres.

    `epci` : l'exact sur ces territoires ; `structures` : l'exact sur leurs lignes ; `importe` : les
    structures dont l'import lui est ouvert. `est_total` : la personne devant la machine, ou un
    serveur sans connexion. `jusqu_au` : le dernier jour où rien n'y change.
    """

    epci: frozenset[str] = frozenset()
    structures: frozenset[str] = frozenset()
    importe: frozenset[str] = frozenset()
    est_financeur: bool = False
    est_administrateur: bool = False
    est_total: bool = False
    jusqu_au: date | None = field(default=None, compare=False)

    @property
    def est_pleniere(self) -> bool:
        """Dit si ce droit ne donne aucun chiffre exact."""
        return not (self.epci or self.structures or self.est_financeur or self.est_total)

    @property
    def cle(self) -> str:
        """Ce qui distingue deux droits, en texte : deux mêmes droits ont la même clé."""
        kept = (getattr(self, each.name) for each in fields(self) if each.compare)
        return repr([sorted(one) if isinstance(one, frozenset) else one for one in kept])


PLENIERE = Droit()
TOTAL = Droit(est_total=True)


def droit_de(one: Identite, jour: date, attributions: Iterable[Attribution]) -> Droit:
    """Rend le droit d'une identité un jour donné : la réunion de ses attributions en cours."""
    hers = [each for each in attributions if each.names(one)]
    current = [each for each in hers if each.is_current(jour)]

    def scopes(*roles: str) -> frozenset[str]:
        return frozenset(each.portee for each in current if each.role in roles)

    roles = {each.role for each in current}
    coming = [each.du for each in hers if each.retire_le is None and each.du > jour]
    ends = [*(each.au for each in current), *(day - timedelta(days=1) for day in coming)]
    return Droit(
        epci=scopes("referent_epci"),
        structures=scopes("structure", "facilitateur"),
        importe=scopes("facilitateur"),
        est_financeur="financeur" in roles,
        est_administrateur="administrateur" in roles,
        jusqu_au=min(ends, default=None),
    )


def _plain(text: str) -> str:
    """Rend une adresse en minuscules, "" si elle n'est pas en ASCII.

    Hors de l'ASCII, deux lettres différentes deviennent la même en minuscules (« K » de Kelvin).
    """
    return text.strip().lower() if text.isascii() else ""


def _claimed(claims: Mapping[str, Any], name: str) -> list[str]:
    """Rend les textes d'une revendication ; « realm_access.roles » descend d'un étage par point."""
    found: Any = claims.get(name)
    if found is None and "." in name:
        found = claims
        for step in name.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    several = found if isinstance(found, list) else [found]
    return [one for one in several if isinstance(one, str)]
