"""Ce que le copil ajoute aux chiffres : notes, diapositives masquées, photos.

Tout vit dans `<magasin>/copil/`, à côté des générations et jamais dans un fichier DuckDB : un
import, une purge ou un retour en arrière n'y touche pas. Une photo est un dossier,
`copil/photos/<date>_<nom>/`, qui porte sa copie du fichier protégé et de quoi la relire seule.
"""

from __future__ import annotations

import secrets
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path

from data.publish.copil.notebook import (
    STATUTS,
    Contenu,
    CopilRefuse,
    Genre,
    Note,
    Suite,
    folder_of,
    locked,
    note_of,
    read_notebook,
    read_sealed,
    write_notebook,
    write_sealed,
)
from data.publish.copil.registers import register_damages
from data.publish.durable import BROUILLON, EFFACE, flush, flush_tree, make_folder
from data.publish.generations import Generation
from data.publish.seal import PROTEGE, Degat, fingerprint
from data.words import normalize

TEXTE_MAX, NOM_MAX, NOTES_MAX, SUITES_MAX = 400, 60, 500, 50
PHOTO = "photo.json"


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
        return [note_of(one) for one in self.content["notes"]]


def read_notes(store: Path | None = None) -> list[Note]:
    """Rend les notes, la plus ancienne d'abord."""
    return [note_of(one) for one in _read(store)["notes"]]


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
    responsable: str = "",
    echeance: date | None = None,
    store: Path | None = None,
) -> Note:
    """Enregistre une note. Lève CopilRefuse si elle est vide, trop longue, ou de trop.

    `responsable` (un organisme ou une fonction) et `echeance` sont ceux d'une décision.
    """
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
        responsable=_bounded(responsable, NOM_MAX, "Le responsable") if responsable.strip() else "",
        echeance=echeance.isoformat() if echeance else "",
    )

    def added(content: Contenu) -> Contenu:
        if len(content["notes"]) >= NOTES_MAX:
            raise CopilRefuse(f"Le copil a déjà {NOTES_MAX} notes : effacez-en d'abord.")
        return {**content, "notes": [*content["notes"], asdict(note)]}

    _change(added, store)
    return note


def follow_note(cle: str, statut: str, texte: str, par: str, store: Path | None = None) -> None:
    """Ajoute ce qui s'est passé d'une décision ; rien de ce qui était écrit n'est effacé.

    Lève CopilRefuse si le texte ou la fonction manquent, ou si la décision n'existe plus.
    """
    if statut not in STATUTS:
        raise CopilRefuse("Ce statut n'existe pas.")
    said = _bounded(texte, TEXTE_MAX, "Le texte")
    suite = Suite(datetime.now().date().isoformat(), _bounded(par, NOM_MAX, "La fonction"),
                  statut, said)  # fmt: skip

    def followed(content: Contenu) -> Contenu:
        notes = [note_of(one) for one in content["notes"]]
        found = [one for one in notes if one.cle == cle and one.genre == "decision"]
        if not found or len(found[0].suites) >= SUITES_MAX:
            raise CopilRefuse("Cette décision n'existe plus, ou a trop de suites.")
        changed = [
            replace(one, suites=(*one.suites, suite)) if one.cle == cle else one for one in notes
        ]
        return {**content, "notes": [asdict(one) for one in changed]}

    _change(followed, store)


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
    with locked(store) as folder:
        target = folder / "photos" / code
        if target.exists():
            raise CopilRefuse("Une photo porte déjà ce nom à cette date : choisissez-en un autre.")
        draft = folder / "photos" / f"{code}{BROUILLON}"
        shutil.rmtree(draft, ignore_errors=True)
        make_folder(draft)
        shutil.copyfile(one.protege, draft / PROTEGE)
        content = {
            "nom": name,
            "jour": jour.isoformat(),
            "prise_le": datetime.now().isoformat(timespec="seconds"),
            "generation": one.number,
            "est_exemple": one.est_exemple,
            "protege": {"empreinte": fingerprint(draft / PROTEGE)},
            **_read(store),
            **frozen,
        }
        write_sealed(draft / PHOTO, content)
        flush_tree(draft)
        draft.rename(target)
        flush(target.parent)
    return Photo(code, name, jour, target, content)


def photos(store: Path | None = None) -> list[Photo]:
    """Rend les photos intactes, la plus récente d'abord."""
    found = [photo(name, store) for name in _photo_names(store)]
    kept = [one for one in found if one]
    return sorted(kept, key=lambda one: (one.jour, one.content["prise_le"]), reverse=True)


def _photo_names(store: Path | None) -> list[str]:
    folder = folder_of(store) / "photos"
    names = [one.name for one in folder.iterdir()] if folder.is_dir() else []
    return sorted(name for name in names if not name.endswith((BROUILLON, EFFACE)))


def photo(code: str, store: Path | None = None) -> Photo | None:
    """Rend une photo, ou None si elle n'existe pas ou si l'un de ses fichiers a changé."""
    folder = folder_of(store) / "photos" / Path(code).name
    content = read_sealed(folder / PHOTO)
    if content is None:
        return None
    jour = date.fromisoformat(content["jour"])
    found = Photo(folder.name, content["nom"], jour, folder, content)
    return found if found.generation.a_cube else None


def damages(store: Path | None = None) -> list[Degat]:
    """Rend ce qui est abîmé dans ce que le copil garde : carnet, photos, registres."""
    _, found = read_notebook(folder_of(store))
    lost = [one for one in _photo_names(store) if photo(one, store) is None]
    photos_lost = [Degat(f"copil/photos/{one}", "est abîmée") for one in lost]
    return [*found, *photos_lost, *register_damages(store)]


def _read(store: Path | None) -> Contenu:
    content, _ = read_notebook(folder_of(store))
    return content


def _change(change: Callable[[Contenu], Contenu], store: Path | None) -> None:
    with locked(store) as folder:
        write_notebook(folder, change(_read(store)))


def _bounded(text: str, most: int, what: str) -> str:
    """Rend un texte libre sur une ligne, sans caractère de commande, borné."""
    visible = "".join(one if unicodedata.category(one)[0] != "C" else " " for one in text)
    words = " ".join(visible.split())
    if not words:
        raise CopilRefuse(f"{what} est vide.")
    if len(words) > most:
        raise CopilRefuse(f"{what} compte {len(words)} caractères : {most} au plus.")
    return words
