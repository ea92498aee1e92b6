"""Le fichier protégé : une table DuckDB par indicateur, chaque ligne rangée sous sa question."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from data.publish import ECRITURE_SERREE, Generation, at_once, kept, opened, set_aside
from queries.protection.publish.certificat import Certificat, from_row

CERTIFICAT, DEMANDES = "certificat", "demandes"
FICHIERS_EN_MEMOIRE = 3
LIGNES_ECRITES = 200_000
Tables = dict[str, pl.DataFrame]


def write_cube(path: Path, tables: Tables, asked: pl.DataFrame, certificat: Certificat) -> None:
    """Écrit le fichier : les tables, les questions auxquelles elles répondent, le certificat.

    `asked` : nom et demande de chaque réponse, même vide.
    """
    row = pl.DataFrame([certificat.row()], schema_overrides={"copil": pl.String})
    whole = {**tables, DEMANDES: asked, CERTIFICAT: row}
    with opened(path, ECRITURE_SERREE) as connection, at_once(connection):
        for name, frame in whole.items():
            # Par morceaux : d'un coup, les marchés d'un pays tiendraient deux fois en mémoire.
            connection.from_arrow(frame.head(LIGNES_ECRITES).to_arrow()).create(name)
            for start in range(LIGNES_ECRITES, frame.height, LIGNES_ECRITES):
                part = frame.slice(start, LIGNES_ECRITES)
                connection.from_arrow(part.to_arrow()).insert_into(name)


def read_cube(one: Generation) -> Tables:
    """Rend toutes les tables du fichier protégé d'une génération, gardées ; les grosses, à part."""
    return _read(one.protege, one.manifest["protege"]["empreinte"])


@kept(FICHIERS_EN_MEMOIRE)
def _read(path: Path, _fingerprint: str) -> Tables:
    with opened(path) as connection:
        names = connection.execute("show tables").fetchall()
        return {name: set_aside(connection.table(name).pl()) for (name,) in names}


def read_certificate(one: Generation) -> Certificat | None:
    """Rend le certificat d'une génération, None si elle n'a pas de fichier protégé."""
    return from_row(read_cube(one)[CERTIFICAT].row(0, named=True)) if one.a_cube else None
