"""L'âge au début de chaque contrat, quand contrats et naissances viennent de deux fichiers.

La date de naissance ne se garde pas : l'âge se calcule quand les deux exports sont là, ou quand
l'export des participants revient ; sinon il reste inconnu, et c'est dit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from data.check import AGE_MINIMUM, IMPORTE, Prepared, nothing_kept
from data.check.anomalies import AVERTISSEMENT, ECARTEE, aside, flag, gather
from data.check.values import age_on

KEYS = ["structure", "numero_participant"]


def with_ages(contracts: pl.DataFrame, births: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rend les contrats avec age_debut (ans révolus) et les anomalies d'âge.

    Une naissance reçue (peut-être corrigée) l'emporte sur l'âge déjà calculé.
    """
    known = births.with_columns(_connue=pl.lit(value=True))
    joined = contracts.join(known, on=KEYS, how="left", maintain_order="left")
    age = age_on(pl.col("date_debut"), pl.col("date_naissance"))
    aged = joined.with_columns(age_debut=pl.coalesce(age, "age_debut"))
    is_orphan = pl.col("_connue").is_null() & pl.col("age_debut").is_null()
    done = aged.drop("date_naissance", "_connue")
    young = (
        f"La personne aurait moins de {AGE_MINIMUM} ans au début du contrat : ligne écartée, "
        "vérifiez sa date de naissance et la date de début."
    )
    unknown = (
        "Âge inconnu : ce participant n'est dans aucun fichier reçu. Déposez aussi l'export des "
        "participants."
    )
    return done, gather(
        [
            flag(aged, pl.col("age_debut") < AGE_MINIMUM, "Date de début", young, ECARTEE),
            flag(aged, is_orphan, "N° participant", unknown, AVERTISSEMENT),
        ]
    )


def keep_known_ages(rows: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """Reprend l'âge déjà calculé d'un contrat qui revient avec la même date de début."""
    keys = [*KEYS, "numero_contrat", "date_debut"]
    known = before.select(*keys, _connu="age_debut").unique(keys, keep="last", maintain_order=True)
    joined = rows.join(known, on=keys, how="left", maintain_order="left", nulls_equal=True)
    return joined.with_columns(age_debut=pl.coalesce("age_debut", "_connu")).drop("_connu")


def by_age(prepared: Sequence[Prepared]) -> list[Prepared]:
    """Rend les fichiers du plus ancien export au plus récent, qui l'emporte."""
    return sorted(prepared, key=lambda one: one.extraction or date.min)


def settle_ages(prepared: list[Prepared], stored: pl.DataFrame) -> list[Prepared]:
    """Calcule l'âge des contrats avec les naissances de la même commande, sinon le reprend."""
    births = births_of(by_age(prepared))
    return [
        _settle(replace(one, rows=keep_known_ages(one.rows, stored)), births)
        if one.format == "contrats" and one.issue == IMPORTE
        else one
        for one in prepared
    ]


def births_of(prepared: list[Prepared]) -> pl.DataFrame:
    """Rend les naissances connues de ces fichiers : structure, numero_participant, date."""
    schema = {"structure": pl.String, "numero_participant": pl.String, "date_naissance": pl.Date}
    found = [one.births for one in prepared if one.births is not None]
    return (
        pl.concat([pl.DataFrame(schema=schema), *found])
        .drop_nulls(KEYS)
        .unique(KEYS, keep="last", maintain_order=True)
    )


def _settle(one: Prepared, births: pl.DataFrame) -> Prepared:
    rows, found = with_ages(one.rows, births)
    gone = aside(found)
    kept = rows.filter(~pl.col("ligne").is_in(list(gone)))
    counts = {
        **one.lignes,
        "retenues": one.lignes["retenues"] - len(gone),
        "ecartees": one.lignes["ecartees"] + len(gone),
    }
    hours = {**one.heures, "retenues": round(float(kept["heures_controle"].sum()), 2)}
    remarks = gather([one.anomalies, found])
    done = replace(one, rows=kept, lignes=counts, heures=hours, anomalies=remarks)
    return done if kept.height else nothing_kept(done)
