"""Du texte d'une cellule à une valeur : nombres, dates, SIRET, oui/non, en expressions Polars.

Chaque fonction prend une expression de texte et rend une expression du type voulu, nulle si le
texte ne se lit pas. Rien n'est deviné : le jour vient avant le mois, vide n'est pas « Non ».
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import polars as pl

from data.formats.heures import MONTHS
from data.text import normalize

SPACES = r"[\s\u00a0\u202f\u2009\u2007\ufeff]"
YES = ("oui", "o", "x", "1", "vrai", "true", "yes", "y")
NO = ("non", "n", "0", "faux", "false", "no")
# Numéros de série des tableurs, de 1919 à 2064.
SERIAL_RANGE = (7000, 60000)
YEAR_RANGE = (1900, 2100)
LA_POSTE = "356000000"


def normalized(text: pl.Expr) -> pl.Expr:
    """Rend le texte normalisé (casse, accents, ponctuation), valeur distincte par valeur."""
    return text.map_batches(_normalize_series, return_dtype=pl.String)


def _normalize_series(series: pl.Series) -> pl.Series:
    known = {value: normalize(value) for value in series.unique().drop_nulls().to_list()}
    return series.replace_strict(known, default=None, return_dtype=pl.String)


def number(text: pl.Expr) -> pl.Expr:
    """Rend un nombre décimal : « 1 234,50 h », « 1.234,5 », « 151h40 », « -62,5 »."""
    bare = _without_unit(text)
    decimal = _decimal_text(bare).cast(pl.Float64, strict=False)
    return pl.coalesce(decimal, _hours_and_minutes(bare))


def amount(text: pl.Expr) -> pl.Expr:
    """Rend un montant en euros, exact au centime : le texte ne passe par aucun flottant."""
    return _decimal_text(_without_unit(text)).cast(pl.Decimal(14, 2), strict=False)


def _without_unit(text: pl.Expr) -> pl.Expr:
    return (
        text.str.replace_all(SPACES, "")
        .str.replace_all("[−–]", "-")
        .str.to_lowercase()
        .str.replace(r"(h|hrs?|heures?|€|eur|euros|%|mois)$", "")
    )


def _decimal_text(bare: pl.Expr) -> pl.Expr:
    """Rend le nombre écrit avec un point décimal et sans séparateur de milliers, sinon nul."""
    both = bare.str.contains(",", literal=True) & bare.str.contains(".", literal=True)
    comma_last = bare.str.contains(r",\d*$")
    plain = (
        pl.when(both & comma_last)
        .then(bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
        .when(both)
        .then(bare.str.replace_all(",", "", literal=True))
        .otherwise(bare.str.replace(",", ".", literal=True))
    )
    return pl.when(plain.str.contains(r"^[-+]?\d+(\.\d*)?$|^[-+]?\.\d+$")).then(plain)


def _hours_and_minutes(bare: pl.Expr) -> pl.Expr:
    parts = bare.str.extract_groups(r"^(-?)(\d+)[h:](\d{2})(?::\d{2})?$")
    sign = pl.when(parts.struct.field("1") == "-").then(-1.0).otherwise(1.0)
    hours = parts.struct.field("2").cast(pl.Float64, strict=False)
    minutes = parts.struct.field("3").cast(pl.Float64, strict=False)
    return pl.when(minutes < 60).then(sign * (hours + minutes / 60).round(4))


def date(text: pl.Expr, latest_year: int) -> pl.Expr:
    """Rend une date : « 20/01/2024 », « 2024-01-20 », « 20-janv-24 », « 20240120 », 45311.

    `latest_year` : une année sur deux chiffres qui le dépasserait est du siècle passé.
    """
    bare = text.str.strip_chars().str.replace(r"[ T]\d{1,2}:\d{2}.*$", "")
    iso = bare.str.to_date("%Y-%m-%d", strict=False)
    packed = pl.when(bare.str.contains(r"^(19|20)\d{6}$")).then(
        bare.str.to_date("%Y%m%d", strict=False)
    )
    day_first = _assemble(
        bare.str.extract_groups(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})$"), latest_year
    )
    in_words = bare.str.extract_groups(
        r"^(\d{1,2})(?:er)?[ \-./]+([^\d\s\-./]+)\.?[ \-./]+(\d{2}|\d{4})$"
    )
    spelled = _assemble(in_words, latest_year, month_in_words=True)
    serial = bare.str.extract(r"^(\d{4,5})(?:\.\d+)?$").cast(pl.Int64, strict=False)
    from_serial = pl.when(serial.is_between(*SERIAL_RANGE)).then(
        pl.date(1899, 12, 30) + pl.duration(days=serial)
    )
    found = pl.coalesce(iso, packed, day_first, spelled, from_serial)
    return pl.when(found.dt.year().is_between(*YEAR_RANGE)).then(found)


def _assemble(parts: pl.Expr, latest_year: int, *, month_in_words: bool = False) -> pl.Expr:
    month_text = parts.struct.field("2")
    month = _month_number(month_text) if month_in_words else month_text.cast(pl.Int64, strict=False)
    text = pl.format(
        "{}-{}-{}", _full_year(parts.struct.field("3"), latest_year), month, parts.struct.field("1")
    )
    return text.str.to_date("%Y-%m-%d", strict=False)


def _full_year(text: pl.Expr, latest_year: int) -> pl.Expr:
    year = text.cast(pl.Int64, strict=False)
    recent = pl.when(2000 + year <= latest_year).then(2000 + year).otherwise(1900 + year)
    return pl.when(year < 100).then(recent).otherwise(year)


def _month_number(text: pl.Expr) -> pl.Expr:
    return normalized(text).replace_strict(MONTHS, default=None, return_dtype=pl.Int64)


def is_month_first(text: pl.Expr) -> pl.Expr:
    """Dit si une date n'a de sens que mois avant jour (« 03/18/2024 »)."""
    parts = text.str.strip_chars().str.extract_groups(
        r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})"
    )
    first, second = (parts.struct.field(one).cast(pl.Int64, strict=False) for one in ("1", "2"))
    return (first.is_between(1, 12) & second.is_between(13, 31)).fill_null(value=False)


