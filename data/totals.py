"""Lignes de total et doublons exacts d'une grille de textes.

Une ligne est un total par son libellé ET par l'arithmétique ; si elle dit « total » sans que la
somme tombe juste, elle est écartée et signalée. Elle n'est jamais additionnée.
"""

from __future__ import annotations

import polars as pl

from data import values
from data.anomalies import ECARTEE, flag, nothing
from data.formats import Format

# « Total ITV », « ITV total », « Sous-total », « Somme »… : au début ou à la fin du libellé.
TOTAL_LABEL = r"^(sous_)?(tota(l|ux)|cumul|ensemble|somme)(_|$)|_(tota(l|ux)|somme)(_general)?$"
TOLERANCE = 0.05


def find_totals(
    grid: pl.DataFrame, one: Format, measured: list[str], heading: str
) -> tuple[set[int], pl.DataFrame]:
    """Rend les lignes de total et les anomalies des lignes qui s'en réclament à tort.

    `measured` : colonnes de nombres dont le total se vérifie ; `heading` : leur intitulé.
    Une entreprise peut s'appeler « Total » : il faut aussi une cellule obligatoire vide, sauf dans
    la colonne où le format range ses totaux.
    """
    labelled = [_is_total(name) for name in grid.columns if name not in ("ligne", *measured)]
    keys = [name for name in one.required if name in grid.columns and name not in measured]
    hollow = pl.any_horizontal([pl.col(name).is_null() for name in keys] or [pl.lit(value=True)])
    named = _is_total(one.total_column) if one.total_column in grid.columns else pl.lit(value=False)
    is_total = pl.any_horizontal([*labelled, pl.lit(value=False)]) & (hollow | named)
    marked = grid.select("ligne", *measured, _total=is_total)
    if not marked["_total"].any():
        return set(), nothing()
    wrong = {
        line
        for column in measured
        for line in _wrong_sums(
            marked.select("ligne", "_total", _somme=values.number(pl.col(column)))
        )
    }
    claimed = marked.filter("_total")
    said = "Ligne de total dont la valeur n'est pas la somme des lignes : non comptée, à vérifier."
    anomalies = flag(claimed, pl.col("ligne").is_in(list(wrong)), heading, said, ECARTEE)
    return set(claimed["ligne"]) - wrong, anomalies


def _is_total(name: str) -> pl.Expr:
    return values.normalized(pl.col(name)).str.contains(TOTAL_LABEL).fill_null(value=False)


def _wrong_sums(marked: pl.DataFrame) -> list[int]:
    """Rend les totaux qui ne valent ni la somme depuis le total d'avant, ni celle de tout."""
    since_last = everything = 0.0
    wrong = []
    for line, is_total, amount in marked.iter_rows():
        if not is_total:
            since_last += amount or 0.0
            everything += amount or 0.0
            continue
        right = (
            amount is None or min(abs(amount - since_last), abs(amount - everything)) <= TOLERANCE
        )
        if not right:
            wrong.append(line)
        since_last = 0.0
    return wrong


def find_duplicates(grid: pl.DataFrame) -> set[int]:
    """Rend les lignes qui répètent exactement une ligne précédente, cellule pour cellule."""
    names = [name for name in grid.columns if name != "ligne"]
    repeated = grid.select("ligne", _double=~pl.struct(names).is_first_distinct())
    return set(repeated.filter("_double")["ligne"])
