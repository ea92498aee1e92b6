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
from functools import cache

import duckdb
import polars as pl

from data.publish import Generation, set_aside
from queries.base import Base, base, cursor
from queries.catalog import FOLDER, is_filtered, named, needed, sql_of, views, words
from queries.filters import Filtres
from queries.protection.count.partage import Questions, shared_out
from queries.scenario import parse_scenario

# Le filtre est une définition comme les autres, connue d'avance pour chaque question.
FILTRE = "filtre"
ORDRE = re.compile(r"(?s)\A(.*?^select\b)(?!.*^select\b)(.*)^order by\b(.*)\Z", re.MULTILINE)
QUALIFIE = re.compile(r"[a-z_]\w*\.[a-z_]")
# Des lignes publiées fois le poids des questions : dix Vaucluse se lisent d'une fois, un pays en
# une douzaine.
LIGNES_PAR_PASSE = 300_000_000
# Les mêmes, pour une seule réponse à lire : deux questions à la fois pour un pays.
LIGNES_PAR_REPONSE = 20_000_000
Reponses = dict[str, dict[Filtres, pl.DataFrame]]


class Passe:
    """Une connexion où chaque définition demandée vaut pour toutes les questions."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        numeros: Mapping[Filtres, int],
        most: int = 1000,
    ) -> None:
        self.connection = connection
        self.numeros = numeros
        self.most = most
        # Chaque définition prête, et pour chaque question celle dont elle a la réponse.
        self.same: dict[str, Mapping[int, int]] = {}
        scenario = f"create temp table scenario as {sql_of(FOLDER / 'scenario.sql')}"
        connection.execute(scenario, parse_scenario({}).parameters())
        connection.execute(
            f"create temp table {_of_all(FILTRE)} as {_filters_sql(connection, numeros)}"
        )
        rows = connection.table(_of_all(FILTRE)).pl()
        self.columns = tuple(name for name in rows.columns if name != "no_question")
        self.said = {row["no_question"]: row for row in rows.iter_rows(named=True)}

    def needs(self, questions: Questions) -> dict[str, dict[int, int]]:
        """Rend les définitions à calculer, dans l'ordre, et les questions qui en ont besoin.

        Chaque question y a la première qui reçoit la même réponse, parce que les filtres que lit
        la définition y sont les mêmes : une personne ne dépend pas de l'année demandée.
        """
        order: dict[str, None] = {}
        wanted: dict[str, set[int]] = defaultdict(set)
        for sql, asked in questions.items():
            order |= dict.fromkeys(word for word in needed(sql) if is_filtered(word))
            for word in named(sql):
                wanted[word] |= {self.numeros[one] for one in asked}
        found: dict[str, dict[int, int]] = {}
        for word in reversed(order):
            found[word] = self._grouped(sql_of(views()[word]), sorted(wanted[word]))
            for below in named(sql_of(views()[word])):
                wanted[below] |= set(found[word].values())
        return {word: found[word] for word in order}

    def _grouped(self, sql: str, numeros: Iterable[int]) -> dict[int, int]:
        texts = [sql, *(sql_of(views()[one]) for one in needed(sql))]
        read = {name for text in texts for name in columns_read(text, self.columns)}
        first: dict[tuple[object, ...], int] = {}
        return {
            one: first.setdefault(tuple(self.said[one][name] for name in sorted(read)), one)
            for one in numeros
        }

    def prepare(self, word: str, wanted: Mapping[int, int]) -> None:
        """Calcule une définition pour ces questions, celles dont elle dépend étant prêtes.

        `wanted` : chaque question, et celle qui a la même réponse, seule calculée.
        """
        view = self._lifted(sql_of(views()[word]), wanted.values())
        self.connection.execute(f"create temp table {_of_all(word)} as {view}")
        self.same[word] = wanted

    def forget(self, word: str) -> None:
        """Oublie une définition que plus rien ne lira : à plusieurs millions de lignes, et pour
        toutes les questions à la fois, les garder toutes remplirait le disque.
        """
        self.connection.execute(f"create or replace temp table {_of_all(word)} as select 0 as vide")
        del self.same[word]

    def ask(self, sql: str, asked: Sequence[Filtres]) -> dict[Filtres, pl.DataFrame]:
        """Rend ce que répond un SQL à ces questions, chaque réponse dans l'ordre qu'il dit.

        `most` à la fois : la liste des marchés d'un pays, toutes ses années ensemble, prendrait
        plus de mémoire que tout le reste.
        """
        found: dict[Filtres, pl.DataFrame] = {}
        for start in range(0, len(asked), self.most):
            found |= self._ask_some(sql, asked[start : start + self.most])
        return found

    def _ask_some(self, sql: str, asked: Sequence[Filtres]) -> dict[Filtres, pl.DataFrame]:
        found = self._ordered(sql, [self.numeros[one] for one in asked])
        parts = found.partition_by("no_question", as_dict=True, include_key=False)
        empty = found.drop("no_question").clear()
        return {one: set_aside(parts.get((self.numeros[one],), empty)) for one in asked}

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
        asked = sorted(set(numeros))
        # Ce qui change une définition la range : une colonne par façon de ranger les questions.
        keys = {tuple(asked): "no_question"}
        parts = []
        for word, columns in self._read_by(sql).items():
            same = self.same.get(word, {})
            read = tuple(same.get(n, n) for n in asked)
            key = keys.setdefault(read, f"rang_{len(keys)}")
            parts.append(
                f"{word} as (select {columns} from {_of_all(word)} as toutes "
                f"where toutes.no_question = question.{key}{_alone(read, same)})"
            )
        head = f"with {', '.join(parts)} " if parts else ""
        rows = ", ".join(f"({', '.join(map(str, row))})" for row in zip(*keys, strict=True))
        return (
            "select question.no_question, reponse.* "
            f"from (values {rows}) as question ({', '.join(keys.values())}), "
            f"lateral ({head}select * from ({sql}\n)) as reponse"
        )

    def _read_by(self, sql: str) -> dict[str, str]:
        """Rend les définitions que nomme un SQL, et leurs colonnes.

        Du filtre, celles qui sont lues, sans plus : une lecture qui échapperait à `columns_read`
        serait refusée, jamais confondue avec celle d'une autre question.
        """
        found = dict.fromkeys(named(sql), "* exclude (no_question)")
        read = columns_read(sql, self.columns)
        own = {FILTRE: ", ".join(read)} if read else {}
        return own | {word: columns for word, columns in found.items() if word in self.same}


def ask_all(one: Generation, questions: Questions) -> Reponses:
    """Rend ce que répond chaque SQL du projet à chacune de ses questions, comme `queries.run`.

    Trop de questions pour ces données se posent en plusieurs fois : ce qui s'écrit reste borné.
    """
    answers: Reponses = {sql: {} for sql in questions}
    shared = base(one)
    for some in shared_out(questions, LIGNES_PAR_PASSE // max(1, shared.lines)):
        for sql, found in _ask_together(shared, some).items():
            answers[sql] |= found
    return answers


def _ask_together(shared: Base, posed: Questions) -> Reponses:
    numeros = {
        one: rank for rank, one in enumerate(dict.fromkeys(itertools.chain(*posed.values())))
    }
    answers: Reponses = {}
    with cursor(shared) as connection:
        passe = Passe(connection, numeros, max(1, LIGNES_PAR_REPONSE // max(1, shared.lines)))
        for sql in posed:
            shared.prepare(sql)
        wanted = passe.needs(posed)
        readers = _readers(posed, wanted)
        done: set[str] = set()
        for sql, asked in posed.items():
            for word in needed(sql):
                if word in wanted and word not in done:
                    passe.prepare(word, wanted[word])
                    done.add(word)
                    _end(sql_of(views()[word]), readers, passe)
            answers[sql] = passe.ask(sql, asked)
            _end(sql, readers, passe)
    return answers


def _readers(posed: Iterable[str], wanted: Iterable[str]) -> dict[str, set[str]]:
    """Rend, pour chaque définition à calculer, les SQL qui la liront."""
    readers: dict[str, set[str]] = {word: set() for word in wanted}
    for sql in (*posed, *(sql_of(views()[word]) for word in readers)):
        for below in named(sql):
            if below in readers:
                readers[below].add(sql)
    return readers


def _end(sql: str, readers: dict[str, set[str]], passe: Passe) -> None:
    """Oublie les définitions dont ce SQL était le dernier lecteur."""
    for below in named(sql):
        if below in readers:
            readers[below].discard(sql)
            if not readers[below]:
                passe.forget(below)


@cache
def columns_read(sql: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Rend les colonnes du filtre qu'un SQL lit lui-même : « filtre.debut », « using (debut) ».

    Seul dans son « from », il se lit sans préfixe : tout mot qui est une colonne compte alors.
    """
    read = set(re.findall(r"\bfiltre\.(\w+)", sql))
    for said in re.findall(r"\bfiltre\s+using\s*\(([^)]*)\)", sql):
        read |= set(re.findall(r"\w+", said))
    if re.search(r"\bfrom\s+filtre\b", sql):
        read |= set(words(sql))
    return tuple(name for name in columns if name in read)


def _alone(read: Iterable[int], same: Mapping[int, int]) -> str:
    """Rend de quoi ne lire d'une définition que ces questions, si elle en a d'autres.

    DuckDB ne le déduit pas de la jointure : il regrouperait toutes les lignes de toutes.
    """
    few = set(read)
    if few.issuperset(same.values()):
        return ""
    return f" and toutes.no_question in ({', '.join(map(str, sorted(few)))})"


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
