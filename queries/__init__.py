"""Les chiffres : un nom, des filtres, une table.

`run("heures_realisees_par_mois", annee=2023)` rend la table d'un indicateur, `describe` son titre
et sa définition. Chaque indicateur est un fichier SQL (queries/<thème>/<nom>.sql) dont le
commentaire de tête est montré à l'écran ; chaque définition du domaine est une vue (queries/views).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from data.generations import Generation, alert, current, is_plenary
from data.generations import generation as published
from data.reference.contours import ATTRIBUTION as CREDIT_CONTOURS
from data.reference.contours import contours, quartiers
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
from queries.protection.certificat import Certificat
from queries.protection.fichier import read_certificate
from queries.protection.lecture import CubeAbsent, NonPublie, find, protected_names
from queries.scenario import SCENARIO, Scenario, parse_scenario
from queries.trimestre import at_last_quarter

__all__ = [
    "CREDIT_CONTOURS",
    "THEMES",
    "Certificat",
    "CubeAbsent",
    "DemandeInvalide",
    "Description",
    "FiltreInvalide",
    "IndicateurInconnu",
    "MagasinVide",
    "NonPublie",
    "VuePleniere",
    "alert",
    "certificate",
    "contours",
    "current",
    "definitions",
    "describe",
    "is_plenary",
    "names",
    "protected_names",
    "quartiers",
    "run",
    "run_many",
    "run_protected",
]


class IndicateurInconnu(DemandeInvalide):
    """Aucun indicateur de ce nom."""


class MagasinVide(DemandeInvalide):
    """Rien n'a encore été publié, ou la génération demandée n'existe plus."""


class VuePleniere(DemandeInvalide):
    """Ce serveur ne montre que les chiffres protégés : `run` y est fermé."""

    def __init__(self) -> None:
        super().__init__("Ce serveur ne montre que les chiffres protégés.")


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

    Filtres : voir queries.filters (et queries.scenario pour une simulation) ; une valeur inconnue
    est nulle, jamais 0. Lève IndicateurInconnu, FiltreInvalide ou MagasinVide (DemandeInvalide).
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
    return answer(_find(store, generation), asked, **filtres)


def answer(
    one: Generation, asked: Iterable[str], *, est_compare: bool = True, **filtres: object
) -> dict[str, pl.DataFrame]:
    """Comme `run_many`, pour une génération que le pointeur ne sert pas encore.

    Sans `est_compare`, la période précédente n'est pas cherchée : deux fois plus rapide.
    """
    if is_plenary():
        raise VuePleniere
    described = [describe(name) for name in asked]
    scenario = parse_scenario(filtres)
    chosen = parse({name: value for name, value in filtres.items() if name not in SCENARIO})
    shared = base(one)
    with cursor(shared) as connection:
        session = _Session(shared, connection, scenario)
        frames = {one.name: session.ask(one.name, _own(one, chosen, session)) for one in described}
        for one in described:
            if one.comparaison and est_compare:
                frames[one.name] = _compare(session, frames[one.name], one, chosen)
    return frames


def run_protected(
    name: str, store: Path | None = None, generation: int | None = None, **filtres: object
) -> pl.DataFrame:
    """Rend une table du fichier protégé, sans jamais ouvrir le fichier exact.

    Filtres : une année (ou aucune), et une structure ou un EPCI au plus. Lève NonPublie si la liste
    fermée n'a pas ce chiffre à cette maille, CubeAbsent si la publication n'en a aucun.
    """
    if name not in protected_names():
        describe(name)
        raise NonPublie
    return find(_find(store, generation), name, filtres)


def certificate(store: Path | None = None, generation: int | None = None) -> Certificat | None:
    """Rend le certificat des chiffres protégés servis, None s'il n'y en a pas."""
    return read_certificate(_find(store, generation))


def read(one: Generation, sql: str) -> pl.DataFrame:
    """Exécute un SQL du projet sur toutes les données d'une génération, sans filtre."""
    shared = base(one)
    with cursor(shared) as connection:
        return _Session(shared, connection, parse_scenario({})).put(sql, parse({}))


def _own(description: Description, chosen: Filtres, session: _Session) -> Filtres:
    if description.periode:
        return parse({"periode": description.periode})
    if description.trimestre:
        day = session.last_day(chosen.structure)
        return at_last_quarter(chosen, day, est_ouvert=description.trimestre == "depuis")
    return chosen


class _Session:
    """Une question : sa connexion, son scénario, son filtre, et ce qui est déjà calculé."""

    def __init__(
        self, shared: Base, connection: duckdb.DuckDBPyConnection, scenario: Scenario
    ) -> None:
        self.shared = shared
        self.connection = connection
        self.chosen: Filtres | None = None
        self.ready: set[str] = set()
        question = f"create temp table scenario as {sql_of(FOLDER / 'scenario.sql')}"
        connection.execute(question, scenario.parameters())

    def ask(self, name: str, chosen: Filtres) -> pl.DataFrame:
        """Rend un indicateur pour ces filtres."""
        return self.put(sql_of(files()[name]), chosen)

    def put(self, sql: str, chosen: Filtres) -> pl.DataFrame:
        """Écrit la ligne de filtre, les définitions utiles, puis exécute le SQL."""
        if chosen != self.chosen:
            question = f"create or replace temp table filtre as {sql_of(FOLDER / 'filtre.sql')}"
            self.connection.execute(question, chosen.parameters())
            self.ready = set()
            self.chosen = chosen
        return self.read(sql)

    def read(self, sql: str) -> pl.DataFrame:
        """Exécute un SQL, ses définitions étant prêtes."""
        self.shared.prepare(sql)
        for word in needed(sql):
            if is_filtered(word) and word not in self.ready:
                self._prepare(word)
        return self.connection.sql(sql).pl()

    def last_day(self, structure: str | None) -> date | None:
        """Rend la date des données de la structure, ou la plus ancienne de toutes."""
        days = self.read("select * from dates_extraction")
        kept = days if structure is None else days.filter(pl.col("structure") == structure)
        return kept["date_extraction"].min()

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
