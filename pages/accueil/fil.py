"""Le fil Atom des publications, servi sans compte : ni effectif, ni nombre d'heures n'y est."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

import queries
from pages.shared.words.nouvelles import atom
from queries.nouvelles import nouvelles

ADDRESS = "/nouvelles.atom"


async def serve_feed(_: Request) -> Response:
    """Rend le fil ; un serveur de plénière n'ouvre aucun fichier exact, donc pas de fil."""
    if queries.is_plenary():
        return PlainTextResponse("Introuvable", 404)
    try:
        text = await asyncio.to_thread(lambda: atom(nouvelles()))
    except queries.MagasinAbime as damaged:
        return PlainTextResponse(str(damaged), 503)
    return Response(text, media_type="application/atom+xml")
