"""La porte de la connexion : chaque requête est marquée de sa session, et d'elle seule.

Sans réglage, elle ne fait qu'ôter ce qu'une requête dirait d'une session ; avec, elle répond aux
adresses de la connexion, et ne rend un fichier, ne prend un envoi, que de la session à qui ils
sont.
"""

from __future__ import annotations

import re
from functools import cache

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.connexion.adresses import Adresses
from pages.connexion.droit import SESSION_HEADER, session_of, sessions
from pages.connexion.prises import Prise, bearer_of, serve_socket
from pages.connexion.reglages import is_configured, settings
from pages.connexion.remises import Porteur, Remises
from pages.connexion.sessions import Session

MEDIA = "/media/"
ENVOI = re.compile(r"/_stcore/upload_file/([^/]+)/")
LECTURE = ("GET", "HEAD", "OPTIONS")


class SignInGate:
    """Marque chaque requête de la session de son cookie ; ce qu'elle en disait est retiré."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.remises = app, Remises()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Traite une requête ou une connexion ; démarrage et arrêt passent sans changement."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if not is_configured():
            await self.app(with_session(scope, None), receive, send)
            return
        one = session_of(Headers(scope=scope))
        marked = with_session(scope, one)
        if scope["type"] == "websocket":
            prise = Prise(bearer_of(one), self.remises)
            await serve_socket(self.app, marked, receive, send, prise)
            return
        await self._serve_request(marked, receive, send, one)

    async def _serve_request(
        self, scope: Scope, receive: Receive, send: Send, one: Session | None
    ) -> None:
        answer = await adresses().answer(Request(scope, receive))
        if answer is None and not self._is_hers(scope["method"], scope["path"], bearer_of(one)):
            answer = PlainTextResponse("Introuvable", 404)
        if one and scope["path"].startswith(MEDIA):
            sessions().touch(one.cle)
        await (answer or self.app)(scope, receive, send)

    def _is_hers(self, method: str, path: str, one: Porteur) -> bool:
        """Dit si ce que vise une requête est à qui la fait : un fichier reçu, sa page."""
        if path.startswith(MEDIA):
            return self.remises.has_file(path, one)
        sent = ENVOI.search(path)
        return method in LECTURE or sent is None or self.remises.is_page_of(sent[1], one)


@cache
def adresses() -> Adresses:
    """Rend les adresses de la connexion de ce serveur."""
    chosen = settings()
    if chosen is None:
        raise LookupError("aucune connexion n'est réglée")
    return Adresses(chosen)


def with_session(scope: Scope, one: Session | None) -> Scope:
    """Rend la même requête, marquée de cette session."""
    name = SESSION_HEADER.encode()
    kept = [each for each in scope["headers"] if each[0].lower() != name]
    added = [(name, one.cle.encode())] if one else []
    return {**scope, "headers": [*kept, *added]}
