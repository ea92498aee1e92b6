"""Le fichier DuckDB d'une génération : l'écrire, le relire en tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Lock
from uuid import uuid4

import duckdb
import polars as pl

from data.publish.generations import Generation
from data.schema import conform, empty_tables, tables

LECTURE = "attach $chemin as fichier (read_only)"
ECRITURE = "attach $chemin as fichier"
# Le plus petit bloc de DuckDB : chaque petite table en occupe un au moins, de 256 ko sinon.
ECRITURE_SERREE = "attach $chemin as fichier (block_size 16384)"
_TOUR = Lock()


@cache
def _instance() -> duckdb.DuckDBPyConnection:
    """La base du processus : en ouvrir une coûte trente fois plus que d'y attacher un fichier."""
    return duckdb.connect(":memory:")


@contextmanager
def opened(path: Path, how: str = LECTURE) -> Iterator[duckdb.DuckDBPyConnection]:
    """Ouvre un fichier DuckDB, un à la fois ; ses tables se nomment sans préfixe.

    `how` : LECTURE, ECRITURE ou ECRITURE_SERREE. Lève duckdb.Error ; une base tombée en panne
    (disque plein, octets abîmés) ne sert plus à personne.
    """
    with _TOUR:
        try:
            with _instance().cursor() as connection:
                connection.execute(how, {"chemin": str(path)})
                try:
                    connection.execute("use fichier")
                    yield connection
                finally:
                    connection.execute("use memory")
                    connection.execute("detach fichier")
        except duckdb.Error:
            _instance.cache_clear()
            raise


@contextmanager
def at_once(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Écrit sur le disque une fois pour toutes les tables, non une fois par table."""
    connection.begin()
    is_done = False
    try:
        yield
        connection.commit()
        is_done = True
    finally:
        if not is_done:
            # L'erreur à dire est celle d'avant : défaire n'en ajoute pas une.
            with suppress(duckdb.Error):
                connection.rollback()


def write_database(path: Path, content: dict[str, pl.DataFrame]) -> None:
    """Écrit toutes les tables dans un nouveau fichier DuckDB ; les absentes sont vides.

    Sous un nom qui n'a jamais servi : DuckDB refuse d'écrire un chemin que ce processus lit encore,
    et un brouillon abandonné rend le sien au suivant.
    """
    draft = path.with_name(f"{uuid4().hex}.duckdb")
    with opened(draft, ECRITURE) as connection:
        for name, empty in empty_tables().items():
            frame = conform(content.get(name, empty), tables()[name])
            connection.from_arrow(frame.to_arrow()).create(name)
        connection.execute("checkpoint")
    draft.rename(path)


def read_database(one: Generation | None) -> dict[str, pl.DataFrame]:
    """Rend toutes les tables d'une génération ; vides si elle est None."""
    if one is None:
        return dict(empty_tables())
    with opened(one.exact) as connection:
        present = {name for (name,) in connection.execute("show tables").fetchall()}
        return {
            name: conform(connection.table(name).pl(), tables()[name]) if name in present else empty
            for name, empty in empty_tables().items()
        }


def count_rows(one: Generation) -> dict[str, int]:
    """Rend le nombre de lignes de chaque table d'une génération, chaque colonne étant relue."""
    with opened(one.exact) as connection:
        return {name: _count(connection.table(name)) for name in tables()}


def _count(table: duckdb.DuckDBPyRelation) -> int:
    total = table.aggregate("count(*)").fetchall()[0][0]
    if total:
        table.aggregate("count(columns(*))").fetchall()
    return total
