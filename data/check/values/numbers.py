"""Du texte d'une cellule à un nombre ou à un montant."""

from __future__ import annotations

import polars as pl

from data.check.values.texts import completed, each_once

SPACES = r"[\s\u00a0\u202f\u2009\u2007\ufeff]"
NOMBRE_USUEL = r"^-?[0-9]+(?:[.,][0-9]+)?$"


def number(text: pl.Expr) -> pl.Expr:
    """Rend un nombre décimal : « 1 234,50 h », « 1.234,5 », « 151h40 », « -62,5 »."""

    def read(distinct: pl.Series) -> pl.Series:
        point = pl.first().str.replace(",", ".", literal=True)
        usual = pl.when(pl.first().str.contains(NOMBRE_USUEL)).then(point)
        found = distinct.to_frame().select(usual.cast(pl.Float64, strict=False)).to_series()
        return completed(distinct, found, _any_number)

    return each_once(text, read, pl.Float64)


def _any_number(texts: pl.Series) -> pl.Series:
    frame = texts.to_frame("texte").select(nu=bare(pl.col("texte")))
    decimal = _decimal_text(pl.col("nu")).cast(pl.Float64, strict=False)
    return frame.select(pl.coalesce(decimal, _hours_and_minutes(pl.col("nu")))).to_series()


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
