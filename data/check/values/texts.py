"""Les textes d'une grille, rangés, normalisés, lus une fois par valeur distincte ; oui ou non."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import polars as pl

from data.words import normalize

# « 1.0 » : une case à trous réexportée par un script.
YES = ("oui", "o", "x", "1", "1_0", "vrai", "true", "yes", "y")
NO = ("non", "n", "0", "0_0", "faux", "false", "no")
# Une croix de refus (✗) peut dire les deux : elle ne se lit pas.
TICKS = {"✓": True, "✔": True, "☑": True, "☒": True, "☐": False}
# Tout texte que `plain` changerait, et quelques autres.
PAS_RANGE = r"^\s|\s$|\s\s|[^\S ]|^[-–—]*$"


def each_once(
    text: pl.Expr, read: Callable[[pl.Series], pl.Series], kind: pl.DataType | type[pl.DataType]
) -> pl.Expr:
    """Rend ce que `read` dit de chaque texte distinct : une expression longue n'est pas refaite."""

    def every(series: pl.Series) -> pl.Series:
        distinct = series.unique().drop_nulls()
        if distinct.len() == series.len():
            return read(series)
        return series.replace_strict(distinct, read(distinct), default=None, return_dtype=kind)

    return text.map_batches(every, return_dtype=kind)


def completed(
    texts: pl.Series, usual: pl.Series, read_rare: Callable[[pl.Series], pl.Series]
) -> pl.Series:
    """Complète par `read_rare` ce que l'écriture usuelle de textes distincts n'a pas rendu."""
    rare = texts.filter(usual.is_null())
    if rare.is_empty():
        return usual
    others = read_rare(rare)
    found = texts.replace_strict(rare, others, default=None, return_dtype=usual.dtype)
    return usual.zip_with(usual.is_not_null(), found)


def normalized(text: pl.Expr) -> pl.Expr:
    """Rend le texte normalisé (casse, accents, ponctuation), valeur distincte par valeur."""

    def read(distinct: pl.Series) -> pl.Series:
        return pl.Series([normalize(value) for value in distinct], dtype=pl.String)

    return each_once(text, read, pl.String)


def is_unread(text: pl.Expr, value: pl.Expr) -> pl.Expr:
    """Dit si une cellule remplie n'a pas donné de valeur."""
    return text.is_not_null() & value.is_null()


def yes_no(text: pl.Expr) -> pl.Expr:
    """Rend vrai, faux ou nul (vide ou illisible)."""
    ticked, words = (
        said.replace_strict(known, default=None, return_dtype=pl.Boolean)
        for said, known in ((text.str.strip_chars(" \ufe0f"), TICKS), (normalized(text), _words()))
    )
    return pl.coalesce(ticked, words)


@cache
def _words() -> dict[str, bool]:
    return {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}


def plain(text: pl.Expr) -> pl.Expr:
    """Rend un texte sans espaces inutiles ; vide, ou fait de tirets seuls, devient nul."""
    one_line = text.str.replace_all(r"[\s\u00a0\u202f]+", " ").str.strip_chars()
    return pl.when(~one_line.str.contains(r"^[-–—]*$")).then(one_line)


def plain_texts(frame: pl.DataFrame) -> pl.DataFrame:
    """Rend une grille dont chaque texte est sans espaces inutiles : la plupart le sont déjà."""
    names = [name for name in frame.columns if name != "ligne"]
    is_near = frame.select(pl.col(name).str.contains(PAS_RANGE).any() for name in names)
    return frame.with_columns(plain(pl.col(name)) for name in names if is_near[name][0])
