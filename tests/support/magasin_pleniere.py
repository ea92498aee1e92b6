"""Un magasin inventé, publié avec ses chiffres protégés : de quoi ouvrir la plénière."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pages.pleniere.contexte import Read
from pages.pleniere.slide import Slide
from pages.pleniere.slides import compose, fiches
from queries.protection.publish.publication import protect
from tests.support import queries_store as essai
from tests.support.places import ROOT

# 72 personnes : 48 pour la CoVe, 18 pour LMV (sous 20 : sans détail), 6 au Grand Avignon.
PLACES = (
    (essai.CARPENTRAS, "CIE84", 48),
    (essai.CAVAILLON, "ITV", 18),
    (essai.AVIGNON, "MLJGA", 6),
)
YEARS = (2023, 2024)
SITUATIONS = ("cdi", "interim", "injoignable", "demandeur_emploi")
Row = dict[str, Any]


def sans_photo() -> tuple[str, ...]:
    """Les codes des diapositives de ce magasin, dans l'ordre : un fichier chacune.

    Celles des changements et des suites attendent une photo : ce magasin n'en a pas.
    """
    files = {one.stem for one in (ROOT / "pages/pleniere/slides").glob("*.py")}
    shown = files - {"__init__", "changements", "suites"}
    return tuple(one.code for one in fiches() if one.code in shown)


def people() -> list[tuple[int, str, str]]:
    """Rend (rang, numéro, structure) de chaque personne."""
    found = [(structure, rank) for _, structure, count in PLACES for rank in range(count)]
    return [(rank, f"{structure}-{rank}", structure) for rank, (structure, _) in enumerate(found)]


def rows(*, extra_hours: float = 0.0, last_year: int = YEARS[-1]) -> dict[str, list[Row]]:
    """Rend les lignes du magasin ; `extra_hours` corrige janvier 2023, `last_year` ajoute un an."""
    every = people()
    hours = [
        essai.heures(number, f"{year}-{month:02}", 10.0, structure, numero_marche=structure)
        for _, number, structure in every
        for year in range(YEARS[0], last_year + 1)
        for month in range(1, 13)
    ]
    if extra_hours:
        hours.append(essai.heures(every[0][1], "2023-01", extra_hours, every[0][2],
                                  numero_marche=every[0][2]))  # fmt: skip
    return {
        "heures": hours,
        "participants": [_record(*one) for one in every],
        "contrats": [
            essai.contrat(number, "2023-01-02", "2023-05-31", structure, age_debut=20 + rank % 40)
            for rank, number, structure in every
        ],
        "situations": [
            essai.situation(number, SITUATIONS[rank % 4], "2023-07-10", structure=structure)
            for rank, number, structure in every
        ],
        "marches": [
            essai.marche(structure, structure, code_insee_travaux=town, heures_prevues=9000.0,
                         maitre_ouvrage=f"Ville {town}", type_maitre_ouvrage="commune")
            for town, structure, _ in PLACES
        ],
    }  # fmt: skip


def _record(rank: int, number: str, structure: str) -> Row:
    return {
        "structure": structure,
        "numero_participant": number,
        "personne": number,
        "sexe": "F" if rank % 3 == 0 else "M",
        "brsa": rank % 2 == 0,
        "rqth": rank % 9 == 0,
    }


def write(store: Path, **more: Any) -> Path:
    """Publie le magasin et son cube protégé."""
    return essai.write(store, before_pointer=[protect], **rows(**more))


def by_code(read: Read, annee: int, epci: str | None = None) -> dict[str, Slide]:
    """Compose les diapositives d'une année et d'un EPCI, par code."""
    return {one.code: one for one in compose(read, annee, epci)}
