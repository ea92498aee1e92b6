"""Le serveur : l'application, ses en-têtes de sécurité, sa compression, ses pré-imports.

Lancement : `.venv/bin/streamlit run app.py` ; les réglages sont dans .streamlit/config.toml.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from data.publish import PANNES, told
from pages.accueil.fil import ADDRESS, serve_feed
from pages.connexion import ResumeGate, SignInGate, check_settings
from pages.imports.envois import folder
from pages.imports.gate import UploadGate
from pages.imports.premier_demarrage import start_up
from pages.retrait import veille
from pages.shared.shell.fichiers import keep_files
from pages.shared.shell.lots import GroupedMessages
from pages.shared.shell.reseau import send_at_once
from pages.shared.shell.ressources import SHELL_FOLDER, make_ready
from pages.shared.shell.web import FrenchShell, SecurityHeaders, french_page

LOGGER = logging.getLogger(__name__)
# Sans eux, la première personne qui ouvre le site attendrait une seconde de plus.
HEAVY_MODULES = ("pandas", "pyarrow", "polars", "duckdb", "plotly.graph_objects", "queries")


@asynccontextmanager
async def warm_up(_: st.App) -> AsyncIterator[None]:
    """Avant la première visite : bibliothèques lourdes importées, puis figées ; magasin vérifié,
    et préparé s'il est vide, puis veillé. À l'arrêt : les fichiers déposés, effacés.
    """
    keep_files()
    send_at_once()
    for name in HEAVY_MODULES:
        await asyncio.to_thread(import_module, name)
    await asyncio.to_thread(start_up)
    await asyncio.to_thread(make_ready, french_page())
    gc.collect()
    gc.freeze()
    watching = asyncio.create_task(veille().watch())
    yield
    watching.cancel()
    # Un serveur qu'on arrête finit d'un signal, sans les adieux ordinaires de Python.
    folder().close()


def say_error(error: Exception) -> bool:
    """Dit l'erreur en français ; une panne de la machine, par sa phrase. La trace va au journal."""
    LOGGER.error("Erreur dans une page", exc_info=error)
    if isinstance(error, PANNES):
        st.error(told(error))
        return True
    st.error(
        "Cette page n'a pas pu s'afficher. Rechargez-la ; si cela se reproduit, signalez-le en "
        "recopiant l'adresse de la page : le journal du serveur dit ce qui s'est passé."
    )
    return True


check_settings()

app = st.App(
    "pages/entree.py",
    lifespan=warm_up,
    on_script_error=say_error,
    routes=[
        Mount("/coque", StaticFiles(directory=SHELL_FOLDER)),
        Route(ADDRESS, serve_feed),
    ],
    middleware=[
        # D'abord : les portes, derrière, lisent chaque message.
        Middleware(GroupedMessages),
        Middleware(SecurityHeaders),
        Middleware(ResumeGate),
        Middleware(SignInGate),
        Middleware(UploadGate),
        Middleware(FrenchShell),
    ],
)
