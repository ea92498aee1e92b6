"""Lecture des tables de référence, une fois par processus."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

FOLDER = Path(__file__).parent
_OUI_NON = {"oui": True, "non": False}


@cache
def load() -> dict[str, pl.DataFrame]:
    """Toutes les tables : nom de fichier sans extension (`ref_epci`…) -> table typée.

    Les codes restent du texte (zéros de tête) ; `est_*` et `a_*` sont des booléens, `nb_*`,
    `nombre_*`, `ordre` et `population*` des entiers, `date_*` des dates, `*_pct` et `*_etp` des
    décimaux exacts, `lon` et `lat` des degrés.
    Lève une erreur Polars si une cellule n'a pas le type de sa colonne.
    """
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("ref_*.csv"))}


def _read(path: Path) -> pl.DataFrame:
    # Tout en texte d'abord : une devinette de type mangerait les zéros de « 04045 ».
    frame = pl.read_csv(path, separator=";", infer_schema=False)
    return frame.with_columns(_typed(column) for column in frame.columns)


def _typed(column: str) -> pl.Expr:
    if column.startswith(("est_", "a_")):
        return pl.col(column).replace_strict(_OUI_NON, return_dtype=pl.Boolean)
    if column.startswith(("nb_", "nombre_", "population")) or column == "ordre":
        return pl.col(column).cast(pl.Int64)
    if column.startswith("date_"):
        return pl.col(column).str.to_date("%Y-%m-%d")
    if column.endswith(("_pct", "_etp")):
        return pl.col(column).cast(pl.Decimal(6, 2))
    if column in ("lon", "lat"):
        return pl.col(column).cast(pl.Float64)
    return pl.col(column)
