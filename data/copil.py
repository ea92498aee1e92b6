"""Ce que le copil ajoute aux chiffres : notes, diapositives masquées, photos.

Tout vit dans `<magasin>/copil/`, à côté des générations et jamais dans un fichier DuckDB : un
import, une purge ou un retour en arrière n'y touche pas. Une photo est un dossier,
`copil/photos/<date>_<nom>/`, qui porte sa copie du fichier protégé et de quoi la relire seule.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import filelock

from data.generations import Generation, fingerprint, store_path
from data.text import normalize

TEXTE_MAX, NOM_MAX, NOTES_MAX = 400, 60, 500
ATTENTE_S = 5
NOTES, PHOTO, PROTEGE = "notes.json", "photo.json", "protege.duckdb"
Genre = Literal["commentaire", "decision"]
Contenu = dict[str, Any]


class CopilRefuse(Exception):
    """Une demande que le copil ne peut enregistrer ; str(e) est la phrase à montrer."""


@dataclass(frozen=True)
class Note:
    """Un commentaire ou une décision, et le chiffre qu'il concerne, tel qu'il était montré.

    `ecrite_le` est une date ISO ; `chiffre` est le texte lu à l'écran ; `epci` est vide pour tout
    le Vaucluse ; `date_donnees` dit de quand datait le chiffre.
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


@dataclass(frozen=True)
class Photo:
    """Des chiffres protégés, des filtres, des définitions et des notes, figés à une date."""

    code: str
    nom: str
    jour: date
    folder: Path
    content: Contenu

    @property
    def generation(self) -> Generation:
        """La photo, lue comme une publication : elle porte son fichier protégé et son empreinte."""
        return Generation(int(self.content["generation"]), self.folder, self.content)

    @property
    def notes(self) -> list[Note]:
        """Les notes du copil au moment de la photo."""
        return [Note(**one) for one in self.content["notes"]]


def folder_of(store: Path | None = None) -> Path:
    """Rend le dossier du copil dans le magasin."""
    return (store or store_path()) / "copil"


def read_notes(store: Path | None = None) -> list[Note]:
    """Rend les notes, la plus ancienne d'abord."""
    return [Note(**one) for one in _read(store)["notes"]]


def read_hidden(store: Path | None = None) -> frozenset[str]:
    """Rend les codes des diapositives que le présentateur a masquées."""
    return frozenset(_read(store)["masquees"])


def add_note(
    genre: Genre,
    texte: str,
    *,
    diapositive: str,
    chiffre: str,
    annee: int,
    epci: str = "",
    date_donnees: str = "",
    store: Path | None = None,
) -> Note:
    """Enregistre une note. Lève CopilRefuse si elle est vide, trop longue, ou de trop."""
    note = Note(
        cle=secrets.token_hex(6),
        ecrite_le=datetime.now().date().isoformat(),
        genre=genre,
        texte=_bounded(texte, TEXTE_MAX, "Le texte"),
        diapositive=diapositive,
        chiffre=chiffre,
        annee=annee,
        epci=epci,
        date_donnees=date_donnees,
    )

    def added(content: Contenu) -> Contenu:
        if len(content["notes"]) >= NOTES_MAX:
            raise CopilRefuse(f"Le copil a déjà {NOTES_MAX} notes : effacez-en d'abord.")
        return {**content, "notes": [*content["notes"], asdict(note)]}

    _change(added, store)
    return note


def remove_note(cle: str, store: Path | None = None) -> None:
    """Efface une note ; sans effet si elle n'existe plus. Les photos déjà prises la gardent."""
    _change(
        lambda content: {
            **content,
            "notes": [one for one in content["notes"] if one["cle"] != cle],
        },
        store,
    )


def hide(diapositive: str, est_masquee: bool, store: Path | None = None) -> None:
    """Masque une diapositive, ou la montre à nouveau."""

    def changed(content: Contenu) -> Contenu:
        others = {one for one in content["masquees"] if one != diapositive}
        return {**content, "masquees": sorted(others | ({diapositive} if est_masquee else set()))}

    _change(changed, store)


