"""Heures et bénéficiaires, aux bornes : un cas par trimestre, écrit et compté à la main."""

from __future__ import annotations

from pathlib import Path

import pytest

import queries
from tests.support.petits_exports import Ligne, import_exports, write_export

AGES = {"jeunes_18_25", "moins_26"}
DELD, DETLD = {"deld", "deld_12_24"}, {"deld", "detld"}
# Trimestre : (ce que dit la fiche, début du contrat, catégories attendues hors « total »)
UN_CONTRAT: dict[str, tuple[Ligne, str, set[str]]] = {
    "2018-T1": ({"Date de naissance": "16/01/2000"}, "2018-01-15", {"moins_26"}),
    "2018-T2": ({"Date de naissance": "15/04/2000"}, "2018-04-15", AGES),
    "2018-T3": ({"Date de naissance": "16/07/1992"}, "2018-07-15", AGES),
    "2018-T4": ({"Date de naissance": "15/10/1992"}, "2018-10-15", set()),
    "2019-T3": ({"Date de naissance": "15/07/1969"}, "2019-07-15", {"seniors"}),
    "2019-T4": ({"Date de naissance": "16/10/1969"}, "2019-10-15", set()),
    "2020-T1": ({"Durée d'inscription": "11"}, "2020-01-15", set()),
    "2020-T2": ({"Durée d'inscription": "12"}, "2020-04-15", DELD),
    "2020-T3": ({"Date d'inscription DE": "15/07/2019"}, "2020-07-15", DELD),
    "2020-T4": ({"Date d'inscription DE": "16/10/2019"}, "2020-10-15", set()),
    "2021-T1": ({"Durée d'inscription": "24"}, "2021-01-15", DETLD),
    "2021-T2": ({"Durée d'inscription": "23"}, "2021-04-15", DELD),
    "2021-T3": ({"DELD": "Non", "Autres éligibilités": "DETLD"}, "2021-07-15", DETLD),
    "2021-T4": ({"RQTH": "Non", "AAH": "Oui"}, "2021-10-15", {"th"}),
    # Sans naissance, la case dit l'âge : moins de 26 ans, sans dire s'il est majeur.
    "2017-T1": (
        {"Date de naissance": "", "Jeune -26 ans": "Oui", "Senior +50 ans": "Non"},
        "2017-01-15",
        {"moins_26"},
    ),
    "2017-T2": ({"Date de naissance": "", "Senior +50 ans": "Oui"}, "2017-04-15", {"seniors"}),
    # L'âge calculé l'emporte sur les cases.
    "2017-T3": ({"Jeune -26 ans": "Oui", "Senior +50 ans": "Oui"}, "2017-07-15", set()),
    "2023-T1": ({"Sexe": "F", "BRSA": "Oui"}, "2023-01-15", {"femmes", "brsa", "brsa_femmes"}),
    "2023-T2": ({"QPV": "Oui", "DELD": "Oui"}, "2023-04-15", {"qpv", *DELD}),
}
MOIS_ATTENDUS = {"2022-09": 0.0, "2022-10": 10.0, "2023-07": 10.0, "2023-10": 0.0}


def _personne(numero: str, **more: object) -> Ligne:
    # Un nom se compare à ses seules lettres : le numéro s'écrit en lettres.
    prenom = numero.translate(str.maketrans("0123456789", "abcdefghij"))
    base = {"Nom": "Essai", "Prénom": prenom, "Date de naissance": "01/02/1985"}
    return {"N° participant": numero, **base, **more}


def _contrat(numero: str, who: str, debut: str, fin: str) -> Ligne:
    return {
        "N° contrat": numero,
        "N° participant": who,
        "N° marché": "M1",
        "N° lot": "1",
        "Date de début": debut,
        "Date de fin réelle": fin,
    }


