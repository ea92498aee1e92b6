"""Le contenu d'un fichier de DECP : ses octets, ou son chemin s'il reste sur le disque.

Un gzip, ou un zip d'un seul fichier de données, se lit comme ce qu'il contient : son début sans
rien garder, tout entier dans le processus enfant, et jamais au-delà d'une taille.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from data.read.encoding import decode
from data.read.grid import FichierRefuse
from data.words import nombre

Content = bytes | Path
BOM = b"\xef\xbb\xbf"
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
DECOMPRESSE_MAX_MO = 200
GZIP_WINDOW = 31
NOTICE = re.compile(r"(?i)(read[ _-]?me|lise[zr]?[ _-]?moi|licen[cs]e|notice)\b")
COUPE = "est compressé et coupé : son contenu s'arrête avant la fin. Reprenez le téléchargement."
ABIME = "est compressé et illisible : décompressez-le vous-même, puis choisissez son contenu."


def first_bytes(content: Content, count: int) -> bytes:
    """Rend les `count` premiers octets, décompressés, marque d'ordre (BOM) retirée."""
    raw = _raw_start(content, count)
    if raw.startswith(GZIP):
        raw = _inflated_start(raw, count)
    elif raw.startswith(ZIP):
        raw = _zipped_start(content, count)
    return raw.removeprefix(BOM)


def first_text(content: Content, count: int) -> str:
    """Rend le début du texte, quel que soit son encodage ; "" si ce n'est pas du texte."""
    start = first_bytes(content, count)
    cut = start[: len(start) // 4 * 4] if len(start) >= count // 2 else start
    # Le dernier caractère peut être coupé en deux : le retirer.
    for end in (len(cut), len(cut) - 1, len(cut) - 2, len(cut) - 3):
        try:
            return decode(cut[: max(end, 0)]).text
        except FichierRefuse:
            continue
    return ""


def last_bytes(content: Content, count: int) -> bytes:
    """Rend les `count` derniers octets d'un contenu déjà décompressé."""
    if isinstance(content, bytes):
        return content[-count:]
    with content.open("rb") as file:
        file.seek(-min(count, byte_count(content)), io.SEEK_END)
        return file.read(count)


def byte_count(content: Content) -> int:
    """Rend la taille en octets, telle que reçue."""
    return len(content) if isinstance(content, bytes) else content.stat().st_size


def all_bytes(content: Content) -> bytes:
    """Rend tous les octets, lus sur le disque s'il le faut."""
    return content if isinstance(content, bytes) else content.read_bytes()


def unpacked(content: Content) -> Content:
    """Rend le contenu sans sa compression. Lève FichierRefuse (bombe, coupure)."""
    start = _raw_start(content, 4)
    if start.startswith(GZIP):
        return _inflated(all_bytes(content))
    if start.startswith(ZIP) and _single_member(content):
        return _unzipped(content)
    return content


def _raw_start(content: Content, count: int) -> bytes:
    if isinstance(content, bytes):
        return content[:count]
    with content.open("rb") as file:
        return file.read(count)


def _inflated_start(raw: bytes, count: int) -> bytes:
    try:
        return zlib.decompressobj(GZIP_WINDOW).decompress(raw, count)
    except zlib.error:
        return raw


def _inflated(packed: bytes) -> bytes:
    limit = DECOMPRESSE_MAX_MO * 1024**2
    parts: list[bytes] = []
    try:
        while packed:
            # Un gzip peut en porter plusieurs, l'un après l'autre.
            engine = zlib.decompressobj(GZIP_WINDOW)
            parts.append(engine.decompress(packed, limit + 1 - sum(map(len, parts))))
            _check_size(sum(map(len, parts)))
            if not engine.eof:
                raise FichierRefuse(COUPE)
            packed = engine.unused_data.lstrip(b"\x00")
    except zlib.error as error:
        raise FichierRefuse(ABIME) from error
    return b"".join(parts)


def _single_member(content: Content) -> zipfile.ZipInfo | None:
    """Rend le seul fichier de données d'un zip ; None s'il en a plusieurs, comme un classeur."""
    try:
        with zipfile.ZipFile(_opened(content)) as archive:
            files = [one for one in archive.infolist() if not _is_beside(one)]
    except zipfile.BadZipFile:
        return None
    return files[0] if len(files) == 1 else None


def _is_beside(one: zipfile.ZipInfo) -> bool:
    """Dit si un membre n'est pas de données : dossier, notice, licence, trace d'un système."""
    path = PurePosixPath(one.filename)
    return (
        one.is_dir()
        or path.parts[0] == "__MACOSX"
        or path.name.startswith(".")
        or path.name.lower() in ("thumbs.db", "desktop.ini")
        or path.suffix.lower() in (".md", ".pdf", ".docx", ".odt", ".html", ".url")
        or NOTICE.match(path.stem) is not None
    )


def _zipped_start(content: Content, count: int) -> bytes:
    member = _single_member(content)
    if member is None or member.flag_bits & 1:
        return ZIP
    try:
        with zipfile.ZipFile(_opened(content)) as archive, archive.open(member) as file:
            return file.read(count)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError):
        return ZIP


def _unzipped(content: Content) -> bytes:
    member = _single_member(content)
    try:
        with zipfile.ZipFile(_opened(content)) as archive, archive.open(member) as file:
            found = file.read(DECOMPRESSE_MAX_MO * 1024**2 + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        raise FichierRefuse(ABIME) from error
    _check_size(len(found))
    return found


def _opened(content: Content) -> io.BytesIO | Path:
    return content if isinstance(content, Path) else io.BytesIO(content)


def _check_size(size: int) -> None:
    if size > DECOMPRESSE_MAX_MO * 1024**2:
        raise FichierRefuse(
            f"dépasse {nombre(DECOMPRESSE_MAX_MO)} Mo une fois décompressé. Décompressez-le, puis "
            "choisissez le fichier qu'il contient."
        )
