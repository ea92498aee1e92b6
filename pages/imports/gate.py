"""La porte du serveur : d'où vient chaque requête, et qui peut téléverser.

Streamlit accepte les fichiers de toute session, même sur une page sans zone de dépôt : cacher la
page Imports ne suffit pas. Il accepte aussi une connexion venue d'une autre adresse locale, quel
qu'en soit le port : une page d'un autre programme de la machine lirait les chiffres exacts.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

import queries
from pages.imports.access import (
    CLOSED,
    ORIGIN_HEADER,
    is_same_origin,
    may_import,
    provenance,
)

UPLOAD_PATH = "/_stcore/upload_file"
READ_METHODS = ("GET", "HEAD", "OPTIONS")
# Le code de fermeture d'une connexion qu'une règle refuse (RFC 6455).
REFUSED = 1008


class UploadGate:
    """Marque chaque requête de sa provenance ; refuse un téléversement qui ne peut pas importer
    (403) et une connexion d'une autre origine.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Traite une requête ou une connexion ; démarrage et arrêt passent sans changement."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        marked = with_provenance(scope)
        headers = Headers(scope=marked)
        if scope["type"] == "websocket" and not is_same_origin(headers):
            await send({"type": "websocket.close", "code": REFUSED})
            return
        is_upload = (
            scope["type"] == "http"
            and UPLOAD_PATH in scope["path"]
            and scope["method"] not in READ_METHODS
        )
        # Un serveur de plénière n'a pas de page Imports : personne n'y dépose rien.
        is_refused = is_upload and (queries.is_plenary() or not may_import(headers))
        target = PlainTextResponse(CLOSED, 403) if is_refused else self.app
        await target(marked, receive, send)


def with_provenance(scope: Scope) -> Scope:
    """Rend la même requête, qui dit d'où vient sa connexion ; ce qu'elle en disait est retiré."""
    name = ORIGIN_HEADER.encode()
    kept = [one for one in scope["headers"] if one[0].lower() != name]
    came = provenance(scope.get("client"), scope.get("server"))
    return {**scope, "headers": [*kept, (name, came.encode())]}
