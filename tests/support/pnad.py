"""De quoi interroger un magasin de DECP inventées."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import queries
from tests.oracles.pnad import (
    Row,
)
from tests.support.queries_store import write

COLUMNS = ("contrats", "avec", "sans", "non_renseignes", "borne_basse_pct", "taux_renseignes_pct",
           "borne_haute_pct", "completude_pct")  # fmt: skip


EXTRACTION = date(2026, 11, 15)


JOURNAL = {"import_id": 1, "fichier": "decp.csv", "format": "decp", "date_extraction": EXTRACTION}


def store(folder: Path, *rows: Row, **tables: Any) -> Path:
    return write(folder, decp=rows, imports=[JOURNAL], **tables)


def only_row(folder: Path, name: str = "pnad_part", **filtres: object) -> Row:
    """La seule ligne d'un indicateur."""
    (row,) = queries.run(name, folder, **filtres).iter_rows(named=True)
    return row


def month(rank: int) -> str:
    """Le mois de rang donné depuis janvier 2020 : chaque cas d'une table a le sien."""
    return f"{2020 + rank // 12}-{rank % 12 + 1:02}"


def by_month(folder: Path, **filtres: object) -> dict[str, Row]:
    frame = queries.run("pnad_par_mois", folder, **filtres)
    return {row["mois"]: row for row in frame.iter_rows(named=True)}


def by_year(folder: Path, **filtres: object) -> dict[int, Row]:
    frame = queries.run("pnad_part", folder, **filtres)
    return {row["annee"]: {name: row[name] for name in COLUMNS} for row in frame.to_dicts()}
