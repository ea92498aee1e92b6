"""Extraction à plat : répartie au prorata des jours, jamais ajoutée à l'export des heures."""

from __future__ import annotations

from pathlib import Path

import pytest

import queries
from tests.support.petits_exports import Ligne, import_exports, write_export


def _ligne(structure: str, nom: str, debut: str, fin: str, heures: str) -> Ligne:
    return {
        "Structure": structure,
        "Marché": "M1",
        "Nom": nom,
        "Prénom": "Essai",
        "Date de naissance": "01/02/1985",
        "Date début": debut,
        "Date fin": fin,
        "Heures réalisées": heures,
        "Statut": "BRSA, DELD",
        "Type de contrat": "CDDI",
    }


@pytest.fixture(scope="module")
def magasin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """CIE 84 donne janvier et février à plat, février aussi par l'export des heures."""
    folder = tmp_path_factory.mktemp("extraction")
    cie84 = [
        # 15 jours de janvier et 29 de février : 2 h par jour, soit 30 h et 58 h.
        _ligne("CIE 84", "Alpha", "17/01/2024", "29/02/2024", "88"),
    ]
    itv = [
        # Un jour de chaque année : 5 h et 5 h.
        _ligne("ITV", "Beta", "31/12/2023", "01/01/2024", "10"),
        _ligne("ITV", "Gamma", "01/02/2024", "29/02/2024", "40"),
    ]
    heures = {
        "N° contrat": "C1",
        "N° participant": "P1",
        "N° marché": "M2",
        "N° lot": "1",
        "Mois": "2",
        "Année": "2024",
        "Heures réalisées": "10",
        "Validé": "Oui",
    }
    paths = [
        write_export(folder, "Extraction", "CIE84", "20240630", cie84),
        write_export(folder, "Extraction", "ITV", "20240630", itv),
        write_export(folder, "Heures", "CIE84", "20240630", [heures]),
    ]
    return import_exports(folder, paths)


def par_mois(magasin: Path, **filtres: str) -> dict[str, float]:
    frame = queries.run("heures_realisees_par_mois", store=magasin, **filtres)
    rows = frame.select("mois", "heures_realisees").iter_rows()
    return {month: hours for month, hours in rows if hours}


def test_heures_par_mois(magasin: Path) -> None:
    """Janvier : 30 + 5 ; février : les 10 h de l'export chez CIE 84, 40 h chez ITV."""
    expected = {"2023-12": 5.0, "2024-01": 35.0, "2024-02": 50.0}
    assert par_mois(magasin) == pytest.approx(expected, rel=0, abs=1e-9)


def test_par_structure(magasin: Path) -> None:
    assert par_mois(magasin, structure="CIE84") == pytest.approx({"2024-01": 30, "2024-02": 10})
    assert par_mois(magasin, structure="ITV") == pytest.approx(
        {"2023-12": 5, "2024-01": 5, "2024-02": 40}
    )


def test_beneficiaires(magasin: Path) -> None:
    """Janvier compte Alpha et Beta ; février, P1 et Gamma, mais plus Alpha ; Beta en 2023."""
    frame = queries.run("beneficiaires_par_annee", store=magasin)
    assert dict(frame.select("annee", "beneficiaires").iter_rows()) == {2023: 1, 2024: 4}


def test_categories_du_statut(magasin: Path) -> None:
    """« BRSA, DELD » vaut deux catégories ; P1, sans fiche, n'en a aucune de connue."""
    frame = queries.run("beneficiaires_par_categorie", store=magasin, annee="2024")
    counts = dict(frame.select("categorie", "beneficiaires").iter_rows())
    kept = {name: counts[name] for name in ("total", "brsa", "deld", "deld_12_24", "th")}
    assert kept == {"total": 4, "brsa": 3, "deld": 3, "deld_12_24": 3, "th": 0}
