"""Ce que les situations deviennent en nombre : référentiels, taux, bornes, types, sommes."""

from __future__ import annotations

from pathlib import Path

import pytest

import queries
from tests.support.queries_store import contrat, day, situation, values, write
from tests.support.sorties import all_counts, counts, issue, one_person, only_issue

REFERENTIELS = {
    # situation : convention, CoVe, IAE (trois référentiels)
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
