"""Une seule écriture par numéro dans tout le magasin : « 001 » et « 1 » se rejoignent."""

from __future__ import annotations

import polars as pl

from data.columns import COLUMNS
from data.load.identity import comparable


def one_spelling(content: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Rend les tables où un même numéro d'une structure s'écrit partout pareil.

    Un tableur change « 001 » en « 1 » dans un fichier et pas dans l'autre : sans cela, les heures
    perdraient leur participant. L'écriture la plus longue l'emporte, c'est celle d'origine.
    """
    done = dict(content)
    for name in sorted({one for frame in content.values() for one in _numbers(frame)}):
        holders = [one for one, frame in content.items() if name in _numbers(frame)]
        spelled = _spelled([done[one] for one in holders], name)
        if spelled.height:
            for one in holders:
                done[one] = _rewritten(done[one], name, spelled)
    return done


def _numbers(frame: pl.DataFrame) -> list[str]:
    if "structure" not in frame.columns:
        return []
    return [one for one in frame.columns if one in COLUMNS and COLUMNS[one].kind == "numero"]


def _spelled(frames: list[pl.DataFrame], name: str) -> pl.DataFrame:
    """Rend structure, clé, écriture retenue : les seuls numéros qui s'écrivent de deux façons."""
    every = pl.concat([one.select("structure", name) for one in frames]).drop_nulls(name).unique()
    ranked = every.with_columns(_cle=comparable(name), _taille=pl.col(name).str.len_chars())
    return (
        ranked.filter(pl.len().over("structure", "_cle") > 1)
        .sort("_taille", name, descending=[True, False])
        .unique(["structure", "_cle"], keep="first", maintain_order=True)
        .select("structure", "_cle", pl.col(name).alias("_ecrit"))
    )


def _rewritten(frame: pl.DataFrame, name: str, spelled: pl.DataFrame) -> pl.DataFrame:
    keyed = frame.with_columns(_cle=comparable(name))
    keys = ["structure", "_cle"]
    joined = keyed.join(spelled, on=keys, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(pl.coalesce("_ecrit", name).alias(name)).select(frame.columns)
