"""Les questions d'une publication, en autant de parts qu'il en faut pour que chacune tienne."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from queries.filters import Filtres

# Un texte SQL, et les filtres de ses questions.
Questions = Mapping[str, Sequence[Filtres]]


def shared_out(questions: Questions, most: int) -> Iterator[Questions]:
    """Partage les questions, celles d'un même lieu ensemble ; `most` : le poids de chaque part."""
    every = dict.fromkeys(itertools.chain(*questions.values()))
    for kept in _runs(sorted(every, key=_place), most):
        posed = {sql: [each for each in asked if each in kept] for sql, asked in questions.items()}
        # Sans année reçue, bien des indicateurs n'ont aucune question.
        yield {sql: asked for sql, asked in posed.items() if asked}


def _runs(every: Iterable[Filtres], most: int) -> Iterator[set[Filtres]]:
    kept: set[Filtres] = set()
    weight = 0
    for one in every:
        added = _weight(one)
        if kept and weight + added > most:
            yield kept
            kept, weight = set(), 0
        kept.add(one)
        weight += added
    if kept:
        yield kept


def _place(one: Filtres) -> tuple[str, str]:
    return one.structure or "", one.epci or ""


def _weight(one: Filtres) -> int:
    """Rend à peu près ce que lit une question, en parts d'EPCI."""
    return 1 if one.epci else 2 if one.structure else 6
