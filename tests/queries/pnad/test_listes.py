"""Les listes de travail du PNAD : loi climat, prospects, déclaré contre suivi, vrais fichiers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import queries
from data.decp.cast import cast_decp
from data.decp.read import read_decp
from data.importer import prepare_paths, publish
from data.recognize import Options
from data.reference import load
from tests.oracles.pnad import AVIGNON_SIRET, Row, ligne
from tests.support.places import SHARED
from tests.support.queries_store import day, marche, write

DOSSIER = SHARED / "decp"
EXTRACTION = date(2026, 11, 15)
JOURNAL = [
    {"import_id": 1, "fichier": "decp.csv", "format": "decp", "date_extraction": EXTRACTION},
    {"import_id": 2, "format": "marches", "structures": "CIE84", "date_extraction": EXTRACTION},
]
CLAUSE, CRITERE, RESERVE, SANS = "Clause sociale", "Critère social", "Marché réservé", "Sans objet"
# Une commune par cas : deux cas d'un même acheteur pourraient se rapprocher l'un de l'autre.
COMMUNES = load()["ref_commune"].drop_nulls("siren_commune")["siren_commune"].to_list()

partage = pytest.mark.skipif(
    not DOSSIER.is_dir(), reason="le dossier partagé des DECP réelles n'est pas sur cette machine"
)


def store(folder: Path, *rows: Row, **tables: Any) -> Path:
    return write(folder, decp=rows, imports=JOURNAL, **tables)


def rows_of(folder: Path, name: str, **filtres: object) -> list[Row]:
    return queries.run(name, folder, **filtres).to_dicts()


CLIMAT = [
    # jour, montant, CPV, durée, déclaration -> situation, travaux courts (None : hors de la liste)
    ("2026-08-20", 6e6, "45210000", 12, SANS, None),
    ("2026-08-21", 6e6, "45210000", 12, SANS, ("sans", False)),
    ("2026-09-01", 5404000, "45210000", 5, SANS, ("sans", True)),
    ("2026-09-01", 5404000, "45210000", 6, SANS, ("sans", False)),
    ("2026-09-01", 5403999.99, "45210000", 12, SANS, None),
    ("2026-09-01", 216000, "90910000", 3, SANS, ("sans", False)),
    ("2026-09-01", 300000, "90910000", 24, CRITERE, ("critere_seul", False)),
    ("2026-09-01", 300000, "90910000", 24, CLAUSE, None),
    ("2026-09-01", 300000, "90910000", 24, RESERVE, None),
    ("2026-09-01", 300000, "90910000", 24, f"{CRITERE}, {CLAUSE}", None),
    ("2026-09-01", 300000, "90910000", 24, None, ("non_renseigne", False)),
    ("2026-09-01", 300000, "90910000", 24, f"{CLAUSE}, {SANS}", ("contradictoire", False)),
    ("2026-09-01", 12311111111, "90910000", 24, SANS, None),
]


def test_the_climate_law_asks_for_a_clause(tmp_path):
    rows = [
        ligne(
            when, said, numero=f"CL{rank:02}", montant_eur=amount, code_cpv=cpv, duree_mois=months
        )
        for rank, (when, amount, cpv, months, said, _) in enumerate(CLIMAT)
    ]
    folder = store(tmp_path, *rows)
    found = {
        row["numero"]: (row["situation"], row["est_travaux_courts"])
        for row in rows_of(folder, "pnad_loi_climat")
    }
    expected = {f"CL{rank:02}": case[-1] for rank, case in enumerate(CLIMAT) if case[-1]}
    assert found == expected
    summary = rows_of(folder, "pnad_loi_climat_bilan")
    assert {row["situation"]: row["contrats"] for row in summary} == {
        "sans": 4, "critere_seul": 1, "non_renseigne": 1, "contradictoire": 1, "avec_clause": 3,
    }  # fmt: skip


PROSPECTS = [
    # notification, mois, déclaration, prospect ; les données sont du 15 novembre 2026
    ("2025-05-15", 24, SANS, True),
    ("2025-05-14", 24, SANS, False),
    ("2025-11-15", 24, SANS, True),
    ("2025-11-16", 24, SANS, False),
    ("2026-08-15", 12, None, True),
    ("2026-08-15", 12, CRITERE, True),
    ("2026-08-15", 12, CLAUSE, False),
    ("2026-08-15", 12, RESERVE, False),
    ("2026-08-15", None, SANS, False),
    ("2026-08-15", 0, SANS, False),
    ("2026-08-31", 6, SANS, False),
    ("2023-08-31", 45, SANS, True),
]


def test_prospects_end_within_six_to_twelve_months(tmp_path):
    rows = [
        ligne(when, said, numero=f"PR{rank:02}", duree_mois=months)
        for rank, (when, months, said, _) in enumerate(PROSPECTS)
    ]
    folder = store(tmp_path, *rows)
    # La période choisit des contrats notifiés ; un prospect se cherche dans tous.
    for filtres in ({}, {"annee": 2024}):
        found = {row["numero"] for row in rows_of(folder, "pnad_prospects", **filtres)}
        assert found == {f"PR{rank:02}" for rank, case in enumerate(PROSPECTS) if case[-1]}
    assert rows_of(folder, "pnad_prospects", structure="ITV") == []
    (first, *_) = rows_of(folder, "pnad_prospects", structure="MLJGA")
    assert (first["structures"], first["cpv_libelle"]) == ("MLJGA", "Travaux de construction")
    assert first["tranche_montant"] == "90_250"


def test_a_modification_moves_the_end(tmp_path):
    first = ligne("2024-08-15", SANS, numero="P", duree_mois=12, modification_id=0)
    later = ligne("2025-08-15", SANS, numero="P", duree_mois=36, modification_id=1)
    (found,) = rows_of(store(tmp_path, first, later), "pnad_prospects")
    assert (found["date_notification"], found["date_fin"]) == (day("2024-08-15"), day("2027-08-15"))


PAIRES = [
    # ce que déclare le contrat, ce que suit le facilitateur, constat, raison, confiance
    ({}, {}, "suivi_declare_sans", "numero", "forte"),
    ({"dit": CLAUSE}, {}, "suivi_et_declare", "numero", "forte"),
    ({"dit": RESERVE}, {}, "suivi_et_declare", "numero", "forte"),
    ({"dit": CRITERE}, {}, "suivi_critere_seul", "numero", "forte"),
    ({"dit": None}, {}, "suivi_non_renseigne", "numero", "forte"),
    ({"dit": f"{CLAUSE}, {SANS}"}, {}, "suivi_non_renseigne", "numero", "forte"),
    ({"numero": "2024-77-02"}, {"numero_lot": "02"}, "suivi_declare_sans", "numero", "forte"),
    ({"numero": "2024.77 L2"}, {"numero_lot": "2"}, "suivi_declare_sans", "numero", "forte"),
    ({"numero": "202477LOT02"}, {"numero_lot": "Lot 2"}, "suivi_declare_sans", "numero", "forte"),
    ({"jour": "2025-03-16"}, {}, "suivi_declare_sans", "numero", "forte"),
    ({"jour": "2025-03-17"}, {}, "suivi_declare_sans", "numero_seul", "faible"),
    ({"jour": "2024-04-15", "montant_eur": 200000.0}, {},
     "suivi_declare_sans", "numero_seul", "faible"),
    ({"jour": "2024-04-14", "montant_eur": 200000.0}, {}, "suivi_declare_sans", "numero", "forte"),
    ({"jour": "2024-04-15", "montant_eur": 105000.0}, {}, "suivi_declare_sans", "numero", "forte"),
    ({"jour": "2024-04-15", "montant_eur": 105000.01, "objet": "Toiture de l'école"},
     {"intitule_operation": "Toiture école"}, "suivi_declare_sans", "numero", "forte"),
    ({"numero": "Z"}, {}, "suivi_declare_sans", "date_montant", "moyenne"),
    ({"numero": "Z", "jour": "2024-04-14", "montant_eur": 105000.0}, {},
     "suivi_declare_sans", "date_montant", "moyenne"),
    ({"numero": "Z", "jour": "2024-02-14", "montant_eur": 95000.0}, {},
     "suivi_declare_sans", "date_montant", "moyenne"),
    ({"numero": "Z", "jour": "2024-04-15"}, {}, "suivi_absent", None, None),
    ({"numero": "Z", "montant_eur": 105000.01}, {}, "suivi_absent", None, None),
    ({"numero": "Z", "montant_eur": 200000.0, "objet": "Réfection de la toiture de l'école"},
     {"intitule_operation": "ÉCOLE : réfection toiture", "intitule_lot": "couverture"},
     "suivi_declare_sans", "objet", "faible"),
    ({"numero": "Z", "montant_eur": 200000.0, "objet": "Réfection de la toiture de l'école"},
     {"intitule_operation": "Nettoyage de l'école"}, "suivi_absent", None, None),
    ({"numero": "Z", "montant_eur": 200000.0, "objet": "Réfection de la toiture",
      "jour": "2024-09-12"}, {"intitule_operation": "Réfection de la toiture"},
     "suivi_absent", None, None),
    ({"dit": CLAUSE, "numero": "Z"}, None, "declare_non_suivi", None, None),
    ({"dit": RESERVE, "numero": "Z"}, None, "declare_non_suivi", None, None),
    ({"dit": CRITERE, "numero": "Z"}, None, None, None, None),
    ({"dit": SANS, "numero": "Z"}, None, None, None, None),
    (None, {}, "suivi_absent", None, None),
    (None, {"date_notification": day("2019-01-01")}, "suivi_hors_decp", None, None),
    (None, {"date_notification": None}, "suivi_hors_decp", None, None),
    (None, {"siret_maitre_ouvrage": None, "maitre_ouvrage": "Un acheteur sans numéro"},
     "suivi_sans_siren", None, None),
    (None, {"statut_marche": "infructueux"}, None, None, None),
    (None, {"statut_marche": "en_prevision"}, None, None, None),
]  # fmt: skip


def declared(rank: int, change: Row) -> Row:
    """Le contrat déclaré d'un cas : 2024-77, notifié le 15 mars 2024, 100 000 €."""
    said = {"dit": SANS, "jour": "2024-03-15", "numero": "2024-77", "objet": None, **change}
    more = {name: value for name, value in said.items() if name not in ("dit", "jour")}
    siret = f"{COMMUNES[rank]}00010"
    return ligne(said["jour"], said["dit"], acheteur_siret=siret, titulaire_id=str(rank), **more)


