"""La situation à six mois d'une personne : échéance, fenêtre, hors champ, premier contrat."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.support.queries_store import Row, contrat, day, extrait, situation, values, write
from tests.support.sorties import counts, issue, one_person


def sortie(code: str, when: str | None, **more: Any) -> Row:
    row = {
        "structure": "CIE84",
        "numero_participant": "p",
        "situation_sortie": code,
        "date_sortie": day(when) if when else None,
    }
    return {**row, **more}


@pytest.mark.parametrize(
    ("extraction", "expected"),
    [("2023-07-14", "non_mures"), ("2023-07-15", "positives"), ("2023-07-16", "positives")],
)
def test_due_on_the_extraction_day_is_due(tmp_path, extraction, expected):
    # À cinq mois et 29 jours, la personne est hors du taux ; à six mois jour pour jour, dedans.
    rows = {"contrats": [contrat("p", "2023-01-15", "2023-02-28")]}
    store = write(tmp_path, day(extraction), situations=[situation("p", "cdi")], **rows)
    assert issue(store) == expected
    assert issue(store, annee=2023) == expected


@pytest.mark.parametrize(
    ("debut", "echeance"),
    [
        ("2022-08-31", "2023-02-28"),
        ("2023-08-31", "2024-02-29"),
        ("2023-08-30", "2024-02-29"),
        ("2023-03-31", "2023-09-30"),
        ("2022-12-31", "2023-06-30"),
        ("2022-07-01", "2023-01-01"),
        ("2023-01-15", "2023-07-15"),
    ],
)
def test_six_calendar_months(tmp_path, debut, echeance):
    rows = {"contrats": [contrat("p", debut, debut)], "situations": [situation("p", "cdi")]}
    due = day(echeance)
    assert issue(write(tmp_path / "jour", due, **rows)) == "positives"
    before = date.fromordinal(due.toordinal() - 1)
    assert issue(write(tmp_path / "veille", before, **rows)) == "non_mures"


@pytest.mark.parametrize(
    ("periode", "is_in"),
    [("2023", True), ("2023-S2", True), ("2023-T3", True), ("2023-S1", False), ("2024", False)],
)
def test_the_cohort_is_by_due_date(tmp_path, periode, is_in):
    store = one_person(tmp_path, situation("p", "cdi"))
    assert issue(store, periode=periode) == ("positives" if is_in else None)


def test_without_a_period_everyone_is_in(tmp_path):
    rows = [contrat("a", "2022-01-03", "2022-02-01"), contrat("b", "2026-09-01", "2026-09-15")]
    found = counts(write(tmp_path, contrats=rows))
    assert (found["personnes"], found["inconnues"], found["non_mures"]) == (2, 1, 1)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-31, "inconnues"),
        (-30, "positives"),
        (0, "positives"),
        (90, "positives"),
        (91, "inconnues"),
    ],
)
def test_a_dated_exit_counts_in_its_window(tmp_path, days, expected):
    when = date.fromordinal(day("2023-07-15").toordinal() + days).isoformat()
    assert issue(one_person(tmp_path, sortie("cdi", when))) == expected


def test_an_undated_exit_does_not_count(tmp_path):
    assert issue(one_person(tmp_path, sortie("cdi", None))) == "inconnues"


@pytest.mark.parametrize("releve", [None, "2023-01-20", "2023-07-15", "2025-01-01"])
def test_a_six_month_situation_counts_whatever_its_date(tmp_path, releve):
    assert issue(one_person(tmp_path, situation("p", "cdi", releve))) == "positives"


NEAREST_CASES = [
    # La plus proche de l'échéance (15 juillet 2023) l'emporte.
    (["cdi", "2023-07-20"], ["demandeur_emploi", "2023-07-25"], "positives"),
    (["cdi", "2023-07-25"], ["demandeur_emploi", "2023-07-20"], "non_positives"),
    # À égale distance, la plus tardive.
    (["cdi", "2023-07-10"], ["demandeur_emploi", "2023-07-20"], "non_positives"),
    (["cdi", "2023-07-20"], ["demandeur_emploi", "2023-07-10"], "positives"),
    # Une situation connue l'emporte sur « injoignable », même plus loin.
    (["injoignable", "2023-07-15"], ["cdi", "2023-10-01"], "positives"),
    (["injoignable", "2023-07-15"], ["demandeur_emploi", "2023-06-20"], "non_positives"),
    # Une sortie hors de la fenêtre ne compte pas : reste « injoignable ».
    (["injoignable", "2023-07-15"], ["cdi", "2023-12-01"], "inconnues"),
    # « Non renseigné » ne dit rien.
    (["non_renseigne", "2023-07-15"], ["cdi", "2023-09-01"], "positives"),
    ([None, None], ["cdi", "2023-09-01"], "positives"),
]


@pytest.mark.parametrize(("six_months", "exit_", "expected"), NEAREST_CASES)
def test_the_nearest_known_situation_wins(tmp_path, six_months, exit_, expected):
    row = {**situation("p", *six_months), **sortie(*exit_)}
    assert issue(one_person(tmp_path, row)) == expected


def test_a_twelve_month_situation_in_the_window_counts(tmp_path):
    row = situation("p", None, situation_12_mois="cdi", date_releve_12_mois=day("2023-08-01"))
    assert issue(one_person(tmp_path, row)) == "positives"
    late = situation("p", None, situation_12_mois="cdi", date_releve_12_mois=day("2024-01-15"))
    assert issue(one_person(tmp_path, late)) == "inconnues"


HORS_CHAMP_CASES = [
    # fin du contrat, situation, issue
    ("2023-07-14", None, "inconnues"),
    ("2023-07-15", None, "hors_champ"),
    (None, None, "hors_champ"),
    (None, "injoignable", "hors_champ"),
    (None, "non_renseigne", "hors_champ"),
    (None, "cdi", "positives"),
    (None, "demandeur_emploi", "non_positives"),
    ("2023-02-28", "toujours_en_contrat_clause", "hors_champ"),
    ("2023-02-28", "injoignable", "inconnues"),
]


@pytest.mark.parametrize(("fin", "code", "expected"), HORS_CHAMP_CASES)
def test_still_under_a_clause_contract_is_out_of_scope(tmp_path, fin, code, expected):
    rows = [situation("p", code)] if code else []
    assert issue(one_person(tmp_path, *rows, fin=fin)) == expected


def test_a_planned_end_passed_ends_the_contract(tmp_path):
    ended = contrat("p", "2023-01-15", None, date_fin_prevue=day("2023-03-31"))
    assert issue(write(tmp_path, contrats=[ended])) == "inconnues"
    extended = {**ended, "date_fin_reelle": day("2023-08-31")}
    assert issue(write(tmp_path, contrats=[extended])) == "hors_champ"


def test_another_structure_s_contract_keeps_the_person_out_of_scope(tmp_path):
    rows = [
        contrat("p", "2023-01-15", "2023-02-28"),
        contrat("p", "2023-07-01", "2023-07-31", "ITV"),
    ]
    store = write(tmp_path, contrats=rows)
    assert issue(store, structure="CIE84") == "hors_champ"


def test_the_first_contract_is_over_all_structures_before_any_filter(tmp_path):
    rows = [
        contrat("p", "2023-01-15", "2023-02-28", "ITV"),
        contrat("p", "2023-06-01", "2023-06-30"),
    ]
    store = write(tmp_path, contrats=rows, situations=[situation("p", "cdi")])
    assert issue(store, structure="CIE84", periode="2023-T3") == "positives"
    assert issue(store, structure="CIE84", periode="2023-T4") is None
    assert issue(store, structure="MLJGA") is None


def test_the_flat_extraction_gives_first_contracts_too(tmp_path):
    store = write(
        tmp_path,
        extraction=[extrait("p", "2023-01-15", "2023-02-28", 10)],
        contrats=[contrat("p", "2023-06-01", "2023-06-30")],
        situations=[situation("p", "cdi")],
    )
    assert issue(store, periode="2023-T3") == "positives"


def test_people_without_hours_stay_in_the_cohort(tmp_path):
    assert counts(one_person(tmp_path))["personnes"] == 1


def test_the_extraction_date_is_the_earliest_of_the_kept_structures(tmp_path):
    dates = {"CIE84": day("2024-01-31"), "ITV": day("2023-07-14")}
    store = write(
        tmp_path,
        dates,
        contrats=[
            contrat("p", "2023-01-15", "2023-02-28"),
            contrat("q", "2022-01-15", "2022-02-28", "ITV"),
        ],
        situations=[situation("p", "cdi")],
    )
    assert counts(store, annee=2023)["non_mures"] == 1
    assert issue(store, structure="CIE84") == "positives"


def test_a_structure_s_date_is_the_oldest_of_its_latest_exports(tmp_path):
    def received(kind: str, when: str) -> Row:
        return {"format": kind, "structures": "CIE84|ITV", "date_extraction": day(when)}

    journal = [
        received("contrats", "2023-01-31"),
        received("contrats", "2023-09-30"),
        received("heures", "2023-08-31"),
        received("situations", "2023-07-14"),
        received("marches", "2021-01-01"),
    ]
    rows = {"contrats": [contrat("p", "2023-01-15", "2023-02-28")]}
    store = write(tmp_path, imports=journal, **rows)
    found = values(store, "completude", "structure", "date_extraction")
    assert found == {"CIE84": day("2023-07-14"), "ITV": day("2023-07-14"), "MLJGA": None}
    assert issue(store) == "non_mures"
    later = write(tmp_path, imports=[*journal, received("situations", "2023-07-31")], **rows)
    assert issue(later) == "inconnues"
