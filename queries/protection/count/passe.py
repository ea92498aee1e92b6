"""Toutes les questions en une passe : chaque définition n'est calculée qu'une fois, pour toutes.

Une question est une ligne de `toutes_filtre`, numérotée. Chaque vue, puis chaque indicateur, se
calcule pour toutes ces lignes à la fois par une jointure latérale, dont DuckDB fait un
regroupement : le texte SQL des définitions est celui de l'écran, jamais une copie.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import duckdb
import polars as pl

from data.publish import Generation
from queries.base import base, cursor
from queries.catalog import FOLDER, is_filtered, needed, sql_of, views
from queries.filters import Filtres
from queries.scenario import parse_scenario

# Le filtre est une définition comme les autres, connue d'avance pour chaque question.
FILTRE = "filtre"
ORDRE = re.compile(r"(?s)\A(.*?^select\b)(?!.*^select\b)(.*)^order by\b(.*)\Z", re.MULTILINE)
QUALIFIE = re.compile(r"[a-z_]\w*\.[a-z_]")
# Un texte SQL, et les filtres de ses questions.
Questions = Mapping[str, Sequence[Filtres]]
Reponses = dict[str, dict[Filtres, pl.DataFrame]]


class Passe:
    """Une connexion où chaque définition demandée vaut pour toutes les questions."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, numeros: Mapping[Filtres, int]
    ) -> None:
        self.connection = connection
        self.numeros = numeros
        self.ready = {FILTRE}
        scenario = f"create temp table scenario as {sql_of(FOLDER / 'scenario.sql')}"
        connection.execute(scenario, parse_scenario({}).parameters())
        connection.execute(
            f"create temp table {_of_all(FILTRE)} as {_filters_sql(connection, numeros)}"
        )

    def prepare(self, word: str, numeros: Iterable[int]) -> None:
        """Calcule une définition pour ces questions, celles dont elle dépend étant prêtes."""
        view = self._lifted(sql_of(views()[word]), numeros)
        self.connection.execute(f"create temp table {_of_all(word)} as {view}")
        self.ready.add(word)

    def ask(self, sql: str, asked: Iterable[Filtres]) -> dict[Filtres, pl.DataFrame]:
        """Rend ce que répond un SQL à ces questions, chaque réponse dans l'ordre qu'il dit."""
        found = self._ordered(sql, [self.numeros[one] for one in asked])
        parts = found.partition_by("no_question", as_dict=True, include_key=False)
        empty = found.drop("no_question").clear()
        return {one: parts.get((self.numeros[one],), empty) for one in asked}

    def _ordered(self, sql: str, numeros: list[int]) -> pl.DataFrame:
        for ranked in _ranked(sql):
            try:
                found = self.connection.sql(self._lifted(ranked, numeros)).pl()
            except duckdb.BinderException:
                continue
            return found.sort("no_question", "rang_de_ligne", maintain_order=True).drop(
                "rang_de_ligne"
            )
        return self.connection.sql(self._lifted(sql, numeros)).pl()

    def _lifted(self, sql: str, numeros: Iterable[int]) -> str:
        """Rend le SQL qui répond à ces questions à la fois, chaque ligne avec la sienne."""
        names = [word for word in (FILTRE, *needed(sql)) if word in self.ready]
        parts = [
            f"{word} as (select * exclude (no_question) from {_of_all(word)} as toutes "
            "where toutes.no_question = question.no_question)"
            for word in names
            if re.search(rf"\b{word}\b", sql)
        ]
        head = f"with {', '.join(parts)} " if parts else ""
        asked = ", ".join(str(one) for one in sorted(numeros))
        return (
            "select question.no_question, reponse.* "
            f"from (select no_question from {_of_all(FILTRE)} "
            f"where no_question in ({asked})) as question, "
            f"lateral ({head}select * from ({sql}\n)) as reponse"
        )


def ask_all(one: Generation, questions: Questions) -> Reponses:
    """Rend ce que répond chaque SQL du projet à chacune de ses questions, comme `queries.run`."""
    numeros = {
        one: rank for rank, one in enumerate(dict.fromkeys(itertools.chain(*questions.values())))
    }
    if not numeros:
        return {sql: {} for sql in questions}
    shared = base(one)
    with cursor(shared) as connection:
        passe = Passe(connection, numeros)
        for sql in questions:
            shared.prepare(sql)
        for word, wanted in _needs(questions, numeros).items():
            passe.prepare(word, wanted)
        return {sql: passe.ask(sql, asked) for sql, asked in questions.items()}


def _needs(questions: Questions, numeros: Mapping[Filtres, int]) -> dict[str, set[int]]:
    """Rend les définitions à calculer, dans l'ordre, et les questions qui en ont besoin."""
    found: dict[str, set[int]] = defaultdict(set)
    for sql, asked in questions.items():
        for word in needed(sql):
            if is_filtered(word):
                found[word] |= {numeros[one] for one in asked}
    return found


def _of_all(word: str) -> str:
    """Rend le nom de la table d'une définition pour toutes les questions."""
    return f"toutes_{word}"


def _filters_sql(connection: duckdb.DuckDBPyConnection, numeros: Mapping[Filtres, int]) -> str:
    """Rend le SQL de filtre.sql pour toutes les questions, écrites d'abord en une table."""
    rows = [{"no_question": rank, **one.parameters()} for one, rank in numeros.items()]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    connection.register("questions_posees", frame.to_arrow())
    plain = re.sub(r"\$(\w+)", r"posee.\1", sql_of(FOLDER / "filtre.sql"))
    return (
        f"select posee.no_question, une.* from questions_posees as posee, lateral ({plain}) as une"
    )


def _ranked(sql: str) -> list[str]:
    """Rend deux façons d'écrire le rang de chaque ligne : par les colonnes rendues, ou lues.

    Une jointure latérale ne garde pas l'ordre : le tri final du SQL devient une colonne.
    """
    found = ORDRE.match(sql)
    if found is None:
        return [f"select *, 0 as rang_de_ligne from ({sql}\n)"]
    head, body, keys = found.groups()
    rank = f"row_number() over (order by {keys.strip()}\n) as rang_de_ligne"
    ways = [f"select *, {rank} from ({head}{body})", f"{head} {rank}, {body}"]
    # « table.colonne » ne peut être qu'une colonne lue : inutile d'essayer l'autre façon d'abord.
    return ways[::-1] if QUALIFIE.search(keys) else ways