def followed(rank: int, change: Row) -> Row:
    """Le marché suivi d'un cas, du même acheteur."""
    row = marche(
        "2024/77",
        maitre_ouvrage=f"Acheteur {rank}",
        siret_maitre_ouvrage=f"{COMMUNES[rank]}00010",
        montant_ht_eur=Decimal(100000),
        date_notification=day("2024-03-15"),
    )
    # La structure nomme le cas, et sépare des marchés qui ont tous le même numéro.
    return {**row, "numero_lot": None, "structure": f"S{rank}", **change}


def test_declared_and_followed_are_matched_with_a_reason(tmp_path):
    contracts = [declared(rank, case[0]) for rank, case in enumerate(PAIRES) if case[0] is not None]
    marches = [followed(rank, case[1]) for rank, case in enumerate(PAIRES) if case[1] is not None]
    folder = store(tmp_path, *contracts, marches=marches)
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows_of(folder, "pnad_rapprochement"):
        rank = _rank_of(row)
        found.setdefault(rank, []).append((row["constat"], row["raison"], row["confiance"]))
    for rank, (left, right, *expected) in enumerate(PAIRES):
        mine = [one for one in found.get(rank, []) if one[0] is not None]
        assert mine == ([tuple(expected)] if expected[0] else []), (left, right)


