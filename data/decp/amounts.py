"""Les montants d'un fichier de DECP : la colonne dit ce qu'y séparent un point ou une virgule.

« 12,000 » y est douze mille euros si rien ne le dément : un contrat publié n'en vaut guère douze.
Personne n'est là pour répondre ; ce qui reste douteux se signale.
"""

from __future__ import annotations

import polars as pl

from data.check import decimals
from data.check.anomalies import AVERTISSEMENT, flag, gather, whole_file

MONTANT = "montant_eur"
MILLE = r"^[1-9]\d{3,}(?:[.,]\d{1,2})?$"
DOUTEUX = (
    "Le montant a trois chiffres après sa marque, comme des milliers : lu avec des décimales, à "
    "vérifier."
)


def settle_amounts(frame: pl.DataFrame, heading: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rend la grille dont chaque montant n'a plus qu'une lecture, et ce qui s'en dit."""
    told = []
    if MONTANT not in frame.columns:
        return frame, gather(told)
    for mark, (mine, other) in decimals.MARQUES.items():
        found = decimals.evidence(frame, [MONTANT], mark)
        if not found.both and not decimals.repeated(frame, [MONTANT], mark):
            continue
        if found.reading == decimals.DECIMALES:
            continue
        # Le point est aussi celui d'un nombre de JSON ou de Parquet ; et mille euros écrits sans
        # marque disent que les milliers n'en ont pas ici.
        is_decimal = mark == "." or frame[MONTANT].str.contains(MILLE).any()
        if found.reading != decimals.MILLIERS and is_decimal:
            told.append(flag(frame, _is_ambiguous(mark), heading, DOUTEUX, AVERTISSEMENT))
            continue
        more = "" if found.reading else " Rien d'autre ne le dit : vérifiez le total."
        frame = frame.with_columns(decimals.without(MONTANT, mark))
        told.append(
            whole_file(
                f"Colonne « {heading} » : « {mark} » ({mine}) y sépare des milliers, pas des "
                f"décimales ({other}).{more}"
            )
        )
    return frame, gather(told)


def _is_ambiguous(mark: str) -> pl.Expr:
    here = "\\." if mark == "." else ","
    return pl.col(MONTANT).str.contains(rf"^[-+]?[1-9]\d{{0,2}}{here}\d{{3}}$")
