"""Marchés en cours, entreprises attributaires, donneurs d'ordre accompagnés."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import queries
from tests.support.queries_store import (
    AVIGNON,
    CARPENTRAS,
    COVE,
    GRAND_AVIGNON,
    Row,
    contrat,
    day,
    figures,
    heures,
    marche,
    values,
    write,
)


def engagement(numero: str, siret: str | None, role: str = "titulaire", **more: Any) -> Row:
    row = {
        "structure": "CIE84",
        "numero_marche": numero,
        "entreprise": "Entreprise-Exemple",
        "siret": siret,
        "role_entreprise": role,
    }
    return {**row, **more}


def action(nature: str, name: str, when: str = "2023-05-01", **more: Any) -> Row:
    row = {
        "structure": "CIE84",
        "date_action": day(when),
        "maitre_ouvrage": name,
        "nature_action": nature,
    }
    return {**row, **more}


ACTIVE_CASES = [
    # notification, fin prévue, fin réelle, statut, en cours en 2023
    ("2023-06-01", None, None, "en_cours", True),
    ("2023-12-31", None, None, "notifie", True),
    ("2024-01-01", None, None, "notifie", False),
    ("2022-01-01", None, "2023-01-01", "termine", True),
    ("2022-01-01", None, "2022-12-31", "termine", False),
    ("2022-01-01", "2022-06-30", None, "en_cours", True),
    ("2022-01-01", "2022-06-30", None, "termine", True),
    ("2022-01-01", None, None, "suspendu", True),
    ("2022-01-01", None, "2023-03-01", "resilie", True),
    ("2022-01-01", None, None, "en_prevision", False),
    ("2022-01-01", None, None, "infructueux", False),
    ("2022-01-01", None, None, None, True),
    (None, None, None, "en_cours", False),
]


@pytest.mark.parametrize(("notifie", "prevue", "reelle", "statut", "expected"), ACTIVE_CASES)
def test_a_marche_is_active_if(tmp_path, notifie, prevue, reelle, statut, expected):
    row = marche(
        date_notification=day(notifie) if notifie else None,
        date_fin_prevue=day(prevue) if prevue else None,
        date_fin_reelle=day(reelle) if reelle else None,
        statut_marche=statut,
    )
    witness = marche("autre", date_notification=day("2023-01-01"))
    found = figures(write(tmp_path, marches=[row, witness]), annee=2023)["marches_en_cours"]
    assert found - 1 == int(expected)


def test_a_lot_is_a_marche_and_structures_do_not_share_them(tmp_path):
    rows = [
        marche("M1", numero_lot="1"),
        marche("M1", numero_lot="2"),
        marche("M1", "ITV", numero_lot="1"),
        marche("M1", "ITV", numero_lot="1", ligne=2),
    ]
    store = write(tmp_path, marches=rows)
    assert figures(store)["marches_en_cours"] == 3
    assert figures(store, structure="ITV")["marches_en_cours"] == 1


@pytest.mark.parametrize(
    ("role", "expected"),
    [("titulaire", 1), ("mandataire", 1), ("cotraitant", 1), ("sous_traitant", 0)],
)
def test_attributaires_are_not_subcontractors(tmp_path, role, expected):
    store = write(tmp_path, marches=[marche()], engagements=[engagement("M1", "1" * 14, role)])
    assert figures(store)["entreprises"] == expected


def test_entreprises_are_distinct_siren_of_active_marches(tmp_path):
    store = write(
        tmp_path,
        marches=[
            marche("M1", numero_lot="1"),
            marche("M1", numero_lot="2"),
            marche("M2", statut_marche="infructueux"),
        ],
        engagements=[
            engagement("M1", "11111111100011", numero_lot="1"),
            engagement("M1", "11111111100029", numero_lot="2"),
            engagement("M1", "22222222200011"),
            engagement("M1", None, numero_lot="1"),
            engagement("M1", "33333333300011", numero_lot="9"),
            engagement("M2", "44444444400011"),
            engagement("M1", "55555555500011", structure="ITV"),
        ],
    )
    assert figures(store, annee=2023)["entreprises"] == 2


def test_buyers_are_accompanied_by_a_marche_or_by_an_action(tmp_path):
    store = write(
        tmp_path,
        marches=[
            marche("M1", maitre_ouvrage="CoVe", siret_maitre_ouvrage="24840005300013"),
            marche("M2", maitre_ouvrage="Ancien", date_fin_reelle=day("2022-06-30"),
                   date_notification=day("2021-01-01")),
        ],
        actions=[
            action("accompagnement", "COVE"),
            action("accompagnement", "Nouveau"),
            action("accompagnement", "Trop tôt", "2022-12-31"),
            action("contact", "Seulement contacté"),
        ],
    )  # fmt: skip
    assert figures(store, annee=2023)["donneurs_ordre_accompagnes"] == 2
    assert figures(store, annee=2022)["donneurs_ordre_accompagnes"] == 2


def test_actions_follow_their_place(tmp_path):
    store = write(
        tmp_path,
        marches=[marche("M9", date_notification=day("2020-01-01"), statut_marche="infructueux")],
        actions=[
            action("accompagnement", "Un", commune_epci="Carpentras"),
            action("accompagnement", "Deux", commune_epci="Grand Avignon"),
            action("accompagnement", "Trois", commune_epci=None),
        ],
    )
    found = {
        name: figures(store, annee=2023, **filtre)["donneurs_ordre_accompagnes"]
        for name, filtre in {
            "tout": {},
            "cove": {"epci": COVE},
            "grand avignon": {"epci": GRAND_AVIGNON},
            "bassin": {"bassin": "CLPE84002"},
            "structure": {"epci": COVE, "axe": "structure"},
        }.items()
    }
    assert found == {"tout": 3, "cove": 1, "grand avignon": 1, "bassin": 1, "structure": 3}


def test_marches_follow_the_chosen_territory(tmp_path):
    store = write(
        tmp_path,
        marches=[
            marche("M1", code_insee_travaux=CARPENTRAS),
            marche("M2", code_insee_travaux=AVIGNON),
            marche("M3"),
        ],
        participants=[
            {
                "structure": "CIE84",
                "numero_participant": "p",
                "personne": "p",
                "code_insee_residence": CARPENTRAS,
            }
        ],
        contrats=[contrat("p", "2023-01-02", numero_marche="M2")],
        heures=[heures("p", "2023-01", 5, numero_marche="M2")],
    )
    assert figures(store)["marches_en_cours"] == 3
    assert figures(store, epci=COVE)["marches_en_cours"] == 1
    # Sur l'axe de la résidence : les marchés où travaillent des habitants de l'EPCI.
    assert figures(store, epci=COVE, axe="residence")["marches_en_cours"] == 1
    assert figures(store, epci=GRAND_AVIGNON, axe="residence")["marches_en_cours"] == 0


def test_figures_without_their_data_are_unknown(tmp_path):
    store = write(tmp_path, heures=[heures("p", "2023-01", 5)])
    assert figures(store) == {
        "heures_realisees": 5.0,
        "beneficiaires": 1.0,
        "entreprises": None,
        "marches_en_cours": None,
        "donneurs_ordre_accompagnes": None,
        "sorties_positives": None,
    }


def test_a_future_period_is_unknown_not_zero(tmp_path):
    rows = {"marches": [marche()], "heures": [heures("p", "2023-01", 5)]}
    found = figures(write(tmp_path, date(2023, 12, 31), **rows), annee=2024)
    assert found["marches_en_cours"] is None and found["heures_realisees"] is None


@pytest.mark.parametrize(
    ("periode", "before", "label"),
    [
        ("2024", 1.0, "2023"),
        ("2024-S1", 1.0, "1er semestre 2023"),
        ("2025", 2.0, "janvier à mars 2024"),
        ("2025-T1", 2.0, "1er trimestre 2024"),
        ("convention", 2.0, "janvier à mars 2022"),
        ("tout", None, None),
    ],
)
def test_each_figure_compares_to_the_same_months_a_year_before(tmp_path, periode, before, label):
    rows = [
        heures("p", "2022-02", 2),
        heures("p", "2023-03", 1),
        heures("p", "2024-03", 2),
        heures("p", "2024-10", 4),
        heures("p", "2024-12", 8),
        heures("p", "2025-03", 16),
    ]
    store = write(tmp_path, date(2025, 6, 30), heures=rows)
    name = "chiffres_cles"
    previous = values(store, name, "indicateur", "valeur_precedente", periode=periode)
    labels = values(store, name, "indicateur", "periode_precedente", periode=periode)
    assert previous["heures_realisees"] == before
    assert labels["heures_realisees"] == label


# Extraction du 30 juin : avril, mai et juin sont provisoires ; mars est le dernier mois fini.
MONTHS = ("2024-01", "2024-02", "2024-03", "2024-04", "2025-01", "2025-02", "2025-03", "2025-04")


def worked(*months, structure="CIE84", each=10.0):
    return [heures(f"p-{structure}", month, each, structure) for month in months]


@pytest.mark.parametrize(
    ("periode", "now", "before", "label"),
    [
        ("2025", 30.0, 30.0, "janvier à mars 2025"),
        ("2025-T1", 30.0, 30.0, "1er trimestre 2025"),
        ("2025-S1", 30.0, 30.0, "janvier à mars 2025"),
        ("2025-T2", None, None, None),
        # De 2023 rien n'est reçu : ce n'est pas zéro.
        ("2024", 40.0, None, "2024"),
    ],
)
def test_un_mois_provisoire_ne_se_compare_pas(tmp_path, periode, now, before, label):
    store = write(tmp_path, date(2025, 6, 30), heures=worked(*MONTHS))
    row = queries.run("chiffres_cles", store, periode=periode).row(0, named=True)
    assert (row["valeur_comparee"], row["valeur_precedente"]) == (now, before)
    assert row["periode_comparee"] == label


@pytest.mark.parametrize(
    ("others", "est_comparable"),
    [((), True), (MONTHS, True), (MONTHS[4:], False), (MONTHS[:4], False), (MONTHS[2:], False)],
)
def test_deux_periodes_se_comparent_si_les_memes_structures_ont_transmis(
    tmp_path, others, est_comparable
):
    rows = worked(*MONTHS) + worked(*others, structure="ITV")
    store = write(tmp_path, date(2025, 6, 30), heures=rows)
    row = queries.run("chiffres_cles", store, periode="2025").row(0, named=True)
    assert row["est_comparable"] is est_comparable
    monthly = queries.run("heures_realisees_par_mois", store, periode="2025-T1")
    assert monthly["est_comparable"].all() is est_comparable


def test_une_structure_en_retard_arrete_la_comparaison_au_dernier_mois_de_toutes(tmp_path):
    rows = worked(*MONTHS) + worked(*MONTHS[:6], structure="ITV")
    dates = {"CIE84": date(2025, 6, 30), "ITV": date(2025, 3, 31)}
    store = write(tmp_path, dates, heures=rows)
    row = queries.run("chiffres_cles", store, periode="2025").row(0, named=True)
    # Chez ITV, janvier est déjà provisoire : aucun mois de 2025 n'est fini pour toutes.
    assert row["valeur_precedente"] is None and row["est_comparable"] is None


def test_doubtful_marches_are_flagged_but_counted(tmp_path):
    old = {"date_notification": day("2021-01-01")}
    store = write(
        tmp_path,
        date(2023, 12, 31),
        marches=[
            marche("M1", statut_marche="termine", **old),
            marche("M2", date_fin_prevue=day("2023-12-30"), **old),
            marche("M3", date_fin_prevue=day("2023-12-31"), **old),
            marche("M4", **old),
            marche("M5", date_notification=day("2022-12-31")),
            marche("M6", date_notification=day("2022-12-30")),
        ],
        heures=[
            *(heures("p", "2023-06", 1, numero_marche=one) for one in ("M1", "M2", "M3")),
            heures("p", "2022-11", 1, numero_marche="M4"),
        ],
    )
    assert figures(store, annee=2023)["marches_en_cours"] == 6
    rows = queries.run("marches_a_verifier", store, annee=2023).rows()
    assert rows == [
        ("CIE84", "fin_prevue_passee", 1),
        ("CIE84", "sans_heures", 2),
        ("CIE84", "termine_sans_date", 1),
    ]