def _rank_of(row: Row) -> int:
    if row["structure"]:
        return int(row["structure"].removeprefix("S"))
    return COMMUNES.index(row["acheteur"])


def test_the_closest_pair_comes_first_and_each_side_is_used_once(tmp_path):
    contracts = [
        declared(0, {"numero": "A1", "jour": "2024-03-10"}),
        declared(0, {"numero": "A2", "jour": "2024-03-15", "montant_eur": 101000.0}),
        declared(0, {"numero": "A3", "jour": "2024-03-16"}),
    ]
    marches = [
        {**followed(0, {"date_notification": day("2024-03-15")}), "numero_marche": "B1"},
        {**followed(0, {"date_notification": day("2024-03-17")}), "numero_marche": "B2"},
        {**followed(0, {"date_notification": day("2024-03-12")}), "numero_marche": "B3"},
        {**followed(0, {"date_notification": day("2024-03-12")}), "numero_marche": "B4"},
    ]
    folder = store(tmp_path, *contracts, marches=marches)
    pairs = {
        row["numero_marche"]: row["numero"]
        for row in rows_of(folder, "pnad_rapprochement")
        if row["cle"]
    }
    assert pairs == {"B1": "A2", "B2": "A3", "B3": "A1"}
    (left,) = [row for row in rows_of(folder, "pnad_rapprochement") if not row["cle"]]
    assert (left["numero_marche"], left["constat"]) == ("B4", "suivi_absent")


