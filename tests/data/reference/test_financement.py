"""Les règles de financement et l'annexe 3 : ce que la convention écrit, mot pour mot."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from data.reference import load
from tests.support.places import SHARED

CONVENTION = SHARED / "convention.txt"
RULES, ANNEXE_3 = load()["ref_regle_financement"], load()["ref_annexe_3"]
# Celles de la convention : un avenant en ajoute d'autres, à sa date.
SIGNEES = RULES.filter(pl.col("date_debut") == date(2025, 1, 1))
CRITERES = (
    "operations", "marches", "heures_prevues", "participants", "prospections", "comites",
)  # fmt: skip


def convention() -> str:
    if not CONVENTION.exists():
        pytest.skip("dossier ../shared absent : le texte de la convention n'est pas relu")
    return CONVENTION.read_text("utf-8")


def test_rules_are_typed_dated_and_ordered():
    assert dict(SIGNEES.select("regle", "seuil_pct").iter_rows()) == {
        "etat_max": 70,
        "departement_part": 20,
        "departement_acompte": 70,
        "departement_solde": 30,
        "epci_min": 10,
        "cove_plafond": 10,
        "cove_temps": 10,
    }
    assert RULES.schema["seuil_pct"] == pl.Decimal(6, 2)
    assert RULES["date_debut"].null_count() == 0 and RULES["date_debut"].min() == date(2025, 1, 1)
    assert SIGNEES["ordre"].to_list() == list(range(1, SIGNEES.height + 1))
    assert SIGNEES.filter(regle="cove_temps")["temps_dedie_etp"].item() == Decimal("0.57")


def test_codes_are_those_of_the_plan():
    codes = load()["ref_code"]
    payers = set(codes.filter(liste="type_financeur")["code"])
    natures = set(codes.filter(liste="nature_versement")["code"])
    assert set(RULES["type_financeur"]) <= payers
    assert set(RULES["nature_versement"].drop_nulls()) == natures
    assert set(RULES["sens"]) == {"max", "min", "egal"}
    assert set(RULES["assiette"]) == {"poste", "temps_dedie", "versement"}
    named = {*RULES["epci_vise"].drop_nulls(), *ANNEXE_3["epci"].drop_nulls()}
    assert named <= set(load()["ref_epci"]["siren"])


def test_instalments_make_the_whole_grant():
    assert SIGNEES.filter(assiette="versement")["seuil_pct"].sum() == 100


def test_the_printed_table_and_its_totals():
    totals = ANNEXE_3.select(pl.col(f"nombre_{one}").sum() for one in CRITERES).row(0)
    assert totals == (50, 114, 140000, 343, 21, 3)
    assert ANNEXE_3["part_imprimee_pct"].sum() == 102


def test_rules_quote_the_convention():
    said = re.sub(r"\s+", " ", convention())
    for quote in SIGNEES["texte"]:
        for part in quote.split(" ; "):
            assert part.removeprefix("en année « 0 », ") in said, part


def test_the_table_is_the_printed_one():
    text = convention()
    for row in ANNEXE_3.rows(named=True):
        counts = [str(row[f"nombre_{one}"]) for one in CRITERES]
        parts = [f"{row[f'part_{one}_imprimee_pct']:.0f}" for one in CRITERES]
        cells = [row["territoire_imprime"], *counts, *parts, f"{row['part_imprimee_pct']:.0f}"]
        assert "\t".join(cells) in text
