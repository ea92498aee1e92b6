"""Du contenu d'une génération au suivant : remplacer les lignes.

Règle de remplacement : un fichier remplace toutes les lignes de chaque identité qu'il porte, mois
laissés vides compris ; les lignes absentes restent, sauf export déclaré complet.
"""

from __future__ import annotations

import polars as pl

from data.load.identity import Matching, completed

TECHNICAL = ("import_id", "ligne")


def replace_rows(
    before: pl.DataFrame, rows: pl.DataFrame, name: str, found: Matching
) -> pl.DataFrame:
    """Rend la table `name` après l'arrivée de `rows` (mêmes colonnes que `before`).

    `found` : ce que remplacent les identités du fichier, celles qu'il porte sans rien y mettre (un
    mois vidé) comprises : ce qu'elles avaient s'en va. Deux lignes d'une même identité dans `rows`
    restent toutes les deux (correction négative).
    """
    kept = before
    if found.replaced:
        ranked = before.with_row_index("_rang")
        kept = ranked.filter(~pl.col("_rang").is_in(found.replaced)).drop("_rang")
    return pl.concat([kept, completed(rows, found, name)])


def forget_covered(before: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Rend `before` sans ce que couvre un export complet : toutes les années de ses structures ;
    pour les DECP, leur source.
    """
    scope = [one for one in ("structure", "source_decp") if one in before.columns]
    covered = rows.select(scope).unique()
    return before.join(covered, on=scope, how="anti", nulls_equal=True)


def same_content(left: pl.DataFrame, right: pl.DataFrame) -> bool:
    """Dit si deux tables disent la même chose, numéros d'import et de ligne mis à part."""
    if left.height != right.height:
        return False
    plain_left, plain_right = (one.drop(TECHNICAL, strict=False) for one in (left, right))
    columns = plain_left.columns
    return plain_left.sort(columns).equals(plain_right.sort(columns))
