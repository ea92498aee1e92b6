"""Une page qui revient là où on ne la connaît plus se recharge, au lieu de perdre un geste.

Son processus a été tué ou redémarré, un autre a pris sa place, ou elle a dormi trop longtemps :
Streamlit lui ouvrirait une page neuve sans la dessiner, et le premier geste n'y ferait rien.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import get_instance

from pages.connexion.prises import SOUS_PROTOCOLES, TO_RELOAD


class ResumeGate:
    """Ferme, en disant de recharger, la prise d'une page que ce processus n'a pas su reprendre."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Laisse passer tout le reste sans y toucher."""
        page = _resumed_page(scope) if scope["type"] == "websocket" else ""
        if not page:
            await self.app(scope, receive, send)
            return
        heard = 0

        async def hear() -> Message:
            nonlocal heard
            heard += 1
            # La première écoute ouvre la prise ; à la deuxième, Streamlit a repris la page, ou non.
            if heard != 2 or get_instance().is_active_session(page):
                return await receive()
            await send({"type": "websocket.close", "code": TO_RELOAD, "reason": "page"})
            return {"type": "websocket.disconnect", "code": TO_RELOAD}

        await self.app(scope, hear, send)


def _resumed_page(scope: Scope) -> str:
    """Rend la page qu'une prise demande à reprendre, "" si elle en ouvre une."""
    said = Headers(scope=scope).get(SOUS_PROTOCOLES.decode(), "")
    parts = [part.strip() for part in said.split(",")]
    return parts[2] if len(parts) > 2 else ""