def engagement(siret: str, kind: str) -> Row:
    return {"structure": "CIE84", "numero_marche": "X", "siret": siret, "type_entreprise": kind,
            "entreprise": f"Entreprise {kind}", "role_entreprise": "titulaire"}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "said", "holder", "found"),
    [
        ("ei", CLAUSE, "90000101000009", True),
        ("ea", None, "90000101000009", True),
        ("esat", SANS, "90000101000017", True),
        ("ei", RESERVE, "90000101000009", False),
        ("ei", CLAUSE, "90000999000009", False),
        ("entreprise_classique", CLAUSE, "90000101000009", False),
        ("geiq", CLAUSE, "90000101000009", False),
    ],
)
def test_siae_winners_not_declared_reserved(tmp_path, kind, said, holder, found):
    row = ligne(considerations=said, titulaire_id=holder)
    folder = store(tmp_path, row, engagements=[engagement("90000101000009", kind)])
    said_about = {one["constat"]: one for one in rows_of(folder, "pnad_rapprochement")}
    assert ("siae_non_reservee" in said_about) is found
    if found:
        assert f"Entreprise {kind}" in said_about["siae_non_reservee"]["entreprise"]


def test_where_missing_contracts_are(tmp_path):
    rows = [
        declared(0, {}),
        ligne("2024-03-15", None, code_cpv="90910000"),
        ligne("2025-08-15", SANS, code_cpv="90910000", duree_mois=24),
        ligne("2024-05-15", CLAUSE, code_cpv="90910000"),
    ]
    folder = store(tmp_path, *rows, marches=[followed(0, {})])
    found = {(row["dimension"], row["code"]): row for row in rows_of(folder, "pnad_ou_gagner")}
    names = ("contrats", "avec", "a_corriger", "a_completer", "a_preparer", "taux_renseignes_pct")
    cleaning, works = found["cpv", "90"], found["cpv", "45"]
    assert tuple(cleaning[name] for name in names) == (3, 1, 0, 1, 1, 50.0)
    assert tuple(works[name] for name in names) == (1, 0, 1, 0, 0, 0.0)
    assert found["acheteur", COMMUNES[0]]["a_corriger"] == 1
    this_year = rows_of(folder, "pnad_ou_gagner", annee=2024)
    (cleaning,) = [row for row in this_year if row["code"] == "90"]
    assert (cleaning["contrats"], cleaning["a_preparer"]) == (2, 1)


def test_filters_of_the_pnad_are_checked(tmp_path):
    folder = store(tmp_path, ligne())
    wrong = {"perimetre_pnad": "lune", "seuil": "haut", "type_pnad": "marche", "doublons": "oui",
             "acheteur": "2184000750", "sans_subsequents": "peut-être"}  # fmt: skip
    for name, value in wrong.items():
        with pytest.raises(queries.FiltreInvalide, match=name):
            queries.run("pnad_part", folder, **{name: value})


