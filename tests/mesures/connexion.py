"""Ce que la connexion ajoute au temps serveur d'une page, avec et sans elle.

    python tests/mesures/connexion.py

Deux mesures : la porte seule, dans ce processus (une page : une requête, une prise, soixante
trames de 20 ko dont une à fichiers, dix lectures du droit) ; et le vrai serveur, dont on redessine
la même page connecté, ou sans réglage. Imprime un objet JSON, en millisecondes par page.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from data.publish.acces import Identite, give
from pages.connexion import SignInGate, right
from pages.connexion.droit import sessions
from tests.support.fournisseur_hostile import CLIENT, EMAIL, SECRET, hostile
from tests.support.navigateur import HOST, free_port, serve
from tests.support.prise import opened
from tests.support.queries_store import COVE
from tests.support.site_connecte import COOKIE, Navigateur, configured, sign_in

PAGES, TRAMES, DROITS, OCTETS = 200, 60, 10, 20_000
REDESSINS = 60


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    """Une page : son document, ou les trames de sa prise, et dix lectures du droit."""
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    await receive()
    for _ in range(DROITS):
        right(headers)
    await send({"type": "websocket.accept"})
    for rank in range(TRAMES):
        said = b"/media/" + b"a" * 56 if rank == 7 else b""
        await send({"type": "websocket.send", "bytes": b"\x00" * OCTETS + said})
    await receive()


async def one_page(app: ASGIApp, cookie: str) -> None:
    """Sert une page entière à qui porte ce cookie."""
    asked = BackMsg()
    asked.rerun_script.query_string = "annee=2023"
    coming = iter(({"type": "websocket.connect"}, {"type": "websocket.receive",
                   "bytes": asked.SerializeToString()}))  # fmt: skip

    async def receive() -> Message:
        return next(coming)

    async def send(_: Message) -> None:
        return

    headers = [(b"cookie", f"{COOKIE}={cookie}".encode()), (b"host", b"127.0.0.1")]
    common = {"path": "/", "headers": headers, "query_string": b"", "scheme": "http"}
    await app({"type": "http", "method": "GET", **common}, receive, send)
    await app({"type": "websocket", **common}, receive, send)


def spent(app: ASGIApp, cookie: str) -> float:
    """Rend le temps d'une page, en millisecondes."""

    async def several() -> float:
        times = []
        for _ in range(PAGES):
            start = time.perf_counter()
            await one_page(app, cookie)
            times.append(time.perf_counter() - start)
        return 1000 * statistics.median(times)

    return asyncio.run(several())


def gate_alone(folder: Path) -> dict[str, float]:
    """La porte seule : la même page sans elle, et avec, connecté."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAUSES_STORE", str(folder))
        for rank in range(200):
            give_one(f"p{rank}@exemple.fr", folder)
        give_one(EMAIL, folder)
        with configured(patch, "http://127.0.0.1:1", f"http://{HOST}:1"):
            cookie = sessions().start("sub", Identite(email=EMAIL))
            return {"sans": spent(page, ""), "avec": spent(SignInGate(page), cookie)}


def give_one(email: str, store: Path) -> None:
    """Donne un droit de plus : un registre de convention entière."""
    today = date.today()
    row = {"role": "referent_epci", "epci": COVE, "email": email, "du": today, "au": today}
    give(row, "mesure", store)


def real_server(folder: Path) -> dict[str, float]:
    """Le vrai serveur : la page d'essai, redessinée connecté, ou sans réglage."""
    port, script, found = free_port(), "tests/support/site_minime.py", {}
    with hostile() as source:
        settings = {
            "CLAUSES_OIDC_EMETTEUR": source.issuer, "CLAUSES_OIDC_CLIENT": CLIENT,
            "CLAUSES_OIDC_SECRET": SECRET, "CLAUSES_OIDC_ADRESSE": f"http://{HOST}:{port}",
        }  # fmt: skip
        for name, chosen in (("sans", {}), ("avec", settings)):
            with serve(folder / name, port, script, **chosen) as server:
                site, cookies = server.address("").rstrip("/"), {}
                if chosen:
                    browser = Navigateur(site)
                    sign_in(browser, source)
                    cookies = {COOKIE: browser.cookies[COOKIE]}
                with opened(site, cookies) as link:
                    found[name] = 1000 * median_of(link.run)
    return found


def median_of(gesture: Callable[[], object]) -> float:
    """Rend le temps médian d'un geste refait, les premiers à part."""
    times = []
    for _ in range(REDESSINS):
        start = time.perf_counter()
        gesture()
        times.append(time.perf_counter() - start)
    return statistics.median(times[10:])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        measured = {
            "porte": gate_alone(Path(place) / "porte"),
            "serveur": real_server(Path(place)),
        }
    for one in measured.values():
        one["ajout"] = one["avec"] - one["sans"]
    print(json.dumps(measured, indent=1))
