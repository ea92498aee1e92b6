"""Ce qu'une publication changerait, table par table : des lignes, jamais des indicateurs."""

from __future__ import annotations

import polars as pl

from data.formats import formats
from data.load import TECHNICAL

SCHEMA = {
    "format": pl.String,
    "structure": pl.String,
    "lignes_avant": pl.Int64,
    "lignes_apres": pl.Int64,
    "ajoutees": pl.Int64,
    "remplacees": pl.Int64,
    "retirees": pl.Int64,
}


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
        touched = touched.join(number, on="structure", how="left")
    return touched.select(
        pl.lit(name).alias("format"),
        "structure",
        *(pl.col(column).fill_null(0).cast(pl.Int64) for column in counts),
    ).sort("structure")
