"""Du texte d'une cellule à une valeur : nombres, dates, SIRET, oui/non, en expressions Polars.

Chaque fonction prend une expression de texte et rend une expression du type voulu, nulle si le
texte ne se lit pas. Rien n'est deviné : le jour vient avant le mois, vide n'est pas « Non ».
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache

import polars as pl

from data.check.moments import local_day
from data.words import MONTHS, month_of, normalize

SPACES = r"[\s\u00a0\u202f\u2009\u2007\ufeff]"
# « 1.0 » : une case à trous réexportée par un script.
YES = ("oui", "o", "x", "1", "1_0", "vrai", "true", "yes", "y")
NO = ("non", "n", "0", "0_0", "faux", "false", "no")
# Une croix de refus (✗) peut dire les deux : elle ne se lit pas.
TICKS = {"✓": True, "✔": True, "☑": True, "☒": True, "☐": False}
# Numéros de série des tableurs, de 1919 à 2064.
SERIAL_RANGE = (7000, 60000)
YEAR_RANGE = (1900, 2100)
# « lundi 4 mars 2024 », « lun. 04/03/2024 » : le jour de la semaine n'ajoute rien à la date.
_WEEKDAY = (
    r"(?i)^(?:(?:lun|mar|mercre|jeu|vendre)di|samedi|dimanche|(?:lun|mar|mer|jeu|ven|sam|dim)\.?)"
)
_IN_WORDS = r"^(\d{1,2})(?:er)?[ \-./]+([^\d\s\-./]+)\.?[ \-./]+(\d{2}|\d{4})$"
# Une fin qui n'est pas venue se dit en mots : elle n'écarte pas sa ligne.
FINS = ("date_fin_reelle", "date_fin", "date_fin_prevue")
OPEN_ENDS = ("en_cours", "toujours_en_cours", "en_cours_d_execution", "en_cours_de_contrat",
             "a_ce_jour", "pas_de_fin", "sans_fin", "sans_date_de_fin", "non_termine",
             "non_terminee", "non_echu", "indetermine", "indeterminee", "ouvert",
             "cdi")  # fmt: skip


def normalized(text: pl.Expr) -> pl.Expr:
    """Rend le texte normalisé (casse, accents, ponctuation), valeur distincte par valeur."""

    def read(distinct: pl.Series) -> pl.Series:
        return pl.Series([normalize(value) for value in distinct], dtype=pl.String)

    return each_once(text, read, pl.String)


def number(text: pl.Expr) -> pl.Expr:
    """Rend un nombre décimal : « 1 234,50 h », « 1.234,5 », « 151h40 », « -62,5 »."""

    def read(distinct: pl.Series) -> pl.Series:
        frame = distinct.to_frame("texte").select(nu=bare(pl.col("texte")))
        decimal = _decimal_text(pl.col("nu")).cast(pl.Float64, strict=False)
        return frame.select(pl.coalesce(decimal, _hours_and_minutes(pl.col("nu")))).to_series()

    return each_once(text, read, pl.Float64)


def amount(text: pl.Expr) -> pl.Expr:
    """Rend un montant en euros, exact au centime : le texte ne passe par aucun flottant."""
    kind = pl.Decimal(14, 2)

    def read(distinct: pl.Series) -> pl.Series:
        frame = distinct.to_frame("texte").select(nu=bare(pl.col("texte")))
        return frame.select(_decimal_text(pl.col("nu")).cast(kind, strict=False)).to_series()

    return each_once(text, read, kind)


def bare(text: pl.Expr) -> pl.Expr:
    """Rend le texte d'un nombre sans espaces ni unité : « 1 234,5 h » donne « 1234,5 »."""
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
    """Rend une date écrite comme le lit `_any_date` ; les deux formes usuelles passent devant."""

    def read(distinct: pl.Series) -> pl.Series:
        usual = _usual_dates(distinct)
        rare = distinct.filter(usual.is_null())
        if rare.is_empty():
            return usual
        others = _any_date(rare, latest_year)
        found = distinct.replace_strict(rare, others, default=None, return_dtype=pl.Date)
        return usual.zip_with(usual.is_not_null(), found)

    return each_once(text, read, pl.Date)


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


def _usual_dates(texts: pl.Series) -> pl.Series:
    """Rend les dates « 2024-01-20 » et « 20/01/2024 », nulles si elles s'écrivent autrement."""
    iso = texts.str.to_date("%Y-%m-%d", strict=False)
    found = iso.zip_with(iso.is_not_null(), texts.str.to_date("%d/%m/%Y", strict=False))
    return found.set(~found.dt.year().is_between(*YEAR_RANGE), None)


