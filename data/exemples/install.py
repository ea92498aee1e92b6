"""Les exports d'exemple : importés par la voie réelle dans un magasin vide, une seule fois."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from data.check import IMPORTE
from data.exemples.dossier import files
from data.importer import Progress, prepare_files, publish_held, read_paths, silent
from data.publish import BeforePointer, Generation, current, import_lock
from data.recognize import Options

ATTENTE_S = 120


class ExemplesInvalides(Exception):
    """Un export d'exemple n'est pas passé : c'est un défaut du logiciel."""


def ensure_examples(
    store: Path | None = None,
    progress: Progress = silent,
    before_pointer: Sequence[BeforePointer] = (),
) -> Generation:
    """Rend la génération servie ; importe d'abord les exemples si le magasin est vide.

    Un seul processus importe ; les autres attendent puis lisent sa publication.
    """
    return current(store) or import_examples(store, progress, before_pointer)


def import_examples(
    store: Path | None = None,
    progress: Progress = silent,
    before_pointer: Sequence[BeforePointer] = (),
) -> Generation:
    """Importe les exports d'exemple dans un magasin vide ; sinon rend ce qui y est servi.

    Lève ExemplesInvalides si l'un n'est pas accepté.
    """
    with import_lock(store, timeout=ATTENTE_S):
        return current(store) or _import(store, progress, before_pointer)


def _import(
    store: Path | None, progress: Progress, before_pointer: Sequence[BeforePointer]
) -> Generation:
    received = read_paths(files())
    lot = prepare_files(received, Options(), store, est_exemple=True, progress=progress)
    refused = [one for one in lot.fichiers if one.issue != IMPORTE]
    if refused:
        raise ExemplesInvalides(f"{refused[0].nom} : {refused[0].anomalies['message'][0]}")
    done = publish_held(lot, store, before_pointer=before_pointer, progress=progress)
    if done is None:
        raise ExemplesInvalides("Aucun export d'exemple.")
    return done
