"""La clé de répartition de l'annexe 3, recalculée à la main et par propriétés."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import queries
from tests.support.queries_store import COVE, activite, marche, values, write

CRITERES = (
    "operations", "marches", "heures_prevues", "participants", "prospections", "comites",
)  # fmt: skip
# Le tableau de la convention, tel qu'imprimé.
ANNEXE_3 = {
    "CoVe": (24, 73, 50500, 181, 7, 3),
    "Nord Vaucluse hors CoVe": (7, 8, 7000, 42, 6, 0),
    "CCPOP": (12, 22, 60500, 75, 2, 0),
    "Haut Vaucluse hors CCPOP": (7, 11, 22000, 45, 6, 0),
}
IMPRIMEES = {
    "CoVe": 57,
    "Nord Vaucluse hors CoVe": 11,
    "CCPOP": 21,
    "Haut Vaucluse hors CCPOP": 13,
}


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    rows = [activite(name, *numbers) for name, numbers in ANNEXE_3.items()]
    older = [activite("CoVe", 1, 1, 1, 1, 1, 1, annee=2022)]
    newer = [activite("LMV", 3, 1, None, 0, 2, 0, annee=2024, structure="ITV")]
    return write(tmp_path_factory.mktemp("annexe_3"), activite=[*older, *rows, *newer])


def test_annexe_3_by_hand(store):
    found = values(store, "cle_repartition", "territoire", "part_pct", structure="CIE84")
    # (24/50 + 73/114 + 50500/140000 + 181/343 + 7/21 + 3/3) / 6, et ainsi de suite.
    assert {name: round(part, 2) for name, part in found.items()} == {
        "CoVe": 55.70,
        "Nord Vaucluse hors CoVe": 11.14,
        "CCPOP": 19.65,
        "Haut Vaucluse hors CCPOP": 13.51,
    }
    assert sum(found.values()) == pytest.approx(100, abs=1e-5)


def test_annexe_3_without_the_committees_by_hand(store):
    column = "part_sans_comites_pct"
    found = values(store, "cle_repartition", "territoire", column, structure="CIE84")
    assert {name: round(part, 1) for name, part in found.items()} == {
        "CoVe": 46.8,
        "Nord Vaucluse hors CoVe": 13.4,
        "CCPOP": 23.6,
        "Haut Vaucluse hors CCPOP": 16.2,
    }


@pytest.mark.parametrize(
    ("territoire", "expected"),
    [
        ("CoVe", (48.0, 64.04, 36.07, 52.77, 33.33, 100.0)),
        ("CCPOP", (24.0, 19.30, 43.21, 21.87, 9.52, 0.0)),
        ("Haut Vaucluse hors CCPOP", (14.0, 9.65, 15.71, 13.12, 28.57, 0.0)),
        ("Nord Vaucluse hors CoVe", (14.0, 7.02, 5.0, 12.24, 28.57, 0.0)),
    ],
)
def test_each_share_of_annexe_3_by_hand(store, territoire, expected):
    frame = queries.run("cle_repartition", store, annee=2023).filter(territoire=territoire)
    found = frame.select(f"part_{one}_pct" for one in CRITERES).row(0)
    assert tuple(round(part, 2) for part in found) == expected


def test_the_printed_mean_is_beside_only_for_the_printed_table(store):
    printed = values(store, "cle_repartition", "territoire", "part_imprimee_pct", annee=2023)
    assert printed == IMPRIMEES and sum(printed.values()) == 102
    (older,) = queries.run("cle_repartition", store, annee=2022)["part_imprimee_pct"]
    assert older is None


def test_without_a_period_each_structure_has_its_last_year(store):
    frame = queries.run("cle_repartition", store)
    assert set(frame.select("structure", "annee").rows()) == {("CIE84", 2023), ("ITV", 2024)}


def test_a_zero_or_unknown_criterion_is_left_out_and_named(store):
    (row,) = queries.run("cle_repartition", store, structure="ITV").rows(named=True)
    assert row["part_heures_prevues_pct"] is None and row["part_participants_pct"] is None
    assert row["part_pct"] == 100 and row["part_sans_comites_pct"] == 100
    assert row["criteres_ecartes"] == (
        "heures prévues (incomplet), participants (total nul), comités de suivi (total nul)"
    )


def test_an_epci_gives_the_whole_key_of_its_structure(store):
    frame = queries.run("cle_repartition", store, epci=COVE)
    assert set(frame["territoire"]) == set(ANNEXE_3)
    assert dict(frame.select("territoire", "epci").iter_rows())["CoVe"] == COVE


def test_without_activity_there_is_no_key_but_the_printed_one(tmp_path):
    empty = write(tmp_path, marches=[marche()])
    assert queries.run("cle_repartition", empty).is_empty()
    printed = queries.run("annexe_3_imprimee", empty)
    found = dict(printed.select("territoire", "part_imprimee_pct").iter_rows())
    assert found == IMPRIMEES and set(printed["somme_imprimee_pct"]) == {102}
    assert [round(part, 1) for part in printed["part_pct"]] == [55.7, 19.7, 13.5, 11.1]
    assert printed.filter(territoire="CCPOP")["part_marches_imprimee_pct"].item() == 20


NUMBERS = st.integers(0, 5000)
TABLES = st.lists(st.tuples(*[NUMBERS] * 6), min_size=1, max_size=5)


def shares(table: list[tuple[int, ...]]) -> list[Fraction | None]:
    """La moyenne des parts, critères au total nul écartés, en fractions exactes."""
    totals = [sum(column) for column in zip(*table, strict=True)]
    kept = [rank for rank, total in enumerate(totals) if total]
    if not kept:
        return [None] * len(table)
    parts = [[Fraction(100 * row[rank], totals[rank]) for rank in kept] for row in table]
    return [sum(row) / len(kept) for row in parts]


@given(table=TABLES, zeros=st.sets(st.integers(0, 5), max_size=6), data=st.data())
@settings(max_examples=8, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_the_key_is_the_mean_of_the_shares_in_any_order(tmp_path_factory, table, zeros, data):
    table = [tuple(0 if rank in zeros else one for rank, one in enumerate(row)) for row in table]
    named = [(f"T{rank}", row) for rank, row in enumerate(table)]
    shuffled = data.draw(st.permutations(named))
    rows = [activite(name, *row) for name, row in named]
    rows += [activite(name, *row, structure="ITV") for name, row in shuffled]
    frame = queries.run("cle_repartition", write(tmp_path_factory.mktemp("cle"), activite=rows))
    found = {
        one: dict(frame.filter(structure=one).select("territoire", "part_pct").iter_rows())
        for one in ("CIE84", "ITV")
    }
    assert found["CIE84"] == pytest.approx(found["ITV"], abs=1e-6, nan_ok=True)
    expected = dict(zip((name for name, _ in named), shares(table), strict=True))
    for name, part in expected.items():
        if part is None:
            assert found["CIE84"][name] is None
        else:
            assert found["CIE84"][name] == pytest.approx(float(part), abs=1e-5)
    if None not in expected.values():
        assert sum(found["CIE84"].values()) == pytest.approx(100, abs=1e-5)
    for rank, criterion in enumerate(CRITERES):
        parts = frame[f"part_{criterion}_pct"]
        assert parts.is_null().all() == (not sum(row[rank] for row in table))
