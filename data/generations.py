"""Où vivent les générations publiées, et laquelle est servie.

Le magasin (`CLAUSES_STORE`, data/store par défaut) contient generations/<n>/exact.duckdb,
protege.duckdb et manifest.json ; le fichier CURRENT nomme la génération servie. Un lecteur suit
CURRENT à chaque lecture et ne garde jamais de connexion ouverte.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

STORE_VARIABLE = "CLAUSES_STORE"
VUE_VARIABLE = "CLAUSES_VUE"
EXACTE = "exacte"


class FichierExactFerme(Exception):
    """En vue plénière, le fichier des chiffres exacts ne s'ouvre pas."""

    def __init__(self) -> None:
        super().__init__(
            "Ce serveur ne montre que les chiffres protégés : le fichier exact y reste fermé."
        )


def is_plenary() -> bool:
    """Dit si ce processus ne doit servir que le fichier protégé (`CLAUSES_VUE=pleniere`).

    Une valeur mal écrite ferme le fichier exact plutôt que de l'ouvrir.
    """
    return (os.environ.get(VUE_VARIABLE) or EXACTE) != EXACTE


@dataclass(frozen=True)
class Generation:
    """Une publication : son numéro, son dossier, son manifeste."""

    number: int
    folder: Path
    manifest: dict[str, Any]

    @property
    def exact(self) -> Path:
        """Le fichier DuckDB des chiffres exacts ; lève FichierExactFerme en vue plénière."""
        if is_plenary():
            raise FichierExactFerme
        return self.folder / "exact.duckdb"

    @property
    def protege(self) -> Path:
        """Le fichier DuckDB des chiffres protégés ; il peut manquer (voir `a_cube`)."""
        return self.folder / "protege.duckdb"

    @property
    def a_cube(self) -> bool:
        """Vrai si la publication a ses chiffres protégés, intacts."""
        return _is_intact(self.protege, (self.manifest.get("protege") or {}).get("empreinte"))

    @property
    def est_exemple(self) -> bool:
        """Vrai si les données sont les exemples inventés."""
        return bool(self.manifest.get("est_exemple"))


def store_path() -> Path:
    """Rend le dossier du magasin."""
    chosen = os.environ.get(STORE_VARIABLE)
    return Path(chosen) if chosen else Path(__file__).parent / "store"


def generation(number: int, store: Path | None = None) -> Generation | None:
    """Rend la génération `number`, ou None si son dossier ou son manifeste manque."""
    folder = (store or store_path()) / "generations" / str(number)
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        return None
    try:
        content = json.loads(manifest.read_text("utf-8"))
    except ValueError:
        return None
    return Generation(number, folder, content)


def current(store: Path | None = None) -> Generation | None:
    """Rend la génération servie : celle de CURRENT si elle est saine, sinon la dernière saine.

    None si rien n'a été publié. `alert()` dit si un repli a eu lieu.
    """
    pointed = _pointed(store)
    if pointed and is_sound(pointed):
        return pointed
    candidates = (generation(number, store) for number in reversed(numbers(store)))
    return next((one for one in candidates if one and is_sound(one)), None)


def alert(store: Path | None = None) -> str:
    """Rend la phrase à montrer quand la génération servie n'est pas celle de CURRENT, ou ""."""
    served, pointed = current(store), _pointed(store)
    if served is None or (pointed and pointed.number == served.number):
        return ""
    return (
        "La dernière publication est illisible : les chiffres montrés sont ceux de la "
        f"publication n° {served.number}. Prévenez la personne qui importe les données."
    )


def is_sound(one: Generation) -> bool:
    """Dit si le fichier servi est celui que décrit son manifeste (empreinte).

    En vue plénière, c'est le fichier protégé, seul présent sur ces machines.
    """
    return one.a_cube if is_plenary() else _is_intact(one.exact, one.manifest.get("empreinte"))


def _is_intact(path: Path, expected: str | None) -> bool:
    if not path.is_file():
        return False
    state = path.stat()
    return _fingerprint_once(path, state.st_mtime_ns, state.st_size) == expected


@lru_cache(maxsize=16)
def _fingerprint_once(path: Path, _modified: int, _size: int) -> str:
    return fingerprint(path)


def _pointed(store: Path | None) -> Generation | None:
    pointer = (store or store_path()) / "CURRENT"
    text = pointer.read_text("ascii", errors="replace").strip() if pointer.is_file() else ""
    return generation(int(text), store) if text.isdigit() else None


def numbers(store: Path | None = None) -> list[int]:
    """Rend les numéros des générations présentes, croissants."""
    folder = (store or store_path()) / "generations"
    if not folder.is_dir():
        return []
    return sorted(int(one.name) for one in folder.iterdir() if one.name.isdigit())


def fingerprint(path: Path) -> str:
    """Rend l'empreinte SHA-256 d'un fichier, en hexadécimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
