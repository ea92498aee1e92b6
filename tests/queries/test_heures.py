"""Les heures : quelles lignes comptent, à quel mois, pour quel territoire."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import queries
from tests.support.queries_store import (
    AVIGNON,
    CARPENTRAS,
    CAVAILLON,
    COVE,
    GRAND_AVIGNON,
    LMV,
    contrat,
    extrait,
    figures,
    heures,
    marche,
    values,
    write,
)


def by_month(store: Path, **filtres: object) -> dict[str, float]:
    return values(store, "heures_realisees_par_mois", "mois", "heures_realisees", **filtres)


@pytest.mark.parametrize(
    ("validation", "expected"),
    [("valide", 30.0), ("saisi", 30.0), (None, 30.0), ("rejete", 10.0)],
)
def test_only_rejected_hours_are_left_out(tmp_path, validation, expected):
    rows = [heures("p", "2023-01", 10), heures("p", "2023-01", 20, validation=validation)]
    assert figures(write(tmp_path, heures=rows))["heures_realisees"] == expected


def test_training_hours_are_included_and_shown_apart(tmp_path):
    store = write(
        tmp_path,
        heures=[
            heures("p", "2023-01", 100, heures_formation=20.0),
            heures("p", "2023-02", 50, heures_formation=0.0),
            heures("p", "2023-03", 10),
        ],
    )
    assert queries.run("heures_formation", store).row(0) == (160.0, 20.0, 12.5, 10.0)
    assert figures(store)["heures_realisees"] == 160.0


def test_negative_corrections_are_deducted(tmp_path):
    rows = [heures("p", "2023-01", 80), heures("p", "2023-01", -30.5), heures("p", "2023-02", 10)]
    assert by_month(write(tmp_path, heures=rows)) == {"2023-01": 49.5, "2023-02": 10.0}


@pytest.mark.parametrize(
    ("periode", "expected"),
    [
        ("2022", 1.0),
        ("2023", 2.0 + 4.0 + 8.0 + 16.0),
        ("2023-S1", 2.0 + 4.0),
        ("2023-S2", 8.0 + 16.0),
        ("2023-T1", 2.0),
        ("2023-T2", 4.0),
        ("2023-T3", 8.0),
        ("2023-T4", 16.0),
        ("2024", 32.0),
        ("convention", 64.0),
        ("tout", 127.0),
    ],
)
def test_a_period_holds_its_months_and_no_other(tmp_path, periode, expected):
    months = ["2022-12", "2023-01", "2023-06", "2023-07", "2023-12", "2024-01", "2025-01"]
    rows = [heures("p", mois, 2.0**power) for power, mois in enumerate(months)]
    assert figures(write(tmp_path, heures=rows), periode=periode)["heures_realisees"] == expected


def test_hours_without_a_month_are_spread_by_days(tmp_path):
    # 12 jours en janvier, 29 en février (2024 est bissextile), 1 en mars : 42 jours, 84 heures.
    store = write(tmp_path, extraction=[extrait("p", "2024-01-20", "2024-03-01", 84)])
    assert by_month(store) == {"2024-01": 24.0, "2024-02": 58.0, "2024-03": 2.0}
    spread = values(store, "heures_realisees_par_mois", "mois", "heures_reparties")
    assert spread == {"2024-01": 24.0, "2024-02": 58.0, "2024-03": 2.0}


def test_an_open_contract_is_spread_until_the_extraction_day(tmp_path):
    row = extrait("p", "2024-01-01", None, 91, import_id=1)
    journal = [
        {
            "import_id": 1,
            "format": "extraction",
            "structures": "CIE84",
            "date_extraction": date(2024, 3, 31),
        }
    ]
    store = write(tmp_path, extraction=[row], imports=journal)
    assert by_month(store) == {"2024-01": 31.0, "2024-02": 29.0, "2024-03": 31.0}


def test_a_month_comes_from_monthly_hours_or_from_the_extraction_never_both(tmp_path):
    # Janvier et février sont dans l'export des heures : du contrat extrait, il ne reste que mars.
    store = write(
        tmp_path,
        heures=[heures("p", "2023-01", 100), heures("q", "2023-02", 7)],
        extraction=[
            extrait("p", "2023-01-01", "2023-03-31", 90),
            extrait("r", "2023-01-01", "2023-01-31", 31, structure="ITV"),
        ],
    )
    assert by_month(store) == {"2023-01": 131.0, "2023-02": 7.0, "2023-03": 31.0}
    assert by_month(store, structure="CIE84")["2023-01"] == 100.0


def test_a_month_of_rejected_hours_only_leaves_the_extraction(tmp_path):
    store = write(
        tmp_path,
        heures=[heures("p", "2023-01", 100, validation="rejete")],
        extraction=[extrait("p", "2023-01-01", "2023-01-31", 31)],
    )
    assert by_month(store) == {"2023-01": 31.0}


def test_the_last_three_months_are_provisional(tmp_path):
    months = ["2023-05", "2023-06", "2023-07", "2023-08", "2023-09"]
    store = write(tmp_path, date(2023, 9, 30), heures=[heures("p", one, 1) for one in months])
    marked = values(store, "heures_realisees_par_mois", "mois", "est_provisoire")
    assert [mois for mois, is_provisional in marked.items() if is_provisional] == months[2:]


def test_last_year_is_the_same_month_and_unknown_if_not_received(tmp_path):
    rows = [heures("p", "2022-02", 5), heures("p", "2023-01", 8), heures("p", "2023-02", 9)]
    before = values(
        write(tmp_path, heures=rows),
        "heures_realisees_par_mois",
        "mois",
        "heures_annee_precedente",
        annee=2023,
    )
    assert before == {"2023-01": None, "2023-02": 5.0}


def test_a_received_month_without_hours_in_the_territory_is_zero(tmp_path):
    store = write(
        tmp_path,
        marches=[
            marche("M1", code_insee_travaux=CARPENTRAS),
            marche("M2", code_insee_travaux=AVIGNON),
        ],
        heures=[heures("p", "2023-01", 10), heures("p", "2023-02", 20, numero_marche="M2")],
    )
    assert by_month(store, epci=COVE) == {"2023-01": 10.0, "2023-02": 0.0}


def test_cumulated_hours_stop_comparing_where_last_year_is_missing(tmp_path):
    rows = [
        *(heures("p", f"2022-0{month}", month) for month in (1, 2)),
        *(heures("p", f"2023-0{month}", 10) for month in (1, 2, 3)),
    ]
    store = write(tmp_path, heures=rows)
    frame = queries.run("heures_cumulees", store, annee=2023)
    assert frame["cumul"].to_list() == [10.0, 20.0, 30.0]
    assert frame["cumul_annee_precedente"].to_list() == [1.0, 3.0, None]


def test_a_year_is_complete_when_every_structure_sent_twelve_months(tmp_path):
    full = [
        heures("p", f"2023-{month:02}", 10, structure)
        for structure in ("CIE84", "ITV", "MLJGA")
        for month in range(1, 13)
    ]
    store = write(tmp_path, heures=[*full, heures("p", "2024-01", 5)])
    complete = values(store, "heures_realisees_par_annee", "annee", "est_complete")
    assert complete == {2023: True, 2024: False}
    short = write(tmp_path, heures=full[:-1])
    assert values(short, "heures_realisees_par_annee", "annee", "est_complete") == {2023: False}


def test_realised_over_planned_is_never_clipped(tmp_path):
    store = write(
        tmp_path,
        marches=[
            marche("M1", numero_lot="1", heures_prevues=100.0),
            marche("M2", heures_prevues=None),
            marche("M3", heures_prevues=300.0, statut_marche="infructueux"),
        ],
        engagements=[
            {
                "structure": "CIE84",
                "numero_marche": "M1",
                "numero_lot": "1",
                "heures_engagees": 120.0,
                "role_entreprise": "titulaire",
                "siret": "12345678900011",
            }
        ],
        heures=[
            heures("p", "2023-06", 150, numero_lot="1"),
            heures("p", "2024-06", 50),
            heures("p", "2025-06", 999, numero_lot="1"),
            heures("p", "2024-06", 40, numero_marche="M2"),
        ],
    )
    total = queries.run("heures_prevues_et_realisees", store, annee=2024).row(-1, named=True)
    assert total == {
        "structure": "total",
        "marches": 2,
        "marches_sans_prevision": 1,
        "heures_prevues": 100.0,
        "heures_engagees": 120.0,
        "heures_realisees": 240.0,
        "taux_pct": 200.0,
    }


@pytest.fixture
def four_axes(tmp_path) -> Path:
    """Travaux à Carpentras, acheteur LMV (Cavaillon), résidence à Avignon, structure MLJGA."""
    return write(
        tmp_path,
        marches=[
            marche(
                structure="MLJGA",
                code_insee_travaux=CARPENTRAS,
                maitre_ouvrage="LMV",
                siret_maitre_ouvrage=f"{LMV}00016",
            )
        ],
        participants=[
            {
                "structure": "MLJGA",
                "numero_participant": "p",
                "personne": "p",
                "code_insee_residence": AVIGNON,
            }
        ],
        contrats=[contrat("p", "2023-01-02", "2023-03-31", structure="MLJGA")],
        heures=[heures("p", "2023-01", 10, structure="MLJGA")],
    )


@pytest.mark.parametrize(
    ("axe", "epci"),
    [("travaux", COVE), ("acheteur", LMV), ("residence", GRAND_AVIGNON)],
)
def test_each_axis_reads_its_own_commune(four_axes, axe, epci):
    assert values(four_axes, "heures_par_epci", "epci", "heures_realisees", axe=axe) == {epci: 10.0}
    for other in (COVE, LMV, GRAND_AVIGNON):
        found = figures(four_axes, axe=axe, epci=other)["heures_realisees"]
        assert found == (10.0 if other == epci else 0.0)


@pytest.mark.parametrize(
    ("filtre", "expected"),
    [({"epci": GRAND_AVIGNON}, 10.0), ({"epci": COVE}, 0.0), ({"bassin": "CLPE84002"}, 10.0)],
)
def test_the_structure_axis_reads_who_is_in_charge(four_axes, filtre, expected):
    assert figures(four_axes, axe="structure", **filtre)["heures_realisees"] == expected


def test_a_basin_holds_its_communes(four_axes):
    assert figures(four_axes, bassin="CLPE84001")["heures_realisees"] == 10.0
    assert figures(four_axes, bassin="CLPE84004")["heures_realisees"] == 0.0
    assert figures(four_axes, bassin="CLPE84004", axe="acheteur")["heures_realisees"] == 10.0


def test_unknown_and_outside_territories_have_their_own_line(tmp_path):
    store = write(
        tmp_path,
        marches=[marche("M1", code_insee_travaux="01053"), marche("M2")],
        heures=[
            heures("p", "2023-01", 1),
            heures("p", "2023-01", 2, numero_marche="M2"),
            heures("p", "2023-01", 4, numero_marche="absent de l'export des marchés"),
        ],
    )
    found = values(store, "heures_par_epci", "epci", "heures_realisees")
    assert found == {"inconnu": 6.0, "hors_departement": 1.0}


def test_hours_without_a_lot_keep_what_all_lots_share(tmp_path):
    lots = [
        marche("M1", numero_lot="1", code_insee_travaux=CARPENTRAS),
        marche("M1", numero_lot="2", code_insee_travaux=CARPENTRAS),
        marche("M2", numero_lot="1", code_insee_travaux=CARPENTRAS),
        marche("M2", numero_lot="2", code_insee_travaux=CAVAILLON),
    ]
    rows = [heures("p", "2023-01", 1), heures("p", "2023-01", 2, numero_marche="M2")]
    found = values(
        write(tmp_path, marches=lots, heures=rows), "heures_par_epci", "epci", "heures_realisees"
    )
    assert found == {COVE: 1.0, "inconnu": 2.0}


def test_the_same_number_in_two_structures_is_two_places(tmp_path):
    store = write(
        tmp_path,
        marches=[
            marche("M1", code_insee_travaux=CARPENTRAS),
            marche("M1", "ITV", code_insee_travaux=CAVAILLON),
        ],
        heures=[heures("p", "2023-01", 1), heures("p", "2023-01", 2, "ITV")],
    )
    found = values(store, "heures_par_epci", "epci", "heures_realisees")
    assert found == {COVE: 1.0, LMV: 2.0}


def test_buyers_are_one_by_siren_then_by_name(tmp_path):
    buyers = [
        ("M1", "CIE84", "Société L'Œuvre-Exemple", "11111111100011"),
        ("M2", "ITV", "SOCIETE L OEUVRE EXEMPLE", None),
        ("M3", "ITV", "Autre nom, même numéro", "11111111100029"),
        ("M4", "CIE84", "Résidences-Exemple", None),
        ("M5", "MLJGA", "RESIDENCES EXEMPLE", None),
        ("M6", "MLJGA", None, None),
    ]
    store = write(
        tmp_path,
        marches=[
            marche(number, structure, maitre_ouvrage=name, siret_maitre_ouvrage=siret)
            for number, structure, name, siret in buyers
        ],
        heures=[
            heures("p", "2023-01", 2**power, structure, numero_marche=number)
            for power, (number, structure, _, _) in enumerate(buyers)
        ],
    )
    found = values(store, "heures_par_donneur_ordre", "donneur_ordre", "heures_realisees")
    assert list(found.values()) == [8.0 + 16.0, 1.0 + 2.0 + 4.0, 32.0]
    assert list(found)[1:] == ["111111111", "inconnu"]
    assert figures(store)["donneurs_ordre_accompagnes"] == 2.0


@pytest.mark.parametrize(
    ("filtre", "divisor", "etp"),
    [
        ({"annee": 2023}, 1607.0, 2.0),
        ({"diviseur_etp": "1600"}, 1600.0, 2.0),
        ({"diviseur_etp": 1820}, 1820, 1.8),
    ],
)
def test_full_time_equivalents_show_their_divisor(tmp_path, filtre, divisor, etp):
    store = write(tmp_path, heures=[heures("p", "2023-01", 3214)])
    assert queries.run("heures_etp", store, **filtre).row(0) == (3214.0, divisor, etp)


def test_a_structure_that_sent_nothing_is_unknown_not_zero(tmp_path):
    store = write(tmp_path, heures=[heures("p", "2023-01", 10), heures("p", "2022-01", 5, "ITV")])
    found = values(store, "heures_par_structure", "structure", "heures_realisees", annee=2023)
    assert found == {"CIE84": 10.0, "ITV": None, "MLJGA": None}
