"""Les chiffres : un nom, des filtres, une table.

`run("heures_realisees_par_mois", annee=2023)` rend la table d'un indicateur, `describe` son titre
et sa définition. Chaque indicateur est un fichier SQL (queries/<thème>/<nom>.sql) dont le
commentaire de tête est montré à l'écran ; chaque définition du domaine est une vue (queries/views).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import polars as pl

from data.generations import Generation, alert, current
from data.generations import generation as published
from queries.base import Base, base, cursor
from queries.catalog import (
    FOLDER,
    THEMES,
    Description,
    description,
    files,
    is_filtered,
    needed,
    sql_of,
    views,
)
from queries.filters import DemandeInvalide, FiltreInvalide, Filtres, parse, previous

__all__ = [
    "THEMES",
    "DemandeInvalide",
    "Description",
    "FiltreInvalide",
    "IndicateurInconnu",
    "MagasinVide",
    "alert",
    "current",
    "definitions",
    "describe",
    "names",
    "run",
    "run_many",
]


class IndicateurInconnu(DemandeInvalide):
    """Aucun indicateur de ce nom."""


class MagasinVide(DemandeInvalide):
    """Rien n'a encore été publié, ou la génération demandée n'existe plus."""


def names() -> list[str]:
    """Rend les noms des indicateurs, par thème puis par ordre alphabétique."""
    return list(files())


def describe(name: str) -> Description:
    """Rend titre, définition, unité, grain et source. Lève IndicateurInconnu."""
    if name not in files():
        raise IndicateurInconnu(
            f"L'indicateur « {name} » n'existe pas. « python -m queries » en donne la liste."
        )
    return description(files()[name])


def definitions() -> list[Description]:
    """Rend la description de chaque définition du domaine (vues), par ordre alphabétique."""
    return [description(path) for path in views().values()]


def run(
    name: str, store: Path | None = None, generation: int | None = None, **filtres: object
) -> pl.DataFrame:
    """Rend la table d'un indicateur, triée, pour la génération servie (ou `generation`).

    Filtres : voir queries.filters ; une valeur inconnue est nulle, jamais 0. Lève
    IndicateurInconnu, FiltreInvalide ou MagasinVide (DemandeInvalide).
    """
    return run_many([name], store, generation, **filtres)[name]


def run_many(
    asked: Iterable[str],
    store: Path | None = None,
    generation: int | None = None,
    **filtres: object,
) -> dict[str, pl.DataFrame]:
    """Comme `run`, pour plusieurs indicateurs d'une même question : nom -> table.

    Les définitions qu'ils partagent ne sont calculées qu'une fois : bien plus rapide.
    """
    described = [describe(name) for name in asked]
    chosen = parse(filtres)
    shared = base(_find(store, generation))
    with cursor(shared) as connection:
        session = _Session(shared, connection)
        frames = {one.name: session.ask(one.name, _own(one, chosen)) for one in described}
        for one in described:
            if one.comparaison:
                frames[one.name] = _compare(session, frames[one.name], one, chosen)
    return frames


def _own(description: Description, chosen: Filtres) -> Filtres:
    return parse({"periode": description.periode}) if description.periode else chosen


class _Session:
    """Une question : sa connexion, son filtre, et ce qui est déjà calculé pour lui."""

    def __init__(self, shared: Base, connection: duckdb.DuckDBPyConnection) -> None:
        self.shared = shared
        self.connection = connection
        self.chosen: Filtres | None = None
        self.ready: set[str] = set()

    def ask(self, name: str, chosen: Filtres) -> pl.DataFrame:
        """Écrit la ligne de filtre, les définitions utiles, puis exécute le SQL."""
        if chosen != self.chosen:
            question = f"create or replace temp table filtre as {sql_of(FOLDER / 'filtre.sql')}"
            self.connection.execute(question, chosen.parameters())
            self.ready = set()
            self.chosen = chosen
        return self.read(sql_of(files()[name]))

    def read(self, sql: str) -> pl.DataFrame:
        """Exécute un SQL, ses définitions étant prêtes."""
        self.shared.prepare(sql)
        for word in needed(sql):
            if is_filtered(word) and word not in self.ready:
                self._prepare(word)
        return self.connection.sql(sql).pl()

    def _prepare(self, word: str) -> None:
        # Une table temporaire et non une vue : DuckDB développerait chaque vue à chaque mention.
        view = sql_of(views()[word])
        self.connection.execute(f"create or replace temp table {word} as {view}")
        self.ready.add(word)


def _compare(
    session: _Session, frame: pl.DataFrame, description: Description, chosen: Filtres
) -> pl.DataFrame:
    """Ajoute valeur_precedente et periode_precedente : le même SQL, un an plus tôt."""
    keys = description.comparaison.split()
    last_month = session.read("select max(mois) as mois from mois_recus").item()
    earlier = previous(chosen, last_month)
    if earlier is None:
        empty = pl.lit(None, pl.Float64).alias("valeur_precedente")
        return frame.with_columns(empty, pl.lit(None, pl.String).alias("periode_precedente"))
    before = session.ask(description.name, earlier)
    renamed = before.select(*keys, pl.col("valeur").alias("valeur_precedente"))
    label = pl.lit(earlier.periode.libelle).alias("periode_precedente")
    return frame.join(renamed, on=keys, how="left", maintain_order="left").with_columns(label)


def _find(store: Path | None, number: int | None) -> Generation:
    found = current(store) if number is None else published(number, store)
    if found is None:
        raise MagasinVide(
            "Aucune donnée n'a encore été importée : lancez « python -m data exemples » pour des "
            "données d'exemple, ou « python -m data importer FICHIER… » pour les vôtres."
            if number is None
            else f"La publication n° {number} n'existe pas ou n'est plus gardée."
        )
    return found
