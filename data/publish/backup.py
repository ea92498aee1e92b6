"""Sauvegarder et restaurer : tout le magasin en un fichier, vérifié avant et après.

Une sauvegarde contient les publications gardées, le pointeur, ce que le copil a noté, les
correspondances et les réglages ; jamais la clé des pseudonymes, qui vit ailleurs, ni ce qui se
télécharge à nouveau.
"""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from data.location import store_path
from data.publish import acces, copil
from data.publish.copil import locked
from data.publish.durable import BROUILLON, EFFACE, drop, flush, make_folder, write_durably
from data.publish.envelope import unwrap, wrap
from data.publish.generations import Generation, examine, folder_of
from data.publish.lock import MOT, VERROU, import_lock
from data.publish.opposition import LISTE, opposed, remember_opposed
from data.publish.seal import fingerprint
from data.publish.served import ATTENTE, POINTEUR, Servie, numbers, state
from data.publish.space import SauvegardeRefusee, ensure_space
from data.publish.verify import verify

SOMMAIRE = "sauvegarde.json"
ATTENTE_S = 120
# Le journal a sa durée, qu'une sauvegarde allongerait ; une restauration le couperait.
SAUF_DOSSIERS = ("telechargements", acces.DOSSIER)
SAUF_FINS = (BROUILLON, EFFACE, ATTENTE)
GENERATIONS = "generations"


@dataclass(frozen=True)
class Sauvegarde:
    """Ce que contient une sauvegarde relue et vérifiée, dépliée dans `folder`."""

    folder: Path
    faite_le: datetime
    generation: Generation
    notes: int
    photos: int
    fichiers: int

    @property
    def phrase(self) -> str:
        """Ce que la sauvegarde remettrait en place, en une phrase."""
        kind = (
            "données d'exemple, inventées" if self.generation.est_exemple else "données importées"
        )
        return (
            f"Sauvegarde du {self.faite_le:%d/%m/%Y à %H:%M}, intacte : publication "
            f"n° {self.generation.number} du {self.generation.publiee_le:%d/%m/%Y} ({kind}), "
            f"{self.notes} notes et {self.photos} photos du copil, {self.fichiers} fichiers."
        )


def back_up(target: Path, store: Path | None = None, phrase: str = "") -> Path:
    """Écrit une sauvegarde cohérente, relue, pendant que les lecteurs lisent ; rend son chemin.

    Les imports attendent qu'elle finisse. Lève SauvegardeRefusee si le magasin est vide ou abîmé :
    une sauvegarde abîmée remplacerait une bonne.
    """
    source = store or store_path()
    if target.is_dir():
        target = target / f"clauses-{datetime.now():%Y%m%d-%H%M%S}.sauvegarde"
    with import_lock(source, timeout=ATTENTE_S), locked(source):
        beside = [*copil.damages(source), *acces.damages(source)]
        if beside or not isinstance(state(source), Servie):
            raise SauvegardeRefusee(
                "Le magasin est vide ou abîmé : rien n'a été sauvegardé. "
                "« python -m data verifier » dit pourquoi."
            )
        lost = {f"{GENERATIONS}/{number}" for number in numbers(source) if _is_lost(number, source)}
        names = [one for one in _names(source) if one.rpartition("/")[0] not in lost]
        ensure_space(target, sum((source / one).stat().st_size for one in names))
        return _write(source, names, target, phrase)


def _is_lost(number: int, store: Path) -> bool:
    return bool(examine(number, store).degats)


def _write(source: Path, names: list[str], target: Path, phrase: str) -> Path:
    # Ce qui est en clair reste dans le magasin : rien d'autre n'arrive sur le support de secours.
    plain, reread = source / f"sauvegarde{BROUILLON}", source / f"relecture{BROUILLON}"
    draft = target.with_name(target.name + BROUILLON)
    contents = {one: fingerprint(source / one) for one in names}
    said = {"faite_le": datetime.now().isoformat(timespec="seconds"), "fichiers": contents}
    try:
        with tarfile.open(plain, "w") as archive:
            _add_text(archive, SOMMAIRE, json.dumps(said, indent=1))
            for one in names:
                archive.add(source / one, one, recursive=False)
        wrap(plain, draft, phrase)
        unwrap(draft, reread, phrase)
        if fingerprint(reread) != fingerprint(plain):
            raise SauvegardeRefusee("La sauvegarde écrite ne se relit pas : rien n'a été gardé.")
        draft.replace(target)
        flush(target.parent)
    finally:
        for one in (plain, reread, draft):
            one.unlink(missing_ok=True)
    return target


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode("utf-8")
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def _names(store: Path) -> Iterator[str]:
    """Les fichiers à garder, chemins relatifs, dans l'ordre."""
    for path in sorted(store.rglob("*")):
        name = path.relative_to(store)
        is_left = any(part.endswith(SAUF_FINS) for part in name.parts)
        is_aside = name.parts[0] in SAUF_DOSSIERS or path.name in (VERROU, MOT)
        if path.is_file() and not is_left and not is_aside:
            yield name.as_posix()


