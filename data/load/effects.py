"""Ce qu'une publication changerait, table par table : des lignes, jamais des indicateurs."""

from __future__ import annotations

from datetime import date

import polars as pl

from data.formats import formats
from data.load.identity import identity_of
from data.load.tables import TECHNICAL

SCHEMA = {
    "format": pl.String,
    "structure": pl.String,
    "lignes_avant": pl.Int64,
    "lignes_apres": pl.Int64,
    "ajoutees": pl.Int64,
    "remplacees": pl.Int64,
    "retirees": pl.Int64,
}


def latest_extractions(imports: pl.DataFrame) -> pl.DataFrame:
    """Rend format, structure, derniere_extraction : ce que les données prétendent connaître."""
    return (
        imports.with_columns(structure=pl.col("structures").replace("", None).str.split("|"))
        .explode("structure")
        .group_by("format", "structure")
        .agg(pl.col("date_extraction").max().alias("derniere_extraction"))
        .sort("format", "structure")
    )


def newer_than(
    rows: pl.DataFrame, name: str, extraction: date | None, stored: dict[str, pl.DataFrame]
) -> date | None:
    """Rend la date des données en place si elles sont plus récentes que cet export, sinon None.

    La structure et la sorte d'export décident ; sans structure (DECP), les lignes remplacées.
    """
    if extraction is None:
        return None
    structures = rows["structure"].drop_nulls().unique()
    if structures.len():
        latest = latest_extractions(stored["imports"]).filter(
            (pl.col("format") == name) & pl.col("structure").is_in(structures.to_list())
        )
        found = latest["derniere_extraction"].max()
    else:
        keys = identity_of(name)
        dates = stored["imports"].select("import_id", "date_extraction")
        same = stored[name].join(rows.select(keys).unique(), on=keys, nulls_equal=True, how="semi")
        found = same.join(dates, on="import_id")["date_extraction"].max()
    return found if found and found > extraction else None


def other_costs(rows: pl.DataFrame, name: str, stored: dict[str, pl.DataFrame]) -> str:
    """Rend la phrase à dire si un poste garde, d'un autre fichier, des lignes d'un autre coût."""
    if name != "financements":
        return ""
    poste = ["structure", "annee", "poste"]
    keys = ["structure", *formats()[name].identity]
    kept = stored[name].join(rows.select(keys).unique(), on=keys, how="anti", nulls_equal=True)
    costs = rows.select(*poste, _cout="cout_poste_eur").unique()
    other = kept.join(costs, on=poste).filter(pl.col("cout_poste_eur") != pl.col("_cout"))
    named = [f"« {one} » ({year})" for year, one in sorted(set(other.select(poste[1:]).rows()))]
    if not named:
        return ""
    return (
        f"Un autre coût est déjà en place pour {', '.join(named)}, sur des lignes que ce fichier "
        "ne remplace pas : écrivez partout le même, et réimportez le plan entier du poste."
    )


def changes(before: dict[str, pl.DataFrame], after: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Rend une ligne par format et structure touchés : lignes avant, après, ajoutées, remplacées…

    Une ligne est remplacée si son identité reste et que son contenu change ; ajoutée ou retirée
    si son identité apparaît ou disparaît.
    """
    parts = [_of_table(before[name], after[name], name) for name in formats()]
    return pl.concat([pl.DataFrame(schema=SCHEMA), *parts])


def _of_table(before: pl.DataFrame, after: pl.DataFrame, name: str) -> pl.DataFrame:
    keys = ["structure", *formats()[name].identity]
    plain_before, plain_after = (one.drop(TECHNICAL) for one in (before, after))
    same = {"on": plain_after.columns, "how": "anti", "nulls_equal": True}
    gone, new = plain_before.join(plain_after, **same), plain_after.join(plain_before, **same)
    identity = {"on": keys, "nulls_equal": True}
    counts = {
        "lignes_avant": plain_before,
        "lignes_apres": plain_after,
        "ajoutees": new.join(plain_before, how="anti", **identity),
        "remplacees": new.join(plain_before, how="semi", **identity),
        "retirees": gone.join(plain_after, how="anti", **identity),
    }
    touched = pl.concat([gone, new]).select("structure").unique().sort("structure")
    for column, rows in counts.items():
        number = rows.group_by("structure").len(column)
        touched = touched.join(number, on="structure", how="left", nulls_equal=True)
    return touched.select(
        pl.lit(name).alias("format"),
        "structure",
        *(pl.col(column).fill_null(0).cast(pl.Int64) for column in counts),
    ).sort("structure")
