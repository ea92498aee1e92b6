"""La coque servie au navigateur : en-têtes de sécurité, page française, fichiers compressés.

Streamlit sert une page anglaise, un script dans la page (qu'une politique de contenu stricte
refuse) et 7,6 Mo de fichiers non compressés : on corrige ici, avant l'envoi ; les fichiers
eux-mêmes sont dans ressources.py.
"""

from __future__ import annotations

import asyncio
import re
from functools import cache

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.shared.shell.ressources import (
    STREAMLIT_FOLDER,
    address,
    asset_paths,
    compressed_asset,
    preloads,
)

STYLES = ("coque.css", "pleniere.css", "territoires.css")
FIRST_SCRIPTS = ("connexion.js", "racine.js", "graphiques.js")
SCRIPTS = ("francais.js", "imprimer.js", "nommer.js", "diaporama.js")
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
def french_page() -> str:
    """Rend la page d'entrée de Streamlit en français, sans script écrit dans la page."""
    page = (STREAMLIT_FOLDER / "index.html").read_text("utf-8")
    page = page.replace('<html lang="en">', '<html lang="fr">')
    page = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    page = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    page = re.sub(r'<link rel="(service-desc|shortcut icon)"[^>]*>', "", page)
    page = re.sub(r"<noscript>.*?</noscript>", NOSCRIPT, page, flags=re.DOTALL)
    page = page.replace("<title>Streamlit</title>", "<title>Clauses sociales en Vaucluse</title>")
    return page.replace("</head>", f"{preloads(page)}{_shell_tags()}</head>")


NOSCRIPT = (
    "<noscript><p>Ce tableau de bord a besoin de JavaScript : activez-le dans votre navigateur, "
    "puis rechargez la page.</p></noscript>"
)


def _shell_tags() -> str:
    """Rend les liens vers nos fichiers, les scripts dans l'ordre où ils doivent s'exécuter."""
    styles = "".join(f'<link rel="stylesheet" href="{address(one)}">' for one in STYLES)
    # Sans « defer » : avant que Streamlit n'ouvre sa prise et ne charge son dessinateur.
    first = "".join(f'<script src="{address(one)}"></script>' for one in FIRST_SCRIPTS)
    others = "".join(f'<script src="{address(one)}" defer></script>' for one in SCRIPTS)
    icon = f'<link rel="icon" type="image/svg+xml" href="{address("marque.svg")}">'
    return f"{icon}{styles}{first}{others}"
