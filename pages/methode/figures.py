"""Les phrases de la méthode, tirées des résultats de requêtes."""

from __future__ import annotations

from datetime import date

import polars as pl

from pages.shared.words.formatting import day
from pages.shared.words.structures import STRUCTURE_NAMES


def attentes(frame: pl.DataFrame, today: date | None) -> list[str]:
    """Dit la prochaine donnée attendue de chaque structure après la date des données.

    `frame` : structure, libelle, date_arrete, date_attendue, est_recue.
    """
    waiting = frame.filter(~pl.col("est_recue"))
    if today is not None:
        waiting = waiting.filter(pl.col("date_attendue") > today)
    soonest = waiting.sort("date_attendue", "libelle").unique(
        ["structure", "libelle"], keep="first", maintain_order=True
    )
    return [_phrase(row) for row in soonest.rows(named=True)]


def _phrase(row: dict[str, object]) -> str:
    name = STRUCTURE_NAMES.get(row["structure"], row["structure"])
    until = f", arrêté au {day(row['date_arrete'])}" if row["date_arrete"] else ""
    return f"{name} : {row['libelle']}{until}, attendu le {day(row['date_attendue'])}"
