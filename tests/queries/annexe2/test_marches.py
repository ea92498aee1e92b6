"""Les marchés de l'annexe 2 : en cours, nouveaux, cumulés, états, typologie, un par un."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import pytest

import queries
from tests.support.queries_store import (
    AVIGNON,
    CARPENTRAS,
    COVE,
    day,
    heures,
    marche,
    values,
    write,
)

FIN_2023 = date(2023, 12, 31)
_lines = itertools.count(2)


def engagement(numero: str, name: str, role: str = "titulaire", **more: Any) -> dict[str, Any]:
    row = {"structure": "CIE84", "ligne": next(_lines), "numero_marche": numero}
    return {**row, "entreprise": name, "role_entreprise": role, **more}


def dated(notified: str | None, ended: str | None = None, **more: Any) -> dict[str, Any]:
    days = {
        "date_notification": day(notified) if notified else None,
        "date_fin_reelle": day(ended) if ended else None,
    }
    return marche(**{**days, **more})


def programmes(store, column: str, **filtres: object) -> dict[str, Any]:
    return values(store, "marches_par_programme", "programme", column, **filtres)


def liste(store, **filtres: object) -> list[dict[str, Any]]:
    return queries.run("marches_liste", store, **filtres).to_dicts()


YEAR_CASES = [
    # notification, fin réelle, en cours en 2023, nouveau en 2023
    ("2023-01-01", None, True, True),
    ("2023-12-31", None, True, True),
    ("2022-12-31", None, True, False),
    ("2024-01-01", None, False, False),
    ("2022-01-01", "2023-01-01", True, False),
    ("2022-01-01", "2022-12-31", False, False),
    ("2023-02-01", "2023-03-01", True, True),
]


def test_first_and_last_day_of_the_year(tmp_path):
    rows = [
        dated(notified, ended, numero=str(rank), programme="npnru")
        for rank, (notified, ended, *_) in enumerate(YEAR_CASES)
    ]
    store = write(tmp_path, marches=rows)
    found = {row["numero_marche"]: row for row in liste(store, annee=2023)}
    for rank, case in enumerate(YEAR_CASES):
        row = found[str(rank)]
        assert (row["est_en_cours"], row["est_nouveau"]) == case[2:], case
    assert programmes(store, "en_cours", annee=2023)["npnru"] == 5
    assert programmes(store, "nouveaux", annee=2023)["npnru"] == 3
    by_year = queries.run("marches_par_annee", store, annee=2023).to_dicts()
    assert [(row["en_cours"], row["nouveaux"]) for row in by_year] == [(5, 3)]


def test_programmes_keep_their_unknown_and_novelty_needs_a_period(tmp_path):
    rows = [
        marche("1", programme="npnru"),
        marche("2", programme="hors_programme"),
        marche("3", programme=None),
        marche("4", programme="npnru", statut_marche="infructueux"),
    ]
    hours = [heures("p", "2023-02", 7, numero_marche="1"), heures("p", "2023-02", 2)]
    store = write(tmp_path, marches=rows, heures=hours)
    found = programmes(store, "en_cours")
    assert found == {"npnru": 1, "pnrqad": 0, "hors_programme": 1, "inconnu": 1}
    assert set(programmes(store, "nouveaux").values()) == {None}
    assert programmes(store, "nouveaux", annee=2023)["npnru"] == 1
    # Les heures d'un marché que personne n'a déclaré sont à part.
    expected = {"npnru": 7.0, "pnrqad": 0.0, "hors_programme": 0.0, "inconnu": 2.0}
    assert programmes(store, "heures_realisees") == expected


def test_an_accord_cadre_with_many_orders_is_one_marche(tmp_path):
    orders = [marche("AC", numero_lot="1", ligne=rank) for rank in (2, 3, 4)]
    store = write(tmp_path, marches=[*orders, marche("AC", numero_lot="2")])
    assert sum(programmes(store, "en_cours").values()) == 2
    assert len(liste(store)) == 2


def test_years_are_cumulated_and_say_if_they_are_whole(tmp_path):
    rows = [
        dated("2021-03-01", "2022-06-30", numero="1"),
        dated("2022-12-31", numero="2"),
        dated("2023-01-01", numero="3"),
        dated("2023-05-01", numero="4", statut_marche="en_prevision"),
        dated(None, numero="5"),
    ]
    hours = [
        heures("p", "2022-12", 5, numero_marche="1"),
        heures("p", "2023-02", 5, numero_marche="2"),
        heures("p", "2023-02", 5, numero_marche="3"),
        heures("p", "2023-03", -5, numero_marche="3"),
    ]
    store = write(tmp_path, date(2023, 9, 30), marches=rows, heures=hours)
    found = queries.run("marches_par_annee", store)
    # annee, nouveaux, notifies_cumules, en_cours, avec_heures, est_complete
    assert found.rows() == [
        (2021, 1, 1, 1, 0, True),
        (2022, 1, 2, 2, 1, True),
        (2023, 1, 3, 2, 1, False),
    ]


def test_the_list_of_marches_line_by_line(tmp_path):
    first = marche(
        "M1", numero_lot="1", maitre_ouvrage="La CoVe", siret_maitre_ouvrage="24840005300018",
        intitule_operation="École", intitule_lot="Peinture", programme="pnrqad",
        nature_marche="travaux", procedure_clause="reserve_siae", secteur_activite="Peinture",
        montant_ht_eur=90000, code_insee_travaux=CARPENTRAS, heures_prevues=100.0,
    )  # fmt: skip
    store = write(
        tmp_path,
        FIN_2023,
        marches=[first, marche("M1", numero_lot="2", code_insee_travaux=AVIGNON)],
        engagements=[
            engagement("M1", "Deux", "cotraitant", heures_engagees=30.0),
            engagement("M1", "Un", numero_lot="1", heures_engagees=50.0),
            engagement("M1", "Aide", "sous_traitant", numero_lot="1", heures_engagees=5.0),
        ],
        heures=[
            heures("p", "2022-12", 60, numero_lot="1"),
            heures("p", "2023-03", 95, numero_lot="1"),
            heures("p", "2023-04", -5, numero_lot="1"),
        ],
    )
    one, two = sorted(liste(store, annee=2023), key=lambda row: row["numero_lot"])
    expected = {
        "marche_id": "CIE84|M1|1", "acheteur": "CoVe", "type_maitre_ouvrage": "epci",
        "operation": "École", "objet": "Peinture", "programme": "pnrqad", "commune": "Carpentras",
        "nom_epci": "CoVe", "epci": COVE, "procedure_clause": "reserve_siae",
        "montant_ht_eur": 90000.0, "est_en_cours": True, "est_nouveau": True,
        "etat_libelle": "En cours", "heures_prevues": 100.0, "heures_engagees": 85.0,
        "heures_realisees": 150.0, "heures_periode": 90.0, "taux_pct": 150.0,
        "entreprises": "Deux, Un", "dernier_mois": "2023-03",
    }  # fmt: skip
    assert {name: one[name] for name in expected} == expected
    # L'engagement du marché entier ne compte qu'une fois ; sans heures prévues, pas de taux.
    assert (two["heures_engagees"], two["entreprises"], two["taux_pct"]) == (None, "Deux", None)
    assert (two["heures_realisees"], two["acheteur"], two["programme"]) == (0.0, None, "inconnu")
    assert [row["numero_lot"] for row in liste(store, epci=COVE)] == ["1"]
    total = queries.run("heures_prevues_et_realisees", store, annee=2023)
    assert total.filter(structure="total")["heures_engagees"].to_list() == [85.0]


def test_a_whole_commitment_goes_to_the_first_running_lot(tmp_path):
    rows = [
        dated("2021-01-01", "2022-06-30", numero="M1", numero_lot="1"),
        marche("M1", numero_lot="2"),
    ]
    commitments = [engagement("M1", "Un", heures_engagees=30.0)]
    store = write(tmp_path, marches=rows, engagements=commitments)
    found = {row["numero_lot"]: row["heures_engagees"] for row in liste(store, annee=2023)}
    assert found == {"1": None, "2": 30.0}


def test_to_come_and_ending_soon(tmp_path):
    rows = [
        marche("1", statut_marche="en_prevision", date_notification=None, heures_prevues=300.0),
        marche("2", date_fin_prevue=day("2024-02-01"), heures_prevues=50.0),
        marche("3", date_fin_prevue=day("2025-02-01")),
    ]
    hours = [heures("p", "2023-12", 70, numero_marche="2")]
    store = write(tmp_path, FIN_2023, marches=rows, heures=hours)
    coming = queries.run("marches_a_venir", store)
    assert coming.select("marche_id", "heures_prevues").rows() == [("CIE84|1|", 300.0)]
    ending = queries.run("marches_se_terminant", store, annee=2023)
    shown = ending.select("marche_id", "date_fin_prevue", "heures_restantes", "taux_pct")
    assert shown.rows() == [("CIE84|2|", date(2024, 2, 1), -20.0, 140.0)]
    states = values(store, "marches_par_etat", "etat", "marches", annee=2023)
    assert states == {"en_cours": 1, "bientot_fini": 1, "a_venir": 1}


def test_amount_bands(tmp_path):
    amounts = [39999.99, 40000, 89999.99, 90000, 1000000, 5000000, None]
    rows = [marche(str(rank), montant_ht_eur=amount) for rank, amount in enumerate(amounts)]
    store = write(tmp_path, marches=rows)
    found = values(store, "marches_par_tranche_montant", "tranche_montant", "marches")
    assert found == {
        "moins_40": 1, "40_90": 2, "90_250": 1, "1000_5000": 1, "5000_plus": 1, "inconnu": 1,
    }  # fmt: skip


def test_typology_by_number_and_by_hours(tmp_path):
    rows = [
        marche("1", nature_marche="travaux"),
        marche("2", nature_marche="travaux"),
        marche("3", nature_marche="services"),
        marche("4"),
        marche("5", nature_marche="services", statut_marche="en_prevision"),
    ]
    hours = [
        heures("p", "2023-01", 30, numero_marche="1"),
        heures("p", "2023-01", 90, numero_marche="3"),
        heures("p", "2023-01", 80, numero_marche="absent"),
        heures("p", "2022-01", 500, numero_marche="1"),
    ]
    store = write(tmp_path, marches=rows, heures=hours)
    found = queries.run("marches_par_nature", store, annee=2023).rows()
    assert found == [
        ("travaux", "Travaux", 2, 2, 66.7, 30.0, 25.0),
        ("services", "Services", 1, 1, 33.3, 90.0, 75.0),
        ("inconnu", "Non renseigné", 1, 1, None, 80.0, None),
    ]


TYPOLOGIES = {
    "marches_par_procedure": "procedure_clause",
    "marches_par_secteur": "secteur_activite",
    "marches_par_type_donneur_ordre": "type_maitre_ouvrage",
    "marches_par_tranche_montant": "tranche_montant",
}


def test_each_typology_counts_every_marche_once(tmp_path):
    rows = [
        marche("1", procedure_clause="critere", secteur_activite="VRD", montant_ht_eur=1000,
               type_maitre_ouvrage="commune", maitre_ouvrage="A"),
        marche("2", procedure_clause="reserve_siae", secteur_activite="VRD", montant_ht_eur=1e6,
               type_maitre_ouvrage="prive", maitre_ouvrage="B"),
        marche("3"),
    ]  # fmt: skip
    hours = [heures("p", "2023-01", 12.5, numero_marche=one) for one in ("1", "3", "absent")]
    store = write(tmp_path, marches=rows, heures=hours)
    for name, frame in queries.run_many(TYPOLOGIES, store, annee=2023).items():
        assert frame["marches"].sum() == 3 and frame["heures_realisees"].sum() == 37.5
        assert frame[TYPOLOGIES[name]][-1] == "inconnu"
        assert frame["part_pct"].sum() == pytest.approx(100, abs=0.1)


def test_unknown_marches_are_null_not_zero(tmp_path):
    store = write(tmp_path, heures=[heures("p", "2023-01", 5)])
    assert set(programmes(store, "en_cours", annee=2023).values()) == {None}
    assert values(store, "marches_par_nature", "nature_marche", "marches") == {"inconnu": None}
    assert queries.run("marches_par_annee", store).is_empty()
