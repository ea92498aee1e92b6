"""Quels contrats comptent, et chez qui : doublons, lieux, acheteurs, seuils, formes."""

from __future__ import annotations

from collections import Counter

import queries
from tests.oracles.pnad import (
    AVIGNON_SIRET,
    VEDENE_SIRET,
    is_executed_in_vaucluse,
    ligne,
)
from tests.support.pnad import by_month, by_year, month, only_row, store
from tests.support.queries_store import COVE, GRAND_AVIGNON, LMV

DOUBLES = [
    # numéro, ce qui change, fusionné avec « 2024M04 »
    ({"numero": "2024M0409"}, True),
    ({"numero": "2024M04Lo"}, True),
    ({"numero": "2024m04"}, True),
    ({"numero": "2024-M-04"}, True),
    ({"numero": "2024M0400"}, True),
    ({"numero": "2024M05"}, False),
    ({"numero": "12024M04"}, False),
    ({"numero": "2024M0409", "montant_eur": 100000.01}, False),
    ({"numero": "2024M0409", "titulaire_id": "2"}, False),
    ({"numero": "2024M0409", "jour": "2020-10-16"}, False),
    ({"numero": "2024M0409", "acheteur_siret": VEDENE_SIRET}, False),
    ({"numero": "2024M0409", "type_contrat": "concession"}, False),
    ({"numero": "2024M0409", "objet": "ÉCOLE : gros-œuvre"}, False),
    ({"numero": "2024M0409", "objet": "ECOLE"}, True),
    ({"numero": "2024M0409", "objet": None}, True),
    ({"numero": "2024M0409", "titulaire_id": None}, False),
]


def test_probable_doubles(tmp_path):
    rows = []
    for rank, (change, _) in enumerate(DOUBLES):
        base = {"jour": f"{month(rank)}-15", "objet": "École", "titulaire_id": "1"}
        rows += [ligne(numero="2024M04", uid=f"{rank}a", **base),
                 ligne(uid=f"{rank}b", **{**base, **change})]  # fmt: skip
    folder = store(tmp_path, *rows)
    found = by_month(folder, type_pnad="tous")
    apart = by_month(folder, type_pnad="tous", doublons="separes")
    for rank, (change, merged) in enumerate(DOUBLES):
        row = found[month(rank)]
        assert (row["contrats"], row["fusionnes"]) == ((1, 1) if merged else (2, 0)), change
        assert (apart[month(rank)]["contrats"], apart[month(rank)]["fusionnes"]) == (2, 0)
    listed = queries.run("pnad_doublons", folder, type_pnad="tous")
    assert listed.height == sum(merged for _, merged in DOUBLES)


def test_two_lots_are_not_one_because_a_third_is_truncated(tmp_path):
    rows = [
        ligne(numero="2024M04", objet=None, titulaire_id="1"),
        ligne(numero="2024M0401", objet="Lot 1", titulaire_id="1"),
        ligne(numero="2024M0402", objet="Lot 2", titulaire_id="1"),
    ]
    found = only_row(store(tmp_path, *rows))
    assert (found["contrats"], found["fusionnes"]) == (2, 1)


def test_the_region_84_is_never_vaucluse(tmp_path):
    places = [
        ("84", "Code région"), ("93", "Code région"), ("84", "Code département"),
        ("84000", "Code postal"), ("84007", "Code commune"), ("13084", "Code commune"),
        ("8400", "Code postal"), ("841", "Code arrondissement"), ("84", "Code pays"),
        ("13", "Code département"), ("84000", "CODE POSTAL"), ("8409", "Code canton"),
    ]  # fmt: skip
    rows = [
        ligne(f"{month(rank)}-15", acheteur_siret="21130055300016", lieu_code=code,
              lieu_type_code=kind)
        for rank, (code, kind) in enumerate(places)
    ]  # fmt: skip
    found = by_month(store(tmp_path, *rows), perimetre_pnad="execution")
    # « 8400 » est un code postal des Ardennes qui a perdu son zéro.
    expected = {
        month(rank)
        for rank, (code, kind) in enumerate(places)
        if is_executed_in_vaucluse(code, kind) and (code, kind) != ("8400", "Code postal")
    }
    assert set(found) == expected
    assert queries.run("pnad_part", tmp_path).is_empty()


def test_plusieurs_lieux_ou_un_lieu_sans_type_se_comptent_comme_ils_s_importent(tmp_path):
    places = [
        ("13055, 84007", "Code commune", True), ("13055,84007", "Code commune,Code commune", True),
        ("13, 84000", "Code département, Code postal", True), ("084", "Code département", True),
        ("84, 13055", "Code région, Code commune", False), ("84007", None, True),
        ("84", None, False), ("13084", "", False),
    ]  # fmt: skip
    rows = [
        ligne(f"{month(rank)}-15", acheteur_siret="21130055300016", lieu_code=code,
              lieu_type_code=kind)
        for rank, (code, kind, _) in enumerate(places)
    ]  # fmt: skip
    found = by_month(store(tmp_path, *rows), perimetre_pnad="execution")
    assert set(found) == {month(rank) for rank, (*_, kept) in enumerate(places) if kept}


