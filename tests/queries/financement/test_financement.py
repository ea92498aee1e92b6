"""Qui paie quoi : montants répétés ou ajoutés, postes dédiés ou partagés, parts à 100 %."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

import queries
from tests.support.queries_store import (
    COVE,
    GRAND_AVIGNON,
    LMV,
    Row,
    day,
    financement,
    marche,
    write,
)

SHARES = (
    "financement_par_epci", "financement_par_structure", "financement_departement",
    "financement_par_poste",
)  # fmt: skip


def amounts(store: Path, name: str = "financement_departement", **filtres: object) -> dict:
    frame = queries.run(name, store, **filtres)
    return dict(frame.select("financeur", "montant_eur").iter_rows())


def versement(store: Path, **filtres: object) -> Row:
    (row,) = queries.run("versements", store, **filtres).rows(named=True)
    return row


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # Répété sur l'acompte et le solde : compté une fois ; le versé s'ajoute.
        ([("35000", "24500"), ("35000", "10500")], ("35000", "35000.00", "0.00")),
        # Réparti entre l'acompte et le solde : ajouté.
        ([("24500", "24500"), ("10500", None)], ("35000", "24500.00", "10500.00")),
        # Écrit une seule fois : c'est lui.
        ([("35000", "24500"), (None, "10500")], ("35000", "35000.00", "0.00")),
        # Un centime d'écart n'est plus une répétition.
        ([("35000", "1"), ("34999.99", "1")], ("69999.99", "2.00", "69997.99")),
        ([("0.10", "0.10"), ("0.20", "0.20")], ("0.30", "0.30", "0.00")),
        ([("35000", None)], ("35000", None, None)),
        ([(None, "5")], (None, "5.00", None)),
    ],
)
def test_repeated_amounts_count_once_and_others_add(tmp_path, lines, expected):
    rows = [financement("etat", notifie, verse=verse) for notifie, verse in lines]
    row = versement(write(tmp_path, financements=rows))
    found = row["notifie_eur"], row["verse_eur"], row["reste_eur"]
    assert found == tuple(one if one is None else Decimal(one) for one in expected)


def test_planned_counts_until_it_is_notified(tmp_path):
    rows = [
        financement("etat", None, prevu="34000"),
        financement("departement", "9000", prevu="10000"),
    ]
    found = amounts(write(tmp_path, financements=rows))
    assert found["etat"] == 34000 and found["departement"] == 9000
    assert found["non_renseigne"] == 50000 - 34000 - 9000


def test_a_missing_funder_is_not_zero(tmp_path):
    store = write(tmp_path, financements=[financement("etat", "35000.01")])
    for name in SHARES:
        frame = queries.run(name, store)
        assert frame["financeur"].to_list() == ["etat", "departement", "epci", "non_renseigne"]
        assert frame["montant_eur"].to_list() == [
            Decimal("35000.01"), None, None, Decimal("14999.99"),
        ]  # fmt: skip
        assert frame["part_pct"].to_list() == [70.00002, None, None, 29.99998]


def test_shares_sum_to_a_hundred_and_nothing_is_missing_of_a_full_plan(tmp_path):
    third = ("16666.67", "16666.67", "16666.66")
    types = ("etat", "departement", "epci")
    rows = [financement(kind, one) for kind, one in zip(types, third, strict=True)]
    store = write(tmp_path, financements=rows)
    for name in SHARES:
        frame = queries.run(name, store)
        assert frame["financeur"].to_list() == [*types]
        assert frame["montant_eur"].sum() == 50000
        assert frame["part_pct"].sum() == pytest.approx(100, abs=1e-5)
        assert frame.schema["montant_eur"] == pl.Decimal(14, 2)


def test_an_unknown_cost_has_no_share(tmp_path):
    row = {**financement("etat", "35000"), "cout_poste_eur": None}
    frame = queries.run("financement_par_epci", write(tmp_path, financements=[row]))
    assert frame["montant_eur"].to_list() == [35000, None, None]
    assert frame["part_pct"].to_list() == [None] * 3


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    """Un poste dédié, un partagé, un sans territoire ; un autre exercice, une autre structure."""
    rows = [
        financement("etat", "35000", epci=None),
        financement("departement", "10000", epci=None),
        financement("epci", "5000"),
        financement("etat", "28000", "40000", poste="Partagé", epci=None),
        financement("epci", "2000", "40000", poste="Partagé", epci=COVE),
        financement("epci", "2000", "40000", poste="Partagé", epci=LMV),
        financement("autre", "8000", "40000", poste="Partagé", epci=None),
        financement("etat", "7000", "10000", poste="Nulle part", epci=None),
        financement("etat", "21000", "30000", annee=2026, structure="ITV", epci=LMV),
        financement("etat", "20000", "60000", annee=2024, structure="MLJGA", epci=GRAND_AVIGNON),
    ]
    return write(tmp_path_factory.mktemp("plan"), financements=rows)


def test_dedicated_shared_and_nowhere_posts_are_apart(store):
    frame = queries.run("financement_par_epci", store, annee=2025)
    shared = f"{LMV}|{COVE}"
    assert frame["epci"].unique(maintain_order=True).to_list() == [COVE, shared, "sans_territoire"]
    names = dict(frame.select("epci", "nom_epci").iter_rows())
    assert names == {
        COVE: "CoVe",
        shared: "Poste partagé entre CoVe et Luberon Monts de Vaucluse",
        "sans_territoire": "Poste sans territoire nommé",
    }
    found = {row[:2]: row[2] for row in frame.rows()}
    assert found[COVE, "epci"] == 5000 and found[shared, "epci"] == 4000
    assert found[shared, "autre"] == 8000 and (COVE, "autre") not in found
    assert (shared, "non_renseigne") not in found
    assert found["sans_territoire", "non_renseigne"] == 3000
    limits = {row["epci"]: row["seuil_pct"] for row in frame.filter(financeur="epci").to_dicts()}
    assert limits == {COVE: 10, shared: None, "sans_territoire": None}


@pytest.mark.parametrize(
    ("filtres", "cost"),
    [
        ({}, 30000),
        ({"annee": 2025}, 100000),
        ({"annee": 2025, "structure": "CIE84"}, 100000),
        ({"structure": "MLJGA"}, 60000),
        ({"periode": "convention"}, 130000),
        ({"annee": 2025, "epci": COVE}, 90000),
        ({"annee": 2025, "epci": LMV}, 40000),
        ({"annee": 2025, "bassin": "CLPE84004"}, 40000),
    ],
)
def test_filters_choose_posts(store, filtres, cost):
    frame = queries.run("financement_departement", store, **filtres)
    assert set(frame["cout_eur"]) == {cost}
    by_post = queries.run("financement_par_poste", store, **filtres)
    costs = by_post.unique(["annee", "structure", "poste"])["cout_eur"]
    assert costs.sum() == cost


@pytest.mark.parametrize(
    "filtres", [{"annee": 2023}, {"annee": 2025, "structure": "ITV"}, {"epci": "248400236"}]
)
def test_no_plan_is_no_row_and_never_zero(store, filtres):
    for name in (*SHARES, "versements", "versements_departement", "regles_financement"):
        assert queries.run(name, store, **filtres).is_empty(), name


def test_no_plan_at_all(tmp_path):
    empty = write(tmp_path, marches=[marche()])
    for name in (*SHARES, "versements", "versements_departement", "regles_financement",
                 "regles_par_poste", "financement_et_resultats", "objectifs_et_realise",
                 "cle_repartition", "simulation_cle"):  # fmt: skip
        assert queries.run(name, empty).is_empty(), name
    simulated = queries.run("simulation_financement", empty)
    assert simulated["montant_eur"].null_count() == simulated.height == 3
    assert set(queries.run("simulation_regles", empty)["respect"]) == {"inconnu"}
    cove = queries.run("cove_temps_dedie", empty)
    assert cove.select("cout_temps_eur", "plafond_eur").null_count().row(0) == (3, 3)
    assert [round(one, 3) for one in cove["etp"]] == [0.57, 0.557, 0.468]


def advance(verse: str | None, nature: str, when: str | None, **more: object) -> Row:
    paid = {"nature_versement": nature, "date_versement": day(when) if when else None}
    return financement("departement", "10000", verse=verse, import_id=1, **paid, **more)


def department(folder: Path, rows: list[Row], arrete: str = "2025-06-30") -> dict:
    journal = [{"import_id": 1, "format": "financements", "structures": "CIE84",
                "date_extraction": day(arrete)}]  # fmt: skip
    frame = queries.run("versements_departement", write(folder, financements=rows, imports=journal))
    return {row["nature_versement"]: row for row in frame.rows(named=True)}


@pytest.mark.parametrize(
    ("paid", "arrete", "etat", "late"),
    [
        ("7000", "2025-06-30", "recu", False),
        ("6999.99", "2025-06-30", "en_retard", True),
        (None, "2025-06-30", "en_retard", True),
        (None, "2025-01-01", "en_retard", True),
        (None, "2024-12-31", "attendu", False),
    ],
)
def test_the_advance_is_due_on_the_first_of_january(tmp_path, paid, arrete, etat, late):
    found = department(tmp_path, [advance(paid, "acompte", "2025-02-20")], arrete)["acompte"]
    assert (found["etat"], found["est_en_retard"]) == (etat, late)
    assert found["attendu_eur"] == 7000 and found["date_attendue"] == date(2025, 1, 1)
    assert found["piece_attendue"] == "Convention signée"


def test_the_balance_has_no_deadline(tmp_path):
    rows = [advance("7000", "acompte", "2025-02-20")]
    found = department(tmp_path / "a", rows)["solde"]
    assert (found["etat"], found["est_en_retard"], found["date_attendue"]) == (
        "attendu",
        None,
        None,
    )
    assert found["attendu_eur"] == 3000 == found["reste_eur"] and found["verse_eur"] is None
    assert "laissée en blanc" in found["piece_attendue"]
    rows.append(advance("3000", "solde", "2026-03-31"))
    found = department(tmp_path / "b", rows)["solde"]
    assert (found["etat"], found["est_en_retard"], found["reste_eur"]) == ("recu", False, 0)


def test_an_advance_of_an_unknown_grant_cannot_be_late(tmp_path):
    row = {**advance(None, "acompte", None), "montant_notifie_eur": None}
    found = department(tmp_path, [row])["acompte"]
    assert (found["etat"], found["est_en_retard"], found["attendu_eur"]) == ("inconnu", None, None)
