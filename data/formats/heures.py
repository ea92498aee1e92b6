"""A5. Heures : une ligne par contrat et par mois, ou les mois en colonnes.

Des mois en colonnes sans année se datent par une colonne « Année », sinon par le
nom du fichier, sinon la personne est interrogée.
"""

from __future__ import annotations

import polars as pl

from data.formats import AnneeManquante, Format
from data.formats.commun import ANNEE, NUMERO_LOT, NUMERO_MARCHE, NUMERO_PARTICIPANT, STRUCTURE
from data.words import month_columns, month_of


def reshape(grid: pl.DataFrame, annee: int | None) -> pl.DataFrame:
    """Met les mois en lignes : « mois » (1 à 12 en texte), « annee », « heures_realisees ».

    `grid` porte nos colonnes reconnues et, pour les mois, leurs intitulés d'origine ; une grille
    déjà longue garde sa forme. `annee` date les mois qui n'en ont pas. Un mois vide reste, sans
    heures : il dit que le contrat n'en a pas. Les colonnes d'heures d'un tableau large sont des
    totaux de l'année, qui ne se rangent dans aucun mois. Lève AnneeManquante.
    """
    months = {name: month_of(name) for name in month_columns(grid.columns)}
    grid = _with_year(grid, annee, [year for _, year in months.values()])
    if not months:
        return grid
    grid = grid.drop("heures_realisees", "heures_formation", strict=False)
    names = pl.DataFrame(
        {
            "intitule": list(months),
            "mois": [str(month) for month, _ in months.values()],
            "annee_intitule": [None if year is None else str(year) for _, year in months.values()],
        },
        schema_overrides={"annee_intitule": pl.String},
    )
    keys = [name for name in grid.columns if name not in months]
    long = grid.unpivot(
        list(months), index=keys, variable_name="intitule", value_name="heures_realisees"
    )
    return (
        long.join(names, on="intitule", how="left", maintain_order="left")
        .with_columns(pl.coalesce("annee_intitule", "annee").alias("annee"))
        .rename({"intitule": "_intitule"})
        .drop("annee_intitule")
        .sort("ligne", maintain_order=True)
    )


def _with_year(
    grid: pl.DataFrame, annee: int | None, in_headings: list[int | None]
) -> pl.DataFrame:
    """Complète la colonne « annee » par `annee` ; lève AnneeManquante s'il n'y a rien du tout."""
    if "annee" in grid.columns:
        own = pl.col("annee")
    elif annee is None and _lack_year(grid, in_headings):
        raise AnneeManquante
    else:
        own = pl.lit(None, pl.String)
    default = pl.lit(None if annee is None else str(annee), pl.String)
    return grid.with_columns(annee=pl.coalesce(own, default))


def _lack_year(grid: pl.DataFrame, in_headings: list[int | None]) -> bool:
    if in_headings:
        return None in in_headings
    bare = {str(number) for number in range(1, 13)} | {f"{number:02}" for number in range(1, 13)}
    texts = grid["mois"].drop_nulls().unique() if "mois" in grid.columns else []
    return any(text.strip() in bare or _is_yearless(text) for text in texts)


def _is_yearless(text: str) -> bool:
    found = month_of(text)
    return found is not None and found[1] is None


FORMAT = Format(
    name="heures",
    label="Heures",
    headings={
        "structure": STRUCTURE,
        "numero_contrat": ("N° contrat", "Numéro contrat", "N° du contrat"),
        "numero_participant": NUMERO_PARTICIPANT,
        "numero_marche": NUMERO_MARCHE,
        "numero_lot": NUMERO_LOT,
        "entreprise": ("Entreprise", "Raison sociale"),
        "employeur": ("Employeur",),
        "mois": ("Mois", "Mois travaillé", "Période"),
        "annee": ANNEE,
        "heures_realisees": (
            "Heures réalisées",
            "Heures",
            "Heures d'insertion réalisées",
            "Nb heures réalisées",
            "Nombre d'heures",
        ),
        "heures_formation": ("Dont heures de formation", "Heures de formation", "Dont formation"),
        "date_saisie": ("Date de saisie", "Saisi le"),
        "validation": ("Validé", "Validation", "Statut de validation"),
    },
    required=("numero_participant", "numero_marche", "mois", "heures_realisees"),
    filled=(
        "numero_participant",
        "mois",
        "heures_realisees",
    ),
    identity=("numero_contrat", "numero_participant", "numero_marche", "numero_lot", "mois"),
    kept=(
        "numero_contrat",
        "numero_participant",
        "numero_marche",
        "numero_lot",
        "entreprise",
        "employeur",
        "mois",
        "heures_realisees",
        "heures_formation",
        "date_saisie",
        "validation",
    ),
    measure="heures_realisees",
    dropped=("Total", "Total général", "Cumul", "Nom", "Prénom", "Commentaire"),
    reshape=reshape,
)
