"""Le contenu d'un fichier de DECP : ses octets, ou son chemin s'il reste sur le disque."""

from __future__ import annotations

from pathlib import Path

Content = bytes | Path
BOM = b"\xef\xbb\xbf"


def first_bytes(content: Content, count: int) -> bytes:
    """Rend les `count` premiers octets, marque d'ordre (BOM) retirée ; le reste n'est pas lu."""
    if isinstance(content, bytes):
        return content[:count].removeprefix(BOM)
    with content.open("rb") as file:
        return file.read(count).removeprefix(BOM)


def byte_count(content: Content) -> int:
    """Rend la taille en octets."""
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def all_bytes(content: Content) -> bytes:
    """Rend tous les octets, lus sur le disque s'il le faut."""
    return content if isinstance(content, bytes) else content.read_bytes()
