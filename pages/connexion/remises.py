"""Ce que chaque porteur a reçu : des fichiers à prendre, une page à reprendre.

Streamlit nomme un fichier par l'empreinte de son contenu et le rend à qui en sait le nom : on note
à qui ce nom a été dit, et lui seul le prend.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, field

from data.publish.acces import Droit

DIT = re.compile(rb"/media/([0-9a-f]{16,128})")
DEMANDE = re.compile(r"/media/([0-9a-f]{16,128})(?:\.\w+)?", re.ASCII)
FICHIERS_AU_PLUS, PAGES_AU_PLUS = 50_000, 20_000


@dataclass(frozen=True)
class Porteur:
    """Une session et le droit qu'elle a ; sans session, tout le monde, en plénière."""

    cle: str
    droit: Droit


@dataclass
class Remises:
    """Les fichiers et les pages remis, les plus anciens oubliés."""

    _files: OrderedDict[tuple[str, Porteur], None] = field(default_factory=OrderedDict)
    _pages: OrderedDict[str, Porteur] = field(default_factory=OrderedDict)

    def note_files(self, data: bytes, to: Porteur) -> None:
        """Note les fichiers dont ce message dit le nom."""
        if b"/media/" not in data:
            return
        for name in DIT.findall(data):
            self._files[name.decode(), to] = None
            self._files.move_to_end((name.decode(), to))
        while len(self._files) > FICHIERS_AU_PLUS:
            self._files.popitem(last=False)

    def has_file(self, path: str, one: Porteur) -> bool:
        """Dit si ce fichier a été remis à ce porteur."""
        found = DEMANDE.fullmatch(path)
        return found is not None and (found[1], one) in self._files

    def note_page(self, page: str, to: Porteur) -> None:
        """Note à qui Streamlit a ouvert une page."""
        self._pages[page] = to
        self._pages.move_to_end(page)
        while len(self._pages) > PAGES_AU_PLUS:
            self._pages.popitem(last=False)

    def is_page_of(self, page: str, one: Porteur) -> bool:
        """Dit si cette page est celle de ce porteur."""
        return self._pages.get(page) == one