BUYERS = [
    # SIRET, ce qu'écrit la source, siège en 84, signataire, catégorie, EPCI
    (AVIGNON_SIRET, None, True, True, "commune", GRAND_AVIGNON),
    ("21840035600018", None, True, True, "commune", LMV),
    (VEDENE_SIRET, None, True, True, "commune", GRAND_AVIGNON),
    ("21840087700012", None, True, False, "commune", "248400236"),
    ("22840001600017", None, True, True, "departement", GRAND_AVIGNON),
    ("24840005300099", None, True, True, "epci", COVE),
    ("20004044200010", None, True, True, "epci", LMV),
    ("20000062800079", None, True, False, "epci", "200000628"),
    ("20005480700017", None, False, False, "epci", "200054807"),
    ("28840002100037", None, True, False, "autre", "inconnu"),
    ("25840258500024", None, True, False, "ccas_syndicat", "inconnu"),
    ("21130055300016", None, False, False, "commune", "200054807"),
    ("21300351000017", None, False, True, "commune", GRAND_AVIGNON),
    ("22130001500247", None, False, False, "departement", "hors_departement"),
    ("19840001200014", "84", True, False, "etablissement_public_etat", "inconnu"),
    ("55208131766522", "84", True, False, "autre", "inconnu"),
    ("55208131700017", "75", False, False, "autre", "hors_departement"),
]


def test_a_buyer_has_a_seat_a_category_and_an_epci(tmp_path):
    place = {"lieu_code": "84", "lieu_type_code": "Code département", "acheteur_nom": None}
    rows = [
        ligne(f"{month(rank)}-15", acheteur_siret=siret, acheteur_departement_code=said, **place)
        for rank, (siret, said, *_) in enumerate(BUYERS)
    ]
    folder = store(tmp_path, *rows)
    seats, signs = by_month(folder), by_month(folder, perimetre_pnad="signataires")
    for rank, (siret, _, seated, signing, *_) in enumerate(BUYERS):
        when = month(rank)
        assert (when in seats, when in signs) == (seated, signing), siret
    executed = queries.run("pnad_acheteurs", folder, perimetre_pnad="execution")
    kinds = dict(executed.select("acheteur", "categorie").iter_rows())
    assert kinds == {siret[:9]: kind for siret, _, _, _, kind, _ in BUYERS}
    by_epci = queries.run("pnad_par_epci", folder, perimetre_pnad="execution")
    counted = dict(by_epci.select("epci", "contrats").iter_rows())
    assert counted == Counter(epci for *_, epci in BUYERS)
    by_kind = queries.run("pnad_par_categorie", folder, perimetre_pnad="execution")
    counted = dict(by_kind.select("categorie", "contrats").iter_rows())
    assert counted == Counter(kind for *_, kind, _ in BUYERS)


def test_epci_structure_and_buyer_choose_contracts(tmp_path):
    folder = store(
        tmp_path,
        ligne(),
        ligne(acheteur_siret="21840035600018"),
        ligne(acheteur_siret="21840031500014"),
    )
    asked = {
        "epci": [(GRAND_AVIGNON, 1), (LMV, 1), (COVE, 1), ("248400335", 0)],
        "structure": [("MLJGA", 1), ("ITV", 1), ("CIE84", 1)],
        "acheteur": [("218400075", 1), ("218400356", 1), ("123456789", 0)],
        "bassin": [("CLPE84002", 1), ("CLPE84004", 1)],
    }
    for name, values in asked.items():
        for value, expected in values:
            frame = queries.run("pnad_part", folder, **{name: value})
            assert frame["contrats"].sum() == expected, (name, value)


def test_the_oecp_threshold_ignores_absurd_amounts(tmp_path):
    cases = [
        (89999.99, False), (90000, True), (999999999.99, True), (1e9, False), (12311111111, False),
        (1e11, False), (0, False), (-5, False), (None, False),
    ]  # fmt: skip
    rows = [
        ligne(f"{month(rank)}-15", montant_eur=amount) for rank, (amount, _) in enumerate(cases)
    ]
    folder = store(tmp_path, *rows)
    assert len(by_month(folder)) == len(cases)
    expected = {month(rank) for rank, (_, above) in enumerate(cases) if above}
    assert set(by_month(folder, seuil="oecp")) == expected


