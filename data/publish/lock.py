"""Le verrou du magasin : un seul qui écrit, et le ménage de ce qu'une coupure a laissé."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import filelock

from data.location import store_path
from data.publish.durable import BROUILLON, EFFACE, drop, flush, make_folder
from data.publish.generations import FichierExactFerme, folder_of, is_plenary
from data.publish.served import ATTENTE, read_pointer

VERROU, MOT = "verrou", "verrou.txt"
# Dans le magasin d'une machine qui suit un dépôt : lequel.
SUIVI = "depot.json"


class ImportEnCours(Exception):
    """Un autre import tient le verrou ; str(e) est la phrase à montrer."""


class MagasinSuivi(ImportEnCours):
    """Ce magasin ne publie rien lui-même ; str(e) est la phrase à montrer."""


@contextmanager
def import_lock(
    store: Path | None = None, timeout: float = 0, *, est_suivi: bool = False
) -> Iterator[None]:
    """Tient le verrou d'import du magasin, ménage fait ; lève ImportEnCours s'il est pris.

    En vue plénière, personne n'écrit : lève FichierExactFerme. Dans un magasin qui suit un dépôt,
    non plus, sauf le suivi (`est_suivi`) : lève MagasinSuivi.
    """
    folder = store or store_path()
    if not est_suivi:
        _refuse_reader(folder)
    make_folder(folder)
    note = folder / MOT
    try:
        with filelock.FileLock(folder / VERROU, timeout=timeout):
            sweep(folder)
            note.write_text(f"{datetime.now():%d/%m/%Y à %H:%M}", "utf-8")
            try:
                yield
            finally:
                note.unlink(missing_ok=True)
    except filelock.Timeout as taken:
        raise ImportEnCours(
            f"Un autre import est en cours (commencé le {_since(note)}) : attendez qu'il finisse, "
            "puis recommencez. Rien n'a été changé."
        ) from taken


def _refuse_reader(store: Path) -> None:
    if is_plenary():
        raise FichierExactFerme
    if (store / SUIVI).is_file():
        raise MagasinSuivi(
            "Ce magasin suit un dépôt, qui seul y publie : faites-le sur la machine qui dépose. "
            "Rien n'a été changé."
        )


def _since(note: Path) -> str:
    try:
        return note.read_text("utf-8")
    except FileNotFoundError:
        return "il y a un instant"


def sweep(store: Path) -> list[str]:
    """Efface ce qu'une coupure a laissé : brouillons, génération jamais servie, mot du verrou.

    Pour qui tient le verrou. Rend les noms effacés.
    """
    names = [*_waiting(store), *_leftovers(store)]
    for path in names:
        drop(path) if path.is_dir() else path.unlink()
    (store / MOT).unlink(missing_ok=True)
    if names:
        flush(store)
    return [path.relative_to(store).as_posix() for path in names]


def _waiting(store: Path) -> list[Path]:
    """La génération que le pointeur n'a pas eu le temps de servir, puis la marque qui le dit."""
    pointer, found = read_pointer(store), []
    for mark in sorted(folder_of(store).glob(f"*{ATTENTE}")):
        orphan = mark.with_suffix("")
        is_served = pointer is not None and orphan.name == str(pointer.number)
        found += [orphan, mark] if orphan.is_dir() and not is_served else [mark]
    return found


def _leftovers(store: Path) -> list[Path]:
    """Les brouillons et les restes d'effacements ; ceux du copil ont leur propre verrou."""
    places = (store, folder_of(store))
    return [
        path
        for place in places
        if place.is_dir()
        for path in sorted(place.iterdir())
        if path.name.endswith((BROUILLON, EFFACE))
    ]
