"""Le trimestre d'un comité technique : ses bornes, les retards, les six mois, les événements."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import queries
from queries.filters import at_last_quarter, parse
from tests.support.queries_store import (
    COVE,
    Row,
    contrat,
    day,
    heures,
    marche,
    situation,
    values,
    write,
)

# Le trimestre
TRIMESTRES = [
    # période, dernier jour connu, ouvert, trimestre
    ("tout", "2026-09-30", False, ("2026-07-01", "2026-09-30")),
    ("tout", "2026-09-29", False, ("2026-04-01", "2026-06-30")),
    ("tout", "2026-11-15", True, ("2026-07-01", "2026-11-15")),
    ("tout", "2026-09-30", True, ("2026-07-01", "2026-09-30")),
    ("2023", "2026-09-30", False, ("2023-10-01", "2023-12-31")),
    ("2023", "2026-09-30", True, ("2023-10-01", "2023-12-31")),
    ("2024-S1", "2026-09-30", False, ("2024-04-01", "2024-06-30")),
    ("2024-T1", "2026-09-30", False, ("2024-01-01", "2024-03-31")),
    ("2026-T4", "2026-11-15", False, ("2026-10-01", "2026-12-31")),
    ("2026", "2026-02-10", False, ("2026-01-01", "2026-03-31")),
    ("2027", "2026-09-30", False, ("2027-01-01", "2027-03-31")),
    ("2023", None, False, ("2023-10-01", "2023-12-31")),
]


@pytest.mark.parametrize(("periode", "jour", "est_ouvert", "expected"), TRIMESTRES)
def test_the_last_quarter(periode, jour, est_ouvert, expected):
    chosen = at_last_quarter(
        parse({"periode": periode}), day(jour) if jour else None, est_ouvert=est_ouvert
    )
    found = chosen.periode.debut.isoformat(), chosen.periode.fin.isoformat()
    assert found == expected and not chosen.periode.est_tout


def test_without_data_nor_period_there_is_no_quarter():
    chosen = parse({})
    assert at_last_quarter(chosen, None, est_ouvert=False) == chosen


# Les retards
def late(folder: Path, nombre: float, arrete: str = "2023-12-31", **more: Any) -> list[Row]:
    """Un marché de 365 h du 1er janvier au 31 décembre 2023, et ses heures de janvier."""
    row = {
        "heures_prevues": 365,
        "date_notification": day("2022-12-01"),
        "date_demarrage": day("2023-01-01"),
        "date_fin_prevue": day("2023-12-31"),
    }
    store = write(
        folder,
        date.fromisoformat(arrete),
        marches=[marche(**{**row, **more})],
        heures=[heures("p", "2023-01", nombre)],
    )
    return queries.run("marches_en_retard", store, periode="2023-T2").to_dicts()


@pytest.mark.parametrize(
    ("nombre", "ecart"), [(181, None), (180.99, -0.01), (181.01, None), (0, -181)]
)
def test_a_marche_on_its_calendar_is_not_late(tmp_path, nombre, ecart):
    # Du 1er janvier au 30 juin 2023 : 181 jours sur 365, une heure par jour.
    found = late(tmp_path, nombre)
    assert [row["ecart_heures"] for row in found] == ([] if ecart is None else [ecart])


@pytest.mark.parametrize(
    ("nombre", "au_mieux", "est_sur"), [(90, 0.0, False), (89.99, -0.01, True), (150, 60.0, False)]
)
def test_a_delay_is_sure_if_it_stays_at_best(tmp_path, nombre, au_mieux, est_sur):
    # Extraction au 30 juin : avril, mai et juin sont en cours de saisie, 90 jours sont sûrs.
    (row,) = late(tmp_path, nombre, "2023-06-30")
    assert row["heures_attendues"] == 181 and row["ecart_heures"] == round(nombre - 181, 2)
    assert (row["ecart_au_mieux"], row["est_sur"]) == (au_mieux, est_sur)


@pytest.mark.parametrize(
    "more",
    [
        {"statut_marche": "suspendu"},
        {"statut_marche": "en_prevision"},
        {"statut_marche": "termine", "date_fin_reelle": day("2023-06-30")},
        {"heures_prevues": 0},
        {"heures_prevues": None},
        {"date_fin_prevue": None},
        {"date_fin_prevue": day("2022-12-31")},
        {"date_demarrage": day("2023-07-01")},
        {"date_notification": day("2023-07-01")},
    ],
    ids=str,
)
def test_a_marche_without_calendar_is_not_late(tmp_path, more):
    assert late(tmp_path, 0, **more) == []


def test_past_its_end_a_marche_owes_all_its_hours(tmp_path):
    (row,) = late(tmp_path, 100, date_fin_prevue=day("2023-03-31"))
    assert (row["part_ecoulee_pct"], row["ecart_heures"]) == (100, -265)


def test_hours_without_a_lot_may_save_a_lot(tmp_path):
    row = {
        "heures_prevues": 181,
        "date_demarrage": day("2023-01-01"),
        "date_fin_prevue": day("2023-06-30"),
    }
    store = write(
        tmp_path,
        marches=[marche("M1", numero_lot=lot, **row) for lot in ("1", "2")],
        heures=[heures("p", "2023-01", 100, numero_lot="1"), heures("p", "2023-01", 81)],
    )
    frame = queries.run("marches_en_retard", store, periode="2023-T2").sort("numero_lot")
    assert frame["ecart_heures"].to_list() == [-81, -181]
    assert frame["ecart_au_mieux"].to_list() == [0, -100]
    assert frame["est_sur"].to_list() == [False, True]


def test_without_any_hours_received_nobody_is_late(tmp_path):
    row = {"heures_prevues": 10, "date_fin_prevue": day("2023-03-31")}
    store = write(
        tmp_path,
        marches=[marche(**row), marche("M2", "ITV", **row)],
        heures=[heures("p", "2023-01", 1)],
    )
    frame = queries.run("marches_en_retard", store, periode="2023-T2")
    assert frame["structure"].to_list() == ["CIE84"]


# Six mois
def followed(folder: Path, debut: str, arrete: str, code: str | None = None, **more: Any) -> Path:
    return write(
        folder,
        date.fromisoformat(arrete),
        contrats=[contrat("p", debut, debut, **more)],
        situations=[situation("p", code), situation("q", None)],
        heures=[heures("p", debut[:7], 1)],
    )


@pytest.mark.parametrize(
    ("debut", "arrete", "code", "expected"),
    [
        ("2023-03-30", "2023-09-30", None, 1),  # six mois atteints le jour même
        ("2023-03-31", "2023-09-30", None, 1),  # le 30 septembre : dernier jour du mois
        ("2023-04-01", "2023-10-15", None, 0),  # le trimestre suivant
        ("2023-03-30", "2023-09-29", None, 0),  # pas encore atteints à la date des données
        ("2022-12-31", "2023-09-30", None, 0),  # le 30 juin : le trimestre d'avant
        ("2023-01-01", "2023-09-30", None, 1),  # le 1er juillet
        ("2023-01-01", "2023-09-30", "injoignable", 1),
        ("2023-01-01", "2023-09-30", "cdi", 0),
        ("2023-01-01", "2023-09-30", "inactivite", 0),
    ],
)
def test_six_months_without_a_known_situation(tmp_path, debut, arrete, code, expected):
    store = followed(tmp_path, debut, arrete, code)
    asked = {"periode": "2023-T3"}
    found = values(store, "comite_technique", "indicateur", "valeur", **asked)
    assert found["six_mois_sans_situation"] == expected
    people = queries.run("six_mois_a_relancer", store, structure="CIE84", **asked)
    assert people.height == expected
    if expected:
        said = "Injoignable" if code else "Non renseignée"
        assert people.select("numero_participant", "situation").rows() == [("p", said)]


def test_the_list_needs_its_structure(tmp_path):
    store = followed(tmp_path, "2023-01-01", "2023-09-30")
    for asked in ({}, {"structure": "ITV"}, {"epci": COVE}):
        assert queries.run("six_mois_a_relancer", store, periode="2023-T3", **asked).is_empty()
    counts = values(store, "six_mois_par_structure", "structure", "personnes", periode="2023-T3")
    assert counts == {"CIE84": 1, "ITV": None, "MLJGA": None}


def test_still_in_a_clause_contract_is_not_to_call(tmp_path):
    store = followed(tmp_path, "2023-01-01", "2023-09-30", date_fin_reelle=day("2023-07-01"))
    found = values(store, "comite_technique", "indicateur", "valeur", periode="2023-T3")
    assert found["six_mois_sans_situation"] == 0


# Le comité technique et les événements
@pytest.fixture(scope="module")
def trimestre(tmp_path_factory) -> Path:
    """Un marché notifié, un terminé, un à venir ; les données s'arrêtent au 15 novembre 2023."""
    return write(
        tmp_path_factory.mktemp("trimestre"),
        date(2023, 11, 15),
        marches=[
            marche("N", date_notification=day("2023-07-01"), heures_prevues=100,
                   date_fin_prevue=day("2024-03-30"), intitule_lot="Peinture"),
            marche("F", date_fin_reelle=day("2023-09-30"), statut_marche="termine",
                   heures_prevues=10),
            marche("V", date_notification=None, statut_marche="en_prevision", heures_prevues=250),
            marche("O", date_notification=day("2023-10-01"), heures_prevues=None),
        ],
        contrats=[contrat("p", "2023-08-14", numero_marche="N")],
        heures=[
            heures("p", "2023-08", 30, numero_marche="N"),
            heures("p", "2023-10", 5, numero_marche="N"),
            heures("q", "2023-02", 12, numero_marche="F"),
        ],
    )  # fmt: skip


