"""Le carnet du copil sur le disque : scellé, avec l'exemplaire d'avant pour qu'un dégât se voie.

Une note est un commentaire, ou une décision et ses suites ; d'avant les suites, elle se relit.

Chaque fichier porte l'empreinte de ce qu'il dit. Le carnet abîmé laisse la place à l'exemplaire
d'avant et reste à côté, tel quel ; rien de ce qu'il disait n'est effacé en silence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import filelock

from data.location import store_path
from data.publish.durable import make_folder, write_durably
from data.publish.seal import Degat

ATTENTE_S = 5
NOTES, AVANT = "notes.json", "notes.avant.json"
SCEAU = "empreinte_du_texte"
Contenu = dict[str, Any]


Genre = Literal["commentaire", "decision"]
# Le dernier mot dit d'une décision ; sans suite, elle est à faire.
STATUTS = ("a_faire", "en_cours", "faite", "abandonnee")


@dataclass(frozen=True)
class Suite:
    """Ce qui s'est passé d'une décision : quand c'est écrit (ISO), par quelle fonction, quoi."""

    le: str
    par: str
    statut: str
    texte: str


@dataclass(frozen=True)
class Note:
    """Un commentaire ou une décision, et le chiffre qu'il concerne, tel qu'il était montré.

    `ecrite_le` est une date ISO ; `chiffre` est le texte lu à l'écran ; `epci` est vide pour tout
    le Vaucluse ; `date_donnees` dit de quand datait le chiffre ; `responsable` : un organisme ou
    une fonction ; `echeance` : une date ISO, ou vide ; `suites` : la plus ancienne d'abord.
    """

    cle: str
    ecrite_le: str
    genre: Genre
    texte: str
    diapositive: str
    chiffre: str
    annee: int
    epci: str
    date_donnees: str
    responsable: str = ""
    echeance: str = ""
    suites: tuple[Suite, ...] = ()

    @property
    def statut(self) -> str:
        """Où en est la décision : le statut de sa dernière suite."""
        return self.suites[-1].statut if self.suites else STATUTS[0]

    @property
    def est_ouverte(self) -> bool:
        """Dit si la décision attend encore quelque chose."""
        return self.genre == "decision" and self.statut in STATUTS[:2]


NOUVEAUX = frozenset(["responsable", "echeance", "suites"])
CHAMPS = frozenset(Note.__dataclass_fields__)


def is_note(one: object) -> bool:
    """Dit si un objet relu a les champs d'une note, ou d'une note d'avant les suites."""
    return isinstance(one, dict) and CHAMPS - NOUVEAUX <= set(one) <= CHAMPS


def note_of(one: dict[str, Any]) -> Note:
    """Rend la note d'un objet relu."""
    suites = tuple(Suite(**suite) for suite in one.get("suites", ()))
    return Note(**{**one, "suites": suites})


class CopilRefuse(Exception):
    """Une demande que le copil ne peut enregistrer ; str(e) est la phrase à montrer."""


def folder_of(store: Path | None = None) -> Path:
    """Rend le dossier du copil dans le magasin."""
    return (store or store_path()) / "copil"


def read_notebook(folder: Path) -> tuple[Contenu, list[Degat]]:
    """Rend le carnet (celui d'avant s'il est abîmé, vide à défaut) et ce qui ne va pas."""
    empty: Contenu = {"notes": [], "masquees": []}
    path, before = folder / NOTES, folder / AVANT
    if not path.exists() and not before.exists():
        return empty, []
    if found := _notebook(path):
        return found, []
    motif = "est abîmé" if path.exists() else "manque"
    spare = _notebook(before)
    served = "l'exemplaire d'avant est montré" if spare else "aucune note n'est montrée"
    return spare or empty, [Degat(f"copil/{NOTES}", f"{motif} : {served}", _written(path))]


def write_notebook(folder: Path, content: Contenu) -> None:
    """Remplace le carnet d'un coup et garde l'exemplaire d'avant ; met un carnet abîmé de côté."""
    path = folder / NOTES
    if path.exists() and _notebook(path):
        write_durably(folder / AVANT, path.read_bytes())
    elif path.exists():
        path.rename(folder / f"notes.abime-{datetime.now():%Y%m%d-%H%M%S}.json")
    write_sealed(path, content)


def write_sealed(path: Path, content: Contenu) -> None:
    """Écrit un objet JSON qui porte l'empreinte de ce qu'il dit."""
    bare = {name: one for name, one in content.items() if name != SCEAU}
    said = json.dumps({**bare, SCEAU: _digest(bare)}, ensure_ascii=False, indent=1)
    write_durably(path, said.encode("utf-8"))


def read_sealed(path: Path) -> Contenu | None:
    """Relit un objet scellé, None s'il manque ou est abîmé ; sans sceau, il est d'avant eux."""
    try:
        found = json.loads(path.read_bytes()) if path.is_file() else None
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    # Un sceau dont le nom est abîmé reste un sceau : ce n'est pas un objet d'avant eux.
    if SCEAU not in found and any(
        isinstance(one, str) and len(one) == 64 for one in found.values()
    ):
        return None
    bare = {name: one for name, one in found.items() if name != SCEAU}
    return bare if found.get(SCEAU, _digest(bare)) == _digest(bare) else None


@contextmanager
def locked(store: Path | None) -> Iterator[Path]:
    """Tient le verrou du copil : deux présentateurs n'effacent pas la note l'un de l'autre."""
    folder = folder_of(store)
    make_folder(folder)
    try:
        with filelock.FileLock(folder / "verrou", timeout=ATTENTE_S):
            yield folder
    except filelock.Timeout as taken:
        raise CopilRefuse("Quelqu'un d'autre écrit en ce moment : recommencez.") from taken


def _notebook(path: Path) -> Contenu | None:
    """Rend un carnet entier : des notes aux champs attendus, des codes de diapositives."""
    found = read_sealed(path)
    if found is None or not isinstance(found.get("masquees"), list):
        return None
    notes = found.get("notes")
    return found if isinstance(notes, list) and all(map(is_note, notes)) else None


def _digest(content: Contenu) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _written(path: Path) -> datetime | None:
    return datetime.fromtimestamp(path.stat().st_mtime) if path.is_file() else None
