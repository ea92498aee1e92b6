"""Qui compte comme bénéficiaire, et une seule fois : heures, structures, entrants."""

from __future__ import annotations

from pathlib import Path

import pytest

import queries
from tests.support.queries_store import (
    AVIGNON,
    CARPENTRAS,
    contrat,
    extrait,
    fiche,
    figures,
    heures,
    marche,
    values,
    write,
)


def categories(store: Path, **filtres: object) -> dict[str, int]:
    return values(store, "beneficiaires_par_categorie", "categorie", "beneficiaires", **filtres)


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
