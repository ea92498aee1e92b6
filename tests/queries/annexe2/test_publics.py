"""Bénéficiaires de l'annexe 2 : quartiers, prescripteurs, contrats, femmes, parcours."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import queries
from tests.support.queries_store import Row, contrat, day, heures, marche, situation, values, write

FIN_2023 = date(2023, 12, 31)


def fiche(personne: str, structure: str = "CIE84", **more: Any) -> Row:
    row = {"structure": structure, "numero_participant": personne, "personne": personne}
    return {**row, **more}


def test_quarters_and_their_generation(tmp_path):
    saint_chamand, monclar = "QN08404I", "QN08402M"
    people = [
        fiche("a", qpv=True, code_qpv=saint_chamand, qpv_generation="2024"),
        fiche("b", qpv=True, code_qpv=saint_chamand, qpv_generation="2015"),
        fiche("c", qpv=True, code_qpv=saint_chamand, qpv_generation="2024"),
        fiche("d", qpv=True),
        fiche("e", qpv=False),
        fiche("f", qpv=None),
        fiche("absent", qpv=True, code_qpv=monclar, qpv_generation="2024"),
    ]
    hours = [heures(one, "2023-01", 5) for one in "abcdef"]
    frame = queries.run("beneficiaires_par_qpv", write(tmp_path, participants=people, heures=hours))
    found = frame.select("code_qpv", "commune", "generation", "beneficiaires", "part_pct").rows()
    assert found == [
        (saint_chamand, "Avignon", "2024", 2, 40.0),
        (saint_chamand, "Avignon", "2015", 1, 20.0),
        ("hors_qpv", None, None, 1, 20.0),
        ("inconnu", None, None, 1, None),
        ("non_precise", None, None, 1, 20.0),
    ]


def test_a_person_has_the_prescripteur_of_the_first_record(tmp_path):
    people = [
        fiche("a", prescripteur="plie", date_entree=day("2023-02-01")),
        {**fiche("a2", "ITV", prescripteur="cap_emploi", date_entree=day("2023-01-01")),
         "personne": "a"},
        fiche("b", prescripteur="plie"),
        fiche("c"),
    ]  # fmt: skip
    hours = [heures(one, "2023-03", 5) for one in "abc"]
    store = write(tmp_path, participants=people, heures=hours)
    found = queries.run("beneficiaires_par_prescripteur", store).drop("libelle").rows()
    assert found == [("cap_emploi", 1, 50.0), ("plie", 1, 50.0), ("inconnu", 1, None)]


def test_a_person_counts_in_each_contract_type(tmp_path):
    contracts = [
        contrat("a", "2023-01-01", "2023-02-28", numero_contrat="1", type_contrat="interim"),
        contrat("a", "2023-03-01", "2023-04-30", numero_contrat="2", type_contrat="cdi"),
        contrat("b", "2023-01-01", "2023-02-28", numero_contrat="3", type_contrat="interim"),
    ]
    hours = [
        heures("a", "2023-01", 10, numero_contrat="1"),
        heures("a", "2023-03", 30, numero_contrat="2"),
        heures("b", "2023-01", 20, numero_contrat="3"),
        heures("b", "2023-02", -20, numero_contrat="3"),
        heures("c", "2023-02", 5),
    ]
    store = write(tmp_path, contrats=contracts, heures=hours)
    found = queries.run("beneficiaires_par_type_contrat", store, annee=2023).drop("libelle").rows()
    assert found == [
        ("cdi", 1, 30.0, 75.0),
        ("interim", 1, 10.0, 25.0),
        ("inconnu", 1, 5.0, None),
    ]


def test_women_in_each_category(tmp_path):
    people = [
        fiche("a", sexe="femme", brsa=True),
        fiche("b", sexe="homme", brsa=True),
        fiche("c", sexe="homme", brsa=True),
        fiche("d", brsa=True),
        fiche("e", sexe="femme", brsa=False),
    ]
    hours = [heures(one, "2023-01", 5) for one in "abcde"]
    store = write(tmp_path, participants=people, heures=hours)
    frame = queries.run("femmes_par_categorie", store).drop("libelle")
    found = {row[0]: row[1:] for row in frame.rows()}
    assert found["total"] == (5, 2, 1, 50.0)
    assert found["brsa"] == (4, 1, 1, 33.3)
    # Personne dans la catégorie : pas de taux.
    assert found["th"] == (0, 0, 0, None)
    assert "femmes" not in found and "brsa_femmes" not in found


def test_women_by_nature_of_marche(tmp_path):
    people = [fiche("a", sexe="femme"), fiche("b", sexe="homme"), fiche("c")]
    rows = [marche("T", nature_marche="travaux"), marche("S", nature_marche="services")]
    hours = [
        heures("a", "2023-01", 30, numero_marche="T"),
        heures("a", "2023-02", 10, numero_marche="S"),
        heures("b", "2023-01", 90, numero_marche="T"),
        heures("c", "2023-01", 5, numero_marche="?"),
    ]
    store = write(tmp_path, participants=people, marches=rows, heures=hours)
    found = queries.run("femmes_par_nature_marche", store, annee=2023).drop("libelle").rows()
    assert found == [
        ("travaux", 2, 1, 0, 50.0, 120.0, 30.0, 25.0),
        ("services", 1, 1, 0, 100.0, 10.0, 10.0, 100.0),
        ("total", 3, 1, 1, 50.0, 135.0, 40.0, 30.8),
        ("inconnu", 1, 0, 1, None, 5.0, 0.0, None),
    ]


def test_path_counts_contracts_over_all_structures(tmp_path):
    people = [fiche("a"), {**fiche("a2", "ITV"), "personne": "a"}]
    contracts = [
        contrat("a", "2022-01-01", "2022-06-30"),
        contrat("a2", "2023-02-01", "2023-06-30", "ITV"),
        contrat("a", "2024-01-01", None),
        contrat("b", "2023-01-01", "2023-06-30"),
        *(contrat("c", f"2023-0{month}-01", f"2023-0{month}-28") for month in range(1, 5)),
    ]
    hours = [
        heures("a2", "2023-03", 5, "ITV"),
        *(heures(one, "2023-03", 5) for one in ("b", "c", "d")),
    ]
    store = write(tmp_path, participants=people, contrats=contracts, heures=hours)
    found = queries.run("parcours", store, annee=2023).drop("libelle").rows()
    assert found == [
        ("1", 1, 1, 33.3),
        ("2", 1, 0, 33.3),
        ("3_plus", 1, 1, 33.3),
        ("inconnu", 1, 0, None),
    ]
    only = values(store, "parcours", "nombre_contrats", "beneficiaires", structure="ITV")
    assert only == {"1": 0, "2": 0, "3_plus": 1, "inconnu": 0}
    ranks = queries.run("contrats_par_rang", store, annee=2023).drop("libelle").rows()
    assert ranks == [(1, 2, 2), (2, 2, 2), (3, 2, 1)]
    assert queries.run("contrats_par_rang", store, annee=2023, structure="ITV").rows() == [
        (2, "Deuxième contrat", 1, 1)
    ]


FIN_CASES = [
    # fin du contrat, suite, ce que l'on sait au 31 décembre 2023
    ("2023-06-30", {}, "inconnue"),
    ("2023-06-30", {"situation": ("cdi", "2023-09-28")}, "connue"),
    ("2023-06-30", {"situation": ("cdi", "2023-09-29")}, "inconnue"),
    ("2023-06-30", {"situation": ("cdi", "2023-05-31")}, "connue"),
    ("2023-06-30", {"situation": ("cdi", "2023-05-30")}, "inconnue"),
    ("2023-06-30", {"situation": ("injoignable", "2023-07-01")}, "injoignable"),
    ("2023-06-30", {"situation": ("non_renseigne", "2023-07-01")}, "inconnue"),
    ("2023-06-30", {"suivant": "2023-09-28"}, "contrat_suivant"),
    ("2023-06-30", {"suivant": "2023-09-29"}, "inconnue"),
    ("2023-10-02", {}, "inconnue"),
    ("2023-10-03", {}, "recente"),
    ("2023-12-31", {}, "recente"),
    ("2024-01-01", {}, None),
    (None, {}, None),
]


def test_what_is_known_as_soon_as_a_contract_ends(tmp_path):
    contracts, seen = [], []
    for rank, (ended, next_, _) in enumerate(FIN_CASES):
        who = f"p{rank}"
        contracts.append(contrat(who, "2023-01-01", ended))
        if "suivant" in next_:
            contracts.append(contrat(who, next_["suivant"], None))
        seen.append(situation(who, *next_.get("situation", (None, None))))
    store = write(tmp_path, FIN_2023, contrats=contracts, situations=seen)
    found = values(store, "situations_fin_contrat", "suite", "personnes", annee=2023)
    expected = Counter(state for *_, state in FIN_CASES if state)
    assert found == {name: expected[name] for name in found}


def test_the_share_leaves_recent_ends_aside(tmp_path):
    contracts = [
        contrat("a", "2023-01-01", "2023-03-31"),
        contrat("b", "2023-01-01", "2023-03-31"),
        contrat("c", "2023-01-01", "2023-12-15"),
    ]
    seen = [situation("a", "cdi", "2023-04-01")]
    store = write(tmp_path, FIN_2023, contrats=contracts, situations=seen)
    found = values(store, "situations_fin_contrat", "suite", "part_pct", annee=2023)
    assert found == {
        "contrat_suivant": 0.0, "connue": 50.0, "injoignable": 0.0, "inconnue": 50.0,
        "recente": None,
    }  # fmt: skip
