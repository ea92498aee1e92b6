"""Du contenu d'une génération au suivant : remplacer les lignes, écrire le fichier DuckDB.

Règle de remplacement (formats.md) : un fichier remplace toutes les lignes de chaque identité
qu'il porte ; les lignes absentes restent, sauf export déclaré complet.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from data.formats import formats
from data.generations import Generation
from data.schema import Schema, empty_tables, tables

TECHNICAL = ("import_id", "ligne")


def conform(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """Rend `frame` avec exactement les colonnes de `schema` ; celles qui manquent sont nulles."""
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema.items()
    )


def write_database(path: Path, content: dict[str, pl.DataFrame]) -> None:
    """Écrit toutes les tables dans un nouveau fichier DuckDB ; les absentes sont vides."""
    with duckdb.connect(str(path)) as connection:
        for name, schema in tables().items():
            frame = conform(content.get(name, pl.DataFrame(schema=schema)), schema)
            connection.from_arrow(frame.to_arrow()).create(name)
        connection.execute("checkpoint")


def read_database(one: Generation | None) -> dict[str, pl.DataFrame]:
    """Rend toutes les tables d'une génération ; vides si elle est None."""
    if one is None:
        return empty_tables()
    with duckdb.connect(str(one.exact), read_only=True) as connection:
        present = {name for (name,) in connection.execute("show tables").fetchall()}
        return {
            name: conform(connection.table(name).pl(), schema)
            if name in present
            else pl.DataFrame(schema=schema)
            for name, schema in tables().items()
        }


def replace_rows(before: pl.DataFrame, rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """Rend la table `name` après l'arrivée de `rows` (mêmes colonnes que `before`).

    Deux lignes d'une même identité dans `rows` restent toutes les deux (correction négative).
    """
    keys = ["structure", *formats()[name].identity]
    kept = before.join(rows.select(keys).unique(), on=keys, how="anti", nulls_equal=True)
    return pl.concat([kept, rows])


def forget_covered(before: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Rend `before` sans ce que couvre un export complet : ses structures et, s'il est daté par
    mois ou par année, ses années ; pour les DECP, leur source.
    """
    scope = [pl.col("structure")]
    if "source_decp" in before.columns:
        scope.append(pl.col("source_decp"))
    if "mois" in before.columns:
        scope.append(pl.col("mois").dt.year().alias("_annee"))
    if "annee" in before.columns:
        scope.append(pl.col("annee").alias("_annee"))
    covered = rows.select(scope).unique()
    marked = before.with_columns(scope)
    left = marked.join(covered, on=covered.columns, how="anti", nulls_equal=True)
    return left.select(before.columns)


def same_content(left: pl.DataFrame, right: pl.DataFrame) -> bool:
    """Dit si deux tables disent la même chose, numéros d'import et de ligne mis à part."""
    if left.height != right.height:
        return False
    plain_left, plain_right = (one.drop(TECHNICAL, strict=False) for one in (left, right))
    columns = plain_left.columns
    return plain_left.sort(columns).equals(plain_right.sort(columns))
