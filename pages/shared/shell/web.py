"""La coque servie au navigateur : en-têtes de sécurité, page française, fichiers compressés.

Streamlit sert une page anglaise, un script dans la page (qu'une politique de contenu stricte
refuse) et 7,6 Mo de fichiers non compressés : on corrige ici, avant l'envoi.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.file_util import get_static_dir

SHELL_FOLDER = Path(__file__).parent / "coque"
STREAMLIT_FOLDER = Path(get_static_dir())
CONTENT_TYPES = {".js": "text/javascript", ".css": "text/css"}
# Ces adresses répondent sans contrôle d'accès et ne servent pas aux lecteurs ; la connexion de
# Streamlit n'est pas la nôtre.
BLOCKED_PATHS = (
    "/_stcore/metrics",
    "/_stcore/agent",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
)
SECURITY_HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            # Streamlit porte une petite police dans sa feuille de style.
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class SecurityHeaders:
    """Ajoute les en-têtes de sécurité à chaque réponse et ferme les adresses techniques."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Traite une requête ; les connexions autres que HTTP passent sans changement."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        is_blocked = any(path in scope["path"] for path in BLOCKED_PATHS)
        target = PlainTextResponse("Introuvable", 404) if is_blocked else self.app
        await target(scope, receive, send_with_headers)


class FrenchShell:
    """Remplace la page de Streamlit par la nôtre et compresse ses fichiers une fois pour toutes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Traite une requête de lecture ; le reste passe sans changement."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        if scope["path"] in asset_paths() and "gzip" in Headers(scope=scope).get(
            "accept-encoding", ""
        ):
            answer = await asyncio.to_thread(compressed_asset, scope["path"])
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, _with_french_page(scope, receive, send))


def _with_french_page(scope: Scope, receive: Receive, send: Send) -> Send:
    """Rend un envoi qui met notre page à la place de toute page HTML de Streamlit.

    Un fichier HTML à emporter (l'édition d'un copil) n'est pas une page : il part tel quel.
    """
    est_remplacee = False

    async def send_page(message: Message) -> None:
        nonlocal est_remplacee
        if message["type"] == "http.response.start":
            headers = Headers(raw=message["headers"])
            is_page = headers.get("content-type", "").startswith("text/html")
            is_file = "content-disposition" in headers
            est_remplacee = message["status"] == 200 and is_page and not is_file
            if est_remplacee:
                page = Response(french_page(), media_type="text/html")
                page.headers["Cache-Control"] = "no-cache"
                await page(scope, receive, send)
        if not est_remplacee:
            await send(message)

    return send_page


@cache
def asset_paths() -> dict[str, Path]:
    """Rend adresse -> fichier des scripts et feuilles de style de Streamlit."""
    files = (one for one in STREAMLIT_FOLDER.rglob("*") if one.suffix in CONTENT_TYPES)
    return {f"/{one.relative_to(STREAMLIT_FOLDER).as_posix()}": one for one in files}


@cache
def compressed_asset(path: str) -> Response:
    """Rend la réponse compressée d'un fichier de Streamlit, dont le nom porte l'empreinte."""
    file = asset_paths()[path]
    headers = {
        "Content-Encoding": "gzip",
        "Vary": "Accept-Encoding",
        "Cache-Control": "public, immutable, max-age=31536000",
    }
    body = gzip.compress(file.read_bytes(), 6)
    return Response(body, headers=headers, media_type=CONTENT_TYPES[file.suffix])


@cache
def french_page() -> str:
    """Rend la page d'entrée de Streamlit en français, sans script écrit dans la page."""
    page = (STREAMLIT_FOLDER / "index.html").read_text("utf-8")
    page = page.replace('<html lang="en">', '<html lang="fr">')
    page = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    page = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    page = re.sub(r'<link rel="(service-desc|shortcut icon)"[^>]*>', "", page)
    page = re.sub(r"<noscript>.*?</noscript>", NOSCRIPT, page, flags=re.DOTALL)
    page = page.replace("<title>Streamlit</title>", "<title>Clauses sociales en Vaucluse</title>")
    return page.replace("</head>", f"{_shell_tags()}</head>")


NOSCRIPT = (
    "<noscript><p>Ce tableau de bord a besoin de JavaScript : activez-le dans votre navigateur, "
    "puis rechargez la page.</p></noscript>"
)


def _shell_tags() -> str:
    """Rend les liens vers nos fichiers ; l'empreinte dans l'adresse évite une version périmée."""

    def address(name: str) -> str:
        mark = hashlib.sha256((SHELL_FOLDER / name).read_bytes()).hexdigest()[:12]
        return f"./coque/{name}?v={mark}"

    return (
        f'<link rel="icon" type="image/svg+xml" href="{address("marque.svg")}">'
        f'<link rel="stylesheet" href="{address("coque.css")}">'
        f'<link rel="stylesheet" href="{address("pleniere.css")}">'
        f'<link rel="stylesheet" href="{address("territoires.css")}">'
        # Sans « defer » : avant que Streamlit n'ouvre sa prise.
        f'<script src="{address("connexion.js")}"></script>'
        f'<script src="{address("francais.js")}" defer></script>'
        f'<script src="{address("imprimer.js")}" defer></script>'
        f'<script src="{address("nommer.js")}" defer></script>'
        f'<script src="{address("diaporama.js")}" defer></script>'
    )
