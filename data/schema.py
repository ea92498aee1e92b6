"""Les tables du fichier publié, tirées des formats : une table par sorte d'export.

Chaque table de données porte `structure`, les colonnes gardées du format, `import_id` (ligne de
la table « imports ») et `ligne` (ligne du tableur d'origine).
"""

from __future__ import annotations

from functools import cache

import polars as pl

from data.columns import COLUMNS
from data.formats import Format, formats

TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "nombre": pl.Float64,
    "montant": pl.Decimal(14, 2),
    "entier": pl.Int64,
    "date": pl.Date,
    "mois": pl.Date,
    "oui_non": pl.Boolean,
}
Schema = dict[str, pl.DataType | type[pl.DataType]]
IMPORTS: Schema = {
    "import_id": pl.Int64,
    "fichier": pl.String,
    "empreinte": pl.String,
    "format": pl.String,
    "structures": pl.String,
    "date_extraction": pl.Date,
    "recu_le": pl.Datetime("us"),
    "est_complet": pl.Boolean,
    "est_exemple": pl.Boolean,
    "lignes_lues": pl.Int64,
    "lignes_retenues": pl.Int64,
    "lignes_doublons": pl.Int64,
    "lignes_totaux": pl.Int64,
    "lignes_ecartees": pl.Int64,
    "cellules_corrigees": pl.Int64,
    "heures_lues": pl.Float64,
    "heures_retenues": pl.Float64,
}
ANOMALIES: Schema = {
    "import_id": pl.Int64,
    "fichier": pl.String,
    "feuille": pl.String,
    "ligne": pl.Int64,
    "colonne": pl.String,
    "message": pl.String,
    "gravite": pl.String,
}

# Ce qu'une purge garde de qui s'en va : s'il revient, son premier contrat reste le premier.
DEPARTS: Schema = {
    "personne": pl.String,
    "date_premier_contrat": pl.Date,
    "date_fin_premier_contrat": pl.Date,
}


def table_schema(one: Format) -> Schema:
    """Rend colonne -> type Polars de la table d'un format."""
    kept = {name: TYPES.get(COLUMNS[name].kind, pl.String) for name in one.kept}
    technical = {"import_id": pl.Int64, "ligne": pl.Int64}
    return {"structure": pl.String, **kept, **one.derived, **technical}


@cache
def tables() -> dict[str, Schema]:
    """Rend les tables du fichier publié : par format, « imports », « anomalies », « departs »."""
    return {
        **{name: table_schema(one) for name, one in formats().items()},
        "imports": IMPORTS,
        "anomalies": ANOMALIES,
        "departs": DEPARTS,
    }


@cache
def empty_tables() -> dict[str, pl.DataFrame]:
    """Rend toutes les tables, vides ; à lire seulement."""
    return {name: pl.DataFrame(schema=schema) for name, schema in tables().items()}


def conform(frame: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """Rend `frame` avec exactement les colonnes de `schema` ; celles qui manquent sont nulles."""
    if frame.schema == schema:
        return frame
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in schema.items()
    )
