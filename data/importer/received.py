"""Les fichiers reçus : leur nom, leur contenu (ou leur chemin), leur empreinte."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from data.decp import Content, is_decp
from data.publish import fingerprint
from data.read.grid import FichierRefuse

# Un fichier national reste sur le disque : seul son chemin circule.
Files = Sequence[tuple[str, Content]]


def read_paths(paths: Sequence[Path]) -> Files:
    """Lit le contenu de fichiers ; lève FichierRefuse si l'un n'existe pas."""
    missing = [path for path in paths if not path.is_file()]
    if missing:
        names = ", ".join(f"« {path} »" for path in missing)
        raise FichierRefuse(f"Fichier introuvable : {names}. Rien n'a été importé.")
    return [(path.name, path.read_bytes()) for path in paths]


def plain_name(path: Path) -> str:
    """Rend un nom de fichier affichable : les octets hors UTF-8 deviennent « ? »."""
    return path.name.encode("utf-8", "replace").decode()


def content_of(path: Path) -> Content | str:
    """Rend le contenu d'un fichier (le chemin, pour des DECP), ou pourquoi il ne se lit pas."""
    name = plain_name(path)
    if path.is_dir():
        return f"« {name} » est un dossier : donnez les fichiers qu'il contient."
    try:
        return path if is_decp(path.name, path) else path.read_bytes()
    except FileNotFoundError:
        return f"Le fichier « {name} » est introuvable : vérifiez son nom et son dossier."
    except OSError:
        return f"Le fichier « {name} » ne peut pas être ouvert : fermez-le ailleurs et réessayez."


def content_fingerprint(content: Content) -> str:
    """Rend l'empreinte SHA-256 d'un contenu, sans le copier en mémoire s'il est sur le disque."""
    if isinstance(content, Path):
        return fingerprint(content)
    return hashlib.sha256(content).hexdigest()
