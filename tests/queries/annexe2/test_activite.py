"""L'activité des facilitateurs : contacts, sensibilisations, accompagnements, comités."""

from __future__ import annotations

from datetime import date
from typing import Any

import queries
from tests.support.queries_store import Row, day, figures, marche, values, write


def action(nature: str, name: str | None, when: str = "2023-05-01", **more: Any) -> Row:
    row = {
        "structure": "CIE84",
        "date_action": day(when),
        "maitre_ouvrage": name,
        "nature_action": nature,
    }
    return {**row, **more}


def test_one_buyer_under_three_spellings_is_contacted_once(tmp_path):
    rows = [
        action("contact", "CoVe"),
        action("prospection", "Ventoux Comtat-Venaissin", "2023-12-31"),
        action("contact", "C.O.V.E.", "2023-01-01", structure="ITV"),
        action("contact", "Promoteur", type_maitre_ouvrage="prive"),
        action("contact", "Trop tôt", "2022-12-31"),
        action("animation", "Autre chose"),
        action("contact", None),
    ]
    store = write(tmp_path, actions=rows)
    found = queries.run("donneurs_ordre_contactes", store, annee=2023).rows()
    assert found == [
        ("total", "Tous types", 2, 4, 1),
        ("epci", "EPCI", 1, 3, None),
        ("prive", "Privé", 1, 1, None),
    ]


def test_from_contact_to_clause(tmp_path):
    rows = [
        action("contact", "Contacté"),
        action("contact", "Conseillé"),
        action("accompagnement", "Conseillé"),
        action("prospection", "Clausé"),
        action("accompagnement", "Ancien contact"),
    ]
    buyers = [
        marche("1", maitre_ouvrage="CLAUSE"),
        marche("2", maitre_ouvrage="Fidèle"),
        marche("3", maitre_ouvrage="Contacté", statut_marche="en_prevision"),
    ]
    store = write(tmp_path, marches=buyers, actions=rows)
    found = queries.run("entonnoir_donneurs_ordre", store, annee=2023).drop("libelle").rows()
    assert found == [("contactes", 3, 3), ("accompagnes", 4, 2), ("avec_clause", 2, 1)]
    by_type = queries.run("donneurs_ordre_accompagnes_par_type", store, annee=2023)
    total = by_type.filter(type_maitre_ouvrage="total").drop("libelle").rows()
    assert total == [("total", 4, 2, 2, 2)]
    assert figures(store, annee=2023)["donneurs_ordre_accompagnes"] == 4
    listed = queries.run("donneurs_ordre_accompagnes", store, annee=2023)
    # Un nom du marché et celui d'une action se rejoignent ; le nom montré est l'un des deux.
    assert sorted(name.casefold() for name in listed["nom"])[-1] == "fidèle"
    assert listed["marches_en_cours"].sum() == 2 and listed["accompagnements"].sum() == 2


def test_collectivites_are_ready_for_a_map(tmp_path):
    rows = [
        action("sensibilisation", "Commune de Carpentras", "2023-03-01"),
        action("sensibilisation", "Ville de Carpentras", "2023-09-01"),
        action("sensibilisation", "CoVe", "2023-04-01"),
        action("sensibilisation", "CCAS d'Ici", type_maitre_ouvrage="ccas_syndicat"),
        action("sensibilisation", "Bailleur", type_maitre_ouvrage="bailleur_social"),
        action("contact", "Commune d'Apt"),
    ]
    store = write(tmp_path, actions=rows)
    frame = queries.run("collectivites_sensibilisees", store, annee=2023)
    found = frame.select("type_maitre_ouvrage", "code_insee", "epci", "derniere_action", "actions")
    assert found.rows() == [
        ("epci", None, "248400053", date(2023, 4, 1), 1),
        ("commune", "84031", "248400053", date(2023, 9, 1), 2),
        ("ccas_syndicat", None, None, date(2023, 5, 1), 1),
    ]
    name = "collectivites_sensibilisees_par_type"
    counts = values(store, name, "type_maitre_ouvrage", "collectivites", annee=2023)
    assert counts == {"total": 3, "commune": 1, "epci": 1, "ccas_syndicat": 1}


def test_actions_by_nature_month_and_year(tmp_path):
    rows = [
        action("contact", "A", "2023-01-31"),
        action("contact", "A", "2023-02-01"),
        action("comite_suivi", "A", "2023-02-02"),
        action("comite_suivi", "B", "2023-03-31"),
        action("comite_suivi", "B", "2023-04-01", structure="ITV"),
        action("contact", "A", "2024-01-01"),
    ]
    store = write(tmp_path, actions=rows)
    counts = values(store, "actions_par_nature", "nature_action", "actions", annee=2023)
    assert {name: count for name, count in counts.items() if count} == {
        "contact": 2, "comite_suivi": 3,
    }  # fmt: skip
    touched = values(store, "actions_par_nature", "nature_action", "donneurs_ordre", annee=2023)
    assert touched["contact"] == 1 and touched["animation"] == 0
    months = queries.run("actions_par_mois", store, annee=2023).rows()
    assert months == [
        ("2023-01", "contact", 1), ("2023-02", "comite_suivi", 1), ("2023-02", "contact", 1),
        ("2023-03", "comite_suivi", 1), ("2023-04", "comite_suivi", 1),
    ]  # fmt: skip
    years = queries.run("actions_par_annee", store).rows()
    assert years == [(2023, "comite_suivi", 3), (2023, "contact", 2), (2024, "contact", 1)]
    meetings = queries.run("comites_de_suivi", store, annee=2023).rows()
    assert meetings == [("CIE84", "2023-T1", 2, 2), ("ITV", "2023-T2", 1, 1)]


def test_actions_not_received_are_unknown(tmp_path):
    without = write(tmp_path / "sans", marches=[marche(maitre_ouvrage="A")])
    steps = values(without, "entonnoir_donneurs_ordre", "etape", "donneurs_ordre", annee=2023)
    assert steps == {"contactes": None, "accompagnes": 1, "avec_clause": 1}
    assert set(values(without, "actions_par_nature", "nature_action", "actions").values()) == {None}
    early = write(tmp_path / "avant", actions=[action("contact", "A", "2023-05-01")])
    name, key = "donneurs_ordre_contactes", "type_maitre_ouvrage"
    assert values(early, name, key, "donneurs_ordre", annee=2022) == {"total": None}
    assert values(early, name, key, "donneurs_ordre", annee=2024) == {"total": 0}


def test_actions_follow_the_filters(tmp_path):
    rows = [
        action("contact", "Un", commune_epci="Carpentras"),
        action("contact", "Deux", commune_epci="Avignon", structure="MLJGA"),
    ]
    store = write(tmp_path, actions=rows)
    name, key = "donneurs_ordre_contactes", "type_maitre_ouvrage"
    found = {
        label: values(store, name, key, "donneurs_ordre", **filtres)["total"]
        for label, filtres in {
            "tout": {},
            "structure": {"structure": "MLJGA"},
            "cove": {"epci": "248400053"},
        }.items()
    }
    assert found == {"tout": 2, "structure": 1, "cove": 1}