def open_backup(path: Path, store: Path | None = None, phrase: str = "") -> Sauvegarde:
    """Déplie et vérifie une sauvegarde à côté du magasin, sans rien remplacer.

    Pour qui tient le verrou : le ménage d'un autre effacerait ce qui est déplié. Lève
    SauvegardeRefusee si elle est abîmée, fermée, ou ne contient rien de servable.
    """
    folder = (store or store_path()) / f"restauration{BROUILLON}"
    drop(folder)
    make_folder(folder)
    ensure_space(folder, path.stat().st_size)
    plain = folder / f"contenu{BROUILLON}"
    try:
        unwrap(path, plain, phrase)
        with tarfile.open(plain) as archive:
            archive.extractall(folder, filter="data")
    except tarfile.TarError as broken:
        raise SauvegardeRefusee("Le contenu de la sauvegarde est illisible.") from broken
    plain.unlink()
    return _checked(folder)


def _checked(folder: Path) -> Sauvegarde:
    said: dict[str, Any] = json.loads((folder / SOMMAIRE).read_text("utf-8"))
    wrong = [
        one for one, mark in said["fichiers"].items()
        if not _is_inside(one) or not (folder / one).is_file() or fingerprint(folder / one) != mark
    ]  # fmt: skip
    found = state(folder)
    if wrong or verify(folder).degats or not isinstance(found, Servie):
        raise SauvegardeRefusee("Le contenu de la sauvegarde est abîmé : rien n'a été remplacé.")
    return Sauvegarde(
        folder,
        datetime.fromisoformat(said["faite_le"]),
        found.generation,
        len(copil.read_notes(folder)),
        len(copil.photos(folder)),
        len(said["fichiers"]),
    )


def _is_inside(name: str) -> bool:
    return not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts


def put_back(one: Sauvegarde, store: Path | None = None) -> Generation:
    """Remet une sauvegarde vérifiée en place et rend la publication servie.

    Les publications plus récentes restent gardées ; le pointeur bouge en dernier. Une coupure avant
    lui laisse ce qui était servi : il suffit de recommencer.
    """
    target = store or store_path()
    with locked(target):
        _put_back_generations(one.folder, target)
        has_access = acces.access_path(target).exists()
        for name in _names(one.folder):
            if name == LISTE:
                # Une opposition reçue depuis la sauvegarde tient toujours.
                remember_opposed(*opposed(one.folder), target)
            elif name.startswith(f"{acces.FOLDER}/") and has_access:
                # Un droit retiré depuis la sauvegarde reste retiré.
                continue
            elif not name.startswith(f"{GENERATIONS}/") and name not in (POINTEUR, SOMMAIRE):
                make_folder((target / name).parent)
                write_durably(target / name, (one.folder / name).read_bytes())
        write_durably(target / POINTEUR, (one.folder / POINTEUR).read_bytes())
    drop(one.folder)
    found = state(target)
    if not isinstance(found, Servie):
        raise SauvegardeRefusee("La publication remise en place ne se relit pas : recommencez.")
    return found.generation


def _put_back_generations(source: Path, target: Path) -> None:
    for number in numbers(source):
        new, old = folder_of(source) / str(number), folder_of(target) / str(number)
        if _is_same(new, old):
            continue
        make_folder(old.parent)
        drop(old)
        new.rename(old)
        flush(old.parent)


def _is_same(new: Path, old: Path) -> bool:
    """Dit si une publication du magasin est déjà celle de la sauvegarde, fichier par fichier."""
    names = {one.name for one in new.iterdir()}
    is_whole = old.is_dir() and names == {one.name for one in old.iterdir()}
    return is_whole and all(fingerprint(new / one) == fingerprint(old / one) for one in names)
