"""Le tableau de l'annexe 2 : l'ordre et les mots de la convention, les nombres des autres pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import queries
from tests.oracles.lecture import plain
from tests.support.places import SHARED
from tests.support.queries_store import contrat, day, heures, marche, situation, write

CONVENTION = SHARED / "convention.txt"
# L'annexe 2, fautes corrigées (« NPRNU, PRNQAD ») ; les deux lectures de « dont femmes ».
MOTS = (
    "Le nombre de donneurs d'ordres contactés",
    "Le nombre de collectivités territoriales sensibilisées aux clauses sociales",
    "Le nombre d'heures d'insertion réalisées",
    "Le nombre de donneurs d'ordre accompagnés",
    "Le nombre d'entreprises attributaires des marchés : entreprises utilisatrices et entreprises "
    "employeuses, secteurs d'activités concernés",
    "Le nombre de marchés clausés en cours (NPNRU, PNRQAD, hors NPNRU, hors PNRQAD)",
    "dont le nombre de marchés nouvellement clausés",
    "Le nombre d'heures d'insertion réalisées",
    "Le nombre de bénéficiaires des clauses :",
    "dont nombre de BRSA",
    "dont femmes (parmi les BRSA)",
    "dont femmes (parmi tous les bénéficiaires)",
    "dont nombre de jeunes (18-25 ans)",
    "dont nombre de travailleurs handicapés",
    "dont nombre de DELD",
    "dont nombre d'actifs issus des QPV",
    "Le nombre de marchés clausés",
    "La typologie des marchés clausés",
    "Le nombre de sorties positives après un contrat clausé : à 6 mois à partir du 1er contrat au "
    "titre de la clause sociale d'insertion",
    "Le type de sorties positives après un contrat clausé en pourcentage (CDDI, CDD, CDI, contrats "
    "aidés, intérim...",
)
COLUMNS = [
    "ordre", "cle", "libelle", "retrait", "valeur", "unite", "inconnus", "completude", "note",
    "indicateur", "valeur_precedente", "periode_precedente", "valeur_comparee", "periode_comparee",
    "est_comparable", "inconnus_precedents",
]  # fmt: skip


def lines(store: Path, **filtres: object) -> dict[str, dict[str, Any]]:
    return {row["cle"]: row for row in queries.run("annexe_2", store, **filtres).to_dicts()}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    people = [
        {"structure": "CIE84", "numero_participant": "a", "personne": "a", "sexe": "femme",
         "brsa": True, "qpv": True},
        {"structure": "CIE84", "numero_participant": "b", "personne": "b", "sexe": "femme",
         "brsa": False},
        {"structure": "CIE84", "numero_participant": "c", "personne": "c", "sexe": "homme"},
    ]  # fmt: skip
    contracts = [
        contrat("a", "2023-01-02", "2023-03-31", age_debut=25, employeur="E",
                siret_employeur="11111111100011", numero_contrat="1"),
        contrat("b", "2023-01-02", "2023-03-31", age_debut=26),
    ]  # fmt: skip
    seen = [situation("a", "cdi", "2023-07-02"), situation("b", "cdd_plus_6m", "2023-07-02")]
    work = [heures("a", "2023-02", 10, numero_contrat="1"), heures("b", "2023-02", 5),
            heures("c", "2023-02", 2.5), heures("c", "2022-02", 4)]  # fmt: skip
    return write(
        tmp_path,
        participants=people,
        contrats=contracts,
        situations=seen,
        heures=work,
        marches=[
            marche("M1", programme="npnru", maitre_ouvrage="Acheteur", nature_marche="travaux"),
            marche("M2", date_notification=day("2021-01-01"), date_fin_reelle=day("2022-12-31")),
            marche("M3", date_notification=None),
        ],
        engagements=[
            {"structure": "CIE84", "numero_marche": "M1", "entreprise": "E", "code_naf": "43.99C",
             "siret": "11111111100011", "role_entreprise": "titulaire"},
        ],
        actions=[
            {"structure": "CIE84", "date_action": day("2023-05-01"), "nature_action": "contact",
             "maitre_ouvrage": None},
        ],
    )  # fmt: skip


def test_the_order_and_the_words_of_the_convention(small):
    frame = queries.run("annexe_2", small, annee=2023)
    assert frame.columns == COLUMNS
    assert frame["ordre"].to_list() == list(range(1, frame.height + 1))
    shown = [plain(text) for text in frame["libelle"]]
    places, start = [], 0
    for words in MOTS:
        start = shown.index(plain(words), start) + 1
        places.append(start)
    assert places == sorted(places)
    top = frame.filter(frame["retrait"] == 0).height
    assert top == sum(not words.startswith("dont") for words in MOTS)
    sentences = [*frame["libelle"], *frame["note"].drop_nulls(), *frame["completude"]]
    assert not [text for text in sentences if re.search(r" [;:!?%»]|« ", text)]


def test_the_words_are_those_of_the_text():
    if not CONVENTION.exists():
        pytest.skip("dossier ../shared absent : le texte de la convention n'est pas relu")
    annex = CONVENTION.read_text("utf-8").partition("Annexe 2 – Indicateurs d'évaluation")[2]
    written = plain(annex.partition("Annexe 3")[0]).replace("nprnuprnqad", "npnrupnrqad")
    start = 0
    for words in MOTS:
        text = plain(words.replace("(parmi les BRSA)", "")).replace("NPNRU", "")
        if "parmi tous" not in words:
            start = written.index(text, start) + len(text)
    assert written[start:] == ""


def test_each_figure_of_a_small_store(small):
    found = lines(small, annee=2023)
    expected = {
        "donneurs_ordre_contactes": (0, 1), "collectivites_sensibilisees": (0, 0),
        "heures_realisees_1": (17.5, None), "heures_realisees_2": (17.5, None),
        "donneurs_ordre_accompagnes": (1, 0), "entreprises_attributaires": (1, 0),
        "entreprises_utilisatrices": (0, 0), "entreprises_employeuses": (1, 0),
        "secteurs": (1, 0), "secteur_43": (1, None), "marches_en_cours": (1, 1),
        "programme_npnru": (1, None), "programme_hors": (0, None), "marches_nouveaux": (1, None),
        "beneficiaires": (3, 0), "brsa": (1, 1), "brsa_femmes": (1, 0), "femmes": (2, 0),
        "jeunes_18_25": (1, 1), "qpv": (1, 2), "marches_clauses": (2, 1), "typologie": (1, 1),
        "nature_travaux": (1, None), "sorties_positives": (2, 0), "types_sorties": (100, None),
        "type_cdi": (50, None), "type_cdd": (50, None), "type_cddi": (0, None),
    }  # fmt: skip
    assert {cle: (found[cle]["valeur"], found[cle]["inconnus"]) for cle in expected} == expected
    before = {cle: found[cle]["valeur_precedente"] for cle in ("heures_realisees_1", "brsa")}
    assert before == {"heures_realisees_1": 4.0, "brsa": 0.0}
    assert found["brsa"]["periode_precedente"] == "janvier à février 2022"
    assert found["heures_realisees_1"]["completude"] == "1 mois reçu sur 36 attendus (3 structures)"
    assert found["type_cdi"]["completude"] == "Situation connue pour 2 personnes sur 2"
    assert found["marches_en_cours"]["completude"] == "Marchés reçus de 1 structure sur 3"
    assert "type_formation" not in found and "procedure_critere" not in found


def test_without_a_period_new_marches_have_no_meaning(small):
    found = lines(small)
    assert found["marches_nouveaux"]["valeur"] is None
    assert found["marches_en_cours"]["valeur"] == 2
    assert {row["valeur_precedente"] for row in found.values()} == {None}


def test_what_was_not_received_is_null(tmp_path):
    found = lines(write(tmp_path, heures=[heures("p", "2023-01", 5)]), annee=2023)
    known = {cle for cle, row in found.items() if row["valeur"] is not None}
    assert known == {
        "heures_realisees_1", "heures_realisees_2", "entreprises_utilisatrices",
        "entreprises_employeuses", "beneficiaires", "brsa", "brsa_femmes", "femmes",
        "jeunes_18_25", "th", "deld", "qpv",
    }  # fmt: skip
    assert all(row["inconnus"] is None for cle, row in found.items() if cle not in known)


def test_formations_appear_when_they_are_chosen(tmp_path):
    seen = [situation("a", "formation_qualifiante", "2023-07-02")]
    store = write(tmp_path, contrats=[contrat("a", "2023-01-02")], situations=seen)
    assert lines(store, annee=2023)["sorties_positives"]["valeur"] == 0
    chosen = lines(store, annee=2023, formation_positive="oui")
    assert chosen["type_formation"]["valeur"] == 100.0


def test_every_line_names_the_indicator_that_details_it(small):
    frame = queries.run("annexe_2", small, annee=2023)
    assert set(frame["indicateur"]) <= set(queries.names())
    assert frame["completude"].null_count() == 0 and frame["cle"].is_unique().all()


@pytest.mark.parametrize(
    "filtres",
    [
        {"periode": "2023"},
        {"periode": "2025-S1", "structure": "ITV"},
        {"periode": "2024", "epci": "248400053", "axe": "acheteur"},
        {"periode": "tout"},
    ],
)
def test_the_figures_are_those_of_the_other_pages(magasin_exemples, filtres):
    names = (
        "annexe_2", "chiffres_cles", "beneficiaires_par_categorie", "donneurs_ordre_contactes",
        "entreprises_par_secteur", "marches_par_programme", "types_sorties_positives", "completude",
    )  # fmt: skip
    frames = queries.run_many(names, magasin_exemples, **filtres)
    rows = frames["annexe_2"].to_dicts()
    found = {row["cle"]: row["valeur"] for row in rows}

    def column(name: str, key: str, value: str) -> dict[Any, Any]:
        return dict(frames[name].select(key, value).iter_rows())

    key = column("chiffres_cles", "indicateur", "valeur")
    assert {
        "heures_realisees": found["heures_realisees_1"],
        "beneficiaires": found["beneficiaires"],
        "entreprises": found["entreprises_attributaires"],
        "marches_en_cours": found["marches_en_cours"],
        "donneurs_ordre_accompagnes": found["donneurs_ordre_accompagnes"],
        "sorties_positives": found["sorties_positives"],
    } == key
    people = column("beneficiaires_par_categorie", "categorie", "beneficiaires")
    for name in ("brsa", "brsa_femmes", "femmes", "jeunes_18_25", "th", "deld", "qpv"):
        assert found[name] == people[name]
    contacts = column("donneurs_ordre_contactes", "type_maitre_ouvrage", "donneurs_ordre")
    assert found["donneurs_ordre_contactes"] == contacts["total"]
    sectors = column("entreprises_par_secteur", "division", "entreprises")
    assert {cle[8:]: value for cle, value in found.items() if cle[:8] == "secteur_"} == sectors
    programmes = column("marches_par_programme", "programme", "en_cours")
    assert found["programme_pnrqad"] == programmes["pnrqad"]
    parts = column("types_sorties_positives", "type_sortie", "part_pct")
    assert sum(found[cle] for cle in found if cle.startswith("type_")) == pytest.approx(100)
    assert found["type_cddi"] == parts.get("CDDI", 0)
    expected = column("completude", "structure", "mois_attendus")
    received = column("completude", "structure", "mois_recus")
    phrase = next(row["completude"] for row in rows if row["cle"] == "heures_realisees_1")
    assert phrase.startswith(f"{sum(received.values())} mois reçus sur {sum(expected.values())} ")