def _any_date(texts: pl.Series, latest_year: int) -> pl.Series:
    """Rend des dates : « 20/01/2024 », « lundi 20 janv. 24 », « 20240120 », 45311…

    Un instant (« …T23:00:00Z ») est le jour qu'il est à Paris ; une année sur deux chiffres qui
    dépasserait `latest_year` est du siècle passé.
    """
    dated = pl.col("texte").str.strip_chars().str.replace(_WEEKDAY + r",?\s+(?:le )?(\d)", "$1")
    bare = pl.col("nu")
    # Par étapes : chaque mention d'une expression en recopie tout l'arbre dans la suivante.
    days = local_day(dated).str.replace(r"[ T]\d{1,2}:\d{2}.*$", "")
    steps = texts.to_frame("texte").select(nu=days).with_columns(
        chiffres=bare.str.extract_groups(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})$"),
        mots=bare.str.extract_groups(_IN_WORDS),
        serie=bare.str.extract(r"^(\d{4,5})(?:\.\d+)?$").cast(pl.Int64, strict=False),
    )  # fmt: skip
    eight = bare.str.extract(r"^((?:19|20)\d{6})$")
    packed = eight.str.to_date("%Y%m%d", strict=False)
    from_serial = pl.when(pl.col("serie").is_between(*SERIAL_RANGE)).then(
        pl.date(1899, 12, 30) + pl.duration(days="serie")
    )
    iso, numbers = bare.str.to_date("%Y-%m-%d", strict=False), _assemble("chiffres", latest_year)
    spelled = _assemble("mots", latest_year, month_in_words=True)
    found = steps.select(pl.coalesce(iso, packed, numbers, spelled, from_serial)).to_series()
    return found.set(~found.dt.year().is_between(*YEAR_RANGE), None)


def _assemble(groups: str, latest_year: int, *, month_in_words: bool = False) -> pl.Expr:
    parts = pl.col(groups)
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


def is_open_end(text: pl.Expr) -> pl.Expr:
    """Dit si une date de fin est écrite « en cours », « à ce jour »… : il n'y en a pas encore."""
    return normalized(text).is_in(OPEN_ENDS).fill_null(value=False)


def is_month_first(text: pl.Expr) -> pl.Expr:
    """Dit si une date n'a de sens que mois avant jour (« 03/18/2024 »)."""
    parts = text.str.strip_chars().str.extract_groups(
        r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})"
    )
    first, second = (parts.struct.field(one).cast(pl.Int64, strict=False) for one in ("1", "2"))
    return (first.is_between(1, 12) & second.is_between(13, 31)).fill_null(value=False)


def month(text: pl.Expr, year: pl.Expr, latest_year: int) -> pl.Expr:
    """Rend le premier jour du mois travaillé ; `year` (entier) sert si le mois n'a pas d'année."""

    def read(pairs: pl.Series) -> pl.Series:
        frame = pairs.struct.unnest()
        known = frame.unique().with_columns(
            mois=_any_month(pl.col("texte"), pl.col("annee"), latest_year)
        )
        keys = ["texte", "annee"]
        joined = frame.join(known, on=keys, how="left", nulls_equal=True, maintain_order="left")
        return joined["mois"]

    both = pl.struct(texte=text, annee=year)
    return both.map_batches(read, return_dtype=pl.Date)


def _any_month(text: pl.Expr, year: pl.Expr, latest_year: int) -> pl.Expr:
    bare = text.str.strip_chars()
    word = pl.coalesce(
        _spelled_month(bare, is_dated=False).dt.month(),
        bare.str.replace(r"\.0$", "").cast(pl.Int64, strict=False),
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
        _spelled_month(bare, is_dated=True),
        date(bare, latest_year).dt.truncate("1mo"),
    )


def _spelled_month(text: pl.Expr, *, is_dated: bool) -> pl.Expr:
    """Rend le premier jour d'un mois écrit en mots ; de l'an 2000 s'il n'a pas d'année."""

    def read(value: str) -> dt.date | None:
        found = month_of(value)
        if not found or (found[1] is not None) != is_dated:
            return None
        return dt.date(found[1] or 2000, found[0], 1)

    return each_once(text, lambda every: every.map_elements(read, return_dtype=pl.Date), pl.Date)


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


# Tout texte que `plain` changerait, et quelques autres.
PAS_RANGE = r"^\s|\s$|\s\s|[^\S ]|^[-–—]*$"


def plain(text: pl.Expr) -> pl.Expr:
    """Rend un texte sans espaces inutiles ; vide, ou fait de tirets seuls, devient nul."""
    one_line = text.str.replace_all(r"[\s\u00a0\u202f]+", " ").str.strip_chars()
    return pl.when(~one_line.str.contains(r"^[-–—]*$")).then(one_line)


def plain_texts(frame: pl.DataFrame) -> pl.DataFrame:
    """Rend une grille dont chaque texte est sans espaces inutiles : la plupart le sont déjà."""
    names = [name for name in frame.columns if name != "ligne"]
    is_near = frame.select(pl.col(name).str.contains(PAS_RANGE).any() for name in names)
    return frame.with_columns(plain(pl.col(name)) for name in names if is_near[name][0])


def read_date(text: str) -> dt.date | None:
    """Lit une date écrite par une personne (ligne de commande, page) ; None si illisible."""
    frame = pl.DataFrame({"texte": [text]})
    return frame.select(date(pl.col("texte"), dt.date.max.year)).item()


def age_on(day: pl.Expr, born: pl.Expr) -> pl.Expr:
    """Rend l'âge en années révolues le jour `day` ; un 29 février fête ses ans le 1er mars."""
    before = _month_and_day(day) < _month_and_day(born)
    return (day.dt.year() - born.dt.year() - before.cast(pl.Int32)).cast(pl.Int64)


def _month_and_day(day: pl.Expr) -> pl.Expr:
    # Le mois est un entier de huit bits : sans conversion, 8 x 100 déborde.
    return day.dt.month().cast(pl.Int32) * 100 + day.dt.day().cast(pl.Int32)
