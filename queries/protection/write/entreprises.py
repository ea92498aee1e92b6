"""Les cellules d'entreprises : au moins 3, et aucune ne pèse plus de 85 % ; sinon « autres »."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from queries.protection.rules.seuils import Seuils
from queries.protection.write.arrondi import below

AUTRES = "autres"
ROLES = ("attributaires", "utilisatrices", "employeuses")
Accepted = Callable[[pl.DataFrame], bool]


def group_types(types: pl.DataFrame, ranking: pl.DataFrame, seuils: Seuils) -> pl.DataFrame:
    """Rend les entreprises par type (colonnes de `entreprises_par_type`), types trop fins réunis.

    `ranking` : les heures de chaque employeuse (`concentration_heures`).
    """
    biggest = (
        ranking.filter(pl.col("rang").is_not_null())
        .group_by(pl.col("type_entreprise").fill_null("inconnu"))
        .agg(pl.col("heures_realisees").max().alias("plus_grosse"))
    )
    rows = types.join(biggest, on="type_entreprise", how="left", maintain_order="left")
    rows = rows.with_columns(pl.col("plus_grosse").fill_null(0.0))
    sums = [pl.col(name).sum() for name in (*ROLES, "heures_realisees")]
    merged = [*sums, pl.col("plus_grosse").max()]
    named = {"type_entreprise": AUTRES, "libelle": "Autres types", "famille": AUTRES}
    kept = _merge(rows, lambda one: _is_safe_type(one, seuils), merged, named, "employeuses")
    return kept.drop("plus_grosse")


def group_sectors(sectors: pl.DataFrame, seuils: Seuils) -> pl.DataFrame:
    """Rend les attributaires par secteur, secteurs de moins de 3 entreprises réunis.

    Les parts, qui diraient les secteurs réunis, sont refaites sur ce qui est écrit.
    """
    named = {"division": AUTRES, "libelle": "Autres secteurs", "section": None}
    rows = sectors.drop("part_pct")
    minimum = seuils.entreprises_minimum
    kept = _merge(
        rows,
        lambda one: bool(one["entreprises"].min() >= minimum),  # type: ignore[operator]
        [pl.col("entreprises").sum()],
        named,
        "entreprises",
    )
    known = pl.when(pl.col("division") != "inconnu").then("entreprises")
    return kept.with_columns((100 * known / known.sum()).round(1).alias("part_pct"))


def hide_few(roles: pl.DataFrame, seuils: Seuils) -> pl.DataFrame:
    """Rend `entreprises_roles`, sans les nombres ni les heures d'un rôle de 1 ou 2 entreprises."""
    count = pl.col("entreprises") + pl.col("sans_siren")
    is_few = (count > 0) & (count < seuils.entreprises_minimum)
    hidden = ("entreprises", "sans_siren", "heures_realisees")
    return roles.with_columns(
        pl.when(is_few).then(None).otherwise(pl.col(name)).alias(name) for name in hidden
    )


def _is_safe_type(rows: pl.DataFrame, seuils: Seuils) -> bool:
    """Dit si ces lignes, une à une, se publient : 0 ou 3 entreprises par rôle, part <= 85 %."""
    enough = pl.all_horizontal(
        (pl.col(role) == 0) | (pl.col(role) >= seuils.entreprises_minimum) for role in ROLES
    )
    share = 100 * pl.col("plus_grosse") <= seuils.part_maximale_pct * pl.col("heures_realisees")
    has_hours = pl.col("employeuses") > 0
    return bool(rows.select((enough & (share | ~has_hours)).all()).item())


def _merge(
    rows: pl.DataFrame,
    is_safe: Accepted,
    merged: list[pl.Expr],
    named: dict[str, str | None],
    size: str,
) -> pl.DataFrame:
    """Réunit les lignes refusées ; si leur réunion l'est encore, y ajoute la plus petite admise."""
    alone = [is_safe(rows[rank]) for rank in range(rows.height)]
    if all(alone):
        return rows
    kept = rows.filter(pl.Series(alone))
    others = rows.filter(~pl.Series(alone))
    while kept.height and not is_safe(_total(others, merged, named)):
        smallest = kept[size].arg_min()
        others = pl.concat([others, kept[smallest]])
        kept = kept.with_row_index().filter(pl.col("index") != smallest).drop("index")
    together = _total(others, merged, named)
    # Rien d'admissible, même tout réuni : rien n'est écrit.
    return pl.concat([kept, together]) if is_safe(together) else rows.clear()


def _total(rows: pl.DataFrame, merged: list[pl.Expr], named: dict[str, str | None]) -> pl.DataFrame:
    texts = [pl.lit(text, rows.schema[name]).alias(name) for name, text in named.items()]
    return rows.select(merged).with_columns(texts).select(rows.columns)


def few(count: float | None, seuils: Seuils) -> str | None:
    """Rend « < 3 » pour un nombre d'entreprises trop petit, sinon None."""
    too_few = count is not None and 0 < count < seuils.entreprises_minimum
    return below(seuils.entreprises_minimum) if too_few else None
