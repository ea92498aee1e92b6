"""Du texte d'une cellule à un identifiant public (SIRET, code INSEE) et ce qui s'en dit.

Et ce qu'un tableur fait des numéros et des nombres : des dates, des puissances de dix.

Comme data.check.values : une expression de texte en entrée, une expression en sortie, nulle si le
texte ne se lit pas.
"""

from __future__ import annotations

import polars as pl

from data.check.anomalies import CORRIGEE, ECARTEE, flag
from data.check.values import SPACES, each_once
from data.words import MONTHS

LA_POSTE = "356000000"
_NOMS = "|".join([*sorted(MONTHS, key=len, reverse=True), "févr?", "août", "déc"])
DATE_DE_TABLEUR = (
    r"(?i)^(\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4})([ T]\d\d:\d\d(:\d\d)?)?$"
    rf"|^(\d{{1,2}}[-. ])?({_NOMS})\.?[-. ]\d{{2,4}}$"
    rf"|^\d{{1,2}}[-. ]({_NOMS})\.?$"
)


def siret(text: pl.Expr) -> pl.Expr:
    """Rend un SIRET de 14 chiffres dont la clé est juste, zéros de tête rétablis ; sinon nul."""

    def read(distinct: pl.Series) -> pl.Series:
        codes = distinct.to_frame("texte").select(code=siret_text(pl.col("texte")))
        code = pl.col("code")
        sound = pl.when(is_siret_shaped(code) & _luhn(code)).then(code)
        return codes.select(sound).to_series()

    return each_once(text, read, pl.String)


def siret_text(text: pl.Expr) -> pl.Expr:
    """Rend quatorze chiffres : espaces retirés, zéros de tête rétablis ; sinon le texte lu.

    Aucun SIRET n'a plus de trois zéros de tête : neuf chiffres sont un SIREN, que des zéros
    transformeraient en un autre établissement de clé juste.
    """
    code = digits(text)
    return pl.when(code.str.contains(r"^\d{11,13}$")).then(code.str.zfill(14)).otherwise(code)


def is_siret_shaped(text: pl.Expr) -> pl.Expr:
    """Dit si un texte a la forme d'un SIRET, que sa clé soit juste ou non."""
    return text.str.contains(r"^\d{14}$")


def is_scientific(text: pl.Expr) -> pl.Expr:
    """Dit si un numéro a été abîmé par un tableur (« 3,56E+13 »)."""
    return text.str.contains(r"(?i)^\s*\d+([.,]\d+)?e\+?\d+\s*$").fill_null(value=False)


def is_dated(text: pl.Expr) -> pl.Expr:
    """Dit si un tableur a fait d'un numéro ou d'un nombre une date (« 1.5 » devient « 01-mai »)."""
    return text.str.contains(DATE_DE_TABLEUR).fill_null(value=False)


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
    """Rend un code à cinq caractères (INSEE ou postal), zéro de tête rétabli.

    « 8431 » n'est pas 08431 : en Vaucluse, c'est un code de 84 à qui manque un chiffre.
    """
    code = digits(text).str.to_uppercase()
    shape = r"^\d[\dAB]\d{3}$|^([0-79]\d|8[0-35-9])\d\d$"
    return pl.when(code.str.contains(shape)).then(code.str.zfill(5))


def flag_scientific(
    frame: pl.DataFrame, text: pl.Expr, heading: str, advice: str, subject: str = "Le SIRET"
) -> pl.DataFrame:
    """Écarte les lignes dont un tableur a abîmé le SIRET (« 3,56E+13 »)."""
    said = (
        f"{subject} a été abîmé par un tableur (notation scientifique) : ligne écartée, {advice}."
    )
    return flag(frame, is_scientific(text), heading, said, ECARTEE)


def flag_restored(frame: pl.DataFrame, text: pl.Expr, code: pl.Expr, heading: str) -> pl.DataFrame:
    """Dit les codes dont des zéros de tête ont été rétablis."""
    restored = code != digits(text).str.to_uppercase()
    return flag(frame, restored, heading, "Zéros de tête rétablis.", CORRIGEE)


def digits(text: pl.Expr) -> pl.Expr:
    """Rend les chiffres d'un code sans espaces ni « .0 » de tableur."""
    return text.str.replace_all(SPACES, "").str.replace(r"\.0+$", "")


def same_number(text: pl.Expr) -> pl.Expr:
    """Rend un numéro tel qu'il se compare : sans bords, sans casse ni, tout en chiffres, sans zéros
    de tête ni espaces de milliers (« 1 001 »). Un tableur les change sans le dire (Méthode,
    règle 16).
    """
    return each_once(text, _compared, pl.String)


def _compared(distinct: pl.Series) -> pl.Series:
    text = pl.first()
    steps = (
        text.str.strip_chars().str.replace_all(r"\s+", " ").str.to_lowercase(),
        pl.when(text.str.contains(r"^\d{1,3}( \d{3})+$"))
        .then(text.str.replace_all(" ", "", literal=True))
        .otherwise(text),
        pl.when(text.str.contains(r"^\d+$"))
        .then(text.str.replace(r"^0+(\d)", "$1"))
        .when(text != "")
        .then(text),
    )
    frame = distinct.to_frame()
    for step in steps:
        frame = frame.select(step)
    return frame.to_series()
