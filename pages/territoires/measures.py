"""Comment se disent les chiffres d'un territoire : leur nom, leur unité, leur rang, leur écart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import polars as pl

from pages.accueil.figures import TITLES
from pages.shared.words.formatting import HARD_SPACE, UNKNOWN, change, counted, number, percent

RATE = "taux_sorties_positives"
SHORT = {
    "heures_realisees": "Heures réalisées",
    "beneficiaires": "Bénéficiaires",
    "entreprises": "Entreprises attributaires",
    "marches_en_cours": "Marchés en cours",
    "donneurs_ordre_accompagnes": "Donneurs d'ordre accompagnés",
    "sorties_positives": "Sorties positives",
    RATE: "Taux de sorties positives",
}
# code d'adresse -> mots, colonne de la valeur.
MEASURES = {
    "habitants": ("Pour 1 000 habitants", "pour_1000_habitants"),
    "nombre": ("En nombre", "valeur"),
}
# Ce que dit déjà le libellé, et les noms sous lesquels une valeur s'écrit avec sa décimale.
CODES = ("indicateur", "maille")
RENAMED = {"valeur": "valeur_territoire", "mediane": "mediane_territoires"}
PER_1000 = f"pour 1{HARD_SPACE}000 habitants"
MAILLES = {"epci": "EPCI", "commune": "communes"}


def column_of(indicator: str, measure: str) -> str:
    """Rend la colonne à lire ; un taux ne se rapporte pas aux habitants."""
    return "valeur" if indicator == RATE else MEASURES[measure][1]


def decimals(value: float) -> int:
    """Rend les décimales d'une valeur par habitant : assez pour distinguer deux territoires."""
    return 0 if abs(value) >= 100 or not value else 1 if abs(value) >= 1 else 2


def ratio(value: float | None) -> str:
    """Écrit une valeur pour 1 000 habitants : « 237 », « 1,1 », « 0,92 »."""
    return UNKNOWN if value is None else number(value, decimals(value))


def amount(indicator: str, value: float | None) -> str:
    """Écrit une valeur et son unité : « 37 064 heures », « 1 marché », « 52,9 % »."""
    if indicator == RATE:
        return percent(value)
    return counted(value, *TITLES[indicator][1:])


def writer(indicator: str, column: str) -> Callable[[float | None], str]:
    """Rend ce qui écrit les valeurs d'une colonne ; « pour 1 000 habitants » se dit ailleurs."""
    return ratio if column == "pour_1000_habitants" else partial(amount, indicator)


def shown(indicator: str, column: str, value: float | None) -> str:
    """Écrit une valeur sans son unité, dite ailleurs."""
    if column == "pour_1000_habitants":
        return ratio(value)
    return percent(value) if indicator == RATE else number(value)


def rank_words(row: dict[str, object]) -> str:
    """Dit le rang : « rang 5 sur 14 EPCI » ; vide pour un territoire qui ne se compare pas."""
    rank = row["rang" if row["indicateur"] == RATE else "rang_pour_1000"]
    if rank is None:
        return ""
    return f"rang {number(rank)} sur {number(row['nombre_classes'])} {MAILLES[row['maille']]}"


def gap_words(row: dict[str, object], mark: str) -> str:
    """Dit un repère et l'écart : « 242 (−2 %) » ; en points pour un taux. Vide sans repère.

    `mark` : « departement » ou « mediane ».
    """
    est_taux = row["indicateur"] == RATE
    value = row["valeur" if est_taux else "pour_1000_habitants"]
    other = row[mark if est_taux else f"{mark}_pour_1000"]
    if other is None:
        return ""
    gap = change(value, other, "points" if est_taux else "%")
    said = percent(other) if est_taux else ratio(other)
    # « Stable » se dit dans le temps ; deux territoires sont à égalité.
    shown = "autant ici" if gap == "stable" else gap
    return f"{said} ({shown})" if shown else said


def to_table(frame: pl.DataFrame) -> pl.DataFrame:
    """Rend portrait, territoires_comparables ou communes_comparables pour un tableau lisible."""
    return frame.drop(CODES, strict=False).rename(RENAMED)
