"""Des magasins d'essai : quelques lignes écrites en base réelle, sans import."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

import queries
from data.publish import BeforePointer, publish_tables

Row = dict[str, Any]
STRUCTURES = ("CIE84", "ITV", "MLJGA")
EXTRACTION = date(2026, 9, 30)
CARPENTRAS, AVIGNON, CAVAILLON = "84031", "84007", "84035"
COVE, GRAND_AVIGNON, LMV = "248400053", "248400251", "200040442"
_numbers = itertools.count(1)


def day(text: str) -> date:
    """« 2023-08-31 » -> date."""
    return date.fromisoformat(text)


def fiche(personne: str = "p", structure: str = "CIE84", **more: Any) -> Row:
    """Une fiche de participant ; `more` remplace ou ajoute des colonnes."""
    row = {"structure": structure, "numero_participant": personne, "personne": personne}
    return {**row, **more}


def contrat(
    personne: str, debut: str, fin: str | None = None, structure: str = "CIE84", **more: Any
) -> Row:
    """Une ligne de contrat ; `fin` est la fin réelle."""
    row = {
        "structure": structure,
        "numero_contrat": f"C{next(_numbers)}",
        "numero_participant": personne,
        "numero_marche": "M1",
        "date_debut": day(debut),
        "date_fin_reelle": day(fin) if fin else None,
    }
    return {**row, **more}


def heures(personne: str, mois: str, nombre: float, structure: str = "CIE84", **more: Any) -> Row:
    """Une ligne d'heures du mois « AAAA-MM »."""
    row = {
        "structure": structure,
        "numero_participant": personne,
        "numero_marche": "M1",
        "mois": day(f"{mois}-01"),
        "heures_realisees": nombre,
    }
    return {**row, **more}


def extrait(
    personne: str, debut: str, fin: str | None, nombre: float, structure: str = "CIE84", **more: Any
) -> Row:
    """Une ligne de l'extraction à plat."""
    row = {
        "structure": structure,
        "numero_marche": "M1",
        "personne": personne,
        "date_debut": day(debut),
        "date_fin": day(fin) if fin else None,
        "heures_realisees": nombre,
    }
    return {**row, **more}


def marche(numero: str = "M1", structure: str = "CIE84", **more: Any) -> Row:
    """Un lot notifié le 2 janvier 2023, en cours."""
    row = {
        "structure": structure,
        "numero_marche": numero,
        "date_notification": day("2023-01-02"),
        "statut_marche": "en_cours",
    }
    return {**row, **more}


def situation(personne: str, code: str | None, releve: str | None = None, **more: Any) -> Row:
    """Une situation à six mois."""
    row = {
        "structure": "CIE84",
        "numero_participant": personne,
        "situation_6_mois": code,
        "date_releve_6_mois": day(releve) if releve else None,
    }
    return {**row, **more}


def financement(type_financeur: str, notifie: str | None, cout: str = "50000", **more: Any) -> Row:
    """Une ligne du plan de financement 2025 du poste dédié à la CoVe ; euros en texte.

    `prevu` et `verse` s'ajoutent de même.
    """
    row = {
        "structure": "CIE84",
        "annee": 2025,
        "poste": "Poste",
        "etp": 1.0,
        "financeur": type_financeur,
        "type_financeur": type_financeur,
        "epci": COVE,
        "cout_poste_eur": Decimal(cout),
        "montant_notifie_eur": _euros(notifie),
        "montant_prevu_eur": _euros(more.pop("prevu", None)),
        "montant_verse_eur": _euros(more.pop("verse", None)),
    }
    return {**row, **more}


def _euros(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def activite(
    territoire: str, *nombres: float | None, annee: int = 2023, structure: str = "CIE84"
) -> Row:
    """Une ligne de l'annexe 3 ; `nombres` sont dans l'ordre de son tableau."""
    names = ("operations", "marches", "participants", "prospections", "comites")
    operations, marches, hours, *others = nombres
    counts = zip(names, (operations, marches, *others), strict=True)
    row = {"structure": structure, "annee": annee, "territoire": territoire}
    return {**row, "heures_prevues": hours, **{f"nombre_{name}": one for name, one in counts}}


def write(
    folder: Path,
    arrete: date | dict[str, date] = EXTRACTION,
    before_pointer: Sequence[BeforePointer] = (),
    **tables: Any,
) -> Path:
    """Publie des lignes et rend le magasin ; `before_pointer` : le cube protégé, s'il en faut un.

    Chaque numéro de participant sans fiche en reçoit une, dont la personne est ce numéro. Le
    journal des imports date chaque structure présente de `arrete`.
    """
    content = {name: list(rows) for name, rows in tables.items()}
    content["participants"] = [*content.get("participants", []), *_missing_records(content)]
    dates = arrete if isinstance(arrete, dict) else dict.fromkeys(STRUCTURES, arrete)
    content.setdefault("imports", _journal(content, dates))
    frames = {name: pl.DataFrame(rows, infer_schema_length=None) for name, rows in content.items()}
    kept = {name: frame for name, frame in frames.items() if frame.height}
    publish_tables(kept, folder, before_pointer=before_pointer)
    return folder


def _missing_records(content: dict[str, list[Row]]) -> list[Row]:
    described = {
        (row["structure"], row["numero_participant"]) for row in content.get("participants", [])
    }
    named = {
        (row["structure"], row["numero_participant"])
        for name in ("contrats", "heures", "situations")
        for row in content.get(name, [])
    }
    return [
        {"structure": structure, "numero_participant": number, "personne": number}
        for structure, number in sorted(named - described)
    ]


def _journal(content: dict[str, list[Row]], dates: dict[str, date]) -> list[Row]:
    present = {row["structure"] for rows in content.values() for row in rows if "structure" in row}
    wanted = itertools.product(sorted(present & set(dates)), ("contrats", "heures", "situations"))
    return [
        {"import_id": number, "format": kind, "structures": one, "date_extraction": dates[one]}
        for number, (one, kind) in enumerate(wanted, start=1)
    ]


def values(store: Path, name: str, key: str, value: str, **filtres: object) -> dict[Any, Any]:
    """Rend un indicateur comme dictionnaire : colonne `key` -> colonne `value`."""
    frame = queries.run(name, store, **filtres)
    return dict(frame.select(key, value).iter_rows())


def figures(store: Path, **filtres: object) -> dict[str, float]:
    """Rend les chiffres clés : indicateur -> valeur."""
    return values(store, "chiffres_cles", "indicateur", "valeur", **filtres)
