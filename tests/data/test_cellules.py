"""Ce que valent les cellules d'un export, et ce que devient une ligne dont l'une est fautive."""

from datetime import date

import pytest

from data.recognize import Mapping
from tests.support.fabrique import JOUR, csv, messages, prepared, read, table


def test_trois_formes_de_date_dans_une_meme_colonne():
    days = ("15/03/2024", "2024-03-15", "15-mars-24", "45366")
    one = read("contrats", *({"N° contrat": day, "Date de début": day} for day in days))
    assert one.rows["date_debut"].to_list() == [date(2024, 3, 15)] * 4


def test_montant_et_heures_d_un_marche():
    one = read("marches", {"Montant HT": "12 345,67 €", "Heures prévues": "1\u202f200 h"})
    assert str(one.rows["montant_ht_eur"][0]) == "12345.67"
    assert one.rows["heures_prevues"][0] == 1200.0


def test_valide_rejete_se_garde_comme_tel_et_vide_vaut_saisi():
    labels = {"Oui": "valide", "Non": "saisi", "": "saisi", "Rejeté": "rejete", "étrange": None}
    one = read("heures", *({"N° contrat": text, "Validé": text} for text in labels))
    assert one.rows["validation"].to_list() == list(labels.values())
    assert [line for line, column, _ in messages(one) if column == "Validé"] == [6]


@pytest.mark.parametrize(
    ("statut", "asked"),
    [
        ("BRSA", {}),
        ("TH/RQTH, DELD + 24 mois", {}),
        ("Autre", {}),
        ("", {}),
        # Un libellé inconnu devenait « autre » sans un mot : sa catégorie perdait une personne.
        ("Demandeur d'emploi", {"Demandeur d'emploi": 1}),
        ("BRSA, Public prioritaire", {"Public prioritaire": 1}),
        # Un nom propre glissé là ne se redit pas.
        ("Zérotin Balthazar", {"libellé de la ligne 2": 1}),
    ],
)
def test_une_categorie_inconnue_se_demande(statut, asked):
    one = read("extraction", {"Statut": statut})
    found = one.question.valeurs["statut"] if one.question else {}
    assert found == asked


@pytest.mark.parametrize(
    ("statut", "asked"),
    [
        ("BRSA, Public prioritaire", "Public prioritaire"),
        ("Zérotin Balthazar", "libellé de la ligne 2"),
    ],
)
def test_la_reponse_donnee_a_une_categorie_vaut_pour_sa_ligne(statut, asked):
    learned = Mapping("extraction", "", {}, {"statut": {asked: "deld"}})
    one = read("extraction", {"Statut": statut}, mapping=learned)
    expected = "brsa|deld" if "BRSA" in statut else "deld"
    assert one.rows["statut"].to_list() == [expected]


def test_cinquante_lignes_dont_une_fautive():
    rows = [{"N° contrat": f"C{rank}"} for rank in range(50)]
    rows[31] = {"N° contrat": "C31", "Heures réalisées": "12 heures et demie"}
    one = read("heures", *rows)
    assert (one.lignes["lues"], one.lignes["retenues"], one.lignes["ecartees"]) == (50, 49, 1)
    ((line, column, said),) = [found for found in messages(one) if "260" not in found[2]]
    assert (line, column) == (33, "Heures réalisées") and "écartée" in said


@pytest.mark.parametrize(
    ("siret", "kept", "aside"),
    [("90000101000009", "90000101000009", 0), ("12345678901234", None, 0), ("3,56E+13", None, 1),
     ("5000303000009", "05000303000009", 0)],
)  # fmt: skip
def test_siret_invalide_ou_abime(siret, kept, aside):
    one = read("engagements", {"SIRET": siret}, {"Entreprise": "Autre Exemple"})
    assert one.lignes["ecartees"] == aside
    assert aside or one.rows["siret"][0] == kept
    assert (siret == "90000101000009") == (not messages(one))


def test_une_erreur_de_tableur_dans_une_colonne_secondaire_ne_perd_pas_la_ligne():
    one = read("engagements", {"Taux de réalisation": "#DIV/0!", "Entreprise": "#N/A"},
               {"Taux de réalisation": "#DIV/0!"})  # fmt: skip
    assert (one.lignes["retenues"], one.lignes["ecartees"]) == (1, 1)
    assert one.rows["taux_realisation_pct"].to_list() == [None]


def test_un_pied_de_page_ne_se_questionne_pas():
    """Son texte tombe sous « Structure » : la ligne est écartée, le fichier n'est pas arrêté."""
    rows = [*table("extraction", {}), ["Édité le 30/09/2026"]]
    one = prepared(f"b_{JOUR}.csv", csv(rows))
    assert (one.issue, one.lignes["retenues"], one.lignes["ecartees"]) == ("importe", 1, 1)
