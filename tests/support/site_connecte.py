"""Un site et sa porte de connexion, dans le processus du test, devant un fournisseur choisi."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
import requests
import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.connexion import identity
from pages.connexion.droit import sessions
from pages.connexion.porte import adresses
from pages.connexion.reglages import settings
from tests.support.fournisseur_hostile import CLIENT, SECRET, Hostile
from tests.support.navigateur import HOST, free_port, wait_for

COOKIE = "clauses-session"


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Sert une application depuis un fil du test ; rend son adresse."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, host=HOST, port=port, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_for(lambda: server.started, "Le site d'essai ne démarre pas")
    yield f"http://{HOST}:{port}"
    server.should_exit = True
    thread.join()


class Navigateur(requests.Session):
    """Un navigateur neuf devant le site : ses cookies, et aucun renvoi suivi."""

    def __init__(self, site: str) -> None:
        super().__init__()
        self.site = site
        # Le certificat d'un essai, et non celui que la machine donne pour tous.
        self.trust_env = False

    def request(self, method: str, url: str, **options: object) -> requests.Response:
        return super().request(method, f"{self.site}{url}", **{**options, "allow_redirects": False})


async def behind(scope: Scope, receive: Receive, send: Send) -> None:
    """Ce qui est derrière la porte : dit qui est là, et les en-têtes reçus."""
    headers = Request(scope).headers
    who = identity(headers)
    said = {"email": who.email if who else None, "entetes": dict(headers)}
    await JSONResponse(said)(scope, receive, send)


def forget() -> None:
    """Oublie ce qu'un serveur lit une fois."""
    for one in (settings, sessions, adresses):
        one.cache_clear()


@contextmanager
def configured(patch: pytest.MonkeyPatch, site: str, issuer: str, **more: str) -> Iterator[None]:
    """Un serveur réglé pour ce fournisseur."""
    chosen = {"EMETTEUR": issuer, "CLIENT": CLIENT, "SECRET": SECRET, "ADRESSE": site, **more}
    for name, value in chosen.items():
        patch.setenv(f"CLAUSES_OIDC_{name}", value)
    forget()
    yield
    forget()


def who(browser: Navigateur) -> str | None:
    """L'adresse de qui est connecté, vue des pages."""
    return browser.get("/qui").json()["email"]


def leave(browser: Navigateur, vers: str = "/") -> str:
    """Part se connecter ; rend l'adresse du fournisseur où va le navigateur."""
    answer = browser.get("/connexion", params={"vers": vers})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def come_back(browser: Navigateur, **said: str) -> requests.Response:
    """Revient du fournisseur avec ces paramètres."""
    return browser.get(f"/connexion/retour?{urlencode(said)}")


def sign_in(browser: Navigateur, source: Hostile, vers: str = "/") -> requests.Response:
    """Une connexion entière, telle que le fournisseur réglé la mène."""
    code, said = source.authorize(leave(browser, vers))
    return come_back(browser, code=code, state=said["state"], iss=source.issuer)
