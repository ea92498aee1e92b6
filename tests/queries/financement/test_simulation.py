"""La simulation : le scénario par défaut et un scénario modifié, calculés à la main."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import queries
from queries.scenario import MAXIMA, POIDS, SCENARIO, parse_scenario
from tests.support.queries_store import Row, activite, financement, write

SCENARIO_COVE = {
    "cout_poste_eur": "54 000",
    "etp": 0.8,
    "taux_etat_pct": "68,50",
    "taux_departement_pct": 20,
    "taux_epci_pct": "11,5",
    "territoire": "cove",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    """Deux postes en 2025 ; la clé de deux territoires : CoVe 60 % puis 20 %, CCPOP le reste."""
    plan = [
        financement("etat", "37500", "50000", etp=1.0),
        financement("departement", "10000", "50000", etp=1.0),
        financement("etat", "20000", "30000.02", etp=0.5, poste="B", epci=None),
        financement("etat", "1", "10", annee=2024),
    ]
    key = [
        activite("CoVe", 6, 6, 6, 6, 6, 2),
        activite("CCPOP", 4, 4, 4, 4, 4, 8),
    ]
    return write(tmp_path_factory.mktemp("simulation"), financements=plan, activite=key)


def simulated(store: Path, **scenario: object) -> dict[str, Row]:
    frame = queries.run("simulation_financement", store, **scenario)
    return {row["financeur"]: row for row in frame.rows(named=True)}


def test_by_default_the_average_post(store):
    found = simulated(store)
    # Coût : (50 000 + 30 000,02) / 2 ; ETP : 0,75. État : 57 500 / 80 000,02 ; Département :
    # 10 000 / 80 000,02 ; les EPCI, que le plan ne nomme pas, sont inconnus.
    assert {row["cout_poste_eur"] for row in found.values()} == {Decimal("40000.01")}
    assert {row["etp"] for row in found.values()} == {0.75}
    rates = {one: (row["taux_pct"], row["montant_eur"]) for one, row in found.items()}
    assert rates == {
        "etat": (71.87, Decimal("28748.01")),
        "departement": (12.5, Decimal("5000.00")),
        "epci": (None, None),
        "non_renseigne": (15.63, Decimal("6252.00")),
    }
    assert sum(row["montant_eur"] or 0 for row in found.values()) == Decimal("40000.01")
    assert {one: row["respect"] for one, row in found.items()} == {
        "etat": "non", "departement": "non", "epci": "inconnu", "non_renseigne": None,
    }  # fmt: skip


def test_a_chosen_scenario_by_hand(store):
    found = simulated(store, **SCENARIO_COVE)
    amounts = {one: row["montant_eur"] for one, row in found.items()}
    assert amounts == {"etat": 36990, "departement": 10800, "epci": 6210}
    # Clé : (5 × 60 + 20) / 6 = 53,333333 % du poste, soit 0,426667 ETP sur 0,8.
    epci = found["epci"]
    assert epci["part_territoire_pct"] == 53.333333 and epci["etp_territoire"] == 0.426667
    assert epci["cout_territoire_eur"] == 28800 and epci["montant_territoire_eur"] == 3312
    assert {one: row["respect"] for one, row in found.items()} == dict.fromkeys(found, "oui")
    assert epci["taux_reel_pct"] is None and found["etat"]["taux_reel_pct"] == 71.87


def test_the_rules_of_a_scenario(store):
    frame = queries.run("simulation_regles", store, **SCENARIO_COVE)
    found = {
        row["regle"]: (row["constat_pct"], row["respect"], row["ecart_eur"])
        for row in frame.rows(named=True)
    }
    assert found == {
        "etat_max": (68.5, "oui", -810),
        "departement_part": (20.0, "oui", 0),
        "epci_min": (11.5, "oui", 810),
        "cove_plafond": (11.5, "non", 810),
        # 6 210 € pour 28 800 € de temps dédié, plafond de 2 880 €.
        "cove_temps": (21.56, "non", 3330),
    }
    elsewhere = queries.run("simulation_regles", store, **{**SCENARIO_COVE, "territoire": "CCPOP"})
    assert elsewhere["regle"].to_list() == ["etat_max", "departement_part", "epci_min"]


@pytest.mark.parametrize(
    ("name", "taux", "respect"),
    [
        ("etat", "70", "oui"),
        ("etat", "70.01", "non"),
        ("departement", "19.99", "non"),
        ("departement", "20", "oui"),
        ("departement", "20.01", "non"),
        ("epci", "9.99", "non"),
        ("epci", "10", "oui"),
    ],
)
def test_each_rate_at_its_boundary(store, name, taux, respect):
    # Un coût d'un euro : l'arrondi au centime des montants ne doit pas changer le verdict.
    found = simulated(store, cout_poste_eur=1, **{f"taux_{name}_pct": taux})
    assert found[name]["respect"] == respect


@pytest.mark.parametrize(
    ("poids", "cove"),
    [
        ({}, 53.333333),
        ({"poids_comites": 0}, 60.0),
        ({"poids_comites": 5}, 40.0),
        ({"poids_comites": "2,5"}, 46.666667),
        (dict.fromkeys(POIDS[:5], 0), 20.0),
    ],
)
def test_a_weight_moves_the_key(store, poids, cove):
    frame = queries.run("simulation_cle", store, **poids)
    found = dict(frame.select("territoire", "part_simulee_pct").iter_rows())
    assert found["CoVe"] == pytest.approx(cove, abs=1e-6)
    assert sum(found.values()) == pytest.approx(100, abs=1e-5)
    assert frame.filter(territoire="CoVe")["part_pct"].item() == 53.333333


def test_a_year_without_activity_takes_the_last_key_known(store):
    assert queries.run("cle_repartition", store, annee=2025).is_empty()
    frame = queries.run("simulation_cle", store, annee=2025)
    assert set(frame["annee"]) == {2023} and frame.height == 2
    assert queries.run("simulation_cle", store, annee=2022).is_empty()


def test_more_than_a_hundred_is_an_excess(store):
    rates = {"taux_etat_pct": 75, "taux_departement_pct": 20, "taux_epci_pct": 10}
    found = simulated(store, cout_poste_eur=50000, **rates)
    assert found["excedent"]["taux_pct"] == 5 and found["excedent"]["montant_eur"] == 2500


def test_an_unknown_territory_has_no_time(store):
    found = simulated(store, **{**SCENARIO_COVE, "territoire": "Lune"})
    assert found["epci"]["part_territoire_pct"] is None and found["epci"]["montant_eur"] == 6210


def test_a_scenario_is_not_kept(store):
    before = simulated(store)
    simulated(store, **SCENARIO_COVE)
    assert simulated(store) == before


@pytest.mark.parametrize(
    "asked",
    [
        *({name: "beaucoup"} for name in MAXIMA),
        *({name: "-1"} for name in MAXIMA),
        *({name: str(maximum + 1)} for name, maximum in MAXIMA.items()),
        {"cout_poste_eur": "0"},
        {"etp": "0"},
        {"taux_etat_pct": "70.005"},
        {"taux_etat_pct": "nan"},
        dict.fromkeys(POIDS, 0),
    ],
)
def test_a_wrong_value_is_refused_in_words(asked):
    with pytest.raises(queries.FiltreInvalide, match=r"attend un nombre|poids supérieur"):
        parse_scenario(asked)


def test_blank_is_not_chosen_and_narrow_spaces_are_french():
    blank = parse_scenario(dict.fromkeys(SCENARIO, " ") | {"annee": 2025})
    assert blank == parse_scenario({}) and not blank.nombres
    fine = "54\N{NARROW NO-BREAK SPACE}321,5"
    assert parse_scenario({"cout_poste_eur": fine}).nombres == {
        "cout_poste_eur": Decimal("54321.5")
    }