def test_the_european_threshold_is_that_of_the_date(tmp_path):
    concession, state = {"type_contrat": "concession"}, {"acheteur_siret": "19840001200014"}
    cases = [
        ("2025-12-31", "72000000", 220999.99, {}, False),
        ("2025-12-31", "72000000", 221000, {}, True),
        ("2026-01-01", "72000000", 216000, {}, True),
        ("2026-01-01", "72000000", 215999.99, {}, False),
        ("2025-06-01", "45210000", 5537999.99, {}, False),
        ("2025-06-01", "45210000", 5538000, {}, True),
        ("2026-06-01", "45210000-1", 5404000, {}, True),
        ("2025-06-01", None, 221000, {}, True),
        ("2025-06-01", "55000000", 221000, concession, False),
        ("2025-06-01", "55000000", 5538000, concession, True),
        ("2025-06-01", "72000000", 143000, state, True),
        ("2025-06-01", "72000000", 142999, state, False),
        ("2030-06-01", "45210000", 9e7, {}, False),
    ]
    rows = [
        ligne(when, code_cpv=cpv, montant_eur=amount, acheteur_departement_code="84", **more)
        for when, cpv, amount, more, _ in cases
    ]
    folder = store(tmp_path, *rows)
    found = by_month(folder, seuil="europe", type_pnad="tous")
    counted = Counter(when[:7] for when, *_, above in cases if above)
    assert {when: row["contrats"] for when, row in found.items()} == counted


def test_forms_of_contracts_are_told_apart(tmp_path):
    folder = store(
        tmp_path,
        ligne(numero="AC1", techniques="Accord-cadre", id_accord_cadre="AC1"),
        ligne(numero="MS1", id_accord_cadre="AC1"),
        ligne(id_accord_cadre="CDL"),
        ligne(numero="AC1", type_contrat="concession"),
    )

    def forms(**filtres: object) -> dict[str, int]:
        frame = queries.run("pnad_par_forme", folder, **filtres)
        return dict(frame.select("forme", "contrats").iter_rows())

    assert forms() == {"marche": 1, "accord_cadre": 1, "subsequent": 1}
    assert forms(type_pnad="tous") == {**forms(), "concession": 1}
    assert forms(type_pnad="concessions") == {"concession": 1}
    assert forms(sans_subsequents="oui") == {"marche": 1, "accord_cadre": 1}


def test_a_modification_changes_neither_date_nor_amount(tmp_path):
    rows = [
        ligne("2024-06-01", "Sans objet", numero="M", modification_id=0, montant_eur=80000.0),
        ligne("2025-06-01", "Clause sociale", numero="M", modification_id=1, montant_eur=900000.0),
    ]
    folder = store(tmp_path, *rows)
    assert by_year(folder)[2024]["sans"] == 1
    assert queries.run("pnad_part", folder, seuil="oecp").is_empty()
    conflict = only_row(folder, "pnad_conflits")
    assert (conflict["champ"], conflict["valeur_retenue"]) == (
        "considerations", "Pas de considération sociale",
    )  # fmt: skip
    assert conflict["valeurs"] == "Clause sociale / Pas de considération sociale"


def test_zeros_of_siret_survive(tmp_path):
    row = ligne(
        acheteur_siret="00543210900012", acheteur_departement_code="84", acheteur_nom="Zéro"
    )
    found = only_row(store(tmp_path, row), "pnad_acheteurs")
    assert (found["acheteur"], found["nom"]) == ("005432109", "Zéro")


def test_a_buyer_tells_how_complete_it_is(tmp_path):
    rows = [
        ligne(considerations="Clause sociale"),
        ligne(considerations=None, objet=None, code_cpv="INX", montant_eur=1.0),
    ]
    found = only_row(store(tmp_path, *rows), "pnad_acheteurs")
    names = ("completude_pct", "objet_pct", "cpv_pct", "montant_pct", "lieu_pct", "publication_pct")
    assert tuple(found[name] for name in names) == (50.0, 50.0, 50.0, 50.0, 0.0, 100.0)
    assert (found["nom"], found["epci"]) == ("Commune d'Avignon", GRAND_AVIGNON)


def test_a_buyer_that_disappeared_counts_with_its_successor(tmp_path):
    seat = {"acheteur_departement_code": "84"}
    rows = [
        ligne("2019-05-02", acheteur_siret="90000201700011", acheteur_nom="MISTRAL HABITAT",
              **seat),
        ligne("2022-05-02", acheteur_siret="90000202500011", acheteur_nom="Vallis Habitat", **seat),
        ligne("2024-05-02", acheteur_siret="90000203300011", acheteur_nom="Grand Delta Habitat",
              **seat),
    ]  # fmt: skip
    found = only_row(store(tmp_path, *rows), "pnad_acheteurs")
    assert (found["acheteur"], found["contrats"]) == ("900002033", 3)
    orphans = queries.run("pnad_acheteurs", store(tmp_path / "sans", *rows[:2]))
    assert orphans.height == 2


def test_the_national_series_breaks_in_2024(tmp_path):
    frame = queries.run("pnad_oecp", store(tmp_path, ligne()))
    rows = {(row["annee"], row["perimetre"]): row for row in frame.to_dicts()}
    assert rows[2023, "collectivites"]["part_pct"] == 12.7
    assert rows[2022, "tous"]["part_pct"] == 22.3
    assert {year for (year, _), row in rows.items() if row["est_rupture"]} == {2024}
    assert {row["serie"] for (year, _), row in rows.items() if year < 2024} == {"recensement"}
