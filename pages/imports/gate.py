"""La porte du serveur : d'où vient chaque requête, et qui peut téléverser.

Streamlit accepte les fichiers de toute session, même sur une page sans zone d'envoi : cacher la
page Imports ne suffit pas. Il accepte aussi une connexion venue d'une autre adresse locale, quel
qu'en soit le port : une page d'un autre programme de la machine lirait les chiffres exacts.

Ce qui est téléversé est rangé sur le disque à mesure : Streamlit, qui garde tout en mémoire, n'en
reçoit qu'un reçu (pages/imports/envois.py).
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence

from starlette.datastructures import Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import queries
from data.read.exports import TAILLE_MAX_MO
from pages.imports.access import (
    CLOSED,
    ORIGIN_HEADER,
    is_same_origin,
    may_import,
    provenance,
)
from pages.imports.envois import Folder, folder

UPLOAD_PATH = "/_stcore/upload_file"
READ_METHODS = ("GET", "HEAD", "OPTIONS")
# Le code de fermeture d'une connexion qu'une règle refuse (RFC 6455).
REFUSED = 1008
# Ce qui entoure le fichier dans l'envoi : son nom, son type, les bornes.
ENTOURAGE_OCTETS = 64 * 1024
TROP_GROS = f"Le fichier dépasse {TAILLE_MAX_MO} Mo."


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
        if is_refused:
            await PlainTextResponse(CLOSED, 403)(marked, receive, send)
        elif is_upload and scope["method"] == "PUT":
            await Upload(marked, receive, send).through(self.app)
        else:
            await self.app(marked, receive, send)


class Upload:
    """Un téléversement : rangé sur le disque quand l'application le demande, effacé si elle le
    refuse."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope, self.receive, self.send = scope, receive, send
        self.boundary = secrets.token_hex(16)
        self.kept: list[bytes] = []
        self.read = 0
        self.is_given = False

    async def through(self, app: ASGIApp) -> None:
        """Passe à l'application la même requête, un reçu à la place de chaque fichier."""
        kind = f"multipart/form-data; boundary={self.boundary}".encode()
        others = [one for one in self.scope["headers"] if one[0].lower() != b"content-type"]
        scope = {**self.scope, "headers": [*others, (b"content-type", kind)]}
        await app(scope, self._receipts, self._watched)

    async def _receipts(self) -> Message:
        """Rend l'envoi réduit à ses reçus. L'application ne le lit qu'après ses propres refus
        (jeton, session, taille dite) : rien n'est rangé avant."""
        if self.is_given:
            return await self.receive()
        self.is_given = True
        async with Request(self.scope, self._counted).form() as form:
            files = [one for one in form.values() if isinstance(one, UploadFile)]
            place = folder()
            for one in files:
                self.kept.append(await asyncio.to_thread(place.keep, one.file))
            body = multipart(self.boundary, list(zip(files, self.kept, strict=True)))
        return {"type": "http.request", "body": body, "more_body": False}

    async def _counted(self) -> Message:
        message = await self.receive()
        self.read += len(message.get("body", b""))
        if self.read > TAILLE_MAX_MO * 1024**2 + ENTOURAGE_OCTETS:
            raise HTTPException(413, TROP_GROS)
        return message

    async def _watched(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] >= 300:
            place: Folder = folder()
            for receipt in self.kept:
                place.discard(receipt)
        await self.send(message)


def multipart(boundary: str, parts: Sequence[tuple[UploadFile, bytes]]) -> bytes:
    """Rend le corps d'un envoi de mêmes noms et de mêmes types, aux contenus donnés."""
    lines = []
    for rank, (file, content) in enumerate(parts):
        name = (file.filename or "").replace("\\", "\\\\").replace('"', '\\"')
        shown = "".join(" " if mark in "\r\n" else mark for mark in name)
        lines += [
            f"--{boundary}",
            f'Content-Disposition: form-data; name="f{rank}"; filename="{shown}"',
            f"Content-Type: {file.content_type or 'application/octet-stream'}",
            "",
            content.decode("ascii"),
        ]
    return "\r\n".join([*lines, f"--{boundary}--", ""]).encode()


def with_provenance(scope: Scope) -> Scope:
    """Rend la même requête, qui dit d'où vient sa connexion ; ce qu'elle en disait est retiré."""
    name = ORIGIN_HEADER.encode()
    kept = [one for one in scope["headers"] if one[0].lower() != name]
    came = provenance(scope.get("client"), scope.get("server"))
    return {**scope, "headers": [*kept, (name, came.encode())]}