def test_nothing_imported_is_empty_and_not_zero(tmp_path):
    folder = write(tmp_path, marches=[followed(0, {})])
    state = rows_of(folder, "decp_etat")[0]
    assert (state["lignes"], state["contrats"], state["part_exemple_pct"]) == (0, 0, None)
    for name in queries.names():
        if queries.describe(name).theme == "pnad" and name not in ("decp_etat", "pnad_oecp"):
            assert rows_of(folder, name) == [], name


def test_undated_contracts_are_counted_whatever_the_period(tmp_path):
    dated, lost = ligne("2024-03-15"), [ligne(None, "Clause sociale"), ligne(None)]
    other = ligne(None, acheteur_siret="24840005300018")
    elsewhere = ligne(None, acheteur_siret="21130055300016", acheteur_nom="MARSEILLE")
    folder = store(tmp_path, dated, *lost, other, elsewhere)
    (everything,) = rows_of(folder, "pnad_sans_date")
    assert [everything[name] for name in ("contrats", "acheteurs", "avec")] == [3, 2, 1]
    assert rows_of(folder, "pnad_sans_date", annee=2024) == [everything]
    # Chaque contrat du périmètre est d'une année, ou ici : aucun n'est perdu.
    (whole,) = rows_of(folder, "pnad_ensemble")
    assert whole["contrats"] + everything["contrats"] == 4
    assert rows_of(store(tmp_path / "dates", dated), "pnad_sans_date") == []


def test_examples_say_that_they_are_invented(magasin_exemples):
    state = rows_of(magasin_exemples, "decp_etat")[0]
    assert state["part_exemple_pct"] == 100.0 and state["fusionnes"] > 0
    found = {row["constat"] for row in rows_of(magasin_exemples, "pnad_rapprochement_bilan")}
    assert {"suivi_declare_sans", "declare_non_suivi", "siae_non_reservee"} <= found


@partage
def test_the_real_vaucluse_extract(tmp_path):
    path = DOSSIER / "decp_2024H2_travaux_cpv4521_dept84.csv"
    publish(prepare_paths([path], Options(extraction=EXTRACTION)))
    (state,) = queries.run("decp_etat").to_dicts()
    assert (state["lignes"], state["contrats_avant_fusion"], state["acheteurs"]) == (73, 48, 10)
    (row,) = queries.run("pnad_part", doublons="separes").to_dicts()
    assert (row["annee"], row["contrats"], row["non_renseignes"]) == (2024, 48, 48)
    assert (row["borne_basse_pct"], row["taux_renseignes_pct"], row["borne_haute_pct"]) == (
        0.0, None, 100.0,
    )  # fmt: skip


def whole_file(name: str, **change: pl.Expr) -> pl.DataFrame:
    """Un fichier réel lu sans filtre territorial."""
    path = DOSSIER / name
    read = cast_decp(read_decp(path.name, path, est_france=True), EXTRACTION).frame
    return read.with_columns(**change, import_id=pl.lit(1))


@partage
def test_the_real_national_file(tmp_path):
    frame = whole_file("decp_2024H2_travaux_cpv4521_filtered.csv")
    store(tmp_path, *frame.to_dicts())
    (state,) = rows_of(tmp_path, "decp_etat")
    assert (state["lignes"], state["contrats_avant_fusion"]) == (8957, 5180)
    # 1 767 lignes du code région 84 : aucune n'est du Vaucluse.
    assert state["contrats_siege"] == 48


@partage
def test_the_real_rows_of_data_economie(tmp_path):
    name = "dataeco_decp_2022_marches_valides_extrait.csv"
    # Aucune n'est du Vaucluse : on les prête à Avignon pour les compter.
    frame = whole_file(name, acheteur_siret=pl.lit(AVIGNON_SIRET))
    store(tmp_path, *frame.to_dicts())
    (state,) = rows_of(tmp_path, "pnad_ensemble")
    assert (state["sans"], state["avec"], state["contrats"]) == (8, 1, 9)
