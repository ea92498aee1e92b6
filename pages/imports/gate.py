"""La porte des téléversements : fermée à qui ne peut pas importer.

Streamlit accepte les fichiers de toute session, même sur une page sans zone de dépôt : cacher la
page Imports ne suffit pas.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

import queries
from pages.imports.access import CLOSED, may_import

UPLOAD_PATH = "/_stcore/upload_file"
READ_METHODS = ("GET", "HEAD", "OPTIONS")


class UploadGate:
    """Refuse (403) un téléversement dont les en-têtes ne permettent pas d'importer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Traite une requête ; tout ce qui n'est pas un téléversement passe sans changement."""
        is_upload = (
            scope["type"] == "http"
            and UPLOAD_PATH in scope["path"]
            and scope["method"] not in READ_METHODS
        )
        # Un serveur de plénière n'a pas de page Imports : personne n'y dépose rien.
        is_open = may_import(Headers(scope=scope)) and not queries.is_plenary()
        is_refused = is_upload and not is_open
        target = PlainTextResponse(CLOSED, 403) if is_refused else self.app
        await target(scope, receive, send)