def test_the_quarter_of_a_technical_committee(trimestre):
    frame = queries.run("comite_technique", trimestre)
    assert set(frame["trimestre"]) == {"2023-T3"}
    assert dict(frame.select("indicateur", "valeur").iter_rows()) == {
        "heures_realisees": 30,
        "beneficiaires": 1,
        "marches_notifies": 1,
        "marches_termines": 1,
        "marches_ouverts": 1,
        "heures_restantes": 70,
        "marches_a_venir": 1,
        "heures_a_venir": 250,
        # Aucune situation reçue : on ne sait rien des sorties.
        "six_mois_a_venir": None,
        "marches_en_retard": 1,
        "retards_surs": 0,
        "marches_se_terminant": 1,
        "six_mois_sans_situation": None,
    }


def test_events_since_the_last_quarter(trimestre):
    frame = queries.run("evenements_trimestre", trimestre)
    found = {
        (row["date_evenement"].isoformat(), row["evenement"], row["marche_id"], row["nombre"])
        for row in frame.iter_rows(named=True)
        if row["evenement"] != "import"
    }
    assert found == {
        ("2023-10-01", "marche_notifie", "CIE84|O|", None),
        ("2023-09-30", "marche_termine", "CIE84|F|", 12.0),
        ("2023-08-01", "premieres_heures", "CIE84|N|", None),
        ("2023-08-01", "nouveaux_beneficiaires", None, 1.0),
        ("2023-07-01", "marche_notifie", "CIE84|N|", 100.0),
    }
    assert "Peinture" in "".join(text or "" for text in frame["texte"])
    imports = frame.filter(frame["evenement"] == "import")
    assert set(imports["date_evenement"]) == {date(2023, 11, 15)} and imports.height == 3


def test_events_of_a_chosen_year_stop_at_its_end(trimestre):
    frame = queries.run("evenements_trimestre", trimestre, periode="2022")
    assert frame.is_empty()
