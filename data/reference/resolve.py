"""Appliquer une correspondance à une table, une fois par valeur distincte."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl


def with_resolved(
    frame: pl.DataFrame,
    columns: list[str],
    resolve: Callable[..., object],
    out: str,
    dtype: pl.DataType | type[pl.DataType],
) -> pl.DataFrame:
    """Ajoute `out` = `resolve(*colonnes lues en texte)` ; mêmes lignes, même ordre.

    `out` peut remplacer une colonne existante, y compris une de `columns`.
    """
    keys = [f"_cle_{column}" for column in columns]
    base = frame.with_columns(pl.col(columns).cast(pl.String).name.prefix("_cle_"))
    distinct = base.select(keys).unique()
    values = [resolve(*row) for row in distinct.iter_rows()]
    lookup = distinct.with_columns(pl.Series(out, values, dtype=dtype))
    return (
        base.drop(out, strict=False)
        .join(lookup, on=keys, how="left", nulls_equal=True, maintain_order="left")
        .drop(keys)
    )
