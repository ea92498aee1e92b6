"""Importer : lire tous les fichiers, préparer, montrer ce qui changera, publier ensemble.

`prepare_files` ne change rien au magasin ; `next_content` calcule les tables d'après ; `publish`
prend le verrou, recalcule sur la génération servie et publie.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from data.check import IMPORTE, Prepared, refused
from data.decp import is_decp, prepare_decp, prepare_decp_sheets
from data.formats import vocabulary
from data.importer.content import (
    after,
    beside_stored,
    is_unchanged,
    opponents,
    stored_tables,
    without_opposed,
)
from data.importer.own import of_own
from data.importer.prepare import prepare
from data.importer.received import Files, content_fingerprint, content_of, plain_name
from data.load import without
from data.people import (
    EXAMPLE_KEY,
    CleRefusee,
    Key,
    Sceaux,
    by_age,
    import_key,
    journal_in_clear,
    settle_ages,
)
from data.publish import (
    BeforePointer,
    Generation,
    current,
    import_lock,
    publish_tables,
    read_database,
    refuse_on_damage,
)
from data.read.exports import read_files
from data.read.feuille import Feuille
from data.read.grid import FichierRefuse
from data.recognize import Options, clean_mappings

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Lot:
    """Des fichiers préparés ensemble, et la clé qui a servi (ou la raison de son refus)."""

    fichiers: list[Prepared]
    key: Key
    est_exemple: bool = False

    @property
    def accepted(self) -> list[Prepared]:
        """Les fichiers qui seront publiés, du plus ancien export au plus récent."""
        return by_age([one for one in self.fichiers if one.issue == IMPORTE])


def silent(_done: float, _said: str) -> None:
    """Ne montre aucune progression."""


def prepare_files(
    files: Files,
    options: Options | Callable[[str], Options],
    store: Path | None = None,
    *,
    est_exemple: bool = False,
    structures: Collection[str] | None = None,
    progress: Progress = silent,
) -> Lot:
    """Lit et prépare des fichiers (nom, contenu) ; rien n'est publié.

    `options` : les mêmes pour tous, ou une fonction du nom de fichier ; `structures` : les seules
    dont un fichier peut porter des lignes (toutes sans elle). Lève MagasinAbime plutôt que de lire
    à côté de données perdues.
    """
    refuse_on_damage(store)
    read = _read_exports(files, progress)
    try:
        key = EXAMPLE_KEY if est_exemple else import_key(_expected_key(store))
    except CleRefusee as refusal:
        return Lot([refused(name, str(refusal)) for name, _ in files], EXAMPLE_KEY)
    start = 0.5 if read else 0.0
    sheets, prepared, answers = iter(read), [], []
    sceaux = Sceaux(key)
    for rank, (name, content) in enumerate(files):
        chosen = replace(options(name) if callable(options) else options, store=store)
        advance = _part(progress, start, (0.9 - start) / len(files), rank, name)
        if is_decp(name, content):
            one = prepare_decp(name, content, chosen, advance)
        else:
            one = _prepare_read(name, next(sheets), chosen, sceaux)
        kept = one if structures is None else of_own(one, structures)
        prepared.append(replace(kept, empreinte=content_fingerprint(content)))
        answers.append(chosen.reponses)
        advance(1.0)
    stored = stored_tables(current(store), key, est_exemple=est_exemple)
    aged = settle_ages(prepared, stored["contrats"])
    return Lot(beside_stored(aged, stored, answers), key, est_exemple)


def _prepare_read(
    name: str, sheets: list[Feuille] | FichierRefuse, options: Options, sceaux: Sceaux
) -> Prepared:
    """Prépare un fichier lu : un classeur peut porter des DECP, ce que son contenu seul dit."""
    decp = None if isinstance(sheets, FichierRefuse) else prepare_decp_sheets(name, sheets, options)
    return decp or prepare(name, sheets, options, sceaux)


def _read_exports(files: Files, progress: Progress) -> list[list[Feuille] | FichierRefuse]:
    """Lit les feuilles de ce qui n'est pas des DECP, dans l'ordre ; jusqu'à 50 %."""
    read = read_files(
        [one for one in files if not is_decp(*one)],
        vocabulary(),
        lambda done, total, name: progress(0.5 * done / total, f"Lecture de {name}"),
    )
    return [sheets for _, sheets in read]


def _part(
    progress: Progress, start: float, share: float, rank: int, name: str
) -> Callable[[float], None]:
    """Rend la progression du fichier de rang `rank`, parmi d'autres de même part."""
    return lambda done: progress(start + share * (rank + done), f"Contrôle de {name}")


def _expected_key(store: Path | None) -> str:
    served = current(store)
    return "" if served is None or served.est_exemple else served.manifest.get("cle", "")


def next_content(
    lot: Lot, served: Generation | None, store: Path | None = None
) -> dict[str, pl.DataFrame]:
    """Rend toutes les tables d'après ; ni les exemples, ni qui s'est opposé n'y restent."""
    before = stored_tables(served, lot.key, est_exemple=lot.est_exemple)
    content = after(lot.accepted, before, lot.est_exemple)
    return without(content, opponents(content, store))


def publish(
    lot: Lot,
    store: Path | None = None,
    *,
    before_pointer: Sequence[BeforePointer] = (),
    progress: Progress = silent,
) -> Generation | None:
    """Publie les fichiers acceptés d'un lot ; rend la génération servie ensuite.

    Rien n'est publié si aucun fichier n'est accepté ou si rien ne change (la génération déjà
    servie est rendue). Lève ImportEnCours, MagasinAbime ou PlaceInsuffisante.
    """
    with import_lock(store):
        return publish_held(lot, store, before_pointer=before_pointer, progress=progress)


def publish_held(
    lot: Lot,
    store: Path | None = None,
    *,
    before_pointer: Sequence[BeforePointer] = (),
    progress: Progress = silent,
) -> Generation | None:
    """Publie comme `publish`, pour qui tient déjà le verrou."""
    served = current(store)
    is_late_example = lot.est_exemple and served is not None and not served.est_exemple
    if not lot.accepted or is_late_example:
        return served
    if not lot.est_exemple and _expected_key(store) not in ("", lot.key.identifier):
        raise CleRefusee("La clé du magasin a changé pendant l'import : recommencez.")
    before = stored_tables(served, lot.key, est_exemple=lot.est_exemple)
    content = without_opposed(after(lot.accepted, before, lot.est_exemple), store)
    progress(0.92, "Publication")
    same_kind = served is not None and served.est_exemple == lot.est_exemple
    # Comparé à ce qui est servi, pas à ce qu'on en a déjà débarrassé : un numéro en clair s'en va.
    stored = read_database(served)
    if same_kind and is_unchanged(content, stored) and not journal_in_clear(stored):
        clean_mappings(store)
        return served
    done = publish_tables(
        content,
        store,
        est_exemple=lot.est_exemple,
        key_id=lot.key.identifier,
        before_pointer=before_pointer,
    )
    clean_mappings(store)
    progress(1.0, "Publié")
    return done


def prepare_paths(
    paths: Sequence[Path], options: Options, store: Path | None = None, progress: Progress = silent
) -> Lot:
    """Prépare des fichiers du disque ; celui qui ne s'ouvre pas est refusé comme les autres."""
    contents = [(plain_name(path), content_of(path)) for path in paths]
    readable = [(name, found) for name, found in contents if not isinstance(found, str)]
    lot = prepare_files(readable, options, store, progress=progress)
    ready = iter(lot.fichiers)
    files = [
        refused(name, found) if isinstance(found, str) else next(ready) for name, found in contents
    ]
    return replace(lot, fichiers=files)
