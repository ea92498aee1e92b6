"""L'âge au début de chaque contrat, quand contrats et naissances viennent de deux fichiers.

La date de naissance ne se garde pas : l'âge se calcule quand les deux exports sont là, ou quand
l'export des participants revient ; sinon il reste inconnu, et c'est dit.
"""

from __future__ import annotations

import polars as pl

from data.anomalies import AVERTISSEMENT, ECARTEE, flag, gather
from data.check import AGE_MINIMUM
from data.people import age_on

KEYS = ["structure", "numero_participant"]


def with_ages(
    contracts: pl.DataFrame, births: pl.DataFrame, *, only_missing: bool = False
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rend les contrats avec age_debut (ans révolus) et les anomalies d'âge.

    `only_missing` : ne touche que les âges encore inconnus, sans anomalie.
    """
    known = births.with_columns(_connue=pl.lit(value=True))
    joined = contracts.join(known, on=KEYS, how="left", maintain_order="left")
    age = age_on(pl.col("date_debut"), pl.col("date_naissance"))
    filled = pl.coalesce("age_debut", age) if only_missing else age
    aged = joined.with_columns(age_debut=filled)
    done = aged.drop("date_naissance", "_connue")
    if only_missing:
        return done, gather([])
    young = (
        f"La personne aurait moins de {AGE_MINIMUM} ans au début du contrat : ligne écartée, "
        "vérifiez sa date de naissance et la date de début."
    )
    unknown = (
        "Âge inconnu : ce participant n'est pas dans les fichiers déposés. Déposez ensemble les "
        "exports des participants et des contrats."
    )
    return done, gather(
        [
            flag(aged, pl.col("age_debut") < AGE_MINIMUM, "Date de début", young, ECARTEE),
            flag(aged, pl.col("_connue").is_null(), "N° participant", unknown, AVERTISSEMENT),
        ]
    )


def keep_known_ages(rows: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Reprend l'âge déjà calculé d'un contrat qui revient avec la même date de début."""
    keys = [*KEYS, "numero_contrat", "date_debut"]
    known = before.select(*keys, _connu="age_debut").unique(keys, keep="last", maintain_order=True)
    joined = rows.join(known, on=keys, how="left", maintain_order="left", nulls_equal=True)
    return joined.with_columns(age_debut=pl.coalesce("age_debut", "_connu")).drop("_connu")
