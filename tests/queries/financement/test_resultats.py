"""Ce que le financement a permis : résultats, objectifs, coût par heure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
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
    financement,
    heures,
    marche,
    situation,
    write,
)

ARRETE = date(2026, 3, 31)


def objectif(indicateur: str, valeur: float | None, annee: int = 2025, **more: Any) -> Row:
    row = {"annee": annee, "structure": None, "epci": None, "indicateur": indicateur}
    return {**row, "valeur": valeur, "source_decision": "Comité inventé", **more}


def full_year(who: str, monthly: float, structure: str, numero: str) -> list[Row]:
    months = [f"2025-{month:02}" for month in range(1, 13)]
    return [heures(who, one, monthly, structure, numero_marche=numero) for one in months]


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    """CIE 84 : 1 200 h à la CoVe (a, b) ; MLJGA : 600 h au Grand Avignon (b) ; ITV : rien."""
    places = {"CIE84": ("M1", CARPENTRAS), "MLJGA": ("M2", AVIGNON)}
    return write(
        tmp_path_factory.mktemp("resultats"),
        ARRETE,
        marches=[
            marche(numero, one, code_insee_travaux=place, date_notification=date(2025, 1, 1))
            for one, (numero, place) in places.items()
        ],
        engagements=[
            {"structure": "CIE84", "numero_marche": "M1", "entreprise": "E", "siret": "1" * 14,
             "role_entreprise": "titulaire"},
        ],
        contrats=[
            contrat("a", "2025-01-02", "2025-12-31"),
            contrat("b", "2025-01-02", "2025-06-30"),
            contrat("b", "2025-02-03", "2025-06-30", "MLJGA", numero_marche="M2"),
        ],
        participants=[
            {"structure": one, "numero_participant": who, "personne": who}
            for one, who in (("CIE84", "a"), ("CIE84", "b"), ("MLJGA", "b"))
        ],
        heures=[
            *full_year("a", 60, "CIE84", "M1"),
            *full_year("b", 40, "CIE84", "M1"),
            *full_year("b", 50, "MLJGA", "M2"),
        ],
        situations=[situation("a", "cdi", "2025-07-02")],
        financements=[
            financement("etat", "35000", verse="24500"),
            financement("departement", None, prevu="10000"),
            financement("etat", "7000", "10000", structure="MLJGA", epci=GRAND_AVIGNON),
            financement("etat", "7000", "10000", structure="MLJGA", poste="B", epci=None),
        ],
        objectifs=[
            objectif("heures_realisees", 2000),
            objectif("heures_realisees", 1000, structure="CIE84"),
            objectif("beneficiaires", 4, structure="CIE84", epci=COVE),
            objectif("sorties_positives", None, structure="CIE84"),
            objectif("taux_sorties_positives_pct", 50),
            objectif("entreprises", 2),
            objectif("marches_en_cours", 0),
        ],
    )  # fmt: skip


def results(store: Path, **filtres: object) -> dict[tuple[str, str], Row]:
    frame = queries.run("financement_et_resultats", store, **filtres)
    return {(row["maille"], row["nom"]): row for row in frame.rows(named=True)}


@pytest.mark.parametrize(
    ("maille", "nom", "expected"),
    [
        # coût, financement, versé, heures, bénéficiaires, positives, borne haute, coût par heure
        ("departement", "Département", (70000, 59000, 24500, 1800, 2, 1, 2, "32.78")),
        ("structure", "CIE 84", (50000, 45000, 24500, 1200, 2, 1, 2, "37.50")),
        ("structure", "MLJGA", (20000, 14000, None, 600, 1, None, None, "23.33")),
        ("structure", "ITV", (None, None, None, None, None, None, None, None)),
        ("epci", "CoVe", (50000, 45000, 24500, 1200, 2, 1, 2, "37.50")),
        # Le poste sans territoire n'est pas du Grand Avignon.
        ("epci", "Grand Avignon", (10000, 7000, None, 600, 1, 0, 1, "11.67")),
    ],
)
def test_funding_against_results_by_hand(store, maille, nom, expected):
    row = results(store, annee=2025)[maille, nom]
    names = ("cout_eur", "financement_eur", "verse_eur", "heures_realisees", "beneficiaires",
             "sorties_positives", "sorties_borne_haute", "cout_heure_eur")  # fmt: skip
    *plain, hourly = expected
    assert tuple(row[name] for name in names) == (*plain, hourly and Decimal(hourly))


def test_objectives_stay_on_their_own_scope(store):
    found = results(store, annee=2025)
    goals = {key: row["objectif_heures"] for key, row in found.items()}
    assert goals["departement", "Département"] == 2000 and goals["structure", "CIE 84"] == 1000
    assert goals["structure", "ITV"] is None and goals["epci", "CoVe"] is None
    narrow = results(store, annee=2025, structure="CIE84", epci=COVE)
    assert narrow["departement", "CIE 84, CoVe"]["objectif_beneficiaires"] == 4
    assert narrow["departement", "CIE 84, CoVe"]["objectif_heures"] is None


def test_objectives_and_what_was_done_by_hand(store):
    frame = queries.run("objectifs_et_realise", store, annee=2025)
    found = {
        (row["indicateur"], row["structure"], row["epci"]): (
            row["objectif"], row["realise"], row["part_pct"], row["est_fixe"]
        )
        for row in frame.rows(named=True)
    }  # fmt: skip
    assert found["heures_realisees", None, None] == (2000, 1800, 90, True)
    assert found["heures_realisees", "CIE84", None] == (1000, 1200, 120, True)
    assert found["heures_realisees", "ITV", None] == (None, None, None, False)
    assert found["beneficiaires", "CIE84", COVE] == (4, 2, 50, True)
    assert found["sorties_positives", "CIE84", None] == (None, 1, None, False)
    assert found["taux_sorties_positives_pct", None, None] == (50, 100, 200, True)
    assert found["entreprises", None, None] == (2, 1, 50, True)
    # Un objectif de zéro n'a pas de part.
    assert found["marches_en_cours", None, None] == (0, 2, None, True)
    assert len(found) == frame.height == 6 * 5


def test_a_year_is_complete_when_every_structure_is(store):
    found = results(store, annee=2025)
    assert found["structure", "CIE 84"]["est_annee_complete"]
    assert not found["departement", "Département"]["est_annee_complete"]


def test_a_year_not_yet_begun_is_unknown(tmp_path):
    rows = [heures("p", "2025-01", 10), heures("p", "2025-02", -10)]
    plan = [financement("etat", "35000", annee=annee) for annee in (2025, 2027)]
    store = write(tmp_path, ARRETE, heures=rows, financements=plan)
    frame = queries.run("financement_et_resultats", store, structure="CIE84", axe="structure")
    frame = frame.filter(maille="departement")
    assert frame["annee"].to_list() == [2025, 2027]
    assert frame["heures_realisees"].to_list() == [0, None]
    assert frame["beneficiaires"].to_list() == [0, None]
    # Zéro heure : pas de coût par heure, plutôt qu'une division par zéro.
    assert frame["cout_heure_eur"].to_list() == [None, None]


def test_read_by_structure_an_epci_has_no_result_of_its_own(store):
    found = results(store, annee=2025, axe="structure")
    assert found["epci", "CoVe"]["heures_realisees"] is None
    assert found["epci", "CoVe"]["financement_eur"] == 45000


@pytest.mark.parametrize("structure", [None, "CIE84", "MLJGA"])
@pytest.mark.parametrize("annee", [2024, 2025, 2026])
def test_the_same_figures_as_the_home_page(magasin_exemples, annee, structure):
    filtres = {"annee": annee, "structure": structure}
    key = queries.run("chiffres_cles", magasin_exemples, **filtres)
    expected = dict(key.select("indicateur", "valeur").iter_rows())
    done = queries.run("objectifs_et_realise", magasin_exemples, **filtres)
    scope = [row for row in done.rows(named=True)
             if (row["structure"], row["epci"]) == (structure, None)]  # fmt: skip
    found = {row["indicateur"]: row["realise"] for row in scope}
    for name in ("heures_realisees", "beneficiaires", "sorties_positives", "marches_en_cours",
                 "entreprises"):  # fmt: skip
        assert found[name] == pytest.approx(expected[name]), name
