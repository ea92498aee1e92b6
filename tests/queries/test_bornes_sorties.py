"""Sorties à six mois, aux bornes : un cas par trimestre, écrit et compté à la main.

Les données s'arrêtent au 15 mars 2024 chez CIE 84, au 20 mars chez ITV : la plus ancienne décide.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import queries
from tests.support.petits_exports import Ligne, import_exports, write_export

COMPTES = ("positives", "connues", "inconnues", "hors_champ", "non_mures")
POSITIVE, NON = (1, 1, 0, 0, 0), (0, 1, 0, 0, 0)
INCONNUE, HORS_CHAMP = (0, 0, 1, 0, 0), (0, 0, 0, 1, 0)
CDI, CHOMAGE, MUET = "CDI", "Demandeur d'emploi", "Injoignable"
TOUJOURS = "Toujours en contrat clausé"

# participant : (début, fin prévue, fin réelle) de ses contrats
CONTRATS = {
    "veille-fenetre": [("2017-07-10", "", "2017-08-31")],
    "debut-fenetre": [("2017-10-10", "", "2017-11-30")],
    "fin-fenetre": [("2018-01-10", "", "2018-02-28")],
    "apres-fenetre": [("2018-04-10", "", "2018-05-31")],
    "muet-plus-proche": [("2018-08-15", "", "2018-09-30")],
    "egale-distance-cdi-tardif": [("2018-11-15", "", "2018-12-31")],
    "egale-distance-cdi-hatif": [("2019-02-15", "", "2019-03-31")],
    "plus-proche": [("2019-05-15", "", "2019-06-30")],
    "toujours-sans-contrat": [("2019-08-10", "", "2019-09-10")],
    "fin-a-l-echeance": [("2019-11-10", "", "2020-05-10")],
    "fin-la-veille": [("2020-02-10", "", "2020-08-09")],
    "en-contrat-et-situation": [("2020-05-10", "", "2021-03-31")],
    "en-contrat-et-muet": [("2020-08-10", "", "2021-06-30")],
    "cdd-sans-duree": [("2020-11-10", "", "2020-12-31")],
    "formation": [("2021-01-20", "", "2021-02-28")],
    "douze-mois-dans-fenetre": [("2021-04-20", "", "2021-05-31")],
    "releve-sans-date": [("2021-08-10", "", "2021-09-30")],
    "sans-fin": [("2021-11-10", "", "")],
    "fin-prevue-passee": [("2022-02-10", "2022-06-30", "")],
    "deux-structures": [("2022-05-20", "", "2022-06-15")],
    "31-aout": [("2022-08-31", "", "2022-12-31"), ("2023-02-28", "", "2023-02-28")],
    "releve-tardif": [("2022-12-05", "", "2023-01-31")],
    "six-mois-pile": [("2023-09-15", "", "2023-10-31")],
    "cinq-mois-29-jours": [("2023-09-16", "", "2023-10-31")],
    "31-aout-bissextile": [("2023-08-31", "", "2023-12-31"), ("2024-02-29", "", "2024-02-29")],
}
# participant : sortie et sa date, situation à six mois et sa date, à douze mois et sa date
SITUATIONS = {
    "veille-fenetre": (CDI, "2017-12-10"),
    "debut-fenetre": (CDI, "2018-03-11"),
    "fin-fenetre": (CDI, "2018-10-08"),
    "apres-fenetre": (CDI, "2019-01-09"),
    "muet-plus-proche": (CDI, "2019-04-15", MUET, "2019-02-15"),
    "egale-distance-cdi-tardif": (CDI, "2019-05-25", CHOMAGE, "2019-05-05"),
    "egale-distance-cdi-hatif": (CHOMAGE, "2019-08-25", CDI, "2019-08-05"),
    "plus-proche": (CHOMAGE, "2019-11-20", CDI, "2019-12-31"),
    "toujours-sans-contrat": ("", "", TOUJOURS, "2020-02-12"),
    "en-contrat-et-situation": ("", "", CDI, "2020-11-12"),
    "en-contrat-et-muet": ("", "", MUET, "2021-02-10"),
    "cdd-sans-duree": ("", "", "CDD", "2021-05-10"),
    "formation": ("", "", "Formation qualifiante", "2021-07-20"),
    "douze-mois-dans-fenetre": ("", "", "", "", CDI, "2021-12-01"),
    "releve-sans-date": (CHOMAGE, "2022-02-11", CDI, ""),
    "deux-structures": ("", "", CDI, "2022-11-20"),
    "releve-tardif": ("", "", CDI, "2023-12-20"),
    "six-mois-pile": ("", "", CDI, "2024-03-15"),
}
# Ce que la convention compte au trimestre de l'échéance
ATTENDUS = [
    ("2018-T1", "veille de la fenêtre (31 jours avant)", INCONNUE),
    ("2018-T2", "premier jour de la fenêtre (30 jours avant)", POSITIVE),
    ("2018-T3", "dernier jour de la fenêtre (90 jours après)", POSITIVE),
    ("2018-T4", "lendemain de la fenêtre (91 jours après)", INCONNUE),
    ("2019-T1", "connue, plus loin qu'injoignable", POSITIVE),
    ("2019-T2", "égale distance : le CDI est plus tardif", POSITIVE),
    ("2019-T3", "égale distance : le CDI est plus hâtif", NON),
    ("2019-T4", "la plus proche l'emporte", NON),
    ("2020-T1", "toujours en contrat clausé, sans contrat", HORS_CHAMP),
    ("2020-T2", "contrat fini le jour de l'échéance", HORS_CHAMP),
    ("2020-T3", "contrat fini la veille", INCONNUE),
    ("2020-T4", "en contrat, mais une situation est connue", POSITIVE),
    ("2021-T1", "en contrat, et seulement injoignable", HORS_CHAMP),
    ("2021-T2", "CDD de durée inconnue", POSITIVE),
    ("2021-T3", "formation qualifiante", NON),
    ("2021-T4", "situation à douze mois relevée dans la fenêtre", POSITIVE),
    ("2022-T1", "relevé à six mois sans date : à l'échéance", POSITIVE),
    ("2022-T2", "contrat sans aucune fin : ouvert", HORS_CHAMP),
    ("2022-T3", "fin prévue passée, non close", INCONNUE),
    ("2022-T4", "deux structures : une personne", POSITIVE),
    ("2023-T1", "31 août -> 28 février", HORS_CHAMP),
    ("2023-T2", "relevé à six mois fait plus tard", POSITIVE),
    ("2024-T1", "pile à l'extraction ; 5 mois 29 jours ; 29 février", (1, 1, 0, 1, 1)),
    ("2024-T2", "rien n'est dû après l'extraction", (0, 0, 0, 0, 0)),
    ("tout", "tous les cas", (11, 14, 4, 6, 1)),
]
AUTRES_REFERENTIELS = [
    ("2021-T2", "cove", INCONNUE),
    ("2021-T2", "iae", INCONNUE),
    ("2021-T3", "cove", POSITIVE),
    ("2021-T3", "iae", POSITIVE),
]


def _contrat(who: str, rank: int, dates: tuple[str, str, str]) -> Ligne:
    names = ("Date de début", "Date de fin prévue", "Date de fin réelle")
    row = {"N° contrat": f"{who}-{rank}", "N° participant": who, "N° marché": "M1", "N° lot": "1"}
    return {**row, **dict(zip(names, dates, strict=True))}


def _situation(who: str, values: tuple[str, ...]) -> Ligne:
    names = (
        "Situation à la sortie", "Date", "Situation à 6 mois", "Date de relevé à 6 mois",
        "Situation à 12 mois", "Date de relevé à 12 mois",
    )  # fmt: skip
    return {"N° participant": who, **dict(zip(names, values, strict=False))}


@pytest.fixture(scope="module")
def magasin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sorties")
    twin = {"Nom": "Œuvrard-L'Hôte", "Prénom": "Anne Élise", "Date de naissance": "12/03/1990"}
    double = {"Nom": "OEUVRARD L HOTE", "Prénom": "ANNE-ELISE", "Date de naissance": "1990-03-12"}
    people = [
        {"N° participant": who, "Nom": "Essai", "Prénom": who, "Date de naissance": "01/02/1985"}
        for who in CONTRATS
    ]
    people[list(CONTRATS).index("deux-structures")] |= twin
    contracts = [
        _contrat(who, rank, dates)
        for who, rows in CONTRATS.items()
        for rank, dates in enumerate(rows)
    ]
    situations = [_situation(who, values) for who, values in SITUATIONS.items()]
    later = _contrat("7", 0, ("2022-07-01", "", "2022-08-01"))
    own, other = ("CIE84", "20240315"), ("ITV", "20240320")
    paths = [
        write_export(folder, "Participants", *own, people),
        write_export(folder, "Contrats", *own, contracts),
        write_export(folder, "Situations", *own, situations),
        write_export(folder, "Participants", *other, [{"N° participant": "7", **double}]),
        write_export(folder, "Contrats", *other, [later]),
    ]
    return import_exports(folder, paths)


def comptes(magasin: Path, referentiel: str = "convention", **filtres: str) -> tuple[int, ...]:
    frame = queries.run("sorties_a_six_mois", store=magasin, **filtres)
    row = next(one for one in frame.iter_rows(named=True) if one["referentiel"] == referentiel)
    return tuple(row[name] for name in COMPTES)


@pytest.mark.parametrize(("periode", "cas", "attendu"), ATTENDUS)
def test_convention(magasin: Path, periode: str, cas: str, attendu: tuple[int, ...]) -> None:
    assert comptes(magasin, periode=periode) == attendu, cas


@pytest.mark.parametrize(("periode", "referentiel", "attendu"), AUTRES_REFERENTIELS)
def test_referentiels(
    magasin: Path, periode: str, referentiel: str, attendu: tuple[int, ...]
) -> None:
    assert comptes(magasin, referentiel, periode=periode) == attendu


def test_formation_positive_sur_demande(magasin: Path) -> None:
    assert comptes(magasin, periode="2021-T3", formation_positive="oui") == POSITIVE


def test_le_filtre_choisit_la_personne_jamais_son_histoire(magasin: Path) -> None:
    """Chez ITV, l'échéance reste celle du premier contrat, commencé chez CIE 84."""
    assert comptes(magasin, periode="2022-T4", structure="ITV") == POSITIVE
    assert comptes(magasin, periode="2023-T1", structure="ITV") == (0, 0, 0, 0, 0)


def test_compter_de_la_fin_du_premier_contrat(magasin: Path) -> None:
    """31 décembre 2022 -> 30 juin 2023 : l'échéance change de trimestre."""
    asked = {"point_de_depart": "fin_premier_contrat"}
    assert comptes(magasin, periode="2023-T1", **asked) == (0, 0, 0, 0, 0)
    assert comptes(magasin, periode="2023-T2", **asked) == INCONNUE


def test_taux_et_bornes(magasin: Path) -> None:
    """11 positives, 14 connues, 4 inconnues."""
    row = queries.run("sorties_a_six_mois", store=magasin).row(0, named=True)
    rates = [row[f"{name}_pct"] for name in ("taux", "borne_basse", "borne_haute", "taux_reponse")]
    assert rates == pytest.approx([78.6, 61.1, 83.3, 77.8], rel=0, abs=0.001)


def test_le_taux_de_personne_est_nul(magasin: Path) -> None:
    row = queries.run("sorties_a_six_mois", store=magasin, periode="2020-T1").row(0, named=True)
    rates = ("taux_pct", "borne_basse_pct", "borne_haute_pct", "taux_reponse_pct")
    assert [row[name] for name in rates] == [None, None, None, None]
