"""Les heures par catégorie : au département, si la catégorie et ce qui reste sont assez grands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from queries.protection.count.effectifs import CATEGORIES
from queries.protection.rules.seuils import Seuils
from queries.protection.write.arrondi import NON_PUBLIE
from queries.protection.write.cles import written

# Ce dont une catégorie est une partie : la différence est un groupe, elle aussi.
CONTENANTS = {"brsa_femmes": ("total", "femmes", "brsa")}
# Ce que chaque lecteur informé ne lit pas du département, par catégorie.
Dehors = Sequence[Mapping[str, int]]
SCHEMA = {
    "categorie": pl.String,
    "libelle": pl.String,
    "heures_realisees": pl.Float64,
    "texte": pl.String,
}


def hours_by_category(frame: pl.DataFrame, seuils: Seuils, dehors: Dehors = ()) -> pl.DataFrame:
    """Rend les heures publiables d'une année (colonnes de SCHEMA), d'après les heures exactes.

    Un lecteur informé en retranche les siennes : ce qui reste, s'il reste quelqu'un, doit être
    aussi grand.
    """
    counts = dict(frame.select("categorie", "beneficiaires").iter_rows())
    everyone = [counts, *(left for left in dehors if left["total"] > 0)]
    rows = []
    for row in frame.iter_rows(named=True):
        code = row["categorie"]
        if code not in ("total", *CATEGORIES):
            continue
        shown = code == "total" or all(
            _is_large(code, left, seuils.seuil_territoire) for left in everyone
        )
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


def _is_large(code: str, counts: Mapping[str, int | None], minimum: int) -> bool:
    own = counts[code]
    wholes = [counts[name] for name in CONTENANTS.get(code, ("total",))]
    return (
        own is not None
        and own >= minimum
        and all(whole is not None and whole - own >= minimum for whole in wholes)
    )
