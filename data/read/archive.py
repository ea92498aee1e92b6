"""Une archive zip reçue : ses bornes, ses noms, ce qu'elle est ; rien n'y est encore lu.

Ce module tourne dans le processus enfant : il n'importe que la bibliothèque standard.
"""

import io
import zipfile
import zlib

from data.read.foreign import EXCEL, MACROS, MOT_DE_PASSE
from data.read.grid import FichierRefuse
from data.read.workbook import ABIME, plain_part, workbook_part
from data.words import nombre

MEMBRES_MAX = 200
DECOMPRESSE_MAX = 200 * 1024 * 1024
RATIO_MAX = 100
COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
MORCEAU = 1024 * 1024
EXPORT = "Choisissez l'export CSV ou Excel (.xlsx) du logiciel d'origine."


def archive_kind(content: bytes) -> str:
    """Rend la sorte d'un classeur zippé (xlsx, xlsb, ods), bornes vérifiées. Lève FichierRefuse."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_names(archive)
            return _kind(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise FichierRefuse(ABIME) from error


def open_archive(content: bytes, kind: str = "xlsx") -> zipfile.ZipFile:
    """Ouvre un classeur zippé après l'avoir décompressé une fois pour le mesurer.

    Lève FichierRefuse : bombe, macros, DOCTYPE, mot de passe.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        _check_members(archive, len(content), kind)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise FichierRefuse(ABIME) from error
    return archive


def _check_names(archive: zipfile.ZipFile) -> None:
    names = [plain_part(name) for name in archive.namelist()]
    if len(names) > MEMBRES_MAX:
        raise FichierRefuse(f"contient plus de {MEMBRES_MAX} éléments internes. {EXCEL}")
    if any(member.flag_bits & 0x1 for member in archive.infolist()):
        raise FichierRefuse("est chiffré. Retirez le mot de passe et réenregistrez-le.")
    if any(member.compress_type not in COMPRESSIONS for member in archive.infolist()):
        raise FichierRefuse(ABIME)
    if any(map(_is_dangerous, archive.namelist())) or len(set(names)) < len(names):
        raise FichierRefuse(f"contient des noms internes interdits. {EXCEL}")
    if any(name.endswith("vbaproject.bin") or _is_basic(name) for name in names):
        raise FichierRefuse(MACROS)
    if any(name.startswith("xl/externallinks/") for name in names):
        raise FichierRefuse(
            "contient des liens vers d'autres classeurs. Dans Excel : Données, Modifier les "
            "liaisons, Rompre la liaison ; puis réenregistrez-le."
        )


def _is_basic(name: str) -> bool:
    """Dit si une partie d'un OpenDocument est une macro (le catalogue vide n'en est pas une)."""
    return name.startswith("basic/") and not name.endswith(("script-lc.xml", "script-lb.xml", "/"))


def _kind(archive: zipfile.ZipFile) -> str:
    names = {plain_part(name) for name in archive.namelist()}
    if "xl/workbook.bin" in names:
        return "xlsb"
    if {"content.xml", "mimetype"} <= names:
        return "ods"
    if "[content_types].xml" not in names:
        raise FichierRefuse("est une archive zip. Décompressez-la, puis choisissez son contenu.")
    if workbook_part(archive) is None:
        raise FichierRefuse(f"est un document Office, mais pas un classeur Excel. {EXPORT}")
    return "xlsx"


def _is_dangerous(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or ".." in name.replace("\\", "/").split("/")


def _check_members(archive: zipfile.ZipFile, size: int, kind: str) -> None:
    """Décompresse tout, sans rien garder : les tailles annoncées peuvent mentir."""
    total = 0
    for member in archive.infolist():
        tail = b""
        with archive.open(member) as stream:
            while piece := stream.read(MORCEAU):
                total += len(piece)
                _check_total(total, size)
                _check_xml(plain_part(member.filename), tail + piece, kind)
                tail = piece[-16:]


def _check_xml(name: str, piece: bytes, kind: str) -> None:
    if name == "[content_types].xml" and b"macroEnabled" in piece and kind not in ("xlsm", "xlsb"):
        raise FichierRefuse(MACROS)
    if name == "meta-inf/manifest.xml" and b"encryption-data" in piece:
        raise FichierRefuse(MOT_DE_PASSE)
    if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in piece:
        raise FichierRefuse(f"contient une déclaration DOCTYPE, interdite. {EXCEL}")


def _check_total(total: int, size: int) -> None:
    if total > DECOMPRESSE_MAX:
        raise FichierRefuse(
            f"dépasse {nombre(DECOMPRESSE_MAX // 1024**2)} Mo une fois décompressé. Gardez les "
            "seules feuilles utiles, ou découpez-le en plusieurs fichiers."
        )
    if total > size * RATIO_MAX:
        raise FichierRefuse(f"est anormalement compressé (plus de {RATIO_MAX} fois). {EXCEL}")
