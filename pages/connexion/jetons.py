"""Les jetons : lus et crus seulement si le fournisseur les a signés, pour nous, maintenant."""

from __future__ import annotations

import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jws import extract_compact

from data.publish.acces import Identite
from pages.connexion.fournisseur import Fournisseur
from pages.connexion.refus import bad_answer

# Jamais « none », jamais un secret partagé : une clé publique n'y peut servir de secret.
ALGORITHMES = ("RS256", "PS256", "ES256")
# Les deux horloges peuvent différer d'une minute ; un jeton plus vieux n'est pas de ce départ.
TOLERANCE_S, AGE_S = 60, 600
TYPES = (None, "JWT", "jwt")
FERMETURE = "http://schemas.openid.net/event/backchannel-logout"
TECHNIQUES = {
    "iss", "aud", "azp", "exp", "iat", "nbf", "nonce", "at_hash", "c_hash", "s_hash", "jti", "sid",
    "auth_time",
}  # fmt: skip
LETTRES = 255


@dataclass(frozen=True)
class Presente:
    """Qui s'est présenté : son identifiant chez le fournisseur, sa session là-bas, son identité."""

    sub: str
    sid: str
    identite: Identite


def presented(
    source: Fournisseur, id_token: str, access_token: str, nonce: str, now: float | None = None
) -> Presente:
    """Rend qui se présente, d'après le jeton d'identité et ce qui se dit de lui. Lève Refus."""
    claims = _id_claims(source, id_token, access_token, nonce, time.time() if now is None else now)
    said = source.userinfo(access_token)
    about = _signed_userinfo(source, said) if isinstance(said, str) else said or {}
    if said is not None and about.get("sub") != claims["sub"]:
        raise bad_answer("les renseignements sont d'une autre personne")
    sid = claims.get("sid")
    return Presente(
        claims["sub"],
        sid if isinstance(sid, str) else "",
        _identity({**claims, **about}, source.reglages.is_email_trusted),
    )


def closed(source: Fournisseur, logout_token: str) -> tuple[str, str]:
    """Rend la personne et la session que le fournisseur dit closes. Lève Refus."""
    token = _verified(source, logout_token, (*TYPES, "logout+jwt"))
    claims = token.claims
    _check_party(source, claims)
    events = claims.get("events")
    is_closing = isinstance(events, Mapping) and FERMETURE in events
    if not is_closing or "nonce" in claims:
        raise bad_answer("ce n'est pas une déconnexion")
    _check_age(claims, time.time())
    sub, sid = (claims.get(name) or "" for name in ("sub", "sid"))
    if not (isinstance(sub, str) and isinstance(sid, str) and (sub or sid)):
        raise bad_answer("déconnexion de personne")
    return sub, sid


def _id_claims(
    source: Fournisseur, id_token: str, access_token: str, nonce: str, now: float
) -> dict[str, Any]:
    token = _verified(source, id_token, TYPES)
    claims = CodeIDToken(
        token.claims,
        token.header,
        options={
            "iss": {"essential": True, "value": source.reglages.emetteur},
            "aud": {"essential": True, "value": source.reglages.client},
        },
        params={
            "nonce": nonce,
            "client_id": source.reglages.client,
            "access_token": access_token,
        },
    )
    try:
        claims.validate(now=int(now), leeway=TOLERANCE_S)
    except (JoseError, ValueError, TypeError) as wrong:
        raise bad_answer(f"jeton d'identité refusé ({_named(wrong)})") from wrong
    _check_party(source, token.claims)
    _check_age(token.claims, now)
    given = token.claims.get("nonce")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), nonce.encode()):
        raise bad_answer("jeton d'identité refusé (nonce)")
    sub = token.claims["sub"]
    if not isinstance(sub, str) or not 0 < len(sub) <= LETTRES:
        raise bad_answer("jeton d'identité refusé (sub)")
    return token.claims


def _verified(source: Fournisseur, token: str, types: tuple[str | None, ...]) -> jwt.Token:
    """Rend un jeton dont la signature est d'une clé du fournisseur. Lève Refus."""
    try:
        header = extract_compact(token.encode()).headers()
        kid = header.get("kid")
        if header.get("typ") not in types or not (kid is None or isinstance(kid, str)):
            raise bad_answer("jeton d'un autre genre")
        return jwt.decode(token, source.keys(kid), algorithms=list(ALGORITHMES))
    except (JoseError, ValueError, TypeError, KeyError) as wrong:
        raise bad_answer(f"signature refusée ({_named(wrong)})") from wrong


def _check_party(source: Fournisseur, claims: Mapping[str, Any]) -> None:
    """Vérifie qu'un jeton est de ce fournisseur et pour nous, et pour nous seuls. Lève Refus."""
    if claims.get("iss") != source.reglages.emetteur:
        raise bad_answer("jeton d'un autre émetteur")
    named = claims.get("aud")
    audiences = named if isinstance(named, list) else [named]
    if source.reglages.client not in audiences:
        raise bad_answer("jeton pour un autre service")
    azp = claims.get("azp", source.reglages.client if len(audiences) == 1 else None)
    if azp != source.reglages.client:
        raise bad_answer("jeton demandé par un autre service")


def _check_age(claims: Mapping[str, Any], now: float) -> None:
    made = claims.get("iat")
    if isinstance(made, bool) or not isinstance(made, int | float):
        raise bad_answer("jeton sans date")
    if not now - AGE_S <= made <= now + TOLERANCE_S:
        raise bad_answer("jeton d'un autre moment")


def _signed_userinfo(source: Fournisseur, token: str) -> Mapping[str, Any]:
    claims = _verified(source, token, TYPES).claims
    if "iss" in claims or "aud" in claims:
        _check_party(source, claims)
    ends = claims.get("exp")
    if ends is not None and not (
        isinstance(ends, int | float) and ends + TOLERANCE_S > time.time()
    ):
        raise bad_answer("renseignements d'un autre moment")
    return claims


def _identity(claims: Mapping[str, Any], is_email_trusted: bool) -> Identite:
    """Rend l'identité ; une adresse que le fournisseur n'a pas vérifiée n'en est pas une."""
    email = claims.get("email")
    is_verified = claims.get("email_verified", is_email_trusted) is True
    kept = email if isinstance(email, str) and is_verified and len(email) <= LETTRES else ""
    others = {name: one for name, one in claims.items() if name not in TECHNIQUES}
    if not kept:
        others.pop("email", None)
    return Identite(email=kept, revendications=others)


def _named(wrong: Exception) -> str:
    return str(getattr(wrong, "error", "")) or type(wrong).__name__
