"""Un fournisseur d'identité que les tests tiennent : juste, sauf là où on l'en empêche."""

from __future__ import annotations

import base64
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "clauses", "secret-d-essai-qui-ne-sert-qu-ici"
SUB, EMAIL = "sub-84", "referente@exemple.fr"
Claims = dict[str, Any]


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def new_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


@dataclass
class Hostile:
    """Les réglages d'une réponse ; chaque test en fausse un."""

    port: int = 0
    key: RSAKey = field(default_factory=lambda: new_key("une"))
    published: list[RSAKey] | None = None
    claims: Claims = field(default_factory=dict)
    without: tuple[str, ...] = ()
    header: Claims = field(default_factory=dict)
    about: Claims = field(default_factory=dict)
    signed_about: RSAKey | None = None
    id_token: str | None = None
    metadata: Claims = field(default_factory=dict)
    codes: dict[str, Claims] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    sent: list[Claims] = field(default_factory=list)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def authorize(self, location: str) -> tuple[str, Claims]:
        """Ce que ferait la page de connexion : un code pour ce départ."""
        said = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = said
        return code, said

    def token(self, said: Claims) -> str:
        """Le jeton d'identité d'un départ, faussé comme réglé."""
        if self.id_token is not None:
            return self.id_token
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": SUB, "aud": CLIENT, "exp": now + 300, "iat": now,
            "nonce": said["nonce"], **self.claims,
        }  # fmt: skip
        kept = {name: one for name, one in claims.items() if name not in self.without}
        header = {"alg": "RS256", "kid": self.key.kid, **self.header}
        return sign(header, kept, self.key)

    def answer(self, path: str, body: Claims, headers: Claims) -> tuple[int, str, str]:
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            return 200, "application/json", json.dumps(self.described())
        if path == "/jwks":
            keys = [self.key] if self.published is None else self.published
            said = {"keys": [one.as_dict(private=False) for one in keys]}
            return 200, "application/json", json.dumps(said)
        if path == "/token":
            return self.exchange(body, headers)
        if path == "/userinfo":
            about = {"sub": SUB, "email": EMAIL, "email_verified": True, **self.about}
            if self.signed_about is not None:
                token = sign({"alg": "RS256", "kid": self.key.kid}, about, self.signed_about)
                return 200, "application/jwt", token
            return 200, "application/json", json.dumps(about)
        return 404, "text/plain", "?"

    def described(self) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/end",
            "authorization_response_iss_parameter_supported": True,
            **self.metadata,
        }

    def exchange(self, body: Claims, headers: Claims) -> tuple[int, str, str]:
        self.sent.append({**body, "authorization": headers.get("Authorization", "")})
        said = self.codes.pop(body.get("code", ""), None)
        proof = b64(sha256(body.get("code_verifier", "").encode()).digest())
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        is_known = said is not None and headers.get("Authorization") == basic
        if not is_known or said.get("code_challenge") != proof:
            return 400, "application/json", json.dumps({"error": "invalid_grant"})
        return 200, "application/json", json.dumps(
            {"access_token": "acces", "token_type": "Bearer", "id_token": self.token(said)}
        )  # fmt: skip


def sign(header: Claims, claims: Claims, key: RSAKey) -> str:
    """Signe comme un attaquant : « none », ou HS256 avec la clé publique pour secret."""
    if header["alg"] == "none":
        parts = [b64(json.dumps(one).encode()) for one in (header, claims)]
        return ".".join([*parts, ""])
    if header["alg"] == "HS256":
        signed = ".".join(b64(json.dumps(one).encode()) for one in (header, claims))
        proof = hmac.digest(key.as_pem(private=False), signed.encode(), "sha256")
        return f"{signed}.{b64(proof)}"
    return jwt.encode(header, claims, key, algorithms=["RS256", "RS512", "PS256", "ES256"])


@contextmanager
def hostile() -> Iterator[Hostile]:
    """Lance le fournisseur sur un port libre."""
    one = Hostile()

    class Guichet(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply({})

        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            form = parse_qs(self.rfile.read(size).decode())
            self._reply({name: values[0] for name, values in form.items()})

        def _reply(self, body: Claims) -> None:
            code, kind, text = one.answer(urlsplit(self.path).path, body, dict(self.headers))
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Guichet) as server:
        one.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield one
        server.shutdown()