def _heures(contrat: str, who: str, mois: str, nombre: str, valide: str = "Oui") -> Ligne:
    year, month = mois.split("-")
    keys = {"N° contrat": contrat, "N° participant": who, "N° marché": "M1", "N° lot": "1"}
    when = {"Mois": month, "Année": year, "Date de saisie": "2024-01-05"}
    return {**keys, **when, "Heures réalisées": nombre, "Validé": valide}


def _cie84() -> dict[str, list[Ligne]]:
    """Un cas par trimestre ; les suivants ont plusieurs contrats, personnes ou lignes."""
    people, contracts, hours = [], [], []
    for quarter, (fiche, debut, _) in UN_CONTRAT.items():
        people.append(_personne(quarter, **fiche))
        contracts.append(_contrat(f"C{quarter}", quarter, debut, f"{debut[:8]}28"))
        hours.append(_heures(f"C{quarter}", quarter, debut[:7], "7,5"))
    people += [
        # 25 ans au contrat qui touche encore le trimestre, 26 au suivant, où sont les heures.
        _personne("chevauche", **{"Date de naissance": "10/01/1993"}),
        # 25 ans au contrat fini la veille du trimestre, 26 à celui du trimestre.
        _personne("ne-touche-pas", **{"Date de naissance": "01/04/1993"}),
        _personne("100", Nom="Sans", Prénom="Naissance", **{"Date de naissance": ""}),
        _personne("101", Nom="Œuvrard-D’Angelo", Prénom="Élise", Sexe="F", BRSA="Oui"),
        *(_personne(who) for who in ("nulle", "non-validee", "rejetee", "doublon", "deux-bords")),
    ]
    contracts += [
        _contrat("A1", "chevauche", "2018-11-01", "2019-01-20"),
        _contrat("A2", "chevauche", "2019-02-01", "2019-02-28"),
        _contrat("A3", "ne-touche-pas", "2018-11-01", "2019-03-31"),
        _contrat("A4", "ne-touche-pas", "2019-04-02", "2019-05-31"),
        _contrat("A5", "100", "2022-01-10", "2022-01-31"),
        _contrat("A6", "101", "2022-04-10", "2022-04-30"),
        _contrat("A7", "nulle", "2022-07-10", "2022-09-30"),
        _contrat("A8", "non-validee", "2022-10-10", "2022-10-31"),
        _contrat("A9", "rejetee", "2022-10-10", "2022-10-31"),
        _contrat("A10", "doublon", "2023-07-01", "2023-07-31"),
        _contrat("A11", "deux-bords", "2023-10-01", "2023-10-31"),
    ]
    hours += [
        _heures("A2", "chevauche", "2019-02", "30"),
        _heures("A4", "ne-touche-pas", "2019-05", "30"),
        _heures("A5", "100", "2022-01", "20"),
        _heures("A6", "101", "2022-04", "12,25"),
        _heures("A7", "nulle", "2022-09", "20"),
        _heures("A7", "nulle", "2022-09", "-20"),
        _heures("A8", "non-validee", "2022-10", "10", "Non"),
        _heures("A9", "rejetee", "2022-10", "30", "Rejeté"),
        _heures("A10", "doublon", "2023-07", "15"),
        _heures("A10", "doublon", "2023-07", "15"),
        _heures("A10", "doublon", "2023-07", "-5"),
        _heures("A11", "deux-bords", "2023-10", "10"),
    ]
    return {"Participants": people, "Contrats": contracts, "Heures": hours}


def _itv() -> dict[str, list[Ligne]]:
    """Les mêmes personnes, écrites autrement : une seule a sa date de naissance."""
    return {
        "Participants": [
            _personne("7", Nom="SANS", Prénom="NAISSANCE", **{"Date de naissance": ""}),
            _personne("8", Nom="OEUVRARD D ANGELO", Prénom="ELISE", BRSA="Non"),
            _personne("9", Nom="ESSAI", Prénom="Deux Bords"),
        ],
        "Contrats": [
            _contrat("1", "7", "2022-01-10", "2022-01-31"),
            _contrat("2", "8", "2022-04-20", "2022-05-31"),
            _contrat("3", "9", "2023-10-01", "2023-10-31"),
        ],
        "Heures": [
            _heures("1", "7", "2022-01", "5"),
            _heures("2", "8", "2022-05", "7"),
            _heures("3", "9", "2023-10", "-10"),
        ],
    }


