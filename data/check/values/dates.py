"""Du texte d'une cellule à une date ou à un mois ; une fin qui n'est pas venue, un âge."""

from __future__ import annotations

import datetime as dt

import polars as pl

from data.check.moments import local_day
from data.check.values.texts import completed, each_once, normalized
from data.words import MONTHS, month_of

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


def date(text: pl.Expr, latest_year: int) -> pl.Expr:
    """Rend une date écrite comme le lit `_any_date` ; les deux formes usuelles passent devant."""

    def read(distinct: pl.Series) -> pl.Series:
        return completed(
            distinct, _usual_dates(distinct), lambda rare: _any_date(rare, latest_year)
        )

    return each_once(text, read, pl.Date)


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
        known, keys = _known_months(frame.unique(), latest_year), ["texte", "annee"]
        joined = frame.join(known, on=keys, how="left", nulls_equal=True, maintain_order="left")
        return joined["mois"]

    both = pl.struct(texte=text, annee=year)
    return both.map_batches(read, return_dtype=pl.Date)


def _known_months(pairs: pl.DataFrame, latest_year: int) -> pl.DataFrame:
    """Rend, de textes et de leur année, ceux qui sont un mois, dans « mois » ; les façons les plus
    courantes de l'écrire se lisent d'abord.
    """
    text, year = pl.col("texte").str.strip_chars(), pl.col("annee")
    left, done = pairs.drop_nulls("texte"), []
    for one in (_month_alone(text, year), _month_and_year(text, latest_year),
                _any_month(text, latest_year)):  # fmt: skip
        found = left.with_columns(mois=one)
        done.append(found.drop_nulls("mois"))
        left = found.filter(pl.col("mois").is_null()).drop("mois")
        if not left.height:
            break
    return pl.concat(done)


def _month_alone(bare: pl.Expr, year: pl.Expr) -> pl.Expr:
    word = pl.coalesce(
        _spelled_month(bare, is_dated=False).dt.month(),
        bare.str.replace(r"\.0$", "").cast(pl.Int64, strict=False),
    )
    # Polars calcule les deux branches : une année ou un mois impossible doit être nul avant.
    return pl.date(
        pl.when(year.is_between(*YEAR_RANGE)).then(year),
        pl.when(word.is_between(1, 12)).then(word),
        1,
    )


def _month_and_year(bare: pl.Expr, latest_year: int) -> pl.Expr:
    both = bare.str.extract_groups(r"^(\d{1,2}|[^\d\s\-./]+)\.?[ \-./]+(\d{2}|\d{4})$")
    named = pl.coalesce(
        both.struct.field("1").cast(pl.Int64, strict=False), _month_number(both.struct.field("1"))
    )
    text_month = pl.format("{}-{}-01", _full_year(both.struct.field("2"), latest_year), named)
    return text_month.str.to_date("%Y-%m-%d", strict=False)


def _any_month(bare: pl.Expr, latest_year: int) -> pl.Expr:
    year_first = pl.concat_str(bare.str.extract(r"^(20\d\d-\d{2})$"), pl.lit("-01"))
    return pl.coalesce(
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
