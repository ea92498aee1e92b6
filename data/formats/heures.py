"""A5. Heures : une ligne par contrat et par mois, ou les mois en colonnes.

Décision 12 : des mois en colonnes sans année se datent par une colonne « Année », sinon par le
nom du fichier, sinon la personne est interrogée.
"""

from __future__ import annotations

import re

import polars as pl

from data.formats import Format
from data.text import normalize

MONTHS = {
    "janvier": 1, "janv": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3, "mar": 3,
    "avril": 4, "avr": 4, "mai": 5, "juin": 6, "juillet": 7, "juil": 7, "aout": 8,
    "septembre": 9, "sept": 9, "sep": 9, "octobre": 10, "oct": 10, "novembre": 11, "nov": 11,
    "decembre": 12, "dec": 12,
}  # fmt: skip
_FULL = re.compile(r"^(?P<mois>[a-z]+|0?[1-9]|1[0-2])_(?P<annee>20\d\d|\d\d)$")
_ISO = re.compile(r"^(?P<annee>20\d\d)_(?P<mois>0[1-9]|1[0-2])(_01.*)?$")


class AnneeManquante(Exception):
    """Des mois sans année (en colonnes ou en toutes lettres), et rien qui la dise."""


def month_of(heading: str) -> tuple[int, int | None] | None:
    """Rend (mois, année ou None) d'un intitulé : « Févr. », « 02/2024 », « janv-24 »."""
    text = normalize(heading).removeprefix("heures_").strip("_")
    if text in MONTHS:
        return MONTHS[text], None
    found = _FULL.match(text) or _ISO.match(text)
    if not found:
        return None
    word, year = found["mois"], int(found["annee"])
    month = int(word) if word.isdigit() else MONTHS.get(word)
    return (month, year if year > 99 else 2000 + year) if month else None


def month_columns(names: list[str]) -> list[str]:
    """Rend les mois en colonnes ; aucun si le tableau est déjà en long (une colonne « mois »)."""
    return [] if "mois" in names else [name for name in names if month_of(name)]


def reshape(grid: pl.DataFrame, annee: int | None) -> pl.DataFrame:
    """Met les mois en lignes : « mois » (1 à 12 en texte), « annee », « heures_realisees ».

    `grid` porte nos colonnes reconnues et, pour les mois, leurs intitulés d'origine ; une grille
    déjà longue garde sa forme. `annee` date les mois qui n'en ont pas. Les mois vides
    disparaissent ; les colonnes d'heures d'un tableau large sont des totaux de l'année, qui ne se
    rangent dans aucun mois. Lève AnneeManquante.
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
        long.filter(pl.col("heures_realisees").is_not_null())
        .join(names, on="intitule", how="left", maintain_order="left")
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
    return any(text.strip() in bare or normalize(text) in MONTHS for text in texts)


FORMAT = Format(
    name="heures",
    label="Heures",
    headings={
        "structure": ("Structure", "Opérateur"),
        "numero_contrat": ("N° contrat", "Numéro contrat", "N° du contrat"),
        "numero_participant": (
            "N° participant",
            "Numéro participant",
            "N° du participant",
            "N° bénéficiaire",
        ),
        "numero_marche": (
            "N° marché",
            "Numéro de marché",
            "N° du marché",
            "Numéro marché",
            "Marché",
        ),
        "numero_lot": ("N° lot", "Numéro de lot", "Lot", "N° du lot"),
        "entreprise": ("Entreprise", "Raison sociale"),
        "employeur": ("Employeur",),
        "mois": ("Mois", "Mois travaillé", "Période"),
        "annee": ("Année", "Exercice"),
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
