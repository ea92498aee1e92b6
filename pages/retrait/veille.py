"""La veille : dès qu'une publication a disparu, ce serveur n'en tient plus rien.

Un effacement retire les publications qui contenaient la personne. Leurs fichiers se referment, les
mémoires se vident, les fichiers offerts s'oublient, et chaque page qui les montrait se relit.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection, Iterable
from functools import cache
from threading import Thread

import streamlit as st
from streamlit.logger import get_logger
from streamlit.runtime import get_instance
from streamlit.runtime.app_session import AppSessionState
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.session_manager import SessionInfo, SessionManager

import queries

LOGGER = get_logger(__name__)
PAUSE_S = 2
# Streamlit nomme ainsi le fil qui exécute une page.
LECTURE = "ScriptRunner.scriptThread"
RELUE = "La publication que montrait cette page a été retirée : voici celle qui est servie."
Marque = tuple[int, str]


class Veille:
    """Ce que montre chaque page de ce serveur, et ce qu'il reste à oublier."""

    def __init__(self) -> None:
        self.shown: dict[str, Marque] = {}
        self.known: set[Marque] = set()
        self.reread: set[str] = set()
        # Les exécutions commencées avant un retrait : elles rangent peut-être ce qu'elles ont lu.
        self.before: list[Thread] = []
        self.is_due = False

    def begin(self) -> None:
        """Une page commence son exécution : ce qu'elle montrait avant ne compte plus."""
        self.shown.pop(_page(), None)

    def note(self, generation: int) -> str:
        """Note ce que montre la page qui s'exécute ; dit pourquoi, si elle vient d'être relue."""
        one, page = (generation, queries.data_mark(generation)), _page()
        self.known.add(one)
        self.shown[page] = one
        if page not in self.reread:
            return ""
        self.reread.discard(page)
        return RELUE

    async def watch(self) -> None:
        """Regarde le magasin sans cesse, qu'on visite le serveur ou non."""
        while True:
            try:
                self.follow(await asyncio.to_thread(queries.kept_marks))
            except queries.PANNES as failure:
                LOGGER.error(queries.told(failure))
            await asyncio.sleep(PAUSE_S)

    def follow(self, kept: Collection[Marque]) -> None:
        """Oublie ce qui vient de disparaître ; `kept` : ce que le magasin garde."""
        gone = self.known.difference(kept)
        self.known = self.known - gone | set(kept)
        ended = self._ended(kept)
        if gone:
            LOGGER.info("Une publication a été retirée : ce serveur n'en garde rien.")
            self.before = [one for one in threading.enumerate() if LECTURE in one.name]
        if gone or ended:
            self._forget(ended)
        elif self.is_due and not self._is_still_read():
            self._forget(())
        self.is_due = bool(ended) or self._is_still_read()
        self._read_again(ended)

    def _ended(self, kept: Collection[Marque]) -> set[str]:
        """Rend les pages qui montrent ce que le magasin n'a plus."""
        alive = {one.session.id for one in _sessions()}
        for page in [*self.shown]:
            if page not in alive:
                self.shown.pop(page, None)
        self.reread &= alive
        return {page for page, one in [*self.shown.items()] if one not in kept}

    def _is_still_read(self) -> bool:
        self.before = [one for one in self.before if one.is_alive()]
        return bool(self.before) or get_instance().media_file_mgr.is_making

    def _forget(self, ended: Iterable[str]) -> None:
        """Referme, vide, et retire ce qu'offraient ces pages."""
        queries.forget_gone()
        st.cache_resource.clear()
        st.cache_data.clear()
        get_instance().media_file_mgr.forget_past(ended)

    def _read_again(self, ended: Collection[str]) -> None:
        """Relit ces pages : celle qui travaille, quand elle aura fini ; celle que plus personne ne
        tient se ferme, et se rechargera si elle revient.
        """
        for one in _sessions():
            page = one.session
            if page.id not in ended:
                continue
            if not _manager().is_active_session(page.id):
                _manager().close_session(page.id)
            elif page._state == AppSessionState.APP_NOT_RUNNING:
                self.reread.add(page.id)
                page.request_rerun(page._client_state)


@cache
def veille() -> Veille:
    """Rend la veille de ce serveur."""
    return Veille()


def _page() -> str:
    """Rend le nom que Streamlit donne à la page qui s'exécute."""
    running = get_script_run_ctx()
    return running.session_id if running else ""


def _manager() -> SessionManager:
    return get_instance()._session_mgr


def _sessions() -> list[SessionInfo]:
    return _manager().list_sessions()
