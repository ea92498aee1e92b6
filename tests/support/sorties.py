"""Les personnes suivies des tests de sorties."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import queries
from tests.support.queries_store import Row, contrat, write

ISSUES = ("positives", "non_positives", "inconnues", "hors_champ", "non_mures")


def all_counts(store: Path, **filtres: object) -> dict[str, dict[str, Any]]:
    rows = queries.run("sorties_a_six_mois", store, **filtres).iter_rows(named=True)
    return {
        row["referentiel"]: {**row, "non_positives": row["connues"] - row["positives"]}
        for row in rows
    }


def counts(store: Path, referentiel: str = "convention", **filtres: object) -> dict[str, Any]:
    return all_counts(store, **filtres)[referentiel]


def only_issue(found: dict[str, Any]) -> str | None:
    names = [name for name in ISSUES if found[name]]
    assert len(names) <= 1 and sum(found[name] for name in ISSUES) <= 1
    return names[0] if names else None


def issue(store: Path, referentiel: str = "convention", **filtres: object) -> str | None:
    """L'issue de la seule personne du magasin ; None si elle n'est pas de la cohorte."""
    return only_issue(counts(store, referentiel, **filtres))


def one_person(folder: Path, *situations: Row, fin: str | None = "2023-02-28") -> Path:
    """Une personne : premier contrat le 15 janvier 2023, échéance le 15 juillet 2023."""
    rows = {"situations": situations} if situations else {}
    return write(folder, contrats=[contrat("p", "2023-01-15", fin)], **rows)
