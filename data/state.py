"""L'état du magasin : ce qui est publié, par structure et par sorte d'export."""

from __future__ import annotations

from typing import Any

import polars as pl

from data.changes import latest_extractions
from data.formats import formats
from data.generations import Generation, alert, store_path
from data.load import read_database
from data.text import nombre

SANS_STRUCTURE = "toutes structures"


def rows_by_kind(served: Generation) -> pl.DataFrame:
    """Rend format, structure, lignes, derniere_extraction pour la génération servie."""
    content = read_database(served)
    counts = [
        content[name]
        .group_by("structure")
        .len("lignes")
        .with_columns(format=pl.lit(name), lignes=pl.col("lignes").cast(pl.Int64))
        for name in formats()
    ]
    dates = latest_extractions(content["imports"])
    return (
        pl.concat(counts)
        .join(dates, on=["format", "structure"], how="left", nulls_equal=True)
        .with_columns(pl.col("derniere_extraction").fill_null(_latest_of_kind()))
        .select("format", "structure", "lignes", "derniere_extraction")
        .sort("format", "structure")
    )


def _latest_of_kind() -> pl.Expr:
    """Ce qui vaut pour toutes les structures vient du dernier fichier de sa sorte."""
    latest = pl.col("derniere_extraction").max().over("format")
    return pl.when(pl.col("structure").is_null()).then(latest)


def state_as_json(served: Generation | None) -> dict[str, Any]:
    """Rend l'état du magasin pour --json."""
    if served is None:
        return {"magasin": str(store_path()), "generation": 0, "lignes": []}
    return {
        "magasin": str(store_path()),
        "generation": served.number,
        "publie_le": served.manifest["publie_le"],
        "exemples": served.est_exemple,
        "alerte": alert(),
        "lignes": rows_by_kind(served).to_dicts(),
    }


def state_as_text(served: Generation | None) -> str:
    """Rend l'état du magasin en phrases."""
    if served is None:
        return f"Le magasin « {store_path()} » est vide : rien n'a encore été publié."
    kind = "données d'exemple, inventées" if served.est_exemple else "données importées"
    head = f"Publication n° {served.number} du {served.manifest['publie_le']} ({kind})."
    lines = [
        f"  {formats()[row['format']].label}, {row['structure'] or SANS_STRUCTURE} : "
        f"{nombre(row['lignes'])} lignes"
        + (
            f", extraites le {row['derniere_extraction']:%d/%m/%Y}"
            if row["derniere_extraction"]
            else ""
        )
        for row in rows_by_kind(served).iter_rows(named=True)
    ]
    return "\n".join([alert(), head, *lines] if alert() else [head, *lines])
