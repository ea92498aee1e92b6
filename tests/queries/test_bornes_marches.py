"""Marchés, entreprises, donneurs d'ordre et extraction à plat, aux bornes.

Un cas par EPCI, le lieu des travaux les sépare ; valeurs comptées à la main.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import queries
from tests.support.petits_exports import Ligne, import_exports, write_export

CARPENTRAS, AVIGNON, CAVAILLON, APT = "84031", "84007", "84035", "84003"
ORANGE, BOLLENE, VALREAS, VAISON = "84087", "84019", "84138", "84137"
PERTUIS, SAULT, ISLE, PIOLENC = "84089", "84123", "84054", "84091"
SORGUES, TOUR_D_AIGUES = "84129", "84133"
# SIREN et SIRET fictifs, à la clé juste : A a deux établissements.
A1, A2, B1, C1 = "00091000000017", "00091000000025", "00092000900016", "00093000800016"
SYNDICAT, SYNDICAT_BIS, COTELUB = "00094000700016", "00094000700024", "24840028500016"

# EPCI des travaux, période, marchés en cours attendus, ce que le cas éprouve
MARCHES = [
    ("248400053", "2022", 1, "notifié le 31 décembre 2022"),
    ("248400053", "2022-T3", 0, "notifié le 31 décembre 2022"),
    ("248400053", "2023", 1, "notifié le 31 décembre 2022"),
    ("248400251", "2023", 1, "fini le 1er janvier 2023"),
    ("248400251", "2023-T2", 0, "fini le 1er janvier 2023"),
    ("200040442", "2023", 0, "fini le 31 décembre 2022"),
    ("200040624", "2023", 1, "notifié le 31 décembre 2023"),
    ("200040624", "2022", 0, "notifié le 31 décembre 2023"),
    ("248400236", "2023", 0, "notifié le 1er janvier 2024"),
    ("200000628", "2023", 0, "en prévision"),
    ("200040681", "2023", 0, "infructueux"),
    ("248400335", "2024", 1, "terminé sans date de fin"),
    ("200054807", "2024", 1, "fin prévue passée"),
    ("200035723", "2023", 0, "jamais notifié"),
    ("248400319", "2023", 2, "même numéro dans deux structures"),
    ("248400160", "2023", 3, "trois lots d'un marché"),
]


def _marche(numero: str, commune: str, notifie: str, **more: str) -> Ligne:
    base = {
        "N° opération": f"O-{numero}",
        "N° marché": numero,
        "N° lot": "1",
        "Code INSEE": commune,
        "Date de notification": notifie,
        "Statut": "En cours",
        "Maître d'ouvrage": f"Commune fictive {commune}",
    }
    return {**base, **more}


def _cie84() -> dict[str, list[Ligne]]:
    prevue, reelle = "Date de fin prévisionnelle", "Date de fin réelle"
    syndicat = {"Maître d'ouvrage": "Syndicat Mixte Fictif", "SIRET MO": SYNDICAT}
    return {
        "Marches": [
            _marche("M1", CARPENTRAS, "31/12/2022"),
            _marche("M2", AVIGNON, "01/03/2022", Statut="Terminé", **{reelle: "01/01/2023"}),
            _marche("M3", CAVAILLON, "01/03/2022", Statut="Terminé", **{reelle: "31/12/2022"}),
            _marche("M4", APT, "31/12/2023"),
            _marche("M5", ORANGE, "01/01/2024"),
            _marche("M6", BOLLENE, "01/03/2022", Statut="En prévision"),
            _marche("M7", VALREAS, "01/03/2022", Statut="Infructueux"),
            _marche("M8", VAISON, "01/03/2022", Statut="Terminé", **{prevue: "01/06/2023"}),
            _marche("M9", PERTUIS, "01/03/2022", **{prevue: "01/06/2023"}),
            _marche("M10", SAULT, ""),
            _marche("M11", ISLE, "01/02/2023"),
            *(_marche("M12", PIOLENC, "01/02/2023", **{"N° lot": lot}) for lot in "123"),
            _marche("M20", SORGUES, "01/02/2023"),
            _marche("M21", TOUR_D_AIGUES, "01/02/2023", **syndicat),
        ],
        "Engagements": [
            _engagement("M20", A1, "Titulaire"),
            _engagement("M20", A2, "Cotraitant"),
            _engagement("M20", B1, "Mandataire"),
            _engagement("M20", C1, "Sous-traitant"),
            # Un marché infructueux n'a pas d'attributaire qui compte.
            _engagement("M7", C1, "Titulaire"),
        ],
        "Actions": [
            _action("Syndicat mixte Fictif", "Accompagnement", "La Tour-d'Aigues"),
            _action("Clinique Fictive", "Accompagnement", "Piolenc"),
            _action("Hôpital Fictif", "Contact", "Piolenc"),
            _action("Lycée Fictif", "Prospection", "Piolenc"),
        ],
    }


def _itv() -> dict[str, list[Ligne]]:
    same = {"Maître d'ouvrage": "SYNDICAT MIXTE-FICTIF", "SIRET MO": SYNDICAT_BIS}
    bare = {"Maître d'ouvrage": "syndicat mixte fictif"}
    cotelub = {"Maître d'ouvrage": "COTELUB", "SIRET MO": COTELUB}
    return {
        "Marches": [
            _marche("M11", ISLE, "01/02/2023"),
            _marche("M31", TOUR_D_AIGUES, "01/02/2023", **same),
            _marche("M32", TOUR_D_AIGUES, "01/02/2023", **bare),
            _marche("M33", CAVAILLON, "01/02/2024", **cotelub),
        ],
    }


def _engagement(numero: str, siret: str, role: str) -> Ligne:
    keys = {"N° marché": numero, "N° lot": "1", "Entreprise": f"Entreprise {siret}"}
    return {**keys, "SIRET": siret, "Rôle": role}


def _action(name: str, nature: str, place: str) -> Ligne:
    where = {"Donneur d'ordre": name, "Type": "Syndicat", "Commune/EPCI": place}
    return {"Date": "15/06/2023", **where, "Nature de l'action": nature}


@pytest.fixture(scope="module")
def magasin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("marches")
    paths = [
        write_export(folder, sorte, structure, "20241231", rows)
        for structure, exports in (("CIE84", _cie84()), ("ITV", _itv()))
        for sorte, rows in exports.items()
    ]
    return import_exports(folder, paths)


def chiffre(magasin: Path, name: str, **filtres: str) -> float:
    frame = queries.run("chiffres_cles", store=magasin, **filtres)
    return dict(frame.select("indicateur", "valeur").iter_rows())[name]


@pytest.mark.parametrize(("epci", "periode", "attendu", "cas"), MARCHES)
def test_marches_en_cours(magasin: Path, epci: str, periode: str, attendu: int, cas: str) -> None:
    assert chiffre(magasin, "marches_en_cours", epci=epci, periode=periode) == attendu, cas


def test_attributaires(magasin: Path) -> None:
    """Deux SIRET d'un SIREN et un mandataire : deux ; le sous-traitant ne compte pas."""
    assert chiffre(magasin, "entreprises", annee="2023", epci="248400293") == 2
    assert chiffre(magasin, "entreprises", annee="2023") == 2


def test_donneur_ordre_sous_trois_graphies(magasin: Path) -> None:
    """Deux SIRET d'un SIREN, un marché sans SIRET et une action : un seul donneur d'ordre."""
    asked = {"annee": "2023", "epci": "248400285"}
    assert chiffre(magasin, "donneurs_ordre_accompagnes", **asked) == 1
    assert chiffre(magasin, "donneurs_ordre_accompagnes", structure="ITV", **asked) == 1


def test_accompagner_compte_contacter_non(magasin: Path) -> None:
    """À Piolenc : la commune des trois lots, et la clinique accompagnée."""
    assert chiffre(magasin, "donneurs_ordre_accompagnes", annee="2023", epci="248400160") == 2


def test_siege_d_un_epci_acheteur(magasin: Path) -> None:
    """Travaux à Cavaillon (LMV), acheteur COTELUB : l'axe change l'EPCI."""
    name, asked = "marches_en_cours", {"structure": "ITV", "annee": "2024"}
    assert chiffre(magasin, name, epci="248400285", axe="acheteur", **asked) == 1
    assert chiffre(magasin, name, epci="200040442", axe="travaux", **asked) == 1
    assert chiffre(magasin, name, epci="200040442", axe="acheteur", **asked) == 0
