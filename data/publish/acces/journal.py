"""Le journal : qui s'est connecté, a importé, emporté, changé un droit ; jamais un chiffre.

Qui y est écrit sous un pseudonyme, dont le sel est à côté : le fichier seul ne nomme personne ; qui
tient le registre y reconnaît les adresses qu'il a lui-même écrites. Ni la sauvegarde ni une
restauration n'y touchent, et ce qui dépasse la durée de `ref_parametre` s'efface.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import filelock

from data.location import store_path
from data.publish.acces.droits import Identite
from data.publish.acces.fichier import read_access
from data.publish.durable import append_line, make_folder, write_durably
from data.reference import in_force

LOGGER = logging.getLogger(__name__)
DOSSIER, FICHIER, SEL = "journal", "journal.jsonl", "sel"
SORTES = ("connexion", "deconnexion", "refus", "droit", "import", "export")
PERSONNE = ""
# Des mots et des codes : ni adresse, ni guillemet, ni phrase qui en citerait une autre.
PERMIS = re.compile(r"[^\w .,:=/()'’°-]")
LETTRES, PSEUDO = 160, 16
MOIS_J = 30.44
ATTENTE_S = 5


@dataclass(frozen=True)
class Ecrit:
    """Une ligne du journal ; `qui` est un pseudonyme, ou l'adresse que le registre reconnaît."""

    le: datetime
    sorte: str
    qui: str
    quoi: str


def record(sorte: str, qui: Identite | str, quoi: str, store: Path | None = None) -> None:
    """Ajoute une ligne ; un journal qui ne s'écrit pas se dit au serveur et n'arrête personne."""
    if sorte not in SORTES:
        raise ValueError(sorte)
    name = qui if isinstance(qui, str) else name_of(qui)
    said = {
        "le": datetime.now().isoformat(timespec="seconds"),
        "sorte": sorte,
        "quoi": PERMIS.sub("", quoi)[:LETTRES],
    }
    try:
        with _locked(store) as folder:
            said["qui"] = _pseudonym(name, _salt(folder)) if name else PERSONNE
            _purge(folder)
            append_line(folder / FICHIER, json.dumps(said, ensure_ascii=False))
    except (OSError, filelock.Timeout):
        LOGGER.exception("Le journal des accès ne s'écrit pas")


def purge_journal(store: Path | None = None) -> None:
    """Efface ce qui dépasse la durée, même si plus rien ne s'écrit."""
    if not (journal_folder(store) / FICHIER).is_file():
        return
    try:
        with _locked(store) as folder:
            _purge(folder)
    except (OSError, filelock.Timeout):
        LOGGER.exception("Le journal des accès ne s'écrit pas")


def read_journal(store: Path | None = None) -> list[Ecrit]:
    """Rend ce que garde le journal, le plus récent d'abord ; une ligne coupée n'en est pas une."""
    folder = journal_folder(store)
    if not (folder / FICHIER).is_file():
        return []
    known = _known(folder, store)
    lines = (folder / FICHIER).read_text("utf-8", errors="replace").splitlines()
    found = [one for one in map(_read, lines) if one and one.le >= _limit()]
    return [
        Ecrit(one.le, one.sorte, known.get(one.qui, one.qui), one.quoi) for one in reversed(found)
    ]


def journal_folder(store: Path | None = None) -> Path:
    """Rend le dossier du journal et de son sel."""
    return (store or store_path()) / DOSSIER


def name_of(one: Identite) -> str:
    """Rend ce qui désigne une personne : son adresse, sinon son identifiant chez le fournisseur."""
    sub = one.revendications.get("sub")
    return one.email.strip().lower() or (f"sub:{sub}" if sub else PERSONNE)


def _purge(folder: Path) -> None:
    """Efface ce qui dépasse la durée ; le journal n'est récrit que s'il y a de quoi."""
    path = folder / FICHIER
    if not path.is_file():
        return
    with path.open("r", encoding="utf-8", errors="replace") as stream:
        oldest = _read(stream.readline())
    if oldest is not None and oldest.le >= _limit():
        return
    lines = path.read_text("utf-8", errors="replace").splitlines()
    kept = [line for line in lines if (one := _read(line)) and one.le >= _limit()]
    write_durably(path, "".join(f"{line}\n" for line in kept).encode())


def _limit() -> datetime:
    return datetime.now() - timedelta(days=float(in_force()["journal_mois"]) * MOIS_J)


def _read(line: str) -> Ecrit | None:
    try:
        said = json.loads(line)
        when = datetime.fromisoformat(said["le"])
        return Ecrit(when, str(said["sorte"]), str(said["qui"]), str(said["quoi"]))
    except (ValueError, TypeError, KeyError):
        return None


def _known(folder: Path, store: Path | None) -> dict[str, str]:
    """Rend pseudonyme -> adresse, pour les adresses que le registre nomme."""
    if not (folder / SEL).is_file():
        return {}
    salt = _salt(folder)
    named = {one.valeur for one in read_access(store).attributions if one.sorte == "email"}
    return {_pseudonym(one.strip().lower(), salt): one for one in named}


def _pseudonym(name: str, salt: bytes) -> str:
    return hmac.new(salt, name.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:PSEUDO]


def _salt(folder: Path) -> bytes:
    path = folder / SEL
    if not path.is_file():
        write_durably(path, secrets.token_bytes(32))
        path.chmod(0o600)
    return path.read_bytes()


@contextmanager
def _locked(store: Path | None) -> Iterator[Path]:
    folder = journal_folder(store)
    make_folder(folder)
    with filelock.FileLock(folder / "verrou", timeout=ATTENTE_S):
        yield folder
