"""Les heures par catégorie : au département, si la catégorie et ce qui reste sont assez grands."""

from __future__ import annotations

import polars as pl

from queries.protection.count.effectifs import CATEGORIES
from queries.protection.rules.seuils import Seuils
from queries.protection.write.arrondi import NON_PUBLIE
from queries.protection.write.cles import written

# Ce dont une catégorie est une partie : la différence est un groupe, elle aussi.
CONTENANTS = {"brsa_femmes": ("total", "femmes", "brsa")}
SCHEMA = {
    "categorie": pl.String,
    "libelle": pl.String,
    "heures_realisees": pl.Float64,
    "texte": pl.String,
}


def hours_by_category(frame: pl.DataFrame, seuils: Seuils) -> pl.DataFrame:
    """Rend les heures publiables d'une année (colonnes de SCHEMA), d'après les heures exactes."""
    counts = dict(frame.select("categorie", "beneficiaires").iter_rows())
    rows = []
    for row in frame.iter_rows(named=True):
        code = row["categorie"]
        if code not in ("total", *CATEGORIES):
            continue
        shown = code == "total" or _is_large(code, counts, seuils.seuil_territoire)
        hours = row["heures_realisees"] if shown else None
        rows.append(
            {
                "categorie": code,
                "libelle": row["libelle"],
                "heures_realisees": hours,
                "texte": written(hours) if shown else NON_PUBLIE,
            }
        )
    return pl.DataFrame(rows, schema=SCHEMA)


def _is_large(code: str, counts: dict[str, int | None], minimum: int) -> bool:
    own = counts[code]
    wholes = [counts[name] for name in CONTENANTS.get(code, ("total",))]
    return (
        own is not None
        and own >= minimum
        and all(whole is not None and whole - own >= minimum for whole in wholes)
    )
