"""Les territoires comparés et leur somme : les bornes, sur des lignes inventées."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import queries
from tests.support.queries_store import (
    AVIGNON,
    CARPENTRAS,
    CAVAILLON,
    COVE,
    GRAND_AVIGNON,
    LMV,
    fiche,
    heures,
    marche,
    values,
    write,
)

SORGUES, VILLENEUVE, VALREAS, PERTUIS, ARLES = "84129", "30351", "84138", "84089", "13004"


SORGUES_DU_COMTAT, ENCLAVE, METROPOLE = "248400293", "200040681", "200054807"


CHEZ = {CARPENTRAS: "CIE84", SORGUES: "CIE84", VALREAS: "CIE84", CAVAILLON: "ITV",
        PERTUIS: "ITV", AVIGNON: "MLJGA", VILLENEUVE: "MLJGA"}  # fmt: skip


MONTEUX = "84080"


def world(folder: Path, par_commune: dict[str, float], **more: Any) -> Path:
    """Un marché et une personne par commune, avec tant d'heures en janvier 2023."""
    chosen = [(commune, CHEZ.get(commune, "CIE84")) for commune in par_commune]
    return write(
        folder,
        marches=[marche(one, who, code_insee_travaux=one) for one, who in chosen],
        heures=[
            heures(f"p{one}", "2023-01", par_commune[one], who, numero_marche=one)
            for one, who in chosen
        ],
        **more,
    )


def hours(store: Path, column: str, **asked: Any) -> dict[str, float | None]:
    """EPCI -> colonne, pour les heures de 2023."""
    frame = queries.run("territoires_comparables", store, periode="2023", **asked)
    frame = frame.filter(frame["indicateur"] == "heures_realisees")
    return dict(frame.select("epci", column).iter_rows())


def test_equal_territories_share_a_rank(tmp_path):
    store = world(tmp_path, {CARPENTRAS: 300, AVIGNON: 100, CAVAILLON: 100, SORGUES: 40})
    ranks = hours(store, "rang")
    assert [ranks[one] for one in (COVE, GRAND_AVIGNON, LMV, SORGUES_DU_COMTAT)] == [1, 2, 2, 4]
    # Les autres ont zéro heure, connu : tous cinquièmes.
    assert sorted(ranks.values())[4:] == [5] * 10


@pytest.mark.parametrize(
    ("par_commune", "expected"),
    [
        # Quatre agglomérations : la médiane est entre la deuxième et la troisième.
        ({CARPENTRAS: 100, AVIGNON: 200, CAVAILLON: 300, SORGUES: 500}, 250),
        # ITV n'a rien transmis : Luberon Monts de Vaucluse est inconnu, il en reste trois.
        ({CARPENTRAS: 100, AVIGNON: 200, SORGUES: 500}, 200),
    ],
    ids=["paire", "impaire"],
)
def test_the_median_of_agglomerations(tmp_path, par_commune, expected):
    store = world(tmp_path, par_commune)
    assert hours(store, "mediane")[COVE] == expected
    assert hours(store, "mediane")[GRAND_AVIGNON] == expected


def test_comparables_are_named_and_the_metropole_has_all(tmp_path):
    named = hours(world(tmp_path, {CARPENTRAS: 1}), "comparables")
    assert named[COVE] == ("CoVe, Grand Avignon, Les Sorgues du Comtat, Luberon Monts de Vaucluse")
    assert named[ENCLAVE].count(", ") == 8 and "CoVe" not in named[ENCLAVE]
    assert named[METROPOLE].count(", ") == 13


def test_a_territory_without_data_is_unknown_not_zero(tmp_path):
    store = world(tmp_path, {CARPENTRAS: 100, AVIGNON: 50})
    found, ranks = hours(store, "valeur"), hours(store, "rang")
    assert found[LMV] is None and ranks[LMV] is None
    assert found[ENCLAVE] == 0 and ranks[ENCLAVE] == 3
    # Partagé entre deux structures : l'une suffit à savoir.
    assert found[SORGUES_DU_COMTAT] == 0
    portrait = values(store, "portrait", "indicateur", "valeur", periode="2023", epci=LMV)
    assert portrait["heures_realisees"] is None
    # Une structure choisie dit zéro où elle n'a rien fait.
    assert hours(store, "valeur", structure="CIE84")[LMV] == 0
    communes = values(store, "communes_comparables", "commune", "valeur", periode="2023")
    assert communes[CAVAILLON] is None and communes[MONTEUX] is None  # le taux, en dernier


