"""Les sorties à six mois, exactement : domain.md § 5, indicateur 12, et décisions 1 à 5."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import queries
from tests.queries_store import Row, contrat, day, extrait, situation, values, write

ISSUES = ("positives", "non_positives", "inconnues", "hors_champ", "non_mures")


def all_counts(store: Path, **filtres: object) -> dict[str, dict[str, Any]]:
    rows = queries.run("sorties_a_six_mois", store, **filtres).iter_rows(named=True)
    return {
        row["referentiel"]: {**row, "non_positives": row["connues"] - row["positives"]}
        for row in rows
    }


def counts(store: Path, referentiel: str = "convention", **filtres: object) -> dict[str, Any]:
    return all_counts(store, **filtres)[referentiel]


def only_issue(found: dict[str, Any]) -> str | None:
    names = [name for name in ISSUES if found[name]]
    assert len(names) <= 1 and sum(found[name] for name in ISSUES) <= 1
    return names[0] if names else None


def issue(store: Path, referentiel: str = "convention", **filtres: object) -> str | None:
    """L'issue de la seule personne du magasin ; None si elle n'est pas de la cohorte."""
    return only_issue(counts(store, referentiel, **filtres))


def one_person(folder: Path, *situations: Row, fin: str | None = "2023-02-28") -> Path:
    """Une personne : premier contrat le 15 janvier 2023, échéance le 15 juillet 2023."""
    rows = {"situations": situations} if situations else {}
    return write(folder, contrats=[contrat("p", "2023-01-15", fin)], **rows)


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


REFERENTIELS = {
    # situation : convention, CoVe, IAE (décisions 1 et 2, domain.md § 4.3)
    "cdi": "positives positives positives",
    "cdd_plus_6m": "positives positives positives",
    "cdd_moins_6m": "positives non_positives positives",
    "cdd_duree_inconnue": "positives inconnues inconnues",
    "interim": "positives non_positives positives",
    "interim_plus_6m": "positives inconnues positives",
    "cddi": "positives non_positives positives",
    "contrat_aide": "positives non_positives positives",
    "contrat_pro": "positives inconnues positives",
    "apprentissage": "positives inconnues positives",
    "creation_entreprise": "positives positives positives",
    "fonction_publique": "positives inconnues positives",
    "formation_qualifiante": "non_positives positives positives",
    "formation_prequalifiante": "non_positives non_positives positives",
    "demandeur_emploi": "non_positives non_positives non_positives",
    "inactivite": "non_positives non_positives non_positives",
    "toujours_en_contrat_clause": "hors_champ hors_champ hors_champ",
    "injoignable": "inconnues inconnues inconnues",
    "non_renseigne": "inconnues inconnues inconnues",
}


@pytest.mark.parametrize("code", REFERENTIELS)
def test_one_situation_three_referentiels(tmp_path, code):
    store = one_person(tmp_path, situation("p", code))
    found = [only_issue(one) for one in all_counts(store).values()]
    assert found == REFERENTIELS[code].split()


def test_training_is_switchable_for_the_convention_only(tmp_path):
    store = one_person(tmp_path, situation("p", "formation_prequalifiante"))
    assert issue(store, formation_positive="oui") == "positives"
    assert issue(store, "cove", formation_positive="oui") == "non_positives"


def test_the_clock_can_start_at_the_end_of_the_first_contract(tmp_path):
    store = one_person(tmp_path, situation("p", "cdi"), fin="2023-02-28")
    late = {"point_de_depart": "fin_premier_contrat"}
    assert values(store, "sorties_par_annee", "annee", "positives", **late) == {2023: 1}
    longer = one_person(tmp_path, situation("p", "cdi"), fin="2023-10-31")
    assert issue(longer, annee=2024, **late) == "positives"
    assert issue(longer, annee=2024) is None


def mixed(folder: Path) -> Path:
    """Dix personnes d'échéance mûre : 3 CDI, 1 CDD, 2 demandeurs, 2 injoignables, 2 en contrat."""
    codes = ["cdi"] * 3 + ["cdd_duree_inconnue"] + ["demandeur_emploi"] * 2 + ["injoignable"] * 2
    ended = [contrat(f"p{rank}", "2023-01-15", "2023-02-28") for rank in range(len(codes))]
    open_ = [contrat(f"o{rank}", "2023-01-15") for rank in range(2)]
    return write(
        folder,
        contrats=[*ended, *open_],
        situations=[situation(f"p{rank}", code) for rank, code in enumerate(codes)],
    )