def month(text: pl.Expr, year: pl.Expr, latest_year: int) -> pl.Expr:
    """Rend le premier jour du mois travaillé ; `year` (entier) sert si le mois n'a pas d'année."""
    bare = text.str.strip_chars()
    word = pl.coalesce(
        _month_number(bare), bare.str.replace(r"\.0$", "").cast(pl.Int64, strict=False)
    )
    # Polars calcule les deux branches : une année ou un mois impossible doit être nul avant.
    alone = pl.date(
        pl.when(year.is_between(*YEAR_RANGE)).then(year),
        pl.when(word.is_between(1, 12)).then(word),
        1,
    )
    both = bare.str.extract_groups(r"^(\d{1,2}|[^\d\s\-./]+)\.?[ \-./]+(\d{2}|\d{4})$")
    named = pl.coalesce(
        both.struct.field("1").cast(pl.Int64, strict=False), _month_number(both.struct.field("1"))
    )
    text_month = pl.format("{}-{}-01", _full_year(both.struct.field("2"), latest_year), named)
    year_first = pl.concat_str(bare.str.extract(r"^(20\d\d-\d{2})$"), pl.lit("-01"))
    return pl.coalesce(
        alone,
        text_month.str.to_date("%Y-%m-%d", strict=False),
        year_first.str.to_date("%Y-%m-%d", strict=False),
        date(bare, latest_year).dt.truncate("1mo"),
    )


def digits(text: pl.Expr) -> pl.Expr:
    """Rend les chiffres d'un code sans espaces ni « .0 » de tableur."""
    return text.str.replace_all(SPACES, "").str.replace(r"\.0+$", "")


def siret(text: pl.Expr) -> pl.Expr:
    """Rend un SIRET de 14 chiffres dont la clé est juste, zéros de tête rétablis ; sinon nul.

    Aucun SIRET n'a plus de trois zéros de tête : neuf chiffres sont un SIREN, que des zéros
    transformeraient en un autre établissement de clé juste.
    """
    padded = digits(text).str.zfill(14)
    shape = digits(text).str.contains(r"^\d{11,14}$")
    return pl.when(shape & _luhn(padded)).then(padded)


def is_scientific(text: pl.Expr) -> pl.Expr:
    """Dit si un numéro a été abîmé par un tableur (« 3,56E+13 »)."""
    return text.str.contains(r"(?i)^\s*\d+([.,]\d+)?e\+?\d+\s*$").fill_null(value=False)


def _luhn(code: pl.Expr) -> pl.Expr:
    figures = [code.str.slice(rank, 1).cast(pl.Int64, strict=False) for rank in range(14)]
    doubled = [
        (figure * 2 - 9 * (figure > 4).cast(pl.Int64)) if rank % 2 == 0 else figure
        for rank, figure in enumerate(figures)
    ]
    usual = pl.sum_horizontal(doubled) % 10 == 0
    postal = code.str.starts_with(LA_POSTE) & (pl.sum_horizontal(figures) % 5 == 0)
    return usual | postal


def insee(text: pl.Expr) -> pl.Expr:
    """Rend un code à cinq caractères (INSEE ou postal), zéro de tête rétabli."""
    code = digits(text).str.to_uppercase()
    return pl.when(code.str.contains(r"^\d[\dAB]\d{3}$|^\d{4}$")).then(code.str.zfill(5))


def yes_no(text: pl.Expr) -> pl.Expr:
    """Rend vrai, faux ou nul (vide ou illisible)."""
    return normalized(text).replace_strict(_yes_no_words(), default=None, return_dtype=pl.Boolean)


@cache
def _yes_no_words() -> dict[str, bool]:
    return {**dict.fromkeys(YES, True), **dict.fromkeys(NO, False)}


def plain(text: pl.Expr) -> pl.Expr:
    """Rend un texte sans espaces inutiles ; vide, ou fait de tirets seuls, devient nul."""
    one_line = text.str.replace_all(r"[\s\u00a0\u202f]+", " ").str.strip_chars()
    return pl.when(~one_line.str.contains(r"^[-–—]*$")).then(one_line)


def read_date(text: str) -> dt.date | None:
    """Lit une date écrite par une personne (ligne de commande, page) ; None si illisible."""
    frame = pl.DataFrame({"texte": [text]})
    return frame.select(date(pl.col("texte"), dt.date.max.year)).item()
