"""Les nombres que contient un fichier protégé, lus sans passer par l'application."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb

NOMBRE = re.compile(r"\d(?:[\d\u202f]*\d)?(?:,\d+)?")


def tokens(text: str) -> set[str]:
    """Rend les nombres d'un texte, sans leurs espaces fines : « 126 550 h » donne « 126550 »."""
    return {one.replace("\u202f", "") for one in NOMBRE.findall(text)}


def tokens_of(thing: object) -> set[str]:
    """Rend les nombres que porte une valeur, où qu'ils soient, ses espaces insécables comprises."""
    return tokens(f"{thing}".replace("\\u202f", "\u202f").replace("\\xa0", "\xa0"))


def values(path: Path) -> set[Decimal]:
    """Rend tous les nombres de toutes les tables, tels quels."""
    return {
        Decimal(str(cell))
        for cell in _cells(path)
        if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)
    }


def written(path: Path) -> set[str]:
    """Rend tout ce qui peut s'écrire : les nombres, arrondis ou non, les textes et les dates."""
    found: set[str] = set()
    for cell in _cells(path):
        if isinstance(cell, str):
            found |= tokens(cell) | tokens(cell.replace("-", " "))
        elif isinstance(cell, date):
            found |= {str(cell.year), str(cell.month), str(cell.day)}
    for value in values(path):
        for places in ("1", "0.1", "0.01"):
            rounded = abs(value).quantize(Decimal(places), ROUND_HALF_UP)
            found.add(str(rounded).replace(".", ","))
            found.add(str(rounded.normalize().__format__("f")).replace(".", ","))
    return found


def _cells(path: Path) -> list[object]:
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute("select table_name from information_schema.tables").fetchall()
        return [
            cell
            for (name,) in names
            for row in connection.execute(f'select * from "{name}"').fetchall()
            for cell in row
            if cell is not None
        ]
