"""Chaque règle de la convention à sa borne, et ce qui ne peut être dit."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import queries
from data.reference import load
from tests.support.queries_store import COVE, LMV, Row, financement, write

Verdict = tuple[float | None, str]


def verdict(store: Path, regle: str, perimetre: str = "CIE84", **filtres: object) -> Verdict:
    frame = queries.run("regles_financement", store, **filtres)
    row = frame.filter(regle=regle, perimetre=perimetre).row(0, named=True)
    return row["constat_pct"], row["respect"]


def one_rule(folder: Path, regle: str, rows: list[Row], perimetre: str = "CIE84") -> Verdict:
    return verdict(write(folder, financements=rows), regle, perimetre)


# règle, montant du poste à 50 000 € (1 ETP), constat, respect.
BORNES = [
    ("etat_max", "34995", 69.99, "oui"),
    ("etat_max", "35000", 70.0, "oui"),
    ("etat_max", "35005", 70.01, "non"),
    # Au centième de point : 69,994 se lit 69,99 ; 70,004, 70,00 ; 70,005, 70,01.
    ("etat_max", "34997", 69.99, "oui"),
    ("etat_max", "35002", 70.0, "oui"),
    ("etat_max", "35002.49", 70.0, "oui"),
    ("etat_max", "35002.50", 70.01, "non"),
    ("etat_max", "0", 0.0, "oui"),
    ("etat_max", None, None, "inconnu"),
    ("departement_part", "9995", 19.99, "non"),
    ("departement_part", "10000", 20.0, "oui"),
    ("departement_part", "10005", 20.01, "non"),
    ("departement_part", None, None, "inconnu"),
    ("epci_min", "4995", 9.99, "non"),
    ("epci_min", "4997.49", 9.99, "non"),
    ("epci_min", "4997.50", 10.0, "oui"),
    ("epci_min", "5000", 10.0, "oui"),
    ("epci_min", "5005", 10.01, "oui"),
    ("epci_min", None, None, "inconnu"),
    ("cove_plafond", "4995", 9.99, "oui"),
    ("cove_plafond", "5000", 10.0, "oui"),
    ("cove_plafond", "5005", 10.01, "non"),
    # Temps dédié : 0,57 ETP d'un poste à 50 000 € coûte 28 500 € ; plafond de 2 850 €.
    ("cove_temps", "2847.15", 9.99, "oui"),
    ("cove_temps", "2850", 10.0, "oui"),
    ("cove_temps", "2852.85", 10.01, "non"),
]
# Acompte et solde d'un montant notifié de 10 000 €.
VERSEMENTS = [
    ("acompte", "6999", 69.99, "non"),
    ("acompte", "7000", 70.0, "oui"),
    ("acompte", "7001", 70.01, "non"),
    ("acompte", "0", None, "inconnu"),
    ("acompte", None, None, "inconnu"),
    ("solde", "2999", 29.99, "non"),
    ("solde", "3000", 30.0, "oui"),
    ("solde", "3001", 30.01, "non"),
]
# 0,57 ETP rapporté au temps du poste ; le poste entier s'il est plus court.
TEMPS = [("3750", 0.76, 10.0, "oui"), ("5000", 0.5, 10.0, "oui"), ("5000", None, None, "inconnu")]
PAYEURS = {"etat_max": "etat", "departement_part": "departement"}


@pytest.fixture(scope="module")
def par_poste(tmp_path_factory) -> dict[tuple[str, str], Verdict]:
    """(poste, règle) -> constat et respect ; chaque cas est un poste, nommé de son rang."""
    rows = [
        financement(PAYEURS.get(regle, "epci"), amount, poste=f"borne {rank}")
        for rank, (regle, amount, *_) in enumerate(BORNES)
    ]
    rows += [
        financement("departement", "10000", verse=paid, nature_versement=nature,
                    poste=f"versement {rank}")
        for rank, (nature, paid, *_) in enumerate(VERSEMENTS)
    ]  # fmt: skip
    rows += [
        financement("epci", amount, etp=etp, poste=f"temps {rank}")
        for rank, (amount, etp, *_) in enumerate(TEMPS)
    ]
    store = write(tmp_path_factory.mktemp("bornes"), financements=rows)
    frame = queries.run("regles_par_poste", store)
    return {
        (row["perimetre"].split("|")[2], row["regle"]): (row["constat_pct"], row["respect"])
        for row in frame.rows(named=True)
    }


@pytest.mark.parametrize("rank", range(len(BORNES)))
def test_each_rule_at_its_boundary(par_poste, rank):
    regle, _, *expected = BORNES[rank]
    assert par_poste[f"borne {rank}", regle] == tuple(expected)


@pytest.mark.parametrize("rank", range(len(VERSEMENTS)))
def test_each_instalment_at_its_boundary(par_poste, rank):
    nature, _, *expected = VERSEMENTS[rank]
    assert par_poste[f"versement {rank}", f"departement_{nature}"] == tuple(expected)


@pytest.mark.parametrize("rank", range(len(TEMPS)))
def test_the_time_given_is_read_on_the_time_of_the_post(par_poste, rank):
    assert par_poste[f"temps {rank}", "cove_temps"] == tuple(TEMPS[rank][2:])


@pytest.mark.parametrize(
    ("notifie", "expected"),
    [("34995", (69.99, "oui")), ("35000", (70.0, "oui")), ("35005", (70.01, "non"))],
)
def test_the_department_and_each_structure_read_the_same_rule(tmp_path, notifie, expected):
    store = write(tmp_path, financements=[financement("etat", notifie)])
    for perimetre in ("departement", "CIE84"):
        assert verdict(store, "etat_max", perimetre) == expected


@pytest.mark.parametrize(
    ("notifie", "expected"), [("4995", (9.99, "non")), ("5000", (10.0, "oui"))]
)
def test_an_epci_reads_its_rule_on_its_own_posts(tmp_path, notifie, expected):
    rows = [financement("epci", notifie, epci=LMV), financement("epci", "5000", poste="Autre")]
    assert one_rule(tmp_path, "epci_min", rows, LMV) == expected


def shared(*, cove: str) -> list[Row]:
    return [
        financement("etat", "35000", epci=None),
        financement("epci", cove),
        financement("epci", "2500", epci=LMV),
    ]


def test_a_shared_post_cannot_be_told_but_the_cove_can(tmp_path):
    store = write(tmp_path, financements=shared(cove="2500"))
    frame = queries.run("regles_financement", store)
    row = frame.filter(regle="epci_min").row(0, named=True)
    assert (row["perimetre"], row["respect"]) == (f"{LMV}|{COVE}", "inconnu")
    assert "partage du temps" in row["raison"] and "CoVe et Luberon" in row["raison"]
    assert verdict(store, "cove_plafond", COVE) == (5.0, "oui")
    assert verdict(store, "cove_temps", COVE) == (8.77, "oui")


def two_posts(notifie: str, **more: object) -> list[Row]:
    """Un second poste, de 50 000 €, dont rien ne dit ce que paie le même financeur."""
    return [
        financement("etat", notifie, **more),
        financement("departement", "10000", poste="Autre"),
    ]


@pytest.mark.parametrize(
    ("notifie", "expected"),
    [("50000", (50.0, "inconnu")), ("70000", (70.0, "inconnu")), ("70010", (70.01, "non"))],
)
def test_a_breach_is_certain_even_when_an_amount_is_missing(tmp_path, notifie, expected):
    assert one_rule(tmp_path, "etat_max", two_posts(notifie)) == expected


def test_enough_is_enough_even_when_an_amount_is_missing(tmp_path):
    rows = [financement("epci", "10000", epci=LMV), financement("etat", "1", epci=LMV, poste="B")]
    assert one_rule(tmp_path / "a", "epci_min", rows, LMV) == (10.0, "oui")
    rows[0] = financement("epci", "9990", epci=LMV)
    assert one_rule(tmp_path / "b", "epci_min", rows, LMV) == (9.99, "inconnu")


def test_an_unknown_cost_silences_the_rule(tmp_path):
    rows = [{**financement("etat", "35000"), "cout_poste_eur": None}]
    store = write(tmp_path, financements=rows)
    assert verdict(store, "etat_max") == (None, "inconnu")
    said = queries.run("regles_financement", store).filter(regle="etat_max")["raison"]
    assert set(said) == {"Le coût ou le temps du poste n'est pas renseigné."}


@pytest.mark.parametrize(
    ("annee", "respect"),
    [(2024, "inconnu"), (2025, "non"), (2027, "non"), (2028, "inconnu")],
)
def test_the_convention_covers_three_years(tmp_path, annee, respect):
    rows = [financement("etat", "40000", annee=annee)]
    store = write(tmp_path, financements=rows)
    assert verdict(store, "etat_max", annee=annee) == (80.0, respect)


def test_an_amendment_changes_a_row_not_the_code(tmp_path, monkeypatch):
    rules = load()["ref_regle_financement"]
    state = rules.filter(regle="etat_max")
    amended = state.with_columns(
        pl.lit("60").cast(pl.Decimal(6, 2)).alias("seuil_pct"),
        pl.lit(date(2026, 7, 1)).alias("date_debut"),
    )
    tables = {**load(), "ref_regle_financement": pl.concat([rules, amended])}
    monkeypatch.setattr(sys.modules["queries.base"], "load", lambda: tables)
    rows = [financement("etat", "32500", annee=annee) for annee in (2025, 2026)]
    store = write(tmp_path, financements=rows)
    assert verdict(store, "etat_max", annee=2025) == (65.0, "oui")
    assert verdict(store, "etat_max", annee=2026) == (65.0, "non")


def test_by_how_much_in_points_and_in_euros(tmp_path):
    rows = [financement("etat", "36200"), financement("epci", "4250")]
    frame = queries.run("regles_financement", write(tmp_path, financements=rows))
    found = {row["regle"]: (row["ecart_pct"], row["ecart_eur"]) for row in frame.to_dicts()}
    assert found["etat_max"] == (2.4, 1200) and found["epci_min"] == (-1.5, -750)


def test_a_mean_may_hide_a_post(tmp_path):
    rows = [financement("etat", "37500"), financement("etat", "32500", poste="B")]
    store = write(tmp_path, financements=rows)
    assert verdict(store, "etat_max") == (70.0, "oui")
    frame = queries.run("regles_par_poste", store).filter(regle="etat_max")
    assert frame.select("constat_pct", "respect").rows() == [(65.0, "oui"), (75.0, "non")]


def test_a_scope_cut_by_a_filter_does_not_keep_its_name(tmp_path):
    store = write(tmp_path, financements=[financement("etat", "35000")])
    for filtres, expected in (
        ({}, {"departement", "CIE84", COVE}),
        ({"structure": "CIE84"}, {"CIE84", COVE}),
        ({"epci": COVE}, {COVE}),
    ):
        found = queries.run("regles_financement", store, **filtres)
        assert set(found["perimetre"]) == expected
