"""À quelles catégories appartient une personne : âge, DELD, handicap, statut, femmes."""

from __future__ import annotations

from pathlib import Path

import pytest

import queries
from tests.support.queries_store import (
    contrat,
    day,
    extrait,
    fiche,
    heures,
    values,
    write,
)

Answers = dict[str, bool | None]


def answers(store: Path, **filtres: object) -> Answers:
    """Ce que vaut chaque catégorie pour le seul bénéficiaire du magasin : oui, non ou inconnu."""
    frame = queries.run("beneficiaires_par_categorie", store, **filtres)
    known = {(1, 0): True, (0, 0): False, (0, 1): None}
    rows = frame.select("categorie", "beneficiaires", "inconnus").iter_rows()
    return {name: known[count, unknown] for name, count, unknown in rows}


def answer(store: Path, categorie: str, **filtres: object) -> bool | None:
    return answers(store, **filtres)[categorie]


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
