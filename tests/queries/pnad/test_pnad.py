"""La part des contrats avec une considération sociale : règle, bornes, mois incomplets."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

import queries
from tests.oracles.pnad import (
    AVIGNON_SIRET,
    VEDENE_SIRET,
    Row,
    ligne,
    parts,
    statut,
    wilson,
)
from tests.support.pnad import COLUMNS, JOURNAL, by_month, by_year, month, only_row, store
from tests.support.queries_store import write

IMPOSED = ("annee", *COLUMNS)


# § 6.1 : case, statut ; les sept cas cités, puis ce que disent la règle et les trois écritures.
CASES = [
    ("['Critère social', 'Clause sociale']", "avec"),
    ("INX Concession réservée", "avec"),
    ("Clause sociale ; Critère social", "avec"),
    ("Sans objet", "sans"),
    ("MQ NC", "non_renseigne"),
    ("Oui", "non_renseigne"),
    ("Clause sociale, Pas de considération sociale", "contradictoire"),
    ("Clause sociale", "avec"),
    ("CLAUSE SOCIALE", "avec"),
    ("clause  sociale", "avec"),
    ("Critère social", "avec"),
    ("Critere social", "avec"),
    ("Marché réservé", "avec"),
    ("Marchés réservés", "avec"),
    ("Concession réservé", "avec"),
    ('["Clause sociale"]', "avec"),
    ("Clause sociale|Critère social", "avec"),
    ("Clause sociale,Critère social", "avec"),
    ("Pas de considération sociale", "sans"),
    ("['Pas de considération sociale']", "sans"),
    ("Sans objet, Marché réservé", "contradictoire"),
    ("MQ Clause sociale", "avec"),
    ("CDL", "non_renseigne"),
    ("NC", "non_renseigne"),
    ("['NC']", "non_renseigne"),
    ("MQ", "non_renseigne"),
    ("", "non_renseigne"),
    (" ", "non_renseigne"),
    (None, "non_renseigne"),
    ("Clause environnementale", "non_renseigne"),
    ("Aucune clause sociale", "non_renseigne"),
    ("Inxclause sociale", "non_renseigne"),
]


def test_a_cell_is_read_word_by_word(tmp_path):
    rows = [ligne(f"{month(rank)}-15", cell) for rank, (cell, _) in enumerate(CASES)]
    found = by_month(store(tmp_path, *rows))
    names = {"non_renseigne": "non_renseignes", "contradictoire": "contradictoires"}
    for rank, (cell, expected) in enumerate(CASES):
        assert statut(cell) == expected
        assert found[month(rank)][names.get(expected, expected)] == 1, cell


def toy() -> list[Row]:
    """Le jouet du § 6.1 : quatre contrats, sept lignes."""
    clause, none = "Clause sociale", "Pas de considération sociale"
    return [
        ligne("2025-02-01", clause, numero="A", titulaire_id="1"),
        ligne("2025-02-01", clause, numero="A", titulaire_id="2"),
        ligne("2025-03-01", none, numero="B"),
        ligne("2025-04-01", None, numero="C"),
        ligne("2024-05-01", clause, numero="D"),
        ligne("2025-05-01", clause, numero="D", modification_id=1),
        ligne("2025-06-01", clause, numero="D", modification_id=2),
    ]


def test_the_toy_of_the_recipe(tmp_path):
    found = by_year(store(tmp_path, *toy()))
    counts = (3, 1, 1, 1)
    assert found[2025] == dict(zip(COLUMNS, (*counts, 33.3, 50.0, 66.7, 66.7), strict=True))
    assert (found[2024]["contrats"], found[2024]["avec"]) == (1, 1)
    frame = queries.run("pnad_part", tmp_path)
    assert tuple(frame.columns[: len(IMPOSED)]) == IMPOSED


def messy(seed: int) -> list[Row]:
    """Des lignes inventées où chaque piège du § 6.4 revient souvent."""
    dice = random.Random(seed)
    cells = [cell for cell, _ in CASES]
    rows: list[Row] = []
    for rank in range(60):
        base = {
            "numero": dice.choice(["2024M", "2024M0", "2024M00", f"2024M{rank % 7}", f"X-{rank}"]),
            "acheteur_siret": dice.choice([AVIGNON_SIRET, VEDENE_SIRET]),
            "objet": dice.choice([None, "École", "ECOLE", "Lot 2"]),
            "montant_eur": dice.choice([100000.0, 200000.0]),
            "a_colonne_considerations": dice.random() < 0.8,
            "date_publication": dice.choice([None, date(2024, 9, 1), date(2025, 9, 1)]),
        }
        start = date(2024, 11, 1) + timedelta(days=30 * dice.randrange(4))
        for version in range(dice.choice([1, 1, 2, 3])):
            when = start + timedelta(days=40 * version * dice.choice([0, 1]))
            for holder in dice.choice([["1"], ["1"], ["1", "2"]]):
                more = {"modification_id": version, "titulaire_id": holder}
                rows.append(ligne(when.isoformat(), dice.choice(cells), **base, **more))
    dice.shuffle(rows)
    return rows


@pytest.mark.parametrize("seed", range(8))
def test_messy_lines_are_counted_as_the_text_says(tmp_path, seed):
    rows = messy(seed)
    folder = store(tmp_path, *rows)
    assert by_year(folder) == parts(rows)
    assert by_year(folder, doublons="separes") == parts(rows, est_fusionne=False)
    state = only_row(folder, "decp_etat")
    merged = sum(row["contrats"] for row in parts(rows).values())
    kept = sum(row["contrats"] for row in parts(rows, est_fusionne=False).values())
    assert (state["lignes"], state["contrats"], state["contrats_avant_fusion"]) == (
        len(rows), merged, kept,
    )  # fmt: skip
    assert state["fusionnes"] == queries.run("pnad_doublons", folder).height == kept - merged


def test_nothing_filled_gives_bounds_and_no_rate(tmp_path):
    found = only_row(store(tmp_path, ligne(a_colonne_considerations=False)))
    assert found["taux_renseignes_pct"] is None and found["wilson_bas_pct"] is None
    assert (found["borne_basse_pct"], found["borne_haute_pct"]) == (0.0, 100.0)
    assert found["completude_pct"] == 0.0


def test_a_contradiction_is_neither_with_nor_without(tmp_path):
    cells = ["Clause sociale", "Sans objet", "Sans objet, Clause sociale", None]
    found = only_row(store(tmp_path, *(ligne(considerations=cell) for cell in cells)))
    names = ("avec", "sans", "contradictoires", "non_renseignes")
    assert [found[name] for name in names] == [1, 1, 1, 1]
    assert (found["borne_basse_pct"], found["taux_renseignes_pct"]) == (25.0, 50.0)
    assert (found["borne_haute_pct"], found["completude_pct"]) == (75.0, 50.0)


def test_the_format_of_2019_is_outside_every_rate(tmp_path):
    old = {"source_decp": "json_2019", "uid": None, "a_colonne_considerations": False}
    rows = [
        ligne("2023-05-02", numero="VIEUX", **old),
        ligne("2023-05-02", "Clause sociale"),
        # Le même contrat dans deux écritures : celle qui porte le champ parle.
        ligne("2023-06-01", numero="2023 07", **old),
        ligne("2023-06-02", "Sans objet", numero="2023_07"),
    ]
    found = only_row(store(tmp_path, *rows))
    assert (found["contrats"], found["hors_format"], found["base_contrats"]) == (3, 1, 2)
    assert found["borne_basse_pct"] == found["taux_renseignes_pct"] == 50.0
    alone = only_row(store(tmp_path / "seul", rows[0]))
    assert (alone["contrats"], alone["borne_haute_pct"]) == (1, None)


def test_wilson_is_given_under_thirty_filled_contracts(tmp_path):
    cases = [(0, 1, True), (1, 0, True), (3, 7, True), (9, 20, True), (9, 21, False)]
    rows = []
    for rank, (yes, no, _) in enumerate(cases):
        cells = ["Clause sociale"] * yes + ["Sans objet"] * no + [None] * 5
        rows += [ligne(f"{month(rank)}-15", cell) for cell in cells]
    found = by_month(store(tmp_path, *rows))
    for rank, (yes, no, shown) in enumerate(cases):
        row = found[month(rank)]
        expected = wilson(yes, yes + no) if shown else (None, None)
        assert (row["wilson_bas_pct"], row["wilson_haut_pct"]) == expected


def test_contracts_missing_for_the_target(tmp_path):
    cases = [
        # mois, contrats, avec, cible, manquent
        ("2025-01", 10, 3, 30.0, 0),
        ("2025-02", 10, 2, 30.0, 1),
        ("2025-03", 11, 3, 30.0, 1),
        ("2025-12", 1, 1, 30.0, 0),
        ("2022-01", 20, 0, 30.0, 6),
        ("2021-12", 10, 0, None, None),
        # Aucune cible n'est connue après 2025 : la dernière sert de repère.
        ("2026-01", 10, 0, None, 3),
    ]
    rows = []
    for when, total, yes, *_ in cases:
        cells = ["Clause sociale"] * yes + ["Sans objet"] * (total - yes)
        rows += [ligne(f"{when}-10", cell) for cell in cells]
    found = by_month(store(tmp_path, *rows))
    for when, _, _, target, missing in cases:
        row = found[when]
        assert (row["cible_pct"], row["manquent_pour_la_cible"]) == (target, missing), when


@pytest.mark.parametrize(
    ("published", "month", "year"),
    [("2026-02-27", True, True), ("2026-02-28", False, False), ("2025-12-31", True, True),
     ("2026-02-01", True, True)],
)  # fmt: skip
def test_a_month_is_incomplete_for_two_months(tmp_path, published, month, year):
    row = ligne("2025-12-02", date_publication=date.fromisoformat(published))
    folder = store(tmp_path, row)
    assert only_row(folder, "pnad_par_mois")["est_incomplet"] is month
    assert only_row(folder)["est_incomplet"] is year
    first_half = ligne("2025-01-05", date_publication=date.fromisoformat(published))
    folder = store(tmp_path / "semestre", first_half)
    assert only_row(folder, periode="2025-S1")["est_incomplet"] is False


@pytest.mark.parametrize(
    ("published", "extracted", "expected"),
    [("2026-09-01", "2026-11-15", "2026-09-01"), (None, "2026-11-15", "2026-11-15"),
     ("2029-01-01", "2026-11-15", "2026-11-15"), ("2026-09-01", None, "2026-09-01")],
)  # fmt: skip
def test_the_date_of_the_data_is_never_the_clock(tmp_path, published, extracted, expected):
    row = ligne(date_publication=date.fromisoformat(published) if published else None)
    journal = {**JOURNAL, "date_extraction": date.fromisoformat(extracted) if extracted else None}
    write(tmp_path, decp=[row], imports=[journal])
    assert only_row(tmp_path, "decp_etat")["date_donnees"].isoformat() == expected
