"""La réserve d'une exécution : ce qui est long à faire y est fait une fois, pour tous.

pytest-xdist lance plusieurs processus, qui ont chacun leur dossier sous celui de l'exécution : la
réserve est dans ce dernier. Le premier qui a besoin d'une chose la fait, les autres l'attendent.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

# Un magasin d'exemples et ses chiffres protégés, sur une machine chargée.
ATTENTE_S = 900


def folder_of(factory: pytest.TempPathFactory) -> Path:
    """Rend le dossier de la réserve, le même pour tous les processus d'une exécution."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "reserve"
    folder.mkdir(exist_ok=True)
    return folder


def locked(reserve: Path, name: str) -> FileLock:
    """Le verrou d'une chose de la réserve."""
    return FileLock(reserve / f"{name}.verrou", timeout=ATTENTE_S)


def made_once(reserve: Path, name: str, make: Callable[[Path], object]) -> Path:
    """Rend le dossier de ce nom, que `make` remplit s'il n'existe pas ; à lire ou à copier.

    Un dossier à moitié fait ne porte jamais ce nom : un échec se refait, il ne se lit pas.
    """
    target = reserve / name
    with locked(reserve, name):
        if not target.is_dir():
            draft = reserve / f"{name}.brouillon"
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            make(draft)
            draft.rename(target)
    return target
