"""Les pannes de la machine, en une phrase : ce qui manque, ce qui est servi, quoi faire."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import duckdb

from data.publish.generations import is_plenary
from data.publish.served import MagasinAbime, RienPublie, state
from data.publish.space import PlaceInsuffisante

# Ce que DuckDB lève quand le disque ou la mémoire lui manque ; ses autres erreurs sont des défauts.
# Un seul écrit à la fois : une transaction qui ne se valide pas est un journal qui ne s'écrit pas.
PANNES = (
    OSError,
    MemoryError,
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.OutOfMemoryException,
    duckdb.SerializationException,
    duckdb.TransactionException,
    MagasinAbime,
    PlaceInsuffisante,
)
DEJA_DITES = (MagasinAbime, PlaceInsuffisante)
PLEIN = (
    "Le disque est plein.",
    "Libérez de la place (trois fois le poids des fichiers à importer), puis recommencez.",
)
LECTURE_SEULE = (
    "Le dossier ou le disque ne permet pas d'écrire.",
    "Donnez à ce compte le droit d'y écrire, ou choisissez un autre dossier, puis recommencez.",
)
TENU = (
    "Un autre programme tient ce fichier.",
    "Fermez-le dans l'autre programme (tableur, antivirus, sauvegarde), puis recommencez.",
)
TROP_OUVERTS = (
    "Trop de fichiers sont ouverts à la fois sur cette machine.",
    "Fermez d'autres programmes ou relancez celui-ci, puis recommencez.",
)
DISQUE = (
    "Le disque répond par une erreur de lecture ou d'écriture.",
    "Ne comptez plus sur ce disque : faites-le vérifier, puis lancez « python -m data verifier ».",
)
ABSENT = (
    "Un fichier ou un dossier attendu n'est pas là.",
    "Vérifiez son nom et que le disque est bien branché, puis recommencez.",
)
MEMOIRE = (
    "La mémoire de la machine ne suffit pas.",
    "Fermez d'autres programmes ou importez moins de fichiers à la fois, puis recommencez.",
)
AUTRE = (
    "La machine a refusé une opération sur un fichier.",
    "Recommencez ; si cela se reproduit, lancez « python -m data verifier ».",
)
SELON_LE_CODE = {
    errno.ENOSPC: PLEIN, errno.EDQUOT: PLEIN, errno.EFBIG: PLEIN,
    errno.EROFS: LECTURE_SEULE, errno.EACCES: LECTURE_SEULE, errno.EPERM: LECTURE_SEULE,
    errno.EBUSY: TENU, errno.ETXTBSY: TENU, errno.EAGAIN: TENU, errno.EDEADLK: TENU,
    errno.EMFILE: TROP_OUVERTS, errno.ENFILE: TROP_OUVERTS,
    errno.EIO: DISQUE, errno.ENXIO: DISQUE, errno.ENODEV: DISQUE, errno.ESTALE: DISQUE,
    errno.ENOENT: ABSENT, errno.ENOTDIR: ABSENT, errno.ENOMEM: MEMOIRE,
}  # fmt: skip
# DuckDB dit l'erreur du système en anglais, dans son message : on ne lit que sa sorte.
SELON_LE_TEXTE = (
    (r"no space left|disk full|file too large|quota", PLEIN),
    (r"permission denied|read-only file system|not permitted", LECTURE_SEULE),
    (r"conflicting lock|could not set lock|being used by another", TENU),
    (r"too many open files", TROP_OUVERTS),
    (r"input/output error|checksum|corrupt|could not read", DISQUE),
    (r"no such file|does not exist", ABSENT),
    (r"out of memory|cannot allocate", MEMOIRE),
)


def told(error: BaseException, store: Path | None = None) -> str:
    """Rend la phrase d'une panne : ce qui s'est passé, où, ce qui est servi, quoi faire."""
    if isinstance(error, DEJA_DITES):
        return str(error)
    what, then = _kind(error)
    name = Path(str(error.filename)).name if isinstance(error, OSError) and error.filename else ""
    where = f" Fichier en cause : « {name} »." if name else ""
    return f"{what}{where} {served(store)} {then}"


def _kind(error: BaseException) -> tuple[str, str]:
    if isinstance(error, MemoryError):
        return MEMOIRE
    if isinstance(error, OSError) and error.errno in SELON_LE_CODE:
        return SELON_LE_CODE[error.errno]
    text = str(error).lower()
    return next((said for motif, said in SELON_LE_TEXTE if re.search(motif, text)), AUTRE)


def served(store: Path | None = None) -> str:
    """Dit ce que lisent les lecteurs au moment d'une panne."""
    try:
        found = state(store)
    except OSError:
        return "Rien de ce qui était publié n'a été changé."
    if isinstance(found, RienPublie):
        return "Rien n'a été publié."
    if found.generation is None:
        return "Aucune publication n'est servie."
    kind = "protégés" if is_plenary() else "exacts"
    return f"Les chiffres {kind} de la publication n° {found.generation.number} restent servis."


def served_number(store: Path | None = None) -> int:
    """Rend le numéro de ce qui est servi, 0 si rien ne l'est ou si une panne empêche de le lire."""
    try:
        found = state(store)
    except OSError:
        return 0
    is_served = not isinstance(found, RienPublie) and found.generation is not None
    return found.generation.number if is_served else 0