@pytest.mark.parametrize(
    ("referentiel", "expected"),
    [
        ("convention", (4, 6, 2, 2, 0, 66.7, 50.0, 75.0, 75.0)),
        ("cove", (3, 5, 3, 2, 0, 60.0, 37.5, 75.0, 62.5)),
        ("iae", (3, 5, 3, 2, 0, 60.0, 37.5, 75.0, 62.5)),
    ],
)
def test_rates_and_bounds(tmp_path, referentiel, expected):
    found = counts(mixed(tmp_path), referentiel, annee=2023)
    names = (
        "positives", "connues", "inconnues", "hors_champ", "non_mures",
        "taux_pct", "borne_basse_pct", "borne_haute_pct", "taux_reponse_pct",
    )  # fmt: skip
    assert tuple(found[name] for name in names) == expected


def test_the_rate_of_nobody_is_unknown(tmp_path):
    frame = queries.run("sorties_a_six_mois", mixed(tmp_path), annee=2021)
    assert frame["referentiel"].to_list() == ["convention", "cove", "iae"]
    assert frame["connues"].to_list() == [0, 0, 0]
    for name in ("taux_pct", "borne_basse_pct", "borne_haute_pct", "taux_reponse_pct"):
        assert frame[name].to_list() == [None, None, None]


def test_unknown_only_gives_bounds_without_a_rate(tmp_path):
    found = counts(one_person(tmp_path))
    assert (found["taux_pct"], found["borne_basse_pct"], found["borne_haute_pct"]) == (None, 0, 100)


def test_situations_add_up_to_the_cohort(tmp_path):
    found = values(mixed(tmp_path), "situations_a_six_mois", "situation", "personnes", annee=2023)
    assert found == {
        "cdi": 3,
        "demandeur_emploi": 2,
        "injoignable": 2,
        "toujours_en_contrat_clause": 2,
        "cdd_duree_inconnue": 1,
    }


def test_types_of_positive_exits_add_up_to_100(tmp_path):
    codes = ["cdi", "interim", "cddi", "contrat_pro", "apprentissage", "contrat_aide"]
    codes = [*codes, "demandeur_emploi"]
    store = write(
        tmp_path,
        contrats=[contrat(f"p{rank}", "2023-01-15", "2023-02-01") for rank in range(7)],
        situations=[situation(f"p{rank}", code) for rank, code in enumerate(codes)],
    )
    frame = queries.run("types_sorties_positives", store, annee=2023)
    assert dict(frame.select("type_sortie", "sorties").iter_rows()) == {
        "Alternance": 2,
        "CDI": 1,
        "CDDI": 1,
        "Contrat aidé": 1,
        "Intérim": 1,
    }
    assert round(sum(frame["part_pct"]), 6) == 100.0
    # Deux sixièmes, puis quatre fois un sixième : 33,3 + 4 x 16,6 = 99,7 ; les trois dixièmes
    # perdus reviennent aux plus grands restes.
    assert frame["part_pct"].to_list() == [33.3, 16.7, 16.7, 16.7, 16.6]
    cove = queries.run("types_sorties_positives", store, annee=2023, referentiel="cove")
    assert cove.rows() == [("CDI", 1, 100.0)]


def test_iae_classes_stay_apart(tmp_path):
    codes = ["cdi", "cdd_moins_6m", "cddi", "formation_qualifiante", "demandeur_emploi"]
    store = write(
        tmp_path,
        contrats=[contrat(f"p{rank}", "2023-01-15", "2023-02-01") for rank in range(5)],
        situations=[situation(f"p{rank}", code) for rank, code in enumerate(codes)],
    )
    found = values(store, "sorties_dynamiques", "classe", "sorties")
    assert found == {"durable": 1, "transition": 1, "positive": 2}


def test_a_person_counts_in_each_structure_and_once_in_all(tmp_path):
    rows = [
        contrat("p", "2023-01-15", "2023-02-28", "ITV"),
        contrat("p", "2023-06-01", "2023-06-30"),
    ]
    store = write(tmp_path, contrats=rows, situations=[situation("p", "cdi")])
    found = values(store, "sorties_par_structure", "structure", "positives", annee=2023)
    assert found == {"CIE84": 1, "ITV": 1}
    assert counts(store)["positives"] == 1


@pytest.mark.parametrize(
    ("debut", "ecrite", "expected"),
    [
        ("2023-01-15", None, 0),
        ("2022-12-31", None, 1),
        ("2023-01-01", None, 0),
        ("2023-01-15", "2021-05-01", 1),
        ("2023-01-15", "2023-01-15", 0),
    ],
)
def test_uncertain_first_contracts_are_counted(tmp_path, debut, ecrite, expected):
    # L'historique commence le 1er janvier 2022 : avant un an de recul, rien n'est sûr.
    row = situation("p", "cdi", date_premier_contrat=day(ecrite) if ecrite else None)
    store = write(
        tmp_path,
        contrats=[contrat("ancien", "2022-01-01", "2022-01-31"), contrat("p", debut, debut)],
        situations=[row],
    )
    assert counts(store)["departs_incertains"] - 1 == expected
