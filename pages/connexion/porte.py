"""La porte de la connexion : chaque requête est marquée de sa session, et d'elle seule."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.connexion.droit import SESSION_HEADER, sessions
from pages.connexion.reglages import settings
from pages.connexion.sessions import Session

COOKIE = "clauses-session"


class SignInGate:
    """Marque chaque requête de la session de son cookie ; ce qu'elle en disait est retiré."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Traite une requête ou une connexion ; démarrage et arrêt passent sans changement."""
        if scope["type"] in ("http", "websocket"):
            scope = with_session(scope, session_of(Headers(scope=scope)))
        await self.app(scope, receive, send)


def session_of(headers: Headers) -> Session | None:
    """Rend la session que porte le cookie de ces en-têtes."""
    chosen = settings()
    if chosen is None:
        return None
    try:
        jar = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return None
    found = jar.get(f"__Host-{COOKIE}" if chosen.is_https else COOKIE)
    return sessions().of_cookie(found.value) if found else None


def with_session(scope: Scope, one: Session | None) -> Scope:
    """Rend la même requête, marquée de cette session."""
    name = SESSION_HEADER.encode()
    kept = [each for each in scope["headers"] if each[0].lower() != name]
    added = [(name, one.cle.encode())] if one else []
    return {**scope, "headers": [*kept, *added]}
