"""La porte du copil pour les pages : notes, diapositives masquées, photos.

Rien ici n'ouvre autre chose qu'un fichier protégé.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from data.publish import current, generation
from data.publish.copil import (
    NOM_MAX,
    STATUTS,
    TEXTE_MAX,
    CopilRefuse,
    Genre,
    Note,
    Photo,
    Suite,
    add_note,
    follow_note,
    hide,
    photo,
    photos,
    read_hidden,
    read_notes,
    remove_note,
)
from data.publish.copil import take_photo as freeze
from queries.catalog import description, files, views
from queries.protection.publish.lecture import find

__all__ = [
    "NOM_MAX",
    "STATUTS",
    "TEXTE_MAX",
    "CopilRefuse",
    "Genre",
    "Note",
    "Photo",
    "Suite",
    "add_note",
    "definitions",
    "follow_note",
    "hide",
    "photo",
    "photos",
    "read_hidden",
    "read_notes",
    "read_photo",
    "remove_note",
    "take_photo",
]


def definitions() -> dict[str, str]:
    """Rend nom -> définition de chaque indicateur et de chaque vue, telles qu'aujourd'hui."""
    named = {**files(), **views()}
    return {name: description(path).definition for name, path in named.items()}


def take_photo(
    nom: str,
    jour: date,
    *,
    annee: int,
    epci: str = "",
    store: Path | None = None,
    number: int | None = None,
) -> Photo:
    """Fige la publication servie (ou `number`), ces filtres, les définitions et les notes.

    Lève CopilRefuse : rien de publié, pas de chiffres protégés, nom vide ou déjà pris.
    """
    one = current(store) if number is None else generation(number, store)
    if one is None:
        raise CopilRefuse("Rien n'est publié : il n'y a rien à photographier.")
    frozen = {"annee": annee, "epci": epci, "definitions": definitions()}
    return freeze(nom, jour, one, frozen, store)


def read_photo(one: Photo, nom: str, **filtres: object) -> pl.DataFrame:
    """Comme `queries.run_protected`, sur les chiffres d'une photo."""
    return find(one.generation, nom, filtres)
