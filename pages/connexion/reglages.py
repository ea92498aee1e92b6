"""Les réglages de la connexion, lus dans l'environnement et vérifiés au démarrage.

Un réglage faux arrête le serveur par une phrase qui le nomme, sans jamais citer le secret.
"""

from __future__ import annotations

import ipaddress
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

ISSUER, CLIENT = "CLAUSES_OIDC_EMETTEUR", "CLAUSES_OIDC_CLIENT"
SECRET, SECRET_FILE = "CLAUSES_OIDC_SECRET", "CLAUSES_OIDC_SECRET_FICHIER"
ADDRESS, SCOPE = "CLAUSES_OIDC_ADRESSE", "CLAUSES_OIDC_PORTEE"
TRUSTED_EMAIL, PKCE = "CLAUSES_OIDC_EMAIL_SUR", "CLAUSES_OIDC_PKCE"
IDLE, LENGTH = "CLAUSES_OIDC_INACTIVITE", "CLAUSES_OIDC_DUREE"
PROXY = "CLAUSES_MANDATAIRE"
PREFIXE = ISSUER.removesuffix("EMETTEUR")
KNOWN = (
    ISSUER,
    CLIENT,
    SECRET,
    SECRET_FILE,
    ADDRESS,
    SCOPE,
    TRUSTED_EMAIL,
    PKCE,
    IDLE,
    LENGTH,
)
PORTEE = "openid email"
INACTIVITE_MIN, DUREE_H = 60, 10
SECRET_LETTRES = 16


class ReglageFaux(Exception):
    """Un réglage qui ne peut servir ; str(e) le nomme et dit quoi écrire."""


@dataclass(frozen=True)
class Reglages:
    """Une connexion réglée ; `adresse` est celle du tableau de bord vue par les navigateurs."""

    emetteur: str
    client: str
    secret: str = field(repr=False)
    adresse: str
    portee: str
    is_email_trusted: bool
    is_pkce: bool
    inactivite_s: float
    duree_s: float

    @property
    def is_https(self) -> bool:
        """Dit si les navigateurs viennent en https : les cookies y sont liés."""
        return self.adresse.startswith("https:")


def is_configured() -> bool:
    """Dit si une connexion est réglée pour ce serveur."""
    return settings() is not None


@cache
def settings() -> Reglages | None:
    """Rend les réglages de ce serveur, lus une fois ; None sans réglage. Lève ReglageFaux."""
    return read_settings(os.environ)


def read_settings(environ: Mapping[str, str]) -> Reglages | None:
    """Rend les réglages que dit cet environnement, vérifiés. Lève ReglageFaux."""
    given = {name: value.strip() for name, value in environ.items() if name.startswith(PREFIXE)}
    if not given:
        return None
    unknown = sorted(given.keys() - set(KNOWN))
    if unknown:
        raise ReglageFaux(f"{unknown[0]} n'est pas un réglage. Il y a {', '.join(KNOWN)}.")
    found = Reglages(
        emetteur=_address(ISSUER, given, may_have_path=True),
        client=_said(CLIENT, given),
        secret=_secret(given),
        adresse=_address(ADDRESS, given, may_have_path=False),
        portee=_scope(given),
        is_email_trusted=_yes_or_no(TRUSTED_EMAIL, given, "non"),
        is_pkce=_yes_or_no(PKCE, given, "oui"),
        inactivite_s=60 * _number(IDLE, given, INACTIVITE_MIN, 24 * 60),
        duree_s=3600 * _number(LENGTH, given, DUREE_H, 24),
    )
    if found.is_https and not environ.get(PROXY, "").strip():
        raise ReglageFaux(
            f"{PROXY} manque : nommez ce qui rend {ADDRESS} en https (127.0.0.1 pour nginx sur "
            "cette machine), sans quoi ses visiteurs passeraient pour la machine elle-même."
        )
    return found


def _said(name: str, given: Mapping[str, str]) -> str:
    if not given.get(name):
        raise ReglageFaux(f"{name} manque : une connexion est réglée, elle en a besoin.")
    return given[name]


def _address(name: str, given: Mapping[str, str], *, may_have_path: bool) -> str:
    """Rend une adresse vérifiée ; l'émetteur, lui, se compare lettre à lettre."""
    text = _said(name, given)
    try:
        parts = urlsplit(text)
        is_local = _is_loopback(parts.hostname or "")
        _ = parts.port
    except ValueError as wrong:
        raise ReglageFaux(f"{name} n'est pas une adresse.") from wrong
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise ReglageFaux(f"{name} doit être une adresse entière, https://…")
    if parts.scheme == "http" and not is_local:
        raise ReglageFaux(
            f"{name} doit être en https : en http, un jeton ou un cookie se lit en chemin (http "
            "n'est accepté que sur 127.0.0.1)."
        )
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ReglageFaux(f"{name} ne porte ni identifiant, ni « ? », ni « # ».")
    if not may_have_path and parts.path not in ("", "/"):
        raise ReglageFaux(f"{name} est celle du site, sans chemin : https://exemple.fr")
    return text if may_have_path else text.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _secret(given: Mapping[str, str]) -> str:
    if SECRET in given and SECRET_FILE in given:
        raise ReglageFaux(f"{SECRET} et {SECRET_FILE} sont donnés tous deux : n'en garder qu'un.")
    if SECRET_FILE not in given:
        secret, name = _said(SECRET, given) if SECRET in given else "", SECRET
        if not secret:
            raise ReglageFaux(f"{SECRET_FILE} manque : le fichier où est le secret du client.")
    else:
        secret, name = _read_secret(Path(_said(SECRET_FILE, given))), SECRET_FILE
    if len(secret) < SECRET_LETTRES or not secret.isprintable() or not secret.isascii():
        raise ReglageFaux(
            f"{name} : un secret d'au moins {SECRET_LETTRES} caractères, d'une ligne."
        )
    return secret


def _read_secret(path: Path) -> str:
    try:
        is_open = bool(path.stat().st_mode & stat.S_IROTH) and os.name == "posix"
        text = path.read_text("utf-8")
    except (OSError, ValueError) as wrong:
        raise ReglageFaux(f"{SECRET_FILE} : le fichier ne se lit pas ({path}).") from wrong
    if is_open:
        raise ReglageFaux(
            f"{SECRET_FILE} : tout compte de la machine peut lire {path} ; chmod 600 d'abord."
        )
    return text.strip()


def _scope(given: Mapping[str, str]) -> str:
    asked = given.get(SCOPE, PORTEE).split()
    if "openid" not in asked:
        raise ReglageFaux(f"{SCOPE} doit contenir « openid » : « {PORTEE} », par exemple.")
    return " ".join(asked)


def _yes_or_no(name: str, given: Mapping[str, str], default: str) -> bool:
    text = given.get(name, default).lower()
    if text not in ("oui", "non"):
        raise ReglageFaux(f"{name} se règle par « oui » ou « non ».")
    return text == "oui"


def _number(name: str, given: Mapping[str, str], default: int, most: int) -> int:
    text = given.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        raise ReglageFaux(f"{name} doit être un nombre entier, de 1 à {most}.")
    return int(text)
