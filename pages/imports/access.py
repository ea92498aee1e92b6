"""Qui peut importer : la personne assise devant la machine, sauf décision contraire.

`CLAUSES_IMPORT=oui` ouvre l'import à qui atteint le serveur (derrière un mandataire qui
authentifie) ; `CLAUSES_IMPORT=non` le ferme partout.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

VARIABLE = "CLAUSES_IMPORT"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
OPEN_WORDS, CLOSED_WORDS = ("oui", "1"), ("non", "0")

CLOSED = (
    "L'import n'est possible que sur la machine qui porte les données. Pour l'ouvrir sur un "
    "serveur protégé par une authentification, démarrez-le avec CLAUSES_IMPORT=oui."
)


def may_import(headers: Mapping[str, str]) -> bool:
    """Dit si la requête qui porte ces en-têtes peut importer.

    Sans consigne : seulement un navigateur ouvert sur la machine elle-même (adresse demandée et
    origine locales, aucun mandataire annoncé).
    """
    chosen = os.environ.get(VARIABLE, "").lower()
    if chosen in OPEN_WORDS:
        return True
    if chosen in CLOSED_WORDS:
        return False
    lower = {name.lower(): value for name, value in headers.items()}
    if any(name in lower for name in FORWARDED):
        return False
    asked = urlsplit(f"//{lower.get('host', '')}").hostname
    origin = urlsplit(lower["origin"]).hostname if "origin" in lower else asked
    return asked in LOOPBACK and origin in LOOPBACK
