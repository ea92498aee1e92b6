"""Territoires comparés, portrait, comité technique : les bornes, sur des lignes inventées."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import queries
from queries.filters import parse
from queries.trimestre import at_last_quarter
from tests.queries_store import (
    AVIGNON,
    CARPENTRAS,
    CAVAILLON,
    COVE,
    GRAND_AVIGNON,
    LMV,
    Row,
    contrat,
    day,
    heures,
    marche,
    situation,
    values,
    write,
)

SORGUES, VILLENEUVE, VALREAS, PERTUIS, ARLES = "84129", "30351", "84138", "84089", "13004"
SORGUES_DU_COMTAT, ENCLAVE, METROPOLE = "248400293", "200040681", "200054807"
CHEZ = {CARPENTRAS: "CIE84", SORGUES: "CIE84", VALREAS: "CIE84", CAVAILLON: "ITV",
        PERTUIS: "ITV", AVIGNON: "MLJGA", VILLENEUVE: "MLJGA"}  # fmt: skip
MONTEUX = "84080"
MONCLAR, SAINT_CHAMAND = "QN08402M", "QN08404I"


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
        participants=[resident("a", CARPENTRAS), resident("b", AVIGNON), resident("c", None)],
        heures=[heures(one, "2023-01", 10) for one in "abc"],
    )
    frame = queries.run("somme_epci", store, periode="2023", axe="residence")
    row = next(one for one in frame.iter_rows(named=True) if one["unite"] == "marchés")
    # Le marché vide est inconnu ; l'autre, situé, ne l'est pas pour la personne sans commune.
    assert (row["somme_epci"], row["inconnu"], row["departement"]) == (2, 1, 2)
    assert not row["est_additif"]


def resident(numero: str, commune: str | None, **more: Any) -> Row:
    row = {
        "structure": "CIE84",
        "numero_participant": numero,
        "personne": numero,
        "code_insee_residence": commune,
    }
    return {**row, **more}


# La commune et le quartier


@pytest.fixture(scope="module")
def avignon(tmp_path_factory) -> Path:
    """Deux marchés à Avignon, un par quartier, et un à Carpentras."""
    return write(
        tmp_path_factory.mktemp("avignon"),
        marches=[
            marche("A", code_insee_travaux=AVIGNON, code_qpv_travaux=MONCLAR),
            marche("B", code_insee_travaux=AVIGNON),
            marche("C", code_insee_travaux=CARPENTRAS),
        ],
        participants=[
            resident("a", CARPENTRAS),
            resident("b", AVIGNON, code_qpv=SAINT_CHAMAND),
            resident("c", AVIGNON),
        ],
        contrats=[contrat("a", "2023-01-02", numero_marche="A")],
        heures=[
            heures("a", "2023-01", 1, numero_marche="A"),
            heures("b", "2023-01", 10, numero_marche="B"),
            heures("c", "2023-01", 100, numero_marche="C"),
        ],
        actions=[
            {"structure": "CIE84", "date_action": day("2023-02-01"), "maitre_ouvrage": name,
             "nature_action": "accompagnement", "commune_epci": place}
            for name, place in (("Un", "Avignon"), ("Deux", "Grand Avignon"))
        ],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "expected_hours", "donneurs"),
    [
        ({"commune": AVIGNON}, 11, 1),
        ({"commune": AVIGNON, "epci": GRAND_AVIGNON}, 11, 1),
        ({"epci": GRAND_AVIGNON}, 11, 2),
        ({"commune": AVIGNON, "epci": COVE}, 0, 0),
        ({"commune": AVIGNON, "axe": "residence"}, 110, 1),
        ({"commune": CARPENTRAS}, 100, 0),
        ({"commune": AVIGNON, "axe": "structure"}, 0, 0),
        ({"commune": CARPENTRAS, "axe": "structure"}, 111, 2),
        ({"qpv": MONCLAR}, 1, 0),
        ({"qpv": MONCLAR, "axe": "residence"}, 0, 0),
        ({"qpv": SAINT_CHAMAND, "axe": "residence"}, 10, 0),
        ({"qpv": SAINT_CHAMAND}, 0, 0),
        ({"qpv": MONCLAR, "commune": CARPENTRAS}, 0, 0),
    ],
    ids=lambda one: " ".join(one.values()) if isinstance(one, dict) else "",
)
def test_a_commune_or_a_quartier_chooses_lines(avignon, asked, expected_hours, donneurs):
    found = values(avignon, "chiffres_cles", "indicateur", "valeur", periode="2023", **asked)
    assert found["heures_realisees"] == expected_hours
    assert found["donneurs_ordre_accompagnes"] == donneurs


def test_a_quartier_has_no_actions_but_no_zero_either(avignon):
    found = values(avignon, "annexe_2", "cle", "valeur", periode="2023", qpv=MONCLAR)
    assert found["donneurs_ordre_contactes"] is None


@pytest.mark.parametrize("axe", ["acheteur", "structure"])
def test_a_quartier_is_no_seat(avignon, axe):
    with pytest.raises(queries.FiltreInvalide, match="lieu des travaux ou la résidence"):
        queries.run("chiffres_cles", avignon, qpv=MONCLAR, axe=axe)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"commune": "75056"}, "84007"),
        ({"commune": "Avignon"}, "code INSEE"),
        ({"qpv": "x"}, MONCLAR),
    ],
)
def test_an_unknown_place_is_refused_in_words(avignon, asked, said):
    with pytest.raises(queries.FiltreInvalide, match=said):
        queries.run("portrait", avignon, **asked)


def test_a_chosen_place_does_not_hide_the_others(avignon):
    asked = {"periode": "2023"}
    plain = queries.run("territoires_comparables", avignon, **asked)
    for more in ({"epci": COVE}, {"commune": AVIGNON}, {"qpv": MONCLAR}, {"bassin": "CLPE84001"}):
        assert queries.run("territoires_comparables", avignon, **asked, **more).equals(plain)


@pytest.mark.parametrize(
    ("asked", "nom", "maille"),
    [
        ({}, "Vaucluse", "departement"),
        ({"structure": "ITV"}, "Territoire de ITV", "structure"),
        ({"bassin": "CLPE84002"}, "Grand Avignon", "bassin"),
        ({"epci": COVE, "structure": "CIE84"}, "CoVe", "epci"),
        ({"epci": GRAND_AVIGNON, "commune": AVIGNON}, "Avignon", "commune"),
        ({"commune": AVIGNON, "qpv": SAINT_CHAMAND}, "Saint Chamand", "qpv"),
        # Une commune de la métropole hors du Vaucluse : ses chiffres, sans rang.
        ({"commune": "13055"}, "Marseille", "commune"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_the_portrait_names_its_territory(avignon, asked, nom, maille):
    frame = queries.run("portrait", avignon, periode="2023", **asked)
    assert set(frame["nom"]) == {nom} and set(frame["maille"]) == {maille}
    assert (frame["rang"].null_count() < 7) == (nom in ("CoVe", "Avignon"))
    # ITV n'a rien transmis : inconnu.
    assert (frame["valeur"][0] is None) == (nom == "Territoire de ITV")


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
