"""Publier : une nouvelle génération complète, puis le pointeur CURRENT, jamais l'inverse.

Une coupure à n'importe quel instant laisse la génération précédente servie. Un seul import à la
fois (verrou du système, libéré si le processus meurt). Les cinq dernières générations restent.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import filelock
import polars as pl

from data.generations import (
    FichierExactFerme,
    Generation,
    current,
    fingerprint,
    is_plenary,
    numbers,
    store_path,
)
from data.load import read_database, write_database

GENERATIONS_GARDEES = 5
BeforePointer = Callable[[Path], None]


class ImportEnCours(Exception):
    """Un autre import tient le verrou ; str(e) est la phrase à montrer."""


class PublicationRefusee(Exception):
    """Le fichier écrit ne relit pas comme prévu ; rien n'a changé pour les lecteurs."""


@contextmanager
def import_lock(store: Path | None = None, timeout: float = 0) -> Iterator[None]:
    """Tient le verrou d'import du magasin ; lève ImportEnCours s'il est pris.

    En vue plénière, personne n'écrit : lève FichierExactFerme.
    """
    if is_plenary():
        raise FichierExactFerme
    folder = store or store_path()
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / "verrou.txt"
    try:
        with filelock.FileLock(folder / "verrou", timeout=timeout):
            note.write_text(f"{datetime.now():%d/%m/%Y à %H:%M}", "utf-8")
            yield
            note.unlink(missing_ok=True)
    except filelock.Timeout as taken:
        since = note.read_text("utf-8") if note.is_file() else "un instant"
        raise ImportEnCours(
            f"Un autre import est en cours (commencé le {since}) : attendez qu'il finisse, "
            "puis recommencez. Rien n'a été changé."
        ) from taken


def publish_tables(
    content: dict[str, pl.DataFrame],
    store: Path | None = None,
    *,
    est_exemple: bool = False,
    key_id: str = "",
    before_pointer: Sequence[BeforePointer] = (),
) -> Generation:
    """Écrit une génération et la sert.

    `before_pointer` : fonctions appelées avec le dossier de la génération avant que le pointeur
    ne bouge (le cube protégé s'y branche) ; si l'une lève, rien n'est publié.
    """
    folder = store or store_path()
    number = max(numbers(folder), default=0) + 1
    draft = folder / "generations" / f"{number}.brouillon"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    exact = draft / "exact.duckdb"
    write_database(exact, content)
    manifest = {
        "numero": number,
        "publie_le": datetime.now().isoformat(timespec="seconds"),
        "empreinte": fingerprint(exact),
        "est_exemple": est_exemple,
        "cle": key_id,
        "lignes": {name: frame.height for name, frame in sorted(content.items())},
    }
    (draft / "manifest.json").write_text(json.dumps(manifest, indent=1), "utf-8")
    _reread(Generation(number, draft, manifest), content)
    manifest = _completed(draft, before_pointer)
    draft.rename(folder / "generations" / str(number))
    _flush(folder / "generations")
    point_to(number, folder)
    _forget_old(folder)
    return Generation(number, folder / "generations" / str(number), manifest)


def _completed(draft: Path, before_pointer: Sequence[BeforePointer]) -> dict[str, Any]:
    """Exécute les étapes d'avant pointeur ; rend le manifeste, que l'une d'elles complète."""
    for prepare in before_pointer:
        prepare(draft)
    for path in draft.iterdir():
        _flush(path)
    return json.loads((draft / "manifest.json").read_text("utf-8"))


def point_to(number: int, store: Path | None = None) -> None:
    """Fait servir la génération `number` (aussi pour revenir en arrière)."""
    folder = store or store_path()
    draft = folder / "CURRENT.brouillon"
    draft.write_text(str(number), "ascii")
    _flush(draft)
    draft.replace(folder / "CURRENT")
    _flush(folder)


def _reread(one: Generation, content: dict[str, pl.DataFrame]) -> None:
    for name, frame in read_database(one).items():
        expected = content[name].height if name in content else 0
        if frame.height != expected:
            raise PublicationRefusee(
                f"La table « {name} » relue compte {frame.height} lignes au lieu de {expected} : "
                "rien n'a été publié."
            )


def _flush(path: Path) -> None:
    """Force l'écriture sur le disque ; un dossier ne s'ouvre pas ainsi sous Windows."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _forget_old(store: Path) -> None:
    served = current(store)
    for number in numbers(store)[:-GENERATIONS_GARDEES]:
        if served is None or number != served.number:
            shutil.rmtree(store / "generations" / str(number), ignore_errors=True)
