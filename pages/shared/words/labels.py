"""Comment s'affiche chaque colonne d'une requête : son libellé, ses mots, son écriture.

Un test réclame un libellé pour toute colonne d'une requête : aucun nom de code à l'écran.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

import queries
from pages.shared.words import formatting
from pages.shared.words.code_words import WORDS
from pages.shared.words.territoires import AS_NEEDED
from pages.shared.words.territoires import DECIMALS as PER_INHABITANT
from pages.shared.words.vocabulary import LABELS

YEARS = ("annee",)
# Décimales d'un nombre sans unité dans son nom ; les points d'une règle se lisent au centième.
DECIMALS = {
    **PER_INHABITANT,
    "etp": 2,
    "etp_poste": 2,
    "etp_territoire": 2,
    "ecart_etp": 3,
    "ecart_pct": 2,
}
RATE_DECIMALS = {"constat_pct": 2}
# Ce qui se dit d'une cellule vide quand rien n'y manque : ce qui n'est pas fixé n'est pas tu.
SANS_VALEUR = {
    "code_insee": "",
    "epci": "",
    "inconnus": "sans objet",
    "note": "",
    "objectif": "non fixé",
    "objectif_a_ce_jour": "sans prorata",
    "part_a_ce_jour_pct": "sans prorata",
    "seuil_pct": "aucun",
    "source_decision": "aucune décision",
    "date_attendue": "non fixée",
}
# Des codes dont le nom ne dit pas ce qu'ils désignent.
SANS_SUJET = ("cle", "code")


@dataclass(frozen=True)
class Shown:
    """Une colonne montrée : son libellé, et l'alignement de ses cellules."""

    name: str
    label: str
    est_nombre: bool


def label(name: str) -> str:
    """Rend le libellé d'une colonne."""
    words = name.replace("_", " ")
    return LABELS.get(name) or queries.labels().get(name) or words[:1].upper() + words[1:]


def shown_columns(frame: pl.DataFrame, codes: Collection[str] = ()) -> list[Shown]:
    """Rend les colonnes à montrer, dans l'ordre de la requête, sans celles qui sont ses `codes`."""
    return [
        Shown(
            name, label(_said(name, frame.columns, codes)), kind.is_numeric() and name not in YEARS
        )
        for name, kind in frame.schema.items()
        if name not in codes
    ]


def _said(name: str, columns: list[str], codes: Collection[str]) -> str:
    """Rend le nom sous lequel dire une colonne : celui du code tu qu'un libellé écrit en clair.

    Près d'un nom, l'acheteur est un SIREN.
    """
    if name == "acheteur" and {"acheteur_nom", "nom"} & set(columns):
        return "acheteur_siren"
    before = ["", *columns][columns.index(name)]
    is_told = name == "libelle" and before in codes and before not in SANS_SUJET
    return before if is_told else name


def cell(name: str, value: object, absent: Mapping[str, str] = SANS_VALEUR) -> str:
    """Écrit une cellule à l'écran d'après le nom de sa colonne ; `absent` : ce que dit un vide."""
    if value is None:
        return absent.get(name, formatting.UNKNOWN)
    if name in YEARS:
        return str(value)
    if isinstance(value, str) and name.endswith("mois") and value[4:5] == "-":
        return formatting.month(value)
    if isinstance(value, float) and name.endswith("_pct") and name not in DECIMALS:
        return formatting.percent(value, RATE_DECIMALS.get(name, 1))
    if isinstance(value, float):
        needed = int(name in AS_NEEDED and not value.is_integer())
        return formatting.number(value, DECIMALS.get(name, needed))
    if isinstance(value, Decimal):
        return formatting.number(value, 2)
    if isinstance(value, str):
        return word(name, value)
    return formatting.plain(value)


def word(name: str, value: str) -> str:
    """Rend les mots d'un code de la colonne `name` ; un texte qui n'est pas un code reste tel."""
    words: Mapping[str, str] = WORDS.get(name, {})
    for mark in ("+", "|"):
        if mark in value and name in ("combinaison", "structures"):
            return f" {mark} ".join(words.get(one, one) for one in value.split(mark))
    return words.get(value, value)


def to_export(frame: pl.DataFrame, codes: Collection[str] = ()) -> pl.DataFrame:
    """Rend le tableau à emporter : mêmes lignes et colonnes, mêmes mots, vraies valeurs."""
    shown = shown_columns(frame, codes)
    return pl.DataFrame(
        {one.label: _values(one.name, frame[one.name]) for one in shown},
        strict=False,
    )


def _values(name: str, column: pl.Series) -> pl.Series:
    if column.dtype == pl.String and not name.endswith("mois"):
        texts = [None if value is None else word(name, value) for value in column]
        return pl.Series(texts, dtype=pl.String)
    if column.dtype == pl.Datetime:
        return column.dt.date()
    return column