def test_nothing_received_in_the_period_is_unknown(tmp_path):
    store = world(tmp_path, {CARPENTRAS: 100})
    frame = queries.run("territoires_comparables", store, periode="2021")
    assert frame["valeur"].null_count() == frame.height == 98
    assert frame["rang"].null_count() == frame["mediane"].null_count() == 98
    sums = queries.run("somme_epci", store, periode="2021")
    assert sums["somme_epci"].null_count() == sums["departement"].null_count() == 7


def test_a_structure_territory_gives_no_epci_figure(tmp_path):
    store = world(tmp_path, {CARPENTRAS: 100})
    assert set(hours(store, "valeur", axe="structure").values()) == {None}
    portrait = queries.run("portrait", store, periode="2023", axe="structure", epci=COVE)
    assert portrait["valeur"][0] == 100 and portrait["rang"].null_count() == 7


def test_a_straddling_epci_says_what_is_outside(tmp_path):
    store = world(tmp_path, {AVIGNON: 1000, VILLENEUVE: 500, VALREAS: 40, "26220": 0.5})
    assert hours(store, "valeur")[GRAND_AVIGNON] == 1500
    assert hours(store, "dont_hors_84")[GRAND_AVIGNON] == 500
    # 156 127 habitants des neuf communes du Vaucluse, pour les seules heures qui y sont faites.
    assert hours(store, "population")[GRAND_AVIGNON] == 156_127
    assert hours(store, "pour_1000_habitants")[GRAND_AVIGNON] == 6.41
    assert hours(store, "est_a_cheval")[GRAND_AVIGNON] and not hours(store, "est_a_cheval")[COVE]
    communes = queries.run("communes_comparables", store, periode="2023")
    outside = communes.filter(communes["commune"] == VILLENEUVE)
    assert outside["valeur"][0] == 500 and not outside["est_dans_84"][0]


def test_the_metropole_counts_pertuis_alone(tmp_path):
    store = world(tmp_path, {PERTUIS: 195.48})
    assert hours(store, "population")[METROPOLE] == 19_548
    assert hours(store, "pour_1000_habitants")[METROPOLE] == 10.0


def test_the_sum_of_epci_is_the_department(tmp_path):
    # Arles et une commune non écrite : hors des EPCI, et inconnue.
    rows = {CARPENTRAS: 100.25, AVIGNON: 50.5, ARLES: 3.0}
    places = [*rows, None]
    store = write(
        tmp_path,
        marches=[marche(str(one), code_insee_travaux=one) for one in places],
        heures=[
            heures("la même", "2023-01", rows.get(one, 7.0), numero_marche=str(one))
            for one in places
        ],
    )
    frame = queries.run("somme_epci", store, periode="2023", epci=COVE)
    found = {row["indicateur"]: row for row in frame.iter_rows(named=True)}
    parts = ["somme_epci", "hors_epci", "inconnu", "departement", "ecart", "est_additif"]
    assert [found["heures_realisees"][one] for one in parts] == [150.75, 3, 7, 160.75, 0, True]
    assert [found["marches_en_cours"][one] for one in parts] == [2, 1, 1, 4, 0, True]
    assert [found["beneficiaires"][one] for one in parts] == [2, 1, 1, 1, 3, False]
    assert "deux EPCI" in found["beneficiaires"]["pourquoi"]


def test_a_marche_is_in_the_epci_of_all_its_residents(tmp_path):
    store = write(
        tmp_path,
        marches=[marche(), marche("vide")],
        participants=[
            fiche("a", code_insee_residence=CARPENTRAS),
            fiche("b", code_insee_residence=AVIGNON),
            fiche("c", code_insee_residence=None),
        ],
        heures=[heures(one, "2023-01", 10) for one in "abc"],
    )
    frame = queries.run("somme_epci", store, periode="2023", axe="residence")
    row = next(one for one in frame.iter_rows(named=True) if one["unite"] == "marchés")
    # Le marché vide est inconnu ; l'autre, situé, ne l'est pas pour la personne sans commune.
    assert (row["somme_epci"], row["inconnu"], row["departement"]) == (2, 1, 2)
    assert not row["est_additif"]
