"""Les listes à relancer, recomptées à la main depuis les lignes, aux bornes.

Les données sont du 30 septembre 2026 (CIE 84, MLJGA) ; rien n'est comparé à l'horloge.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

import queries
from tests.oracles.pnad import ligne, statut
from tests.support.queries_store import (
    AVIGNON,
    CARPENTRAS,
    contrat,
    day,
    heures,
    marche,
    situation,
    write,
)

JOUR = date(2026, 9, 30)
# personne, début du contrat, fin, situation relevée, motif attendu (None : hors de la liste)
PERSONNES = [
    ("ECHUE", "2026-01-15", "2026-03-31", None, "echeance_passee"),
    ("LEJOUR", "2026-03-30", "2026-05-31", None, "echeance_passee"),
    ("TRENTE", "2026-04-30", "2026-05-31", None, "echeance_proche"),
    ("TRENTEETUN", "2026-05-01", "2026-05-31", None, None),
    ("MUETTE", "2026-01-15", "2026-03-31", "injoignable", "echeance_injoignable"),
    ("CONNUE", "2026-01-15", "2026-03-31", "cdi", None),
    ("ENCONTRAT", "2026-01-15", "2026-12-31", None, None),
]
VILLE, DEPARTEMENT, SIRET = "Ville inventée", "Département inventé", "21840007500014"
# numéro, acheteur, fin prévue, plus -> dans « dépassés », dans « sans suite »
MARCHES = [
    ("PASSE", VILLE, "2026-09-29", {}, True, False),
    ("LEJOUR", VILLE, "2026-09-30", {}, False, True),
    ("SIXMOIS", VILLE, "2027-03-30", {}, False, True),
    ("CLOS", VILLE, "2026-01-01", {"date_fin_reelle": day("2026-02-01")}, False, False),
    ("SUIVI", DEPARTEMENT, "2026-12-31", {}, False, False),
    ("LONG", DEPARTEMENT, "2027-03-31", {}, False, False),
    ("RIEN", None, "2026-12-31", {}, False, True),
]
DECP = [
    ligne("2024-03-15", None, numero="VIDE"),
    ligne("2025-03-15", "Clause sociale, Sans objet", numero="DEUX"),
    ligne("2025-03-15", "Sans objet", numero="NON"),
    ligne("2025-03-15", "Clause sociale", numero="OUI"),
    ligne("2018-03-15", None, numero="VIEUX", source_decp="json_2019"),
]
IMPORTS = [
    ("contrats", "CIE84", JOUR),
    ("heures", "CIE84", JOUR),
    ("situations", "CIE84", JOUR),
    ("heures", "MLJGA", JOUR),
    ("decp", "", JOUR),
    ("marches", "CIE84", date(2026, 6, 30)),
    ("marches", "CIE84", JOUR),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    journal = [
        {"import_id": rank, "fichier": f"f{rank}.csv", "format": kind, "structures": one,
         "date_extraction": when}
        for rank, (kind, one, when) in enumerate(IMPORTS, 1)
    ]  # fmt: skip
    markets = [
        marche(number, maitre_ouvrage=buyer, date_fin_prevue=day(end), import_id=7, **more)
        for number, buyer, end, more, *_ in MARCHES
    ]
    contracts = [
        contrat(who, start, end, import_id=1, numero_marche="LONG")
        for who, start, end, *_ in PERSONNES
    ]
    # L'import 6 n'a plus aucune ligne en place, l'import 7 l'a remplacé ; l'import 4 sert encore.
    set_aside = [
        {"import_id": number, "fichier": f"f{number}.csv", "ligne": line, "message": "à corriger",
         "colonne": "Mois", "gravite": gravity}
        for number, line, gravity in [(6, 3, "ecartee"), (7, 4, "ecartee"), (4, 9, "ecartee"),
                                      (4, 10, "corrigee"), (5, 11, "ecartee")]
    ]  # fmt: skip
    return write(
        tmp_path_factory.mktemp("relances"),
        imports=journal,
        marches=markets,
        contrats=contracts,
        heures=[
            *(heures(who, "2026-07", 10, import_id=2, numero_marche="LONG")
              for who, *_ in PERSONNES),
            heures("X", "2026-09", 10, "MLJGA", import_id=4),
        ],
        situations=[
            situation(who, code, "2026-07-15", import_id=3)
            for who, _, _, code, _ in PERSONNES if code
        ],
        decp=[{**row, "import_id": 5} for row in DECP],
        anomalies=set_aside,
    )  # fmt: skip


def rows(store: Path, name: str, **filtres: object) -> list[dict[str, object]]:
    return queries.run(name, store, **filtres).to_dicts()


def six_months(text: str) -> date:
    """Six mois calendaires plus tard ; au-delà de la fin du mois, son dernier jour."""
    start = day(text)
    year, month = start.year + (start.month + 5) // 12, (start.month + 5) % 12 + 1
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return date(year, month, min(start.day, last.day))


def test_les_situations_sont_celles_qu_il_reste_a_relever(store):
    found = {
        row["numero_participant"]: (row["motif"], row["retard_jours"])
        for row in rows(store, "relances_situations", structure="CIE84")
    }
    assert found == {
        who: (motif, (JOUR - six_months(start)).days)
        for who, start, _, _, motif in PERSONNES if motif
    }  # fmt: skip


def test_le_numero_n_est_donne_qu_a_sa_structure(store):
    every = rows(store, "relances_situations")
    assert len(every) == sum(bool(motif) for *_, motif in PERSONNES)
    assert {row["numero_participant"] for row in every} == {None}
    assert rows(store, "relances_situations", structure="ITV") == []


def test_une_situation_relevee_sort_de_la_liste(store, tmp_path):
    asked = {"name": "relances_situations", "structure": "CIE84"}
    before = {row["numero_participant"] for row in rows(store, **asked)}
    after = write(
        tmp_path,
        contrats=[contrat(who, start, end) for who, start, end, *_ in PERSONNES if who in before],
        situations=[
            situation(who, "cdi", six_months(start).isoformat()) for who, start, *_ in PERSONNES
        ],
    )
    assert len(before) == 4 and rows(after, **asked) == []


def test_les_mois_non_recus(store):
    sent = {"CIE84": {"2026-07"}, "ITV": set(), "MLJGA": {"2026-09"}}
    ends = {"2026-07": date(2026, 7, 31), "2026-08": date(2026, 8, 31), "2026-09": JOUR}
    assert {
        (row["structure"], row["mois"], row["retard_jours"]) for row in rows(store, "relances_mois")
    } == {
        (one, month, (JOUR - end).days)
        for one, received in sent.items()
        for month, end in ends.items()
        if month not in received
    }


@pytest.mark.parametrize(("name", "column"), [("depasses", 4), ("sans_suite", 5)])
def test_les_marches_a_clore_et_ceux_sans_suite(store, name, column):
    found = {row["numero_marche"] for row in rows(store, f"relances_marches_{name}")}
    assert found == {one[0] for one in MARCHES if one[column]}


def test_un_marche_en_prevision_est_une_suite(tmp_path):
    ending = {"maitre_ouvrage": VILLE, "date_fin_prevue": day("2026-12-31"),
              "code_insee_travaux": CARPENTRAS}  # fmt: skip
    coming = marche(
        "B", "MLJGA", maitre_ouvrage=VILLE, statut_marche="en_prevision",
        code_insee_travaux=AVIGNON, date_notification=None,
    )  # fmt: skip
    alone = write(tmp_path / "seul", marches=[marche("A", **ending)], heures=[])
    both = write(tmp_path / "deux", marches=[marche("A", **ending), coming], heures=[])
    assert [row["numero_marche"] for row in rows(alone, "relances_marches_sans_suite")] == ["A"]
    # La suite vaut d'où qu'elle vienne : autre commune, autre structure, hors du filtre.
    for filtres in ({}, {"structure": "CIE84"}, {"epci": "248400053"}):
        assert rows(both, "relances_marches_sans_suite", **filtres) == []


def test_les_cases_sociales_vides(store):
    expected = {
        row["numero"]: (JOUR - row["date_notification"]).days
        for row in DECP
        if row["source_decp"] != "json_2019"
        and statut(row["considerations_sociales"]) in ("non_renseigne", "contradictoire")
    }
    assert set(expected) == {"VIDE", "DEUX"}
    found = rows(store, "pnad_cases_vides")
    assert {row["numero"]: row["retard_jours"] for row in found} == expected


def test_les_lignes_ecartees_que_rien_n_a_remplacees(store):
    found = {(row["fichier"], row["ligne"]) for row in rows(store, "relances_lignes_ecartees")}
    assert found == {("f7.csv", 4), ("f4.csv", 9), ("f5.csv", 11)}
    own = {row["fichier"] for row in rows(store, "relances_lignes_ecartees", structure="MLJGA")}
    assert own == {"f4.csv"}


def test_les_documents_en_retard_a_la_date_des_donnees(store):
    found = {
        (row["structure"], row["export"], row["periode"])
        for row in rows(store, "relances_documents")
    }
    # Arrêté le 30 juin, attendu le 15 juillet : CIE 84 a tout au 30 septembre, sauf ses actions.
    assert ("ITV", "abc_clauses", "2026-T2") in found
    assert ("CIE84", "abc_clauses", "2026-T2") not in found
    assert ("CIE84", "actions", "2026-T2") in found
    # Attendu le 15 octobre, après la date des données : pas encore en retard.
    assert not [one for one in found if one[2] == "2026-T3"]
    # Sans date prévue, un plan de financement n'est jamais en retard.
    assert not [one for one in found if one[1] == "financement"]


def test_un_document_annuel_est_recu_par_ses_lignes(tmp_path):
    from tests.support.queries_store import activite

    late = {"periode": "2025", "export": "activite", "structure": "CIE84"}

    def is_late(folder: Path) -> bool:
        found = rows(folder, "relances_documents")
        return any(late.items() <= row.items() for row in found)

    without = write(tmp_path / "sans", heures=[heures("p", "2026-07", 10)])
    given = [activite("CoVe", 1, 2, 3, 4, 5, 6, annee=2025)]
    received = write(tmp_path / "avec", heures=[heures("p", "2026-07", 10)], activite=given)
    assert is_late(without) and not is_late(received)


def test_l_extraction_a_plat_porte_aussi_la_situation_a_six_mois(tmp_path):
    """Une structure qui n'exporte qu'à plat n'est pas sans sorties."""
    from tests.support.queries_store import extrait

    said = {"situation_6_mois": "cdi", "date_releve_6_mois": day("2026-03-20")}
    lines = [extrait("A", "2025-09-15", "2025-12-31", 50.0, "MLJGA", **said),
             extrait("A", "2025-11-15", "2026-01-31", 50.0, "MLJGA", **said),
             extrait("B", "2025-09-15", "2025-12-31", 50.0, "MLJGA")]  # fmt: skip
    journal = [{"import_id": 1, "format": "extraction", "structures": "MLJGA",
                "date_extraction": JOUR}]  # fmt: skip
    store = write(tmp_path, extraction=lines, imports=journal)
    (found,) = queries.run("sorties_a_six_mois", store).filter(referentiel="convention").to_dicts()
    assert (found["positives"], found["connues"], found["inconnues"]) == (1, 1, 1)
    (left,) = rows(store, "relances_situations", structure="MLJGA")
    assert (left["motif"], left["echeance"]) == ("echeance_passee", date(2026, 3, 15))
    assert left["numero_participant"] is None
