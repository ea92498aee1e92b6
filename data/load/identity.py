"""L'identité d'une ligne : ce qui fait qu'une ligne reçue en remplace une autre.

Les numéros se comparent sans bords, sans casse et, faits de seuls chiffres, sans zéros de tête : un
tableur les change sans le dire. Un lot ou un contrat absent vaut celui qui est seul possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from data.check import identifiers
from data.columns import COLUMNS
from data.formats import formats
from data.people import NUMEROS

FACULTATIVES = ("numero_lot", "numero_contrat")
SE_COMPARENT = ("numero", "texte")
# Un numéro de DECP est celui que l'acheteur a publié, à la lettre ; ceux des personnes et de leurs
# contrats sont arrivés ici sous pseudonyme, normalisés avant.
TELS_QUELS = ("numero", *NUMEROS)


def comparable(name: str) -> pl.Expr:
    """Rend la colonne `name` telle que ses valeurs se comparent d'un fichier à l'autre."""
    if _is_plain(name):
        return pl.col(name)
    if COLUMNS[name].kind == "numero":
        return identifiers.same_number(pl.col(name)).alias(name)
    text = pl.col(name).str.strip_chars().str.replace_all(r"\s+", " ").str.to_lowercase()
    return pl.when(text != "").then(text).alias(name)


def _is_plain(name: str) -> bool:
    """Dit si une colonne se compare telle quelle : une structure, un mois, une année."""
    column = COLUMNS.get(name)
    return column is None or name in TELS_QUELS or column.kind not in SE_COMPARENT


def identity_of(name: str) -> list[str]:
    """Rend les colonnes d'identité d'une sorte d'export, structure comprise."""
    return ["structure", *formats()[name].identity]


@dataclass(frozen=True)
class Matching:
    """Ce que des identités reçues remplacent de la table en place.

    `replaced` : rangs des lignes en place qui partent ; `completions` : identité reçue à qui
    manque une partie -> partie reprise de celle qu'elle remplace ; `unsure` : identités reçues
    qui peuvent en remplacer plusieurs, ou se disputent la même.
    """

    replaced: list[int]
    completions: pl.DataFrame
    unsure: pl.DataFrame


def match(before: pl.DataFrame, held: pl.DataFrame, name: str) -> Matching:
    """Rapproche les identités de `held` (lignes reçues) des lignes en place de `before`."""
    keys = identity_of(name)
    optional = [one for one in keys if one in FACULTATIVES and one not in formats()[name].filled]
    kept = _keyed(_within_reach(before, held, keys), keys, "_rang")
    if not kept.height:
        none = _keyed(held.clear(), keys)
        return Matching([], none, none)
    given = _keyed(held, keys).unique(maintain_order=True).with_row_index("_recu")
    exact = given.join(kept, on=keys, how="inner", nulls_equal=True).select("_recu", "_rang")
    if not optional:
        return Matching(exact["_rang"].to_list(), given.clear(), given.clear())
    near = _near(given, kept, keys, optional)
    alone = near.join(exact.select("_recu"), on="_recu", how="anti")
    unsure = _unsure(alone, near, kept, keys)
    completions = given.join(alone.select("_recu", *(f"{one}_2" for one in optional)), on="_recu")
    return Matching(
        pl.concat([exact["_rang"], alone["_rang"]]).unique().to_list(),
        completions.unique("_recu", keep="first", maintain_order=True).drop("_recu"),
        given.filter(pl.col("_recu").is_in(list(unsure))).drop("_recu"),
    )


def _within_reach(before: pl.DataFrame, held: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Rend, avec leur rang, les lignes en place que `held` peut remplacer : mêmes structure, mois…

    Écrire chaque numéro comme il se compare coûte cher : un mois reçu ne relit pas tous les autres.
    """
    plain = [one for one in keys if _is_plain(one) and one not in FACULTATIVES]
    # Un mois ou une année se cherchent bien plus vite qu'un texte : ils passent d'abord.
    short = [one for one in plain if before.schema[one] in (pl.Date, pl.Int64)]
    is_near = pl.repeat(value=True, n=before.height, dtype=pl.Boolean, eager=True)
    for one in short:
        is_near &= before[one].is_in(held[one].unique().implode(), nulls_equal=True)
    structures = held["structure"].unique().implode()
    is_own = before["structure"].filter(is_near).is_in(structures, nulls_equal=True)
    ranks = is_near.arg_true().filter(is_own)
    ranked = before.select(keys)[ranks] if ranks.len() else before.select(keys).clear()
    ranked.insert_column(0, ranks.alias("_rang"))
    if not ranked.height:
        return ranked
    asked = held.select(plain).unique()
    return ranked.join(asked, on=plain, how="semi", nulls_equal=True, maintain_order="left")


def _keyed(frame: pl.DataFrame, keys: Sequence[str], *beside: str) -> pl.DataFrame:
    return frame.select(*beside, *(comparable(one) for one in keys))


def _near(
    given: pl.DataFrame, kept: pl.DataFrame, keys: list[str], optional: list[str]
) -> pl.DataFrame:
    """Rend les couples dont chaque partie est égale, ou absente d'un côté si elle peut l'être."""
    hard = [one for one in keys if one not in optional]
    other = kept.rename({one: f"{one}_2" for one in optional})
    both = given.join(other, on=hard, how="inner", nulls_equal=True)
    alike = [
        pl.col(one).eq_missing(pl.col(f"{one}_2"))
        | pl.col(one).is_null()
        | pl.col(f"{one}_2").is_null()
        for one in optional
    ]
    return both.filter(pl.all_horizontal(alike))


def _unsure(
    alone: pl.DataFrame, near: pl.DataFrame, kept: pl.DataFrame, keys: list[str]
) -> set[int]:
    """Rend les identités reçues sans égale en place, et qui ont plus d'une ressemblante ou dont la
    ressemblante est réclamée par une autre."""
    # Deux lignes en place d'une même identité (une correction) ne font pas deux identités.
    distinct = kept.select("_rang", _sorte=pl.struct(keys).rank("dense"))
    pairs = alone.join(distinct, on="_rang").select("_recu", "_sorte").unique()
    several = pairs.filter(pl.len().over("_recu") > 1)
    claims = near.join(distinct, on="_rang").select("_recu", "_sorte").unique()
    disputed = claims.filter(pl.len().over("_sorte") > 1).join(pairs, on=["_recu", "_sorte"])
    return {*several["_recu"], *disputed["_recu"]}


def completed(rows: pl.DataFrame, found: Matching, name: str) -> pl.DataFrame:
    """Rend `rows`, leurs parties absentes reprises de la ligne qu'elles remplacent."""
    if not found.completions.height:
        return rows
    keys = identity_of(name)
    added = [one for one in found.completions.columns if one.endswith("_2")]
    marked = rows.with_columns(comparable(one).alias(f"_{one}") for one in keys)
    joined = marked.join(
        found.completions,
        left_on=[f"_{one}" for one in keys],
        right_on=keys,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    filled = [pl.coalesce(one.removesuffix("_2"), one).alias(one.removesuffix("_2"))
              for one in added]  # fmt: skip
    return joined.with_columns(filled).select(rows.columns)
