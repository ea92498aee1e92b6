"""Écrire pour de bon : un fichier entier ou l'ancien, sur le disque avant qu'on n'en dépende."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

BROUILLON, EFFACE = ".brouillon", ".efface"


def flush(path: Path) -> None:
    """Force l'écriture d'un fichier ou d'un dossier ; un dossier ne s'ouvre pas sous Windows."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_tree(folder: Path) -> None:
    """Force l'écriture de chaque fichier d'un dossier, puis du dossier."""
    for path in sorted(folder.iterdir()):
        flush_tree(path) if path.is_dir() else flush(path)
    flush(folder)


def write_durably(path: Path, content: bytes) -> None:
    """Remplace un fichier d'un coup : une coupure laisse l'ancien, jamais une moitié du nouveau."""
    draft = path.with_name(path.name + BROUILLON)
    draft.write_bytes(content)
    flush(draft)
    draft.replace(path)
    flush(path.parent)


def append_line(path: Path, line: str) -> None:
    """Ajoute une ligne à la fin d'un fichier, sur le disque au retour.

    Une ligne coupée par une panne reste seule : la suivante commence sur la sienne.
    """
    with path.open("ab+") as stream:
        if stream.tell():
            stream.seek(-1, os.SEEK_END)
            line = line if stream.read() == b"\n" else f"{os.linesep}{line}"
        stream.write(f"{line}\n".encode())
    flush(path)


def make_folder(folder: Path) -> None:
    """Crée un dossier et ses parents ; chaque parent sait, sur le disque, qu'il a un enfant."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for one in reversed(missing):
        flush(one.parent)


def drop(folder: Path) -> None:
    """Efface un dossier ; une coupure au milieu laisse un nom que personne ne lit."""
    if not folder.exists():
        return
    gone = folder if folder.name.endswith(EFFACE) else folder.with_name(folder.name + EFFACE)
    if gone != folder:
        shutil.rmtree(gone, ignore_errors=True)
        folder.rename(gone)
    shutil.rmtree(gone)
