"""Une génération publiée : où sont ses fichiers, et qui a le droit d'ouvrir lesquels.

Le magasin (`CLAUSES_STORE`, data/store par défaut) contient generations/<n>/ : exact.duckdb,
protege.duckdb, personnes.json, annees.json, manifest.json et son sceau ; le fichier CURRENT nomme
la génération servie (data/publish/served.py). Un lecteur le suit à chaque lecture et ne garde
jamais de connexion ouverte.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from data.location import store_path
from data.publish.seal import (
    EXACT,
    MANIFESTE,
    PROTEGE,
    Degat,
    expected_files,
    file_damages,
    fingerprint_once,
    is_sealed,
    read_manifest,
)

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
        return self.folder / EXACT

    @property
    def protege(self) -> Path:
        """Le fichier DuckDB des chiffres protégés ; il peut manquer (voir `a_cube`)."""
        return self.folder / PROTEGE

    @property
    def a_cube(self) -> bool:
        """Vrai si la publication a ses chiffres protégés, intacts."""
        expected = (self.manifest.get("protege") or {}).get("empreinte")
        return self.protege.is_file() and fingerprint_once(self.protege) == expected

    def is_intact(self, name: str) -> bool:
        """Dit si un fichier de la publication est celui qu'elle a scellé (vrai s'il n'a pas de
        sceau : une publication d'avant les sceaux ne dit rien de lui).
        """
        return not file_damages(self.folder, self.manifest, {name})

    @property
    def est_exemple(self) -> bool:
        """Vrai si les données sont les exemples inventés."""
        return bool(self.manifest.get("est_exemple"))

    @property
    def data_number(self) -> int:
        """Le numéro sous lequel ses données ont d'abord été publiées, sans leur cube."""
        return int(self.manifest.get("donnees_de") or self.number)

    @property
    def est_scellee(self) -> bool:
        """Vrai si chacun de ses fichiers est scellé ; faux pour un magasin d'avant les sceaux."""
        return is_sealed(self.manifest)

    @property
    def publiee_le(self) -> datetime:
        """L'instant de la publication."""
        return datetime.fromisoformat(self.manifest["publie_le"])


@dataclass(frozen=True)
class Examen:
    """Ce qu'on trouve en examinant une génération : elle-même si son manifeste est sûr."""

    number: int
    generation: Generation | None
    degats: tuple[Degat, ...]

    @property
    def est_servable(self) -> bool:
        """Vrai si ce que ce processus sert d'elle est intact, même si autre chose est abîmé."""
        if self.generation is None:
            return False
        served = PROTEGE if is_plenary() else EXACT
        if served not in expected_files(self.generation.manifest):
            return False
        return not any(one.fichier.endswith((served, ".wal")) for one in self.degats)


def examine(number: int, store: Path | None = None, pointed: str = "") -> Examen:
    """Relit le manifeste et chaque fichier d'une génération.

    En vue plénière, seul le fichier protégé compte : le fichier exact n'est pas sur ces machines.
    """
    folder = folder_of(store) / str(number)
    manifest, said = read_manifest(folder, pointed)
    if manifest is None:
        return Examen(number, None, tuple(said))
    names = {PROTEGE} if is_plenary() else None
    found = [*said, *file_damages(folder, manifest, names)]
    return Examen(number, Generation(number, folder, manifest), tuple(found))


def generation(number: int, store: Path | None = None) -> Generation | None:
    """Rend la génération `number`, ou None si son dossier ou un manifeste sûr manque."""
    folder = folder_of(store) / str(number)
    manifest, _ = read_manifest(folder)
    return None if manifest is None else Generation(number, folder, manifest)


def data_mark(number: int, store: Path | None = None) -> str:
    """Rend l'empreinte du manifeste d'une génération, "" s'il manque : une restauration peut
    remettre d'autres données sous le même numéro.
    """
    try:
        return fingerprint_once(folder_of(store) / str(number) / MANIFESTE)
    except FileNotFoundError:
        return ""


def folder_of(store: Path | None = None) -> Path:
    """Rend le dossier des générations d'un magasin."""
    return (store or store_path()) / "generations"
