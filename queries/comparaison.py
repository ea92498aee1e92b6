"""À quoi une question se compare : ses mois finis, et les mêmes mois d'avant.

Un mois dont la saisie n'est pas finie se montre, mais ne se compare pas.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from queries.filters import Filtres
from queries.periodes import Periode, finished

# Ce que chaque structure a transmis, mois par mois.
MOIS_RECUS = "select structure, mois, est_provisoire from mois_recus order by structure, mois"
COLONNES = {
    "valeur_precedente": pl.Float64,
    "periode_precedente": pl.String,
    "valeur_comparee": pl.Float64,
    "periode_comparee": pl.String,
    "est_comparable": pl.Boolean,
    "inconnus_precedents": pl.Int64,
}


@dataclass(frozen=True)
class Comparaison:
    """Les mois finis d'une question, les mêmes mois d'avant, et si les deux se comparent.

    `est_comparable` : chaque structure a transmis les mêmes mois des deux périodes.
    """

    maintenant: Filtres
    avant: Filtres
    est_comparable: bool


def compared(chosen: Filtres, received: pl.DataFrame) -> Comparaison | None:
    """Rend ce qui se compare d'une question ; None si aucun de ses mois n'est encore fini.

    `received` : le résultat de MOIS_RECUS pour cette question.
    """
    found = finished(chosen.periode, _last_finished(received))
    if found is None:
        return None
    now, before = found
    own = chosen if now == chosen.periode else replace(chosen, periode=now)
    same = _ranks(received, now) == _ranks(received, before)
    return Comparaison(own, replace(chosen, periode=before), same)


def _last_finished(received: pl.DataFrame) -> date | None:
    """Rend le dernier mois fini pour toutes les structures qui ont transmis des heures."""
    first_open = received.filter("est_provisoire")["mois"].min()
    done = received.filter(~pl.col("est_provisoire"))
    if first_open is not None:
        done = done.filter(pl.col("mois") < first_open)
    return done["mois"].max()


def _ranks(received: pl.DataFrame, period: Periode) -> set[tuple[str, int]]:
    """Rend les mois transmis d'une période, par structure et par rang depuis son début."""
    first = 12 * period.debut.year + period.debut.month
    own = received.filter(pl.col("mois").is_between(period.debut, period.fin))
    rank = 12 * pl.col("mois").dt.year() + pl.col("mois").dt.month().cast(pl.Int32) - first
    return set(own.select("structure", rank.alias("rang")).iter_rows())


def with_comparison(
    keys: list[str],
    frame: pl.DataFrame,
    found: Comparaison | None,
    now: pl.DataFrame | None,
    before: pl.DataFrame | None,
) -> pl.DataFrame:
    """Ajoute à un résultat les valeurs qui se comparent (COLONNES), nulles s'il n'y en a pas.

    `now` et `before` : le même indicateur aux mois finis et aux mêmes mois d'avant.
    """
    if found is None or now is None or before is None:
        return frame.with_columns(pl.lit(None, kind).alias(one) for one, kind in COLONNES.items())
    own = now.select(*keys, pl.col("valeur").alias("valeur_comparee"))
    earlier = before.select(
        *keys,
        pl.col("valeur").alias("valeur_precedente"),
        pl.col("inconnus").cast(pl.Int64).alias("inconnus_precedents"),
    )
    joined = frame
    for one in (earlier, own):
        joined = joined.join(one, on=keys, how="left", maintain_order="left")
    return joined.with_columns(
        pl.lit(found.avant.periode.libelle).alias("periode_precedente"),
        pl.lit(found.maintenant.periode.libelle).alias("periode_comparee"),
        pl.lit(found.est_comparable).alias("est_comparable"),
    ).select(*frame.columns, *COLONNES)
