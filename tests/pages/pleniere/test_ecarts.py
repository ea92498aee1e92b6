"""Ce qui a changé entre deux photos : passé, corrigé ou redéfini, sur des tables écrites ici."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from queries.ecarts import CORRIGE, PASSE, REDEFINI, Ecart, Etat, compare

MOIS = ("2025-11", "2025-12", "2026-01")
BASE = {
    "heures": (100.0, 200.0, 50.0),
    "provisoires": (False, False, True),
    "marches": (20, 8),
    "femmes": "45",
    "femmes_2024": "40",
    "sorties": "30",
    "jour": date(2026, 2, 1),
    "age": "26",
    "cdi": "positive",
}
DEFINITIONS = {"heures_realisees_par_mois": "Toutes les heures.", "sorties": "Un emploi."}


def etat(definitions=DEFINITIONS, **more):
    """Un état : ce que liraient les pages dans un fichier protégé."""
    said = {**BASE, **more}
    keys = {"annee": [2025, 2024, 2025], "mesure": ["beneficiaires", "beneficiaires", "sorties"],
            "territoire": ["departement"] * 3, "code": ["femmes", "femmes", "positives"],
            "nom": ["Vaucluse"] * 3,
            "libelle": ["Femmes", "Femmes", "Sorties positives"]}  # fmt: skip
    tables = {
        "heures_realisees_par_mois": {
            "mois": MOIS[: len(said["heures"])],
            "heures_realisees": said["heures"],
            "est_provisoire": said["provisoires"][: len(said["heures"])],
        },
        "heures_realisees_par_annee": {
            "annee": [2024, 2025, 2026],
            "est_complete": [True, True, False],
            "est_provisoire": [False, False, True],
        },
        "marches_par_annee": {
            "annee": [2025, 2026],
            "en_cours": said["marches"],
            "est_complete": [True, False],
        },
        "cellules": {**keys, "texte": [said["femmes"], said["femmes_2024"], said["sorties"]]},
        "parametres": {
            "cle": ["age_jeune_max"],
            "libelle": ["Jeunes : moins de"],
            "valeur": [said["age"]],
        },
        "regles_sorties": {
            "libelle": ["CDI"],
            "convention": [said["cdi"]],
            "date_debut": [None],
            "date_fin": [None],
        },
        "date_des_donnees": {"date_donnees": [said["jour"]]},
    }
    return Etat(lambda nom: pl.DataFrame(tables[nom]), definitions)


def test_rien_n_a_change():
    assert compare(etat(), etat()) == []


@pytest.mark.parametrize(
    ("apres", "attendu"),
    [
        # Un mois provisoire se complète : cela s'est passé.
        ({"heures": (100.0, 200.0, 75.0)},
         Ecart(PASSE, "Heures réalisées", "2026-01", "Vaucluse", "50 h", "75 h")),
        # Un mois clos change : il a été corrigé.
        ({"heures": (100.0, 190.0, 50.0)},
         Ecart(CORRIGE, "Heures réalisées", "2025-12", "Vaucluse", "200 h", "190 h")),
        # Une année finie : corrigée ; une année en cours : passée.
        ({"marches": (21, 8)},
         Ecart(CORRIGE, "Marchés en cours", "2025", "Vaucluse", "20", "21")),
        ({"marches": (20, 9)},
         Ecart(PASSE, "Marchés en cours", "2026", "Vaucluse", "8", "9")),
        ({"femmes": "50"},
         Ecart(CORRIGE, "Bénéficiaires : Femmes", "2025", "Vaucluse", "45", "50")),
        ({"femmes": "< 5"},
         Ecart(CORRIGE, "Bénéficiaires : Femmes", "2025", "Vaucluse", "45", "< 5")),
        # Les sorties de 2025 se relèvent jusqu'au printemps 2026 : elles ne sont pas closes.
        ({"sorties": "35"},
         Ecart(PASSE, "Sorties à six mois : Sorties positives", "2025", "Vaucluse", "30", "35")),
    ],
)  # fmt: skip
def test_un_chiffre_qui_change_est_passe_ou_corrige(apres, attendu):
    assert compare(etat(), etat(**apres)) == [attendu]


@pytest.mark.parametrize(
    ("jour", "nature"), [(date(2026, 3, 31), PASSE), (date(2026, 4, 1), CORRIGE)]
)
def test_une_annee_de_sorties_est_close_au_printemps(jour, nature):
    (found,) = compare(etat(jour=jour), etat(sorties="35"))
    assert found.nature == nature


def test_un_mois_nouveau_s_est_passe():
    (found,) = compare(etat(heures=(100.0, 200.0)), etat())
    assert (found.nature, found.periode, found.avant, found.apres) == (PASSE, "2026-01", "", "50 h")


def test_un_parametre_change_redefinit_les_effectifs_de_son_sujet():
    found = compare(etat(), etat(age="25", femmes="50", sorties="35"))
    assert [(one.nature, one.sujet) for one in found] == [
        (REDEFINI, "Jeunes : moins de"),
        (REDEFINI, "Bénéficiaires : Femmes"),
        (PASSE, "Sorties à six mois : Sorties positives"),
    ]


def test_une_regle_de_sortie_changee_redefinit_les_sorties():
    found = compare(etat(), etat(cdi="inconnu", sorties="35", femmes="50"))
    assert [(one.nature, one.sujet, one.avant, one.apres) for one in found] == [
        (REDEFINI, "Règle de sortie : CDI", "positive", "inconnue"),
        (REDEFINI, "Sorties à six mois : Sorties positives", "30", "35"),
        (CORRIGE, "Bénéficiaires : Femmes", "45", "50"),
    ]


def test_une_definition_changee_redefinit_son_sujet_et_lui_seul():
    after = etat({**DEFINITIONS, "heures_realisees_par_mois": "Sans la formation."},
                 heures=(100.0, 190.0, 50.0), femmes="50")  # fmt: skip
    found = compare(etat(), after)
    assert [one.nature for one in found] == [REDEFINI, REDEFINI, CORRIGE]
    assert (found[0].avant, found[0].apres) == ("Toutes les heures.", "Sans la formation.")


def test_ce_qui_est_redefini_vient_avant_ce_qui_est_corrige_puis_passe():
    after = etat(age="25", marches=(21, 9), heures=(100.0, 200.0, 60.0))
    natures = [one.nature for one in compare(etat(), after)]
    assert natures == sorted(natures, key=(REDEFINI, CORRIGE, PASSE).index)
    assert set(natures) == {REDEFINI, CORRIGE, PASSE}