@pytest.fixture(scope="module")
def magasin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("publics")
    paths = [
        write_export(folder, sorte, structure, "20240131", rows)
        for structure, exports in (("CIE84", _cie84()), ("ITV", _itv()))
        for sorte, rows in exports.items()
    ]
    return import_exports(folder, paths)


def categories(magasin: Path, **filtres: str) -> dict[str, int]:
    """Catégories qui comptent quelqu'un."""
    frame = queries.run("beneficiaires_par_categorie", store=magasin, **filtres)
    counts = frame.select("categorie", "beneficiaires").iter_rows()
    return {name: count for name, count in counts if count}


@pytest.mark.parametrize("trimestre", UN_CONTRAT)
def test_une_personne_un_contrat(magasin: Path, trimestre: str) -> None:
    expected = {"total", *UN_CONTRAT[trimestre][2]}
    assert categories(magasin, periode=trimestre) == dict.fromkeys(expected, 1)


def test_age_au_premier_contrat_qui_touche_la_periode(magasin: Path) -> None:
    """25 ans au contrat qui touche le trimestre ; 26 si celui-là a fini la veille."""
    assert categories(magasin, periode="2019-T1") == {"total": 1, "jeunes_18_25": 1, "moins_26": 1}
    assert categories(magasin, periode="2019-T2") == {"total": 1}


def test_sans_naissance_jamais_reunies(magasin: Path) -> None:
    """Deux personnes, et leurs âges inconnus plutôt que faux."""
    assert categories(magasin, periode="2022-T1") == {"total": 2}
    frame = queries.run("beneficiaires_par_categorie", store=magasin, periode="2022-T1")
    unknown = dict(frame.select("categorie", "inconnus").iter_rows())
    assert [unknown[name] for name in ("jeunes_18_25", "moins_26", "seniors")] == [2, 2, 2]


def test_deux_graphies_une_personne(magasin: Path) -> None:
    """Le Oui de CIE 84 l'emporte sur le Non d'ITV, et la suit chez ITV."""
    expected = {"total": 1, "femmes": 1, "brsa": 1, "brsa_femmes": 1}
    assert categories(magasin, periode="2022-T2") == expected
    assert categories(magasin, periode="2022-T2", structure="ITV") == expected


def test_heures_nulles_apres_correction(magasin: Path) -> None:
    assert categories(magasin, periode="2022-T3") == {}


def test_non_valide_compte_rejete_non(magasin: Path) -> None:
    assert categories(magasin, periode="2022-T4") == {"total": 1}


def test_correction_dans_l_autre_structure(magasin: Path) -> None:
    """+10 h et -10 h : zéro heure dans le département, dix chez CIE 84."""
    assert categories(magasin, periode="2023-T4") == {}
    assert categories(magasin, periode="2023-T4", structure="CIE84") == {"total": 1}
    assert categories(magasin, periode="2023-T4", structure="ITV") == {}


def test_heures_par_mois(magasin: Path) -> None:
    """Corrections déduites, rejet exclu, doublon exact compté une fois."""
    frame = queries.run("heures_realisees_par_mois", store=magasin)
    found = dict(frame.select("mois", "heures_realisees").iter_rows())
    assert {month: found[month] for month in MOIS_ATTENDUS} == MOIS_ATTENDUS


def test_total_des_heures(magasin: Path) -> None:
    """19 x 7,5 + 30 + 30 + 25 + 19,25 + 0 + 10 + 10 + 0."""
    frame = queries.run("chiffres_cles", store=magasin)
    assert dict(frame.select("indicateur", "valeur").iter_rows())["heures_realisees"] == 266.75
