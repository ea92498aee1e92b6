"""Une génération en mémoire : ses tables, et les définitions qu'aucune question ne change.

Le fichier publié est copié une fois par génération, puis détaché : aucune connexion au fichier ne
reste ouverte, et chaque question ne paie que ce que ses filtres changent.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import Lock

import duckdb

from data.generations import Generation
from data.reference import load
from data.schema import empty_tables
from queries.catalog import is_filtered, needed, sql_of, views

LIMITS = {"memory_limit": "512MB", "threads": 1}
GENERATIONS_EN_MEMOIRE = 3


class Base:
    """Les tables d'une génération, partagées par toutes les questions."""

    def __init__(self, path: str) -> None:
        self.connection = duckdb.connect(":memory:", config=LIMITS)
        self.lock = Lock()
        self.ready: set[str] = set()
        self.connection.execute("attach $chemin as magasin (read_only)", {"chemin": path})
        names = self.connection.execute(
            "select table_name from duckdb_tables() where database_name = 'magasin'"
        ).fetchall()
        for (name,) in names:
            self.connection.table(f"magasin.{name}").create(name)
        self.connection.execute("detach magasin")
        # Une publication antérieure à une sorte d'export n'en a pas la table : vide, non absente.
        missing = {name: one for name, one in empty_tables().items() if (name,) not in names}
        for name, frame in (missing | load()).items():
            self.connection.from_arrow(frame.to_arrow()).create(name)
        self.connection.execute("set enable_external_access = false")
        self.connection.execute("set lock_configuration = true")

    def prepare(self, sql: str) -> None:
        """Calcule, une fois pour toutes, les définitions sans filtre que nomme ce SQL."""
        for word in needed(sql):
            if is_filtered(word) or word in self.ready:
                continue
            with self.lock:
                if word not in self.ready:
                    self.connection.execute(f"create table {word} as {sql_of(views()[word])}")
                    self.ready.add(word)


@lru_cache(maxsize=GENERATIONS_EN_MEMOIRE)
def _base(path: str, _fingerprint: str) -> Base:
    return Base(path)


def base(one: Generation) -> Base:
    """Rend la base en mémoire d'une génération ; la plus ancienne est oubliée au besoin."""
    return _base(str(one.exact), one.manifest["empreinte"])


@contextmanager
def cursor(shared: Base) -> Iterator[duckdb.DuckDBPyConnection]:
    """Ouvre une question : ses tables temporaires disparaissent avec elle."""
    with shared.connection.cursor() as opened:
        yield opened
