"""Le sceau d'une génération : chaque fichier dans le manifeste, l'empreinte du manifeste à côté.

Un manifeste d'avant les sceaux n'avait que l'empreinte des fichiers DuckDB : il se lit encore, et
ses fichiers se vérifient par elle.
"""

from __future__ import annotations

import errno
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.publish.durable import flush_tree

MANIFESTE, SCEAU = "manifest.json", "manifest.sha256"
EXACT, PROTEGE = "exact.duckdb", "protege.duckdb"
FICHIERS = "fichiers"
EMPREINTES_GARDEES = 128
Manifest = dict[str, Any]


@dataclass(frozen=True)
class Degat:
    """Ce qui ne va plus dans un fichier du magasin, et depuis quand si cela se sait."""

    fichier: str
    motif: str
    depuis: datetime | None = None

    @property
    def phrase(self) -> str:
        """Le dégât en quelques mots : « generations/2/exact.duckdb » a changé le …."""
        since = f" (le {self.depuis:%d/%m/%Y à %H:%M})" if self.depuis else ""
        return f"« {self.fichier} » {self.motif}{since}"


def fingerprint(path: Path) -> str:
    """Rend l'empreinte SHA-256 d'un fichier, en hexadécimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def fingerprint_once(path: Path) -> str:
    """Comme `fingerprint`, sans relire un fichier que rien n'a touché depuis."""
    state = path.stat()
    return _fingerprint(path, state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)


@lru_cache(maxsize=EMPREINTES_GARDEES)
def _fingerprint(path: Path, *_state: int) -> str:
    return fingerprint(path)


def seal(folder: Path) -> str:
    """Scelle une génération écrite : ses fichiers au manifeste, le manifeste dans le sceau.

    Tout est sur le disque au retour. Rend l'empreinte du manifeste, que le pointeur nomme.
    """
    manifest = json.loads((folder / MANIFESTE).read_text("utf-8"))
    kept = (path for path in sorted(folder.iterdir()) if path.name not in (MANIFESTE, SCEAU))
    sealed = {
        path.name: {"octets": path.stat().st_size, "empreinte": fingerprint(path)} for path in kept
    }
    content = json.dumps({**manifest, FICHIERS: sealed}, indent=1).encode()
    (folder / MANIFESTE).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    (folder / SCEAU).write_text(digest, "ascii")
    flush_tree(folder)
    return digest


def is_sealed(manifest: Manifest) -> bool:
    """Dit si ce manifeste nomme chacun de ses fichiers ; sinon il est d'avant les sceaux."""
    return FICHIERS in manifest


def read_manifest(folder: Path, pointed: str = "") -> tuple[Manifest | None, list[Degat]]:
    """Rend le manifeste (None s'il n'est pas sûr) et ce qui ne va pas en lui.

    `pointed` : l'empreinte que nomme le pointeur ; elle vaut un sceau si le sceau est abîmé.
    """
    path, mark = folder / MANIFESTE, folder / SCEAU
    if not path.is_file():
        return None, [_missing(path)]
    content = path.read_bytes()
    manifest = _parsed(content)
    digest = hashlib.sha256(content).hexdigest()
    said = mark.read_bytes().decode("ascii", "replace") if mark.is_file() else None
    if manifest is None:
        return None, [_changed(path, "est illisible")]
    if said == digest or (said is None and not is_sealed(manifest)):
        return manifest, []
    if digest == pointed:
        return manifest, [_missing(mark) if said is None else _changed(mark)]
    return None, [_changed(path, "ne répond pas à son sceau")]


def _parsed(content: bytes) -> Manifest | None:
    try:
        found = json.loads(content)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def expected_files(manifest: Manifest) -> dict[str, str | None]:
    """Rend nom -> empreinte de chaque fichier que ce manifeste promet."""
    if is_sealed(manifest):
        return {name: one["empreinte"] for name, one in manifest[FICHIERS].items()}
    named = {EXACT: manifest.get("empreinte")}
    if cube := (manifest.get("protege") or {}).get("empreinte"):
        named[PROTEGE] = cube
    return named


def file_damages(folder: Path, manifest: Manifest, names: set[str] | None = None) -> list[Degat]:
    """Rend les dégâts des fichiers d'une génération (ou de ceux que `names` nomme)."""
    expected = expected_files(manifest)
    asked = expected if names is None else {one: expected[one] for one in expected if one in names}
    found = [_file_damage(folder / name, wanted) for name, wanted in asked.items()]
    # Un journal DuckDB posé là serait rejoué à l'ouverture : il changerait ce qui est lu.
    strays = [_changed(path, "n'a rien à faire là") for path in sorted(folder.glob("*.wal"))]
    return [one for one in found if one] + strays


def _file_damage(path: Path, wanted: str | None) -> Degat | None:
    if not path.is_file():
        return _missing(path)
    try:
        return None if fingerprint_once(path) == wanted else _changed(path)
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        return _changed(path, "ne se lit plus sur le disque")


def place(path: Path) -> str:
    """Rend le chemin d'un fichier de génération tel qu'on le dit : « generations/2/… »."""
    return "/".join(path.parts[-3:])


def _missing(path: Path) -> Degat:
    folder = path.parent
    since = datetime.fromtimestamp(folder.stat().st_mtime) if folder.is_dir() else None
    return Degat(place(path), "manque", since)


def _changed(path: Path, motif: str = "a changé depuis sa publication") -> Degat:
    return Degat(place(path), motif, datetime.fromtimestamp(path.stat().st_mtime))