def take_photo(
    nom: str, jour: date, one: Generation, frozen: Contenu, store: Path | None = None
) -> Photo:
    """Fige les chiffres protégés d'une publication sous un nom et une date.

    `frozen` : les filtres et les définitions, qui se relisent tels quels. Lève CopilRefuse si le
    nom est vide ou trop long, si la photo existe déjà, ou si la publication n'a pas de cube.
    """
    name = _bounded(nom, NOM_MAX, "Le nom de la photo")
    code = f"{jour.isoformat()}_{normalize(name).replace('_', '-') or 'photo'}"
    if not one.a_cube:
        raise CopilRefuse("Cette publication n'a pas de chiffres protégés : rien à photographier.")
    with _locked(store) as folder:
        target = folder / "photos" / code
        if target.exists():
            raise CopilRefuse("Une photo porte déjà ce nom à cette date : choisissez-en un autre.")
        draft = folder / "photos" / f"{code}.brouillon"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        shutil.copyfile(one.protege, draft / PROTEGE)
        content = {
            "nom": name,
            "jour": jour.isoformat(),
            "prise_le": datetime.now().isoformat(timespec="seconds"),
            "generation": one.number,
            "est_exemple": one.est_exemple,
            "protege": {"empreinte": fingerprint(draft / PROTEGE)},
            **_content(folder),
            **frozen,
        }
        _write(draft / PHOTO, content)
        draft.rename(target)
    return Photo(code, name, jour, target, content)


def photos(store: Path | None = None) -> list[Photo]:
    """Rend les photos intactes, la plus récente d'abord."""
    folder = folder_of(store) / "photos"
    names = [one.name for one in folder.iterdir()] if folder.is_dir() else []
    found = [photo(name, store) for name in names if not name.endswith(".brouillon")]
    kept = [one for one in found if one]
    return sorted(kept, key=lambda one: (one.jour, one.content["prise_le"]), reverse=True)


def photo(code: str, store: Path | None = None) -> Photo | None:
    """Rend une photo, ou None si elle n'existe pas ou si son fichier a changé."""
    folder = folder_of(store) / "photos" / Path(code).name
    if not (folder / PHOTO).is_file():
        return None
    content = json.loads((folder / PHOTO).read_text("utf-8"))
    jour = date.fromisoformat(content["jour"])
    found = Photo(folder.name, content["nom"], jour, folder, content)
    return found if found.generation.a_cube else None


def _read(store: Path | None) -> Contenu:
    return _content(folder_of(store))


def _content(folder: Path) -> Contenu:
    path = folder / NOTES
    return json.loads(path.read_text("utf-8")) if path.is_file() else {"notes": [], "masquees": []}


def _change(change: Callable[[Contenu], Contenu], store: Path | None) -> None:
    with _locked(store) as folder:
        _write(folder / NOTES, change(_content(folder)))


@contextmanager
def _locked(store: Path | None) -> Iterator[Path]:
    """Tient le verrou du copil : deux présentateurs n'effacent pas la note l'un de l'autre."""
    folder = folder_of(store)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with filelock.FileLock(folder / "verrou", timeout=ATTENTE_S):
            yield folder
    except filelock.Timeout as taken:
        raise CopilRefuse("Quelqu'un d'autre écrit en ce moment : recommencez.") from taken


def _write(path: Path, content: Contenu) -> None:
    """Écrit d'un coup : une coupure laisse l'ancien fichier, jamais une moitié du nouveau."""
    draft = path.with_name(f"{path.name}.brouillon")
    with draft.open("w", encoding="utf-8") as stream:
        json.dump(content, stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def _bounded(text: str, most: int, what: str) -> str:
    """Rend un texte libre sur une ligne, sans caractère de commande, borné."""
    visible = "".join(one if unicodedata.category(one)[0] != "C" else " " for one in text)
    words = " ".join(visible.split())
    if not words:
        raise CopilRefuse(f"{what} est vide.")
    if len(words) > most:
        raise CopilRefuse(f"{what} compte {len(words)} caractères : {most} au plus.")
    return words
