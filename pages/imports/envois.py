"""Les fichiers déposés : sur le disque dès leur arrivée, un bref reçu à leur place en mémoire.

Streamlit garde en mémoire tout ce qu'une session dépose. La porte (pages/imports/gate.py) range
donc le contenu dans un dossier à part, que ce compte seul ouvre, et ne lui laisse qu'un reçu, un
mot tiré au sort. La session échange le reçu contre le fichier, effacé dès qu'elle le lâche ; un
fichier que personne ne réclame, au bout d'une heure ; ce qu'un serveur tué a laissé, à l'envoi
d'après.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import stat
import tempfile
import time
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO

from filelock import FileLock, Timeout

PREFIXE, VERROU, PRIS = "clauses-envois-", "verrou", ".pris"
# Le nom d'avant : un serveur tué avant de changer de version en a peut-être laissé un.
ANCIEN = "clauses-depots-"
RECU = re.compile(rb"[0-9a-f]{64}")
ATTENDU_S, NEUF_S = 3600, 60
MORCEAU = 1024 * 1024


@dataclass
class Envoi:
    """Un fichier déposé ; son contenu s'efface du disque avec lui."""

    name: str
    content: Path | bytes
    digest: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Lie la vie du fichier à celle de l'envoi."""
        if isinstance(self.content, Path):
            weakref.finalize(self, _erase, self.content)


class Folder:
    """Le dossier des envois d'un serveur : à ce compte seul, verrouillé tant que le serveur vit."""

    def __init__(self, parent: Path) -> None:
        _clean(parent)
        self.path = Path(tempfile.mkdtemp(prefix=PREFIXE, dir=parent))
        self._lock = FileLock(self.path / VERROU)
        self._lock.acquire(timeout=0)
        self.close = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

    def keep(self, source: IO[bytes]) -> bytes:
        """Range un contenu, lu par morceaux ; rend son reçu."""
        self._forget_unclaimed()
        receipt = secrets.token_hex(32)
        path = self.path / receipt
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as target:
                shutil.copyfileobj(source, target, MORCEAU)
        except OSError:
            _erase(path)
            raise
        return receipt.encode()

    def discard(self, receipt: bytes) -> None:
        """Efface un contenu rangé que personne n'a réclamé."""
        _erase(self.path / receipt.decode())

    def claim(self, name: str, receipt: bytes) -> Envoi:
        """Échange un reçu contre son fichier, une seule fois ; ce qui n'en est pas un est gardé
        tel quel (aucune porte devant ce serveur)."""
        if not RECU.fullmatch(receipt) or not (path := self.path / receipt.decode()).is_file():
            return Envoi(name, receipt, hashlib.sha256(receipt).hexdigest())
        taken = path.rename(path.with_name(path.name + PRIS))
        # Le reçu est tiré au sort : il ne désigne que ce contenu.
        return Envoi(name, taken, receipt.decode())

    def _forget_unclaimed(self) -> None:
        limit = time.time() - ATTENDU_S
        for path in self.path.iterdir():
            if RECU.fullmatch(os.fsencode(path.name)) and path.stat().st_mtime < limit:
                _erase(path)


@cache
def folder() -> Folder:
    """Rend le dossier de ce serveur, fait au premier envoi."""
    return Folder(Path(tempfile.gettempdir()))


def _clean(parent: Path) -> None:
    """Efface ce que des serveurs morts ont laissé : leur verrou n'est plus tenu."""
    for left in _abandoned(parent):
        shutil.rmtree(left, ignore_errors=True)


def _abandoned(parent: Path) -> Iterator[Path]:
    for path in (*parent.glob(f"{PREFIXE}*"), *parent.glob(f"{ANCIEN}*")):
        about = path.lstat()
        is_ours = not hasattr(os, "getuid") or about.st_uid == os.getuid()
        # Un dossier tout neuf n'a peut-être pas encore son verrou.
        is_settled = about.st_mtime < time.time() - NEUF_S
        if not (is_ours and is_settled and stat.S_ISDIR(about.st_mode)):
            continue
        try:
            with FileLock(path / VERROU, timeout=0):
                yield path
        except (Timeout, OSError):
            continue


def _erase(path: Path) -> None:
    path.unlink(missing_ok=True)
