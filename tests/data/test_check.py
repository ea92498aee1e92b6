"""Un contrôle : une ligne de cette table au moins, aux bornes de son seuil."""

from datetime import date, timedelta

import polars as pl
import pytest

from data.check import controls as check
from data.check.anomalies import AVERTISSEMENT, ECARTEE, gather
from data.check.controls import CHECKS, check_frame
from data.columns import COLUMNS
from data.formats import formats
from data.read.feuille import Feuille
from data.recognize import Layout, Recognized
from data.schema import TYPES

JOUR = date(2026, 9, 30)
DEMAIN = JOUR + timedelta(days=1)
# contrôle, format, lignes du fichier, {rang de la ligne en faute : gravité}
CAS = [
    ("check_required", "contrats",
     [{"numero_contrat": "C1", "numero_participant": "P1", "date_debut": JOUR},
      {"numero_contrat": None, "numero_participant": "P1", "date_debut": JOUR},
      {"numero_contrat": "C1", "numero_participant": None, "date_debut": JOUR},
      {"numero_contrat": "C1", "numero_participant": "P1", "date_debut": None}],
     {1: ECARTEE, 2: ECARTEE, 3: ECARTEE}),
    ("check_required", "extraction",
     [{"numero_marche": "M1", "nom": None, "prenom": "x", "date_debut": JOUR,
       "heures_realisees": 0.0},
      {"numero_marche": "M1", "nom": "x", "prenom": "x", "date_debut": JOUR,
       "heures_realisees": 0.0}],
     {0: ECARTEE}),
    ("check_end_after_start", "contrats",
     [{"date_debut": JOUR, "date_fin_prevue": JOUR, "date_fin_reelle": None},
      {"date_debut": DEMAIN, "date_fin_prevue": JOUR, "date_fin_reelle": None},
      {"date_debut": DEMAIN, "date_fin_prevue": None, "date_fin_reelle": JOUR},
      {"date_debut": None, "date_fin_prevue": JOUR, "date_fin_reelle": JOUR}],
     {1: ECARTEE, 2: ECARTEE}),
    ("check_end_after_start", "extraction",
     [{"date_debut": DEMAIN, "date_fin": JOUR}, {"date_debut": JOUR, "date_fin": JOUR}],
     {0: ECARTEE}),
    ("check_end_after_start", "marches",
     [{"date_demarrage": DEMAIN, "date_fin_reelle": JOUR},
      {"date_demarrage": JOUR, "date_fin_reelle": JOUR}],
     {0: AVERTISSEMENT}),
    ("check_not_future", "extraction",
     [{"date_debut": JOUR}, {"date_debut": DEMAIN}, {"date_debut": None}], {1: ECARTEE}),
    ("check_not_future", "contrats",
     [{"date_debut": JOUR + timedelta(days=366)}, {"date_debut": JOUR + timedelta(days=367)}],
     {1: ECARTEE}),
    ("check_not_future", "heures",
     [{"mois": date(2026, 9, 1)}, {"mois": date(2026, 10, 1)}], {1: ECARTEE}),
    ("check_not_future", "situations",
     [{"date_sortie": JOUR, "date_releve_6_mois": JOUR, "date_releve_12_mois": JOUR},
      {"date_sortie": DEMAIN, "date_releve_6_mois": None, "date_releve_12_mois": None},
      {"date_sortie": None, "date_releve_6_mois": DEMAIN, "date_releve_12_mois": None},
      {"date_sortie": None, "date_releve_6_mois": None, "date_releve_12_mois": DEMAIN}],
     {1: ECARTEE, 2: ECARTEE, 3: ECARTEE}),
    ("check_not_ancient", "contrats",
     [{"date_debut": date(2005, 1, 1)}, {"date_debut": date(2004, 12, 31)}], {1: ECARTEE}),
    ("check_not_ancient", "heures", [{"mois": date(2004, 12, 1)}], {0: ECARTEE}),
    ("check_age", "extraction",
     [{"date_naissance": date(2008, 9, 30), "date_debut": date(2024, 9, 30)},
      {"date_naissance": date(2008, 10, 1), "date_debut": date(2024, 9, 30)},
      {"date_naissance": date(1948, 9, 30), "date_debut": date(2024, 9, 29)},
      {"date_naissance": date(1948, 9, 30), "date_debut": date(2024, 9, 30)},
      {"date_naissance": None, "date_debut": date(2024, 9, 30)}],
     {1: ECARTEE, 3: AVERTISSEMENT}),
    ("check_birth", "participants",
     [{"date_naissance": JOUR}, {"date_naissance": DEMAIN}, {"date_naissance": None}],
     {1: ECARTEE, 2: AVERTISSEMENT}),
    ("check_positive", "marches",
     [{"heures_prevues": 0.0}, {"heures_prevues": -0.5}, {"heures_prevues": None}], {1: ECARTEE}),
    ("check_positive", "engagements", [{"heures_engagees": -1.0}], {0: ECARTEE}),
    ("check_positive", "activite",
     [{"nombre_marches": 0, "nombre_comites": 0}, {"nombre_marches": -1, "nombre_comites": 0},
      {"nombre_marches": 0, "nombre_comites": -1}], {1: ECARTEE, 2: ECARTEE}),
    ("check_month_volume", "heures",
     [{"structure": "ITV", "numero_participant": "P1", "mois": JOUR, "heures_realisees": 200.0},
      {"structure": "ITV", "numero_participant": "P1", "mois": JOUR, "heures_realisees": 60.5},
      {"structure": "ITV", "numero_participant": "P2", "mois": JOUR, "heures_realisees": 260.0},
      {"structure": "CIE84", "numero_participant": "P2", "mois": JOUR, "heures_realisees": 1.0}],
     {0: AVERTISSEMENT, 1: AVERTISSEMENT}),
    ("check_training", "heures",
     [{"heures_formation": 10.0, "heures_realisees": 10.0},
      {"heures_formation": 10.5, "heures_realisees": 10.0},
      {"heures_formation": -2.0, "heures_realisees": -5.0},
      {"heures_formation": None, "heures_realisees": 5.0}],
     {1: AVERTISSEMENT}),
    ("check_year", "activite",
     [{"annee": 2005}, {"annee": 2004}, {"annee": 2100}, {"annee": 20233}, {"annee": None}],
     {1: ECARTEE, 3: ECARTEE}),
    ("check_repeated", "participants",
     [{"structure": "ITV", "numero_participant": "P1"},
      {"structure": "ITV", "numero_participant": "P1"},
      {"structure": "CIE84", "numero_participant": "P1"},
      {"structure": "ITV", "numero_participant": None},
      {"structure": "ITV", "numero_participant": None}],
     {0: AVERTISSEMENT, 1: AVERTISSEMENT}),
    ("check_repeated", "marches",
     [{"structure": "ITV", "numero_marche": "M1", "numero_lot": "1"},
      {"structure": "ITV", "numero_marche": "M1", "numero_lot": "2"},
      {"structure": "ITV", "numero_marche": "M2", "numero_lot": None},
      {"structure": "ITV", "numero_marche": "M2", "numero_lot": None}],
     {2: AVERTISSEMENT, 3: AVERTISSEMENT}),
    ("check_repeated", "heures",
     [{"structure": "ITV", "numero_contrat": "C1", "numero_participant": "P1",
       "numero_marche": "M1", "numero_lot": "1", "mois": JOUR}] * 2, {}),
]  # fmt: skip


