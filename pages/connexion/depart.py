"""Un départ vers le fournisseur : ce qu'il faudra retrouver au retour, scellé dans un cookie.

Rien n'est gardé au serveur tant que personne n'est revenu : mille départs ne coûtent rien. Le
sceau est d'une clé tirée au démarrage ; un départ sert une fois, dans les dix minutes.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections import OrderedDict
from dataclasses import asdict, dataclass, field
from threading import Lock
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken

from pages.connexion.refus import not_from_here

# 256 bits pour le départ et le jeton ; le vérificateur de PKCE en a 384.
OCTETS, OCTETS_PKCE = 32, 48
DUREE_S = 600
SERVIS_AU_PLUS = 10_000
# Le cookie d'un départ tient dans les 4 ko qu'un navigateur garde.
ADRESSE_AU_PLUS = 1800


@dataclass(frozen=True)
class Depart:
    """Un départ : son nom, ce que le jeton devra répéter, le secret du code, où revenir."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(OCTETS))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(OCTETS))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(OCTETS_PKCE))
    vers: str = "/"


class Departs:
    """Ceux qui partent et ceux qui reviennent."""

    def __init__(self) -> None:
        self._seal = Fernet(Fernet.generate_key())
        self._used: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def seal(self, one: Depart) -> str:
        """Rend le cookie d'un départ."""
        return self._seal.encrypt(json.dumps(asdict(one)).encode()).decode()

    def back(self, cookie: str, state: str) -> Depart:
        """Rend le départ auquel ce retour répond, une seule fois. Lève Refus."""
        try:
            said = json.loads(self._seal.decrypt(cookie.encode(), ttl=DUREE_S))
        except (InvalidToken, ValueError) as wrong:
            raise not_from_here("retour sans départ") from wrong
        one = Depart(**said)
        if not hmac.compare_digest(one.state.encode(), state.encode("utf-8", "surrogatepass")):
            raise not_from_here("retour d'un autre départ")
        with self._lock:
            if one.state in self._used:
                raise not_from_here("retour déjà servi")
            self._used[one.state] = None
            while len(self._used) > SERVIS_AU_PLUS:
                self._used.popitem(last=False)
        return one


def inner_address(text: str) -> str:
    """Rend l'adresse si elle est de ce site, l'accueil sinon : on n'est jamais envoyé ailleurs."""
    is_short = len(json.dumps(text)) <= ADRESSE_AU_PLUS
    is_plain = text.isprintable() and "\\" not in text and is_short
    if not is_plain or not text.startswith("/") or text.startswith("//"):
        return "/"
    try:
        parts = urlsplit(text)
    except ValueError:
        return "/"
    is_here = not parts.scheme and not parts.netloc and not parts.path.startswith("/connexion")
    return text if is_here else "/"
