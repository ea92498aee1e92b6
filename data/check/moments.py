"""Les dates qui portent une heure : le jour de Paris, et la veille à 23 h que laisse un tableur.

Un logiciel compte aussi ses instants depuis 1970, en secondes ou en millisecondes.

Un logiciel qui écrit ses dates en temps universel met « la veille à 22 h ou 23 h » à la place de
minuit. Quand toute une colonne le dit, le jour se rétablit ; sinon le fichier est douteux.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from data.check import anomalies as notes

PARIS = "Europe/Paris"
_OFFSET = r"(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)"
_ZONED = r"^(\d{4}-\d{2}-\d{2})[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s?" + _OFFSET + "$"
_DAY_WITH_ZONE = r"^(\d{4}-\d{2}-\d{2})\s?(?:Z|[+-]\d{2}:\d{2})$"
_MIDNIGHT_WITH_ZONE = r"^(\d{4}-\d{2}-\d{2})[T ]00:00(?::00(?:[.,]0+)?)?\s?[+-]\d{2}(?::?\d{2})?$"
_CLOCK = r"[T ](\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?$"
# Minuit de Paris en temps universel, hiver et été ; et le minuit manqué d'un flottant.
_EVE = r"^(?:2[23]:00(?::00)?|23:59(?::\d{2})?)$"
_MIDNIGHT = r"^0?0:00(?::00)?$"
REPAIRED = (
    "Toutes les heures de cette colonne sont 22 h, 23 h ou 23 h 59 : des dates écrites la veille "
    "par le logiciel d'origine. Le jour suivant a été retenu."
)
# Unité -> ses millisecondes, la forme de tous ses nombres, et celle d'un au moins, qui ne peut rien
# être d'autre : douze ou treize chiffres, des millisecondes d'après 1973.
_COUNTS = {
    "millisecondes": (1, r"^-?\d{9,13}(?:\.0)?$", r"^[1-9]\d{11,12}(?:\.0)?$"),
    "secondes": (1000, r"^\d{10}(?:\.0)?$", r"^1\d{9}(?:\.0)?$"),
}
COUNTED = (
    "Toute cette colonne compte des {} depuis le 1er janvier 1970 : chaque nombre est lu comme le "
    "jour qu'il est à Paris."
)


def local_day(text: pl.Expr) -> pl.Expr:
    """Rend un texte de date sans fuseau : un instant (« …T23:00:00Z ») devient son jour à Paris.

    « 2018-12-17+01:00 » est une date : son fuseau ne la change pas, non plus que celui d'un minuit
    écrit (« 2024-01-01T00:00+02:00 », heure d'été gardée l'hiver). Tout autre texte reste tel quel.
    """
    parts = text.str.extract_groups(_ZONED)
    offset = parts.struct.field("5").str.replace("^(Z|UTC|GMT)$", "+00:00")
    offset = offset.str.replace(r"^([+-]\d{2})(\d{2})$", "$1:$2")
    offset = offset.str.replace(r"^([+-]\d{2})$", "$1:00")
    instant = pl.concat_str(
        parts.struct.field("1"), pl.lit("T"), parts.struct.field("2").str.zfill(2), pl.lit(":"),
        parts.struct.field("3"), pl.lit(":"), parts.struct.field("4").fill_null("00"), offset,
    )  # fmt: skip
    moment = instant.str.to_datetime("%Y-%m-%dT%H:%M:%S%:z", time_zone="UTC", strict=False)
    day = moment.dt.convert_time_zone(PARIS).dt.strftime("%Y-%m-%d")
    return pl.coalesce(text.str.extract(_MIDNIGHT_WITH_ZONE), day,
                       text.str.extract(_DAY_WITH_ZONE), text)  # fmt: skip


@dataclass(frozen=True)
class Settled:
    """Une grille aux jours écrits en clair ; `doubtful` : les lignes douteuses, par intitulé."""

    frame: pl.DataFrame
    anomalies: pl.DataFrame
    doubtful: dict[str, list[int]]


def settle_days(frame: pl.DataFrame, headings: dict[str, str]) -> Settled:
    """Écrit en clair les colonnes de dates (`headings` : colonne -> intitulé du fichier).

    Des instants comptés depuis 1970 deviennent des jours, et une veille le jour voulu, quand toute
    la colonne le dit. Elle est douteuse si elle mêle des veilles à 22 ou 23 h et des jours sans
    heure.
    """
    told, doubtful = [], {}
    for name, heading in _with_moments(frame, headings).items():
        if unit := _counted_in(frame[name].drop_nulls()):
            lines = frame.drop_nulls(name)["ligne"].to_list()
            frame = frame.with_columns(_counted_day(pl.col(name), unit).alias(name))
            told.append(_told(lines, heading, COUNTED.format(unit)))
            continue
        clock = pl.col(name).str.extract(_CLOCK)
        is_eve = clock.str.contains(_EVE).fill_null(value=False)
        filled = frame.filter(pl.col(name).is_not_null()).select("ligne", eve=is_eve, clock=clock)
        eves = filled.filter(pl.col("eve"))["ligne"].to_list()
        if eves and len(eves) == filled.height:
            frame = frame.with_columns(_next_day(pl.col(name)).alias(name))
            told.append(_told(eves, heading, REPAIRED))
        elif eves and _is_doubtful(filled):
            doubtful[heading] = eves
    return Settled(frame, notes.gather(told), doubtful)


def _with_moments(frame: pl.DataFrame, headings: dict[str, str]) -> dict[str, str]:
    """Rend les seules colonnes où un nombre compte peut-être des instants, où une heure est une
    veille : les autres sont déjà en clair."""
    shapes = "|".join(every for _, every, _ in _COUNTS.values())
    is_near = frame.select(
        (
            pl.col(name).str.contains(shapes)
            | pl.col(name).str.extract(_CLOCK).str.contains(_EVE).fill_null(value=False)
        ).any()
        for name in headings
    )
    return {name: heading for name, heading in headings.items() if is_near[name][0]}


def _counted_in(texts: pl.Series) -> str:
    """Rend l'unité dans laquelle toute une colonne compte depuis 1970 ; vide si elle ne le dit pas.

    Tous ses nombres ont la taille de l'unité, et l'un au moins ne peut rien être d'autre.
    """
    for unit, (_, every, sure) in _COUNTS.items():
        if texts.len() and texts.str.contains(every).all() and texts.str.contains(sure).any():
            return unit
    return ""


def _counted_day(text: pl.Expr, unit: str) -> pl.Expr:
    scale, _, _ = _COUNTS[unit]
    count = text.str.replace(r"\.0$", "").cast(pl.Int64, strict=False) * scale
    moment = count.cast(pl.Datetime("ms", "UTC"))
    return moment.dt.convert_time_zone(PARIS).dt.strftime("%Y-%m-%d")


def _is_doubtful(filled: pl.DataFrame) -> bool:
    """De vraies heures (8:30, 14:05) disent des instants : une veille n'y est qu'un soir."""
    clock = pl.col("clock")
    is_real = clock.is_not_null() & ~clock.str.contains(_EVE) & ~clock.str.contains(_MIDNIGHT)
    return not filled.select(is_real.any()).item()


def _next_day(text: pl.Expr) -> pl.Expr:
    iso = text.str.extract(r"^(\d{4}-\d{2}-\d{2})[T ]").str.to_date("%Y-%m-%d", strict=False)
    french = text.str.extract(r"^(\d{1,2}/\d{1,2}/\d{4}) ").str.to_date("%d/%m/%Y", strict=False)
    day = pl.coalesce(iso, french) + pl.duration(days=1)
    return pl.coalesce(day.dt.strftime("%Y-%m-%d"), text)


def _told(lines: list[int], heading: str, said: str) -> pl.DataFrame:
    rows = {"ligne": lines, "colonne": heading, "message": said, "gravite": notes.CORRIGEE}
    return pl.DataFrame(rows, schema=notes.SCHEMA)