def typed(rows: list[dict[str, object]]) -> pl.DataFrame:
    schema = {name: TYPES.get(COLUMNS[name].kind, pl.String) for name in rows[0]}
    return pl.DataFrame(rows, schema=schema).with_columns(
        ligne=pl.int_range(2, 2 + len(rows), dtype=pl.Int64)
    )


def recognized(name: str) -> Recognized:
    one = formats()[name]
    headings = {column: f"<{column}>" for column in one.headings}
    sheet = Feuille("", pl.DataFrame({"ligne": []}))
    return Recognized("export.csv", Layout(sheet, 1, {}, one, {}, headings, ()), JOUR)


def faults(found: pl.DataFrame) -> dict[int, str]:
    return {line - 2: gravite for line, gravite in found.select("ligne", "gravite").iter_rows()}


@pytest.mark.parametrize(("name", "format_name", "rows", "expected"), CAS)
def test_un_controle(name, format_name, rows, expected):
    found = gather(getattr(check, name)(typed(rows), recognized(format_name)))
    assert faults(found) == expected
    for heading, message in found.select("colonne", "message").iter_rows():
        assert heading.startswith("<"), "l'anomalie cite l'intitulé du fichier"
        assert message[0].isupper() and message.endswith("."), message


@pytest.mark.parametrize("one", CHECKS, ids=lambda one: one.__name__)
def test_chaque_controle_a_ses_lignes_et_un_cas_en_faute(one):
    assert any(name == one.__name__ and expected for name, _, _, expected in CAS), (
        f"{one.__name__} : il faut dans CAS une ligne de ce nom, avec une ligne en faute"
    )


def test_tous_les_controles_du_module_sont_appliques():
    written = {name for name in vars(check) if name.startswith("check_") and name != "check_frame"}
    forgotten = written - {one.__name__ for one in CHECKS}
    assert not forgotten, f"écrits, mais absents de la liste CHECKS de controls.py : {forgotten}"


@pytest.mark.parametrize("name", sorted(formats()))
def test_une_grille_sans_les_colonnes_d_un_controle_passe(name):
    assert check_frame(pl.DataFrame({"ligne": [2]}), recognized(name)).is_empty()


def test_les_anomalies_viennent_dans_l_ordre_du_fichier():
    frame = typed([{"date_debut": DEMAIN, "date_fin": JOUR}] * 3).sort("ligne", descending=True)
    assert check_frame(frame, recognized("extraction"))["ligne"].is_sorted()
