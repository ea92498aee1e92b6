"""Une génération ouverte : ses tables, et les définitions qu'aucune question ne change.

Le fichier publié, qui ne change jamais, se lit là où il est : DuckDB n'en tient en mémoire que ce
qu'on lui demande, et rend cette mémoire au besoin. Les dernières questions gardent prêtes les
définitions que leurs filtres changent : les indicateurs d'une page, qui ont les mêmes filtres, ne
les calculent qu'une fois.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock

import duckdb
import polars as pl

from data.publish import Generation, data_mark, forget_kept
from data.publish.copil import read_register, register_mark
from data.reference import load, sources
from data.schema import empty_tables
from queries.catalog import FOLDER, is_filtered, is_kept, needed, sql_of, views
from queries.filters import Filtres
from queries.scenario import Scenario

# Sous Windows, un fichier ouvert ne s'efface pas : chaque publication y garderait les anciennes.
EST_COPIE = os.name == "nt"
# Ce que DuckDB tient en mémoire : six fois le fichier, entre ces bornes ; le reste s'écrit à part.
MEMOIRE_MO = (512, 1024)
GENERATIONS_OUVERTES = 3
# Par génération, environ 9 Mo chacune au Vaucluse : deux ou trois pages, et la même un an plus tôt.
QUESTIONS_EN_MEMOIRE = 6
# Ce qui s'écrit à la main à côté des publications se lit comme une table de chacune.
REGISTRES = {
    "objectifs": {
        "annee": pl.Int64, "structure": pl.String, "epci": pl.String, "indicateur": pl.String,
        "valeur": pl.Float64, "source_decision": pl.String, "date_decision": pl.String,
        "ecrit_le": pl.String, "par": pl.String,
    },
    "mises_en_demeure": {
        "annee": pl.Int64, "structure": pl.String, "financeur": pl.String, "etape": pl.String,
        "date_etape": pl.String, "suite": pl.String, "texte": pl.String, "ecrit_le": pl.String,
        "par": pl.String,
    },
}  # fmt: skip


class Base:
    """Les tables d'une génération, partagées par toutes les questions."""

    def __init__(self, path: str, store: Path | None = None) -> None:
        # Ce qui dépasse la mémoire s'écrit à part, jamais dans le dossier de l'application.
        spill = tempfile.mkdtemp(prefix="clauses-")
        weakref.finalize(self, shutil.rmtree, spill, ignore_errors=True)
        size = sorted((*MEMOIRE_MO, 6 * Path(path).stat().st_size // 1024**2))[1]
        limits = {"memory_limit": f"{size}MB", "threads": 1, "temp_directory": spill}
        self.connection = duckdb.connect(":memory:", config=limits)
        # Sans cela, DuckDB écrit sa barre sur la sortie, au milieu du JSON, dès deux secondes.
        self.connection.execute("set enable_progress_bar = false")
        self.lock = Lock()
        self.ready: set[str] = set()
        self.is_tight = True
        self.is_dropped = False
        self.questions: OrderedDict[object, Question] = OrderedDict()
        names = self._open(path)
        # Une publication antérieure à une sorte d'export n'en a pas la table : vide, non absente.
        missing = {name: one for name, one in empty_tables().items() if name not in names}
        added = {"sources_references": sources(), **_registers(store)}
        for name, frame in (missing | load() | added).items():
            self.connection.from_arrow(frame.to_arrow()).create(name)
        # Les définitions sans filtre, gardées serrées tant que la génération est ouverte.
        self.connection.execute("attach ':memory:' as communes (compress)")
        self.connection.execute("set enable_external_access = false")
        self.connection.execute("set lock_configuration = true")

    def _open(self, path: str) -> list[str]:
        """Ouvre le fichier publié, ou le copie et le referme ; rend le nom de ses tables.

        Le fichier ouvert reste le même, renommé ou effacé depuis.
        """
        self.path = path
        self.held = None if EST_COPIE else os.open(path, os.O_RDONLY)
        if self.held is not None:
            weakref.finalize(self, os.close, self.held)
        self.written = self._written()
        self.connection.execute("attach $chemin as magasin (read_only)", {"chemin": path})
        found = self.connection.execute(
            "select table_name, estimated_size from duckdb_tables() where database_name = 'magasin'"
        ).fetchall()
        names = [name for name, _ in found]
        self.lines = sum(lines for _, lines in found)
        for name in names:
            self._show(name)
        if EST_COPIE:
            self.connection.execute("detach magasin")
        return names

    @property
    def is_intact(self) -> bool:
        """Dit si le fichier ouvert n'a pas été réécrit depuis."""
        return self._written() == self.written

    @property
    def is_gone(self) -> bool:
        """Dit si le fichier ouvert a été effacé depuis."""
        if self.held is None:
            return not Path(self.path).exists()
        return os.fstat(self.held).st_nlink == 0

    def drop(self) -> None:
        """Ne garde plus de question : elles la tiennent, et son fichier attendrait. Qui la lit
        encore finit sa lecture, puis elle se ferme.
        """
        self.is_dropped = True
        self.questions.clear()

    def _written(self) -> tuple[int, int] | None:
        if self.held is None:
            return None
        found = os.fstat(self.held)
        return found.st_mtime_ns, found.st_size

    def _show(self, name: str) -> None:
        """Montre une table publiée ; une colonne venue depuis à sa sorte d'export y est nulle."""
        rows = f"magasin.{name}"
        found, expected = self.connection.table(rows), empty_tables().get(name)
        if expected is not None and not set(expected.columns) <= set(found.columns):
            self.connection.from_arrow(expected.to_arrow()).create(f"{name}_sans_ligne")
            rows = f"{rows} union all by name from {name}_sans_ligne"
        if EST_COPIE:
            self.connection.execute(f"create table {name} as from {rows}")
        else:
            self.connection.execute(f"create view {name} as from {rows}")

    def prepare(self, sql: str) -> None:
        """Calcule, une fois pour toutes, les définitions sans filtre que nomme ce SQL."""
        if all(is_filtered(word) or word in self.ready for word in needed(sql)):
            return
        with self.lock:
            for word in needed(sql):
                if is_filtered(word) or word in self.ready:
                    continue
                table = f"communes.{word}"
                self.connection.execute(f"create table {table} as {sql_of(views()[word])}")
                self.connection.execute(f"create view {word} as from {table}")
                self.ready.add(word)
            self.is_tight = False
            self._tighten()

    def _tighten(self) -> None:
        """Serre les définitions communes (dix fois moins de mémoire), sous le verrou.

        DuckDB s'y refuse tant que quelqu'un les lit : ce sera à la prochaine question.
        """
        with suppress(duckdb.TransactionException):
            self.connection.execute("checkpoint communes")
            self.is_tight = True

    def question(self, chosen: Filtres, scenario: Scenario) -> Question:
        """Rend la question de ces filtres ; la plus ancienne est oubliée au besoin.

        Une question oubliée pendant qu'on la lit se ferme quand plus personne ne la tient.
        """
        key = (chosen, tuple(scenario.parameters().items()))
        with self.lock:
            found = self.questions.pop(key, None) or Question(self, chosen, scenario)
            if not self.is_tight:
                self._tighten()
            self.questions[key] = found
            if self.is_dropped:
                self.questions.clear()
            while len(self.questions) > QUESTIONS_EN_MEMOIRE:
                self.questions.popitem(last=False)
        return found


class Question:
    """Des filtres, un scénario, et les définitions qu'ils changent, calculées au besoin."""

    def __init__(self, shared: Base, chosen: Filtres, scenario: Scenario) -> None:
        self.shared = shared
        self.lock = Lock()
        self.ready: set[str] = set()
        self.connection = shared.connection.cursor()
        for name, given in (("filtre", chosen), ("scenario", scenario)):
            row = f"create temp table {name} as {sql_of(FOLDER / f'{name}.sql')}"
            self.connection.execute(row, given.parameters())

    def read(self, sql: str) -> pl.DataFrame:
        """Exécute un SQL, ses définitions étant prêtes."""
        self.shared.prepare(sql)
        with self.lock:
            for word in needed(sql):
                if is_filtered(word) and word not in self.ready:
                    self._define(word, sql_of(views()[word]))
            return self.connection.sql(sql).pl()

    def _define(self, word: str, sql: str) -> None:
        # Une table et non une vue : DuckDB la développerait à chaque mention.
        if is_kept(word):
            self.connection.execute(f"create temp table {word} as {sql}")
        else:
            self.connection.execute(f"create temp view {word} as {sql}")
        self.ready.add(word)


def _registers(store: Path | None) -> dict[str, pl.DataFrame]:
    """Rend chaque registre en table, `<nom>_saisis` : une ligne par écriture, rang d'écriture."""
    return {
        f"{name}_saisis": pl.DataFrame(read_register(name, store), schema=schema).with_row_index(
            "rang"
        )
        for name, schema in REGISTRES.items()
    }


@dataclass(frozen=True)
class Donnees:
    """Un fichier exact, reconnu à son empreinte : publié à nouveau, il ne se relit pas."""

    empreinte: str
    chemin: str = field(compare=False)


class Bases:
    """Les dernières publications ouvertes ; une base lâchée se ferme quand plus rien ne la lit."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.opened: OrderedDict[tuple[object, ...], Base] = OrderedDict()

    def read(self, exact: Donnees, store: Path, registers: tuple[str, ...]) -> Base:
        """Rend la base d'un fichier, ouverte au besoin."""
        key = (exact, store, registers)
        with self.lock:
            found = self.opened.pop(key, None) or Base(exact.chemin, store)
            self.opened[key] = found
            if len(self.opened) > GENERATIONS_OUVERTES:
                self.opened.popitem(last=False)[1].drop()
        return found

    def drop(self, is_over: Callable[[Base], bool]) -> None:
        """Lâche celles que dit `is_over`."""
        with self.lock:
            for key in [key for key, one in self.opened.items() if is_over(one)]:
                self.opened.pop(key).drop()


@cache
def bases() -> Bases:
    """Rend les publications que ce processus a ouvertes."""
    return Bases()


def base(one: Generation) -> Base:
    """Rend la base ouverte d'une génération ; la plus ancienne se ferme au besoin."""
    store = one.folder.parent.parent
    exact = Donnees(one.manifest["empreinte"], str(one.exact))
    found = bases().read(exact, store, _written(store))
    if found.is_intact:
        return found
    # Les mêmes données, publiées deux fois, sont deux fichiers : l'autre est peut-être sain.
    bases().drop(lambda one: not one.is_intact)
    return bases().read(exact, store, _written(store))


def forget_gone() -> None:
    """Ne tient plus rien des publications effacées : leurs fichiers se referment."""
    bases().drop(lambda one: one.is_gone)
    forget_kept()


def mark_of(store: Path, generation: int) -> tuple[str, ...]:
    """Dit de quoi un résultat dépend, sa question mise à part : les données et les registres.

    Un autre processus les change aussi : ce que l'on garde d'un résultat se range sous elle.
    """
    return data_mark(generation, store), *_written(store)


def _written(store: Path) -> tuple[str, ...]:
    return tuple(register_mark(name, store) for name in REGISTRES)


@contextmanager
def cursor(shared: Base) -> Iterator[duckdb.DuckDBPyConnection]:
    """Ouvre une question : ses tables temporaires disparaissent avec elle."""
    with shared.connection.cursor() as opened:
        yield opened
