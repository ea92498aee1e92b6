"""Les bénéficiaires : qui compte, dans quelle catégorie, et une fois."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import queries
from tests.queries_store import (
    AVIGNON,
    CARPENTRAS,
    Row,
    contrat,
    day,
    extrait,
    figures,
    heures,
    marche,
    values,
    write,
)

Answers = dict[str, bool | None]


def fiche(personne: str = "p", structure: str = "CIE84", **more: Any) -> Row:
    row = {"structure": structure, "numero_participant": personne, "personne": personne}
    return {**row, **more}


def categories(store: Path, **filtres: object) -> dict[str, int]:
    return values(store, "beneficiaires_par_categorie", "categorie", "beneficiaires", **filtres)


def answers(store: Path, **filtres: object) -> Answers:
    """Ce que vaut chaque catégorie pour le seul bénéficiaire du magasin : oui, non ou inconnu."""
    frame = queries.run("beneficiaires_par_categorie", store, **filtres)
    known = {(1, 0): True, (0, 0): False, (0, 1): None}
    rows = frame.select("categorie", "beneficiaires", "inconnus").iter_rows()
    return {name: known[count, unknown] for name, count, unknown in rows}


def answer(store: Path, categorie: str, **filtres: object) -> bool | None:
    return answers(store, **filtres)[categorie]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ([1.0], 1),
        ([0.0], 0),
        ([10.0, -10.0], 0),
        ([10.0, -9.75], 1),
        ([-5.0], 0),
        ([0.1, 0.2, -0.3], 0),
    ],
)
def test_a_person_counts_above_zero_hours(tmp_path, hours, expected):
    rows = [heures("p", "2023-01", number) for number in hours]
    assert figures(write(tmp_path, heures=rows))["beneficiaires"] == expected


def test_a_correction_of_another_year_does_not_count_here(tmp_path):
    store = write(tmp_path, heures=[heures("p", "2023-12", 10), heures("p", "2024-01", -10)])
    assert figures(store, annee=2023)["beneficiaires"] == 1
    assert figures(store, annee=2024)["beneficiaires"] == 0
    assert figures(store)["beneficiaires"] == 0


def test_a_person_in_two_structures_counts_once(tmp_path):
    store = write(
        tmp_path,
        participants=[
            {"structure": "CIE84", "numero_participant": "7", "personne": "même"},
            {"structure": "ITV", "numero_participant": "31", "personne": "même"},
            {"structure": "ITV", "numero_participant": "7", "personne": "autre"},
        ],
        heures=[
            heures("7", "2023-01", 10),
            heures("31", "2023-02", 5, "ITV"),
            heures("7", "2023-02", 5, "ITV"),
        ],
    )
    frame = queries.run("beneficiaires_par_structure", store, annee=2023)
    assert frame.rows() == [("CIE84", "CIE 84", 1, 2, 3), ("ITV", "ITV", 2, 2, 3)]
    assert figures(store, annee=2023)["beneficiaires"] == 2


def test_without_a_record_a_number_stays_in_its_structure(tmp_path):
    rows = [heures("7", "2023-01", 1), heures("7", "2023-01", 1, "ITV")]
    unknown = [
        {"structure": one, "numero_participant": "7", "personne": None} for one in ("CIE84", "ITV")
    ]
    store = write(tmp_path, participants=unknown, heures=rows)
    assert figures(store)["beneficiaires"] == 2


def test_the_flat_extraction_names_the_same_people(tmp_path):
    store = write(
        tmp_path,
        heures=[heures("p", "2023-01", 10)],
        extraction=[extrait("p", "2023-02-01", "2023-02-28", 5, "ITV")],
    )
    assert figures(store)["beneficiaires"] == 1


def test_epci_may_add_up_to_more_than_the_total(tmp_path):
    store = write(
        tmp_path,
        marches=[
            marche("M1", code_insee_travaux=CARPENTRAS),
            marche("M2", code_insee_travaux=AVIGNON),
        ],
        heures=[heures("p", "2023-01", 10), heures("p", "2023-02", 20, numero_marche="M2")],
    )
    frame = queries.run("beneficiaires_par_epci", store)
    assert frame["beneficiaires"].to_list() == [1, 1]
    assert frame["total_distinct"].to_list() == [1, 1]
    assert frame["somme"].to_list() == [2, 2]


@pytest.mark.parametrize(
    ("age", "jeunes_18_25", "moins_26", "seniors", "tranche"),
    [
        (17, False, True, False, "moins_18"),
        (18, True, True, False, "18_25"),
        (25, True, True, False, "18_25"),
        (26, False, False, False, "26_40"),
        (40, False, False, False, "26_40"),
        (41, False, False, False, "41_49"),
        (49, False, False, False, "41_49"),
        (50, False, False, True, "50_plus"),
        (None, None, None, None, "inconnu"),
    ],
)
def test_ages_at_their_bounds(tmp_path, age, jeunes_18_25, moins_26, seniors, tranche):
    store = write(
        tmp_path,
        contrats=[contrat("p", "2023-01-02", "2023-06-30", age_debut=age)],
        heures=[heures("p", "2023-01", 10)],
    )
    found = answers(store)
    assert found["jeunes_18_25"] is jeunes_18_25
    assert found["moins_26"] is moins_26
    assert found["seniors"] is seniors
    found = values(store, "beneficiaires_par_age", "tranche", "beneficiaires")
    assert [name for name, count in found.items() if count] == [tranche]


@pytest.mark.parametrize(
    ("contrats", "expected"),
    [
        # Le premier contrat qui touche 2023, à son propre début : 25 ans en 2022.
        ([("2022-11-01", "2023-01-01", 25), ("2023-06-01", "2023-12-31", 26)], True),
        # Fini la veille de la période : il ne la touche pas.
        ([("2022-11-01", "2022-12-31", 25), ("2023-06-01", "2023-12-31", 26)], False),
        # Encore ouvert : il touche la période.
        ([("2022-11-01", None, 25), ("2023-06-01", "2023-12-31", 26)], True),
        # Commencé après la période : sans effet.
        ([("2023-06-01", "2023-12-31", 25), ("2024-01-01", None, 26)], True),
        # Aucun contrat ne touche la période (heures saisies en retard) : le dernier d'avant.
        ([("2022-01-01", "2022-03-01", 24), ("2022-11-01", "2022-12-31", 25)], True),
    ],
)
def test_the_age_is_the_one_of_the_first_contract_of_the_period(tmp_path, contrats, expected):
    rows = [contrat("p", debut, fin, age_debut=age) for debut, fin, age in contrats]
    store = write(tmp_path, contrats=rows, heures=[heures("p", "2023-01", 10)])
    assert answer(store, "jeunes_18_25", annee=2023) is expected


def test_the_first_contract_of_the_period_ignores_filters(tmp_path):
    store = write(
        tmp_path,
        contrats=[
            contrat("p", "2023-01-02", "2023-02-28", "ITV", age_debut=25),
            contrat("p", "2023-06-01", "2023-09-30", age_debut=26),
        ],
        heures=[heures("p", "2023-06", 10)],
    )
    assert answer(store, "jeunes_18_25", annee=2023, structure="CIE84") is True


@pytest.mark.parametrize(
    ("box", "age", "expected"), [(True, 30, False), (False, 20, True), (True, None, True)]
)
def test_the_computed_age_beats_the_box(tmp_path, box, age, expected):
    store = write(
        tmp_path,
        participants=[fiche(jeune_26=box)],
        contrats=[contrat("p", "2023-01-02", age_debut=age)],
        heures=[heures("p", "2023-01", 10)],
    )
    assert answer(store, "moins_26") is expected


DELD_CASES = [
    ({}, None, None, None),
    ({"deld": False}, False, False, False),
    ({"deld": True}, True, True, False),
    ({"autres_eligibilites": "detld|ass"}, True, False, True),
    ({"autres_eligibilites": "deld"}, True, True, False),
    ({"autres_eligibilites": "ass"}, None, None, None),
    ({"duree_inscription_mois": 11.0}, False, False, False),
    ({"duree_inscription_mois": 12.0}, True, True, False),
    ({"duree_inscription_mois": 23.0}, True, True, False),
    ({"duree_inscription_mois": 24.0}, True, False, True),
    ({"deld": False, "duree_inscription_mois": 12.0}, True, True, False),
    ({"deld": True, "duree_inscription_mois": 3.0}, True, True, False),
    ({"date_inscription_de": "2022-03-01"}, True, True, False),
    ({"date_inscription_de": "2022-03-02"}, False, False, False),
    ({"date_inscription_de": "2021-03-01"}, True, False, True),
    ({"date_inscription_de": "2021-03-02"}, True, True, False),
]


@pytest.mark.parametrize(("boxes", "deld", "deld_12_24", "detld"), DELD_CASES)
def test_long_term_unemployment(tmp_path, boxes, deld, deld_12_24, detld):
    # Le premier contrat commence le 1er mars 2023 ; le suivant n'y change rien.
    dated = {
        name: day(value) if name.startswith("date_") else value for name, value in boxes.items()
    }
    store = write(
        tmp_path,
        participants=[fiche(**dated)],
        contrats=[contrat("p", "2023-03-01", "2023-05-31"), contrat("p", "2024-01-01")],
        heures=[heures("p", "2024-01", 10)],
    )
    found = answers(store, annee=2024)
    assert (found["deld"], found["deld_12_24"], found["detld"]) == (deld, deld_12_24, detld)


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        ({}, None),
        ({"rqth": True, "aah": False}, True),
        ({"rqth": False, "aah": True}, True),
        ({"rqth": False, "aah": False}, False),
        ({"rqth": False}, False),
        ({"autres_eligibilites": "th", "rqth": False}, True),
    ],
)
def test_disabled_workers_are_rqth_or_aah(tmp_path, boxes, expected):
    store = write(tmp_path, participants=[fiche(**boxes)], heures=[heures("p", "2023-01", 1)])
    assert answer(store, "th") is expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (True, False, True),
        (False, True, True),
        (None, True, True),
        (None, False, False),
        (False, False, False),
        (None, None, None),
    ],
)
def test_between_two_records_any_yes_wins(tmp_path, first, second, expected):
    records = [
        fiche("p", structure, brsa=value, qpv=value, rqth=value, deld=value)
        for structure, value in (("CIE84", first), ("ITV", second))
    ]
    store = write(tmp_path, participants=records, heures=[heures("p", "2023-01", 1)])
    found = answers(store, structure="CIE84")
    assert {found[name] for name in ("brsa", "qpv", "th", "deld")} == {expected}


@pytest.mark.parametrize(
    ("statut", "expected"),
    [
        ("brsa", {"brsa": True, "deld": False, "th": False}),
        ("deld|th", {"brsa": False, "deld": True, "th": True}),
        ("detld", {"deld": True, "detld": True, "deld_12_24": False}),
        ("autre", {"brsa": False, "deld": False, "th": False}),
        (None, {"brsa": None, "deld": None, "th": None, "qpv": None}),
    ],
)
def test_a_filled_status_says_no_to_what_it_does_not_name(tmp_path, statut, expected):
    row = extrait("p", "2023-01-02", "2023-01-31", 30, statut=statut, age_debut=30)
    store = write(tmp_path, extraction=[row])
    found = answers(store)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("sexe", "brsa", "expected"),
    [
        ("femme", True, True),
        ("femme", False, False),
        ("femme", None, None),
        ("homme", True, False),
        ("homme", None, False),
        (None, True, None),
        (None, False, False),
    ],
)
def test_women_among_brsa(tmp_path, sexe, brsa, expected):
    record = fiche(sexe=sexe, brsa=brsa)
    store = write(tmp_path, participants=[record], heures=[heures("p", "2023-01", 1)])
    assert answer(store, "brsa_femmes") is expected


def test_shares_are_on_known_people(tmp_path):
    store = write(
        tmp_path,
        participants=[
            fiche("a", brsa=True),
            fiche("b", brsa=False),
            fiche("c", brsa=False),
            fiche("d"),
        ],
        heures=[heures(one, "2023-01", 1) for one in "abcd"],
    )
    frame = queries.run("beneficiaires_par_categorie", store)
    brsa = next(row for row in frame.iter_rows(named=True) if row["categorie"] == "brsa")
    assert (brsa["beneficiaires"], brsa["inconnus"], brsa["base_connue"]) == (1, 1, 3)
    assert brsa["part_pct"] == 33.3


def test_categories_of_a_period_without_data_are_unknown(tmp_path):
    store = write(tmp_path, heures=[heures("p", "2023-01", 1)])
    assert set(categories(store, annee=2024).values()) == {None}
    assert figures(store, annee=2024)["beneficiaires"] is None


def test_overlaps_are_exclusive_and_add_up(tmp_path):
    store = write(
        tmp_path,
        participants=[
            fiche("a", brsa=True, deld=True),
            fiche("b", brsa=True, deld=True, qpv=None),
            fiche("c", brsa=True, deld=False),
            fiche("d", brsa=None),
        ],
        heures=[heures(one, "2023-01", 1) for one in "abcd"],
    )
    found = values(store, "beneficiaires_recouvrements", "combinaison", "beneficiaires")
    assert found == {"brsa+deld": 2, "aucune": 1, "brsa": 1}


def test_entrants_are_those_of_the_very_first_contract(tmp_path):
    store = write(
        tmp_path,
        contrats=[
            contrat("a", "2022-05-01", "2022-08-31", "ITV"),
            contrat("a", "2023-02-01", "2023-03-31"),
            contrat("b", "2023-02-01", "2023-03-31"),
        ],
        heures=[heures("a", "2023-02", 1), heures("b", "2023-02", 1), heures("b", "2024-01", 1)],
    )
    frame = queries.run("beneficiaires_par_annee", store, structure="CIE84")
    assert frame.rows() == [(2023, 2, 1), (2024, 1, 0)]


def test_people_under_contract_without_hours_are_counted_apart(tmp_path):
    store = write(
        tmp_path,
        contrats=[
            contrat("a", "2023-01-02", "2023-12-31"),
            contrat("b", "2023-01-02", "2023-12-31"),
            contrat("b", "2023-03-01", "2023-12-31"),
            contrat("c", "2022-01-02", "2022-12-31"),
            contrat("d", "2022-01-02", "2023-01-01"),
            contrat("e", "2024-01-01"),
        ],
        heures=[heures("a", "2023-02", 1), heures("b", "2023-02", 0), heures("c", "2022-02", 1)],
    )
    assert queries.run("contrats_sans_heures", store, annee=2023).row(0) == (2, 3)


def test_hours_per_person(tmp_path):
    rows = [
        heures(name, "2023-01", hours)
        for name, hours in zip("abcde", (10, 20, 35, 150, 285), strict=True)
    ]
    store = write(tmp_path, heures=rows)
    row = queries.run("heures_par_personne", store).row(0, named=True)
    assert (row["beneficiaires"], row["moyenne"], row["mediane"]) == (5, 100.0, 35.0)
    found = values(store, "heures_par_personne_classes", "classe", "beneficiaires")
    assert found == {
        "moins_35": 2,
        "35_150": 1,
        "150_300": 2,
        "300_600": 0,
        "600_1200": 0,
        "1200_plus": 0,
    }


def test_the_highest_known_level_is_kept(tmp_path):
    records = [
        fiche("a", niveau_formation="niveau_3"),
        fiche("a", "ITV", niveau_formation="niveau_4"),
        fiche("b"),
    ]
    store = write(
        tmp_path, participants=records, heures=[heures(one, "2023-01", 1) for one in "ab"]
    )
    found = values(store, "beneficiaires_par_niveau", "niveau", "beneficiaires")
    assert {name: count for name, count in found.items() if count} == {"niveau_4": 1, "inconnu": 1}
