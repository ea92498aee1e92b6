"""Le fournisseur d'identité : ses adresses, ses clés, et ce qu'on lui demande.

Ses adresses et ses clés sont lues puis gardées ; une clé inconnue les fait relire, une fois par
demi-minute au plus. Il n'est jamais suivi ailleurs que là où il dit être.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

from pages.connexion.refus import Refus, bad_answer, unreachable
from pages.connexion.reglages import Reglages

DECOUVERTE = "/.well-known/openid-configuration"
GARDE_S, RELECTURE_S = 3600, 30
DELAI_S = (5, 10)
RETOUR, SORTIE = "/connexion/retour", "/connexion/sortie"
NECESSAIRES = ("authorization_endpoint", "token_endpoint", "jwks_uri")
FACULTATIVES = ("userinfo_endpoint", "end_session_endpoint")
METHODES = ("client_secret_basic", "client_secret_post")
GENRES_DE_CLE = ("RSA", "EC")


@dataclass
class Fournisseur:
    """Un fournisseur réglé ; ce qu'il publie est gardé une heure."""

    reglages: Reglages
    clock: Callable[[], float] = time.monotonic
    _lock: Lock = field(default_factory=Lock, repr=False)
    _metadata: tuple[float, dict[str, Any]] | None = field(default=None, repr=False)
    _keys: tuple[float, KeySet] | None = field(default=None, repr=False)

    def metadata(self) -> dict[str, Any]:
        """Rend ce que le fournisseur publie de lui-même, vérifié. Lève Refus."""
        with self._lock:
            if self._metadata is None or self.clock() - self._metadata[0] > GARDE_S:
                url = f"{self.reglages.emetteur.rstrip('/')}{DECOUVERTE}"
                self._metadata = self.clock(), self._checked(_read_json(url))
            return self._metadata[1]

    def keys(self, kid: str | None) -> KeySet:
        """Rend les clés publiques ; relues si aucune ne porte ce nom, pas trop souvent."""
        url = self.metadata()["jwks_uri"]
        with self._lock:
            age = self.clock() - self._keys[0] if self._keys else None
            known = {one.kid for one in self._keys[1].keys} if self._keys else set()
            is_unknown = kid is not None and kid not in known
            if age is None or age > GARDE_S or (is_unknown and age > RELECTURE_S):
                self._keys = self.clock(), _public_keys(_read_json(url))
            return self._keys[1]

    def departure(self, state: str, nonce: str, verifier: str) -> str:
        """Rend l'adresse où envoyer le navigateur se présenter. Lève Refus."""
        with self._client() as client:
            url, _ = client.create_authorization_url(
                self.metadata()["authorization_endpoint"],
                state=state,
                nonce=nonce,
                code_verifier=verifier if self.reglages.is_pkce else None,
            )
        return str(url)

    def exchange(self, code: str, verifier: str) -> tuple[str, str]:
        """Échange un code contre le jeton d'identité et le jeton d'accès. Lève Refus."""
        asked = {"code_verifier": verifier} if self.reglages.is_pkce else {}
        url = self.metadata()["token_endpoint"]
        try:
            with self._client() as client:
                said = client.fetch_token(
                    url, code=code, timeout=DELAI_S, allow_redirects=False, **asked
                )
        except requests.HTTPError as failed:
            raise _failed(failed.response.status_code) from failed
        except (AuthlibBaseError, ValueError) as refused:
            raise bad_answer("code refusé par le fournisseur") from refused
        except requests.RequestException as failed:
            raise unreachable("échange du code impossible") from failed
        tokens = said.get("id_token"), said.get("access_token")
        if not all(isinstance(one, str) and one for one in tokens):
            raise bad_answer("réponse sans jeton d'identité")
        return tokens[0], tokens[1]

    def userinfo(self, access_token: str) -> Mapping[str, Any] | str | None:
        """Rend ce que le fournisseur dit de la personne : lu, ou signé et à vérifier ; ou rien."""
        url = self.metadata().get("userinfo_endpoint")
        if not url:
            return None
        answer = _get(url, {"Authorization": f"Bearer {access_token}"})
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "application/jwt":
            return answer.text.strip()
        return _as_json(answer)

    def farewell(self, id_token: str, state: str) -> str | None:
        """Rend l'adresse où finir aussi la session du fournisseur, s'il le permet."""
        url = self.metadata().get("end_session_endpoint")
        if not url:
            return None
        asked = {
            "id_token_hint": id_token,
            "post_logout_redirect_uri": f"{self.reglages.adresse}{SORTIE}",
            "state": state,
            "client_id": self.reglages.client,
        }
        # Qui refuse un paramètre facultatif au départ le refuse aussi à la sortie.
        if not self.reglages.is_pkce:
            asked.pop("client_id")
        return str(requests.Request("GET", url, params=asked).prepare().url)

    def _client(self) -> OAuth2Session:
        offered = self.metadata().get("token_endpoint_auth_methods_supported") or METHODES[:1]
        return OAuth2Session(
            self.reglages.client,
            self.reglages.secret,
            token_endpoint_auth_method=next(
                (one for one in METHODES if one in offered), METHODES[0]
            ),
            scope=self.reglages.portee,
            redirect_uri=f"{self.reglages.adresse}{RETOUR}",
            code_challenge_method="S256",
        )

    def _checked(self, said: dict[str, Any]) -> dict[str, Any]:
        if said.get("issuer") != self.reglages.emetteur:
            raise bad_answer("le fournisseur ne porte pas le nom réglé")
        is_local = self.reglages.emetteur.startswith("http:")
        for name in NECESSAIRES + tuple(one for one in FACULTATIVES if said.get(one)):
            scheme = urlsplit(str(said.get(name) or "")).scheme
            if scheme != "https" and not (is_local and scheme == "http"):
                raise bad_answer(f"le fournisseur ne publie pas de {name} sûr")
        return said


def _read_json(url: str) -> dict[str, Any]:
    return _as_json(_get(url, {}))


def _get(url: str, headers: dict[str, str]) -> requests.Response:
    """Lit une adresse du fournisseur, sans suivre de renvoi. Lève Refus."""
    try:
        answer = requests.get(url, headers=headers, timeout=DELAI_S, allow_redirects=False)
    except requests.RequestException as failed:
        raise unreachable("le fournisseur ne répond pas") from failed
    if answer.status_code != requests.codes.ok:
        raise _failed(answer.status_code)
    return answer


def _failed(status: int) -> Refus:
    said = f"le fournisseur répond {status}"
    return unreachable(said) if status >= requests.codes.server_error else bad_answer(said)


def _as_json(answer: requests.Response) -> dict[str, Any]:
    try:
        said = answer.json()
    except ValueError as wrong:
        raise bad_answer("réponse illisible") from wrong
    if not isinstance(said, dict):
        raise bad_answer("réponse illisible")
    return said


def _public_keys(said: dict[str, Any]) -> KeySet:
    """Rend les clés de signature publiques ; une clé d'un autre genre n'en est pas une."""
    found: list[Key] = []
    for one in said.get("keys") or ():
        if not isinstance(one, dict) or one.get("kty") not in GENRES_DE_CLE:
            continue
        if one.get("use", "sig") != "sig":
            continue
        try:
            found += KeySet.import_key_set({"keys": [one]}).keys
        except (JoseError, ValueError, TypeError, KeyError):
            continue
    if not found:
        raise bad_answer("le fournisseur ne publie pas de clé")
    return KeySet(found)
