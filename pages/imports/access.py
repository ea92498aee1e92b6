"""Qui peut importer : la personne assise devant la machine, sauf décision contraire.

`CLAUSES_IMPORT=oui` ouvre l'import à qui passe le mandataire que nomme `CLAUSES_MANDATAIRE` (à qui
atteint le serveur s'il n'en nomme pas) ; `CLAUSES_IMPORT=non` le ferme partout. D'où vient une
requête se lit sur la connexion (pages/imports/gate.py), jamais dans ce qu'elle dit d'elle-même.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from pages.connexion import reader_right

VARIABLE = "CLAUSES_IMPORT"
PROXY_VARIABLE = "CLAUSES_MANDATAIRE"
# Posé par le serveur sur chaque requête, retiré de ce qui vient du dehors.
ORIGIN_HEADER = "x-clauses-provenance"
MACHINE, MANDATAIRE, AILLEURS = "machine", "mandataire", "ailleurs"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
OPEN_WORDS, CLOSED_WORDS = ("oui", "1"), ("non", "0")
PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
Address = tuple[str, int] | None

CLOSED = (
    "L'import n'est possible que sur la machine qui porte les données, ou à qui un droit de "
    "facilitateur l'ouvre (page Accès). Pour l'ouvrir derrière un mandataire qui authentifie, "
    "démarrez le serveur avec CLAUSES_IMPORT=oui."
)


def may_import(headers: Mapping[str, str], structure: str = "") -> bool:
    """Dit si la requête qui porte ces en-têtes peut importer, ou écrire pour cette structure.

    Là où une connexion est réglée, c'est un droit ; sinon, sans consigne, seulement un navigateur
    ouvert sur la machine elle-même (connexion, adresse demandée et origine locales, aucun
    mandataire annoncé).
    """
    chosen = os.environ.get(VARIABLE, "").lower()
    lower = {name.lower(): value for name, value in headers.items()}
    if chosen in CLOSED_WORDS or not is_same_origin(lower):
        return False
    if (own := own_structures(headers)) is not None:
        return structure in own if structure else bool(own)
    came = lower.get(ORIGIN_HEADER)
    if chosen in OPEN_WORDS and (not proxies() or came == MANDATAIRE):
        return True
    # Un mandataire local et la personne devant la machine arrivent par la même prise : ce qui les
    # distingue est ce que le mandataire annonce.
    asked = urlsplit(f"//{lower.get('host', '')}").hostname
    is_announced = any(name in lower for name in FORWARDED)
    return came in (MACHINE, MANDATAIRE) and asked in LOOPBACK and not is_announced


def own_structures(headers: Mapping[str, str]) -> frozenset[str] | None:
    """Rend les seules structures dont l'import est ouvert ; None là où rien n'est réglé."""
    right = reader_right(headers)
    return None if right.est_total else right.importe


def may_manage(headers: Mapping[str, str]) -> bool:
    """Dit si cette requête peut changer ce qui est à tous : droits, retours, effacements."""
    right = reader_right(headers)
    return may_import(headers) if right.est_total else right.est_administrateur


def is_same_origin(lower: Mapping[str, str]) -> bool:
    """Dit si l'origine annoncée est l'adresse demandée, port compris ; sans origine, oui."""
    if "origin" not in lower:
        return True
    origin = urlsplit(lower["origin"])
    asked = urlsplit(f"//{lower.get('host', '')}")
    default = PORTS.get(origin.scheme)
    try:
        ports = origin.port or default, asked.port or default
    except ValueError:
        return False
    return origin.hostname == asked.hostname and ports[0] == ports[1]


def provenance(client: Address, server: Address) -> str:
    """Dit d'où vient une connexion : la machine, le mandataire nommé, ou ailleurs.

    `server` est l'adresse de la prise de ce côté : locale, elle n'est atteinte que de la machine,
    alors que le serveur web réécrit `client` d'après ce qu'un mandataire local annonce.
    """
    is_local = server is not None and _is_loopback(server[0])
    named = proxies()
    if is_local:
        return MANDATAIRE if any(_is_loopback(one) for one in named) else MACHINE
    return MANDATAIRE if client is not None and client[0] in named else AILLEURS


def proxies() -> set[str]:
    """Rend les adresses des mandataires que nomme le réglage."""
    return {one.strip() for one in os.environ.get(PROXY_VARIABLE, "").split(",") if one.strip()}


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in LOOPBACK
