"""Un fichier offert reste au serveur tant qu'un écran peut encore le demander.

Streamlit oublie le fichier d'un bouton dès que la page est refaite, et un fichier fait dès que
deux pages, de n'importe qui, le sont : le bouton pressé pendant ce temps ne donnait rien. Ici, ce
qu'une page tient vaut encore pendant sa version suivante, et s'en va avec elle.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import PurePath
from typing import Any

from streamlit.runtime import get_instance, media_file_manager
from streamlit.runtime.media_file_manager import MediaFileManager

BEFORE = "avant:"
MADE = "fait:"


class KeptFiles(MediaFileManager):
    """Les fichiers de Streamlit, gardés par chaque page une version de plus."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._being_made = 0

    def clear_session_refs(self, session_id: str | None = None) -> None:
        """Une page va être refaite (`session_id` absent), ou se ferme et lâche alors tout."""
        if session_id is not None:
            super().clear_session_refs(session_id)
            return
        with self._lock:
            session = media_file_manager._get_session_id()
            held = self._files_by_session_and_coord[session]
            self._files_by_session_and_coord[session] = {
                BEFORE + place: one for place, one in held.items() if not place.startswith(BEFORE)
            }

    def add_deferred(
        self,
        data_callable: Callable[[], Any],
        mimetype: str | None,
        coordinates: str,
        *given: Any,
        **named: Any,
    ) -> str:
        """Retient de quoi faire un fichier ; ce qu'offrait ici la version d'avant vaut encore."""
        with self._lock:
            held = self._files_by_session_and_coord[media_file_manager._get_session_id()]
            if coordinates in held:
                held[BEFORE + coordinates] = held[coordinates]
        return super().add_deferred(data_callable, mimetype, coordinates, *given, **named)

    def remove_orphaned_files(self) -> None:
        """Oublie ce que plus personne ne tient, sauf pendant qu'un fichier se fait."""
        if not self._being_made:
            super().remove_orphaned_files()

    @property
    def is_making(self) -> bool:
        """Dit si un fichier se fait en ce moment."""
        return self._being_made > 0

    def forget_past(self, ended: Collection[str]) -> None:
        """Oublie tout ce qu'offrent ces pages et, des autres, ce qui n'est pas leur version
        d'aujourd'hui : une publication dont cela venait a été retirée.
        """
        with self._lock:
            used: set[str] = set()
            for session, held in self._files_by_session_and_coord.items():
                for place in [*held]:
                    if session in ended or place.startswith((BEFORE, MADE)):
                        del held[place]
                used |= set(held.values())
            for file in set(self._file_metadata) - used:
                self._delete_file(file)
            for file in set(self._deferred_callables) - used:
                self._drop_deferred_id(file)

    def execute_deferred(self, file_id: str) -> str:
        """Fait le fichier demandé et rend son adresse ; la page qui l'offre le tient."""
        with self._lock:
            self._being_made += 1
            entry = self._deferred_callables.get(file_id)
        try:
            address = super().execute_deferred(file_id)
            with self._lock:
                held = self._files_by_session_and_coord
                if entry and entry["session_id"] in held:
                    made = PurePath(address).stem
                    held[entry["session_id"]][MADE + entry["coordinates"]] = made
            return address
        finally:
            with self._lock:
                self._being_made -= 1


def keep_files() -> None:
    """Donne au serveur qui démarre, avant toute page, cette façon de garder les fichiers."""
    server = get_instance()
    server._media_file_mgr = KeptFiles(server.media_file_mgr._storage)
