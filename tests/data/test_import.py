"""Identité et remplacement : ce que le magasin contient après un, deux ou trois imports."""

from datetime import date
from decimal import Decimal

import pytest

from data.publish import current, read_database
from tests.support.fabrique import (
    JOUR,
    bring,
    csv,
    export,
    messages,
    stored,
    table,
)
from tests.support.pseudonymes import contrat

COLONNES = {
    "marches": ("numero_marche", "numero_lot", "heures_prevues"),
    "engagements": ("numero_marche", "entreprise", "heures_engagees"),
    "participants": ("numero_participant", "sexe"),
    "contrats": ("numero_contrat", "date_fin_reelle"),
    "heures": ("numero_contrat", "mois", "heures_realisees"),
    "situations": ("numero_participant", "situation_6_mois"),
    "actions": ("date_action", "nature_action", "type_maitre_ouvrage"),
    "extraction": ("numero_marche", "date_debut", "heures_realisees"),
    "activite": ("annee", "territoire", "nombre_marches"),
    "financements": ("annee", "poste", "financeur", "montant_notifie_eur"),
    "objectifs": ("annee", "epci", "indicateur", "valeur"),
}


def rows(name: str) -> list[tuple]:
    return sorted(stored(name).select("structure", *COLONNES[name]).rows(), key=str)


# format, ligne d'abord, même identité revue, autre identité, (colonne, avant, après)
REMPLACEMENTS = [
    ("marches", {"Heures prévues": "600"}, {"N° lot": "2"}, "heures_prevues", 500.0, 600.0),
    ("marches", {"N° opération": "OP9"}, {"N° marché": "M2"}, "numero_operation", "OP1", "OP9"),
    ("engagements", {"Heures engagées": "1"}, {"N° lot": "2"}, "heures_engagees", 300.0, 1.0),
    ("participants", {"BRSA": "Non"}, {"N° participant": "P2"}, "brsa", True, False),
    ("contrats", {"N° marché": "M2"}, {"N° contrat": "C2"}, "numero_marche", "M1", "M2"),
    ("heures", {"Heures réalisées": "7"}, {"Mois": "4"}, "heures_realisees", 50.0, 7.0),
    ("heures", {"Validé": "Rejeté"}, {"N° contrat": "C2"}, "validation", "valide", "rejete"),
    ("situations", {"Situation à 6 mois": "Injoignable"}, {"N° participant": "P2"},
     "situation_6_mois", "cdi", "injoignable"),
    ("actions", {"Type": "Commune"}, {"Date": "13/03/2024"}, "type_maitre_ouvrage", "epci",
     "commune"),
    ("extraction", {"Heures réalisées": "51"}, {"Date début": "02/03/2024"}, "heures_realisees",
     50.0, 51.0),
    ("extraction", {"Sexe": "H"}, {"Prénom": "Léo"}, "sexe", "femme", "homme"),
    ("extraction", {"Date fin": "01/08/2024"}, {"Marché": "M2"}, "date_fin", date(2024, 8, 31),
     date(2024, 8, 1)),
    ("activite", {"Nombre de marchés": "9"}, {"Année": "2024"}, "nombre_marches", 73, 9),
    ("financements", {"Montant notifié": "37 500"}, {"Financeur": "DDETS de Vaucluse",
     "Montant prévu": "100", "Montant notifié": "100", "Montant versé": ""}, "montant_notifie_eur",
     Decimal("37800.00"), Decimal("37500.00")),
    ("financements", {"Coût total du poste": "55 000"}, {"Exercice": "2026"}, "cout_poste_eur",
     Decimal("54000.00"), Decimal("55000.00")),
    ("objectifs", {"Valeur": "130 000"}, {"Structure": "ITV"}, "valeur", 125000.0, 130000.0),
    ("objectifs", {"Valeur": ""}, {"EPCI": "CoVe"}, "valeur", 125000.0, None),
]  # fmt: skip
IDS = [f"{one[0]}-{one[3]}" for one in REMPLACEMENTS]


@pytest.mark.parametrize(("name", "again", "other", "column", "old", "new"), REMPLACEMENTS, ids=IDS)
def test_une_identite_revue_remplace_une_autre_s_ajoute(name, again, other, column, old, new):
    bring(export(name, {}))
    assert stored(name)[column].to_list() == [old]
    bring(export(name, again, other))
    assert stored(name).height == 2, "l'ancienne ligne est remplacée, l'autre identité s'ajoute"
    assert stored(name)[column][0] == new


def test_chaque_format_a_son_remplacement():
    assert {one[0] for one in REMPLACEMENTS} == set(COLONNES)


@pytest.mark.parametrize("name", ["participants", "heures", "marches", "contrats"])
def test_la_meme_identite_dans_une_autre_structure_est_une_autre_ligne(name):
    bring(export(name, {}), export(name, {}, structure="ITV"))
    assert stored(name)["structure"].sort().to_list() == ["CIE84", "ITV"]


@pytest.mark.parametrize("name", sorted(COLONNES))
def test_deux_fois_le_meme_fichier_ne_change_rien(name):
    file = export(name, {})
    bring(file)
    before, content = current(), read_database(current())
    lot = bring(file)
    assert lot.accepted and current() == before
    assert read_database(current())["imports"].equals(content["imports"])


def test_le_meme_fichier_deux_fois_dans_une_commande_compte_une_fois():
    file = export("heures", {}, {"N° contrat": "C2"})
    lot = bring(file, file)
    assert [one.issue for one in lot.fichiers] == ["importe", "importe"]
    assert stored("heures").height == 2


def test_disjoints_l_ordre_ne_compte_pas(monkeypatch, tmp_path):
    first = export("heures", {}, {"Mois": "4"})
    second = export("heures", {"Mois": "5"}, {"N° contrat": "C2"})
    found = []
    for order in ([first, second], [second, first]):
        monkeypatch.setenv("CLAUSES_STORE", str(tmp_path / f"magasin{len(found)}"))
        for file in order:
            bring(file)
        found.append(rows("heures"))
    assert found[0] == found[1] and len(found[0]) == 4


def test_deux_fichiers_qui_se_recouvrent_le_plus_recent_l_emporte():
    old = export("heures", {"Heures réalisées": "1"}, {"Mois": "4"}, jour="20260101")
    new = export("heures", {"Heures réalisées": "2"}, {"Mois": "5"}, jour="20260930")
    bring(new, old)
    assert rows("heures") == [
        ("CIE84", contrat("C1"), date(2024, 3, 1), 2.0),
        ("CIE84", contrat("C1"), date(2024, 4, 1), 50.0),
        ("CIE84", contrat("C1"), date(2024, 5, 1), 50.0),
    ]


def test_les_corrections_negatives_restent_avec_la_ligne_corrigee():
    bring(export("heures", {"Heures réalisées": "60"}, {"Heures réalisées": "-12,5"}))
    assert sorted(stored("heures")["heures_realisees"]) == [-12.5, 60.0]
    bring(export("heures", {"Heures réalisées": "47,5"}))
    assert stored("heures")["heures_realisees"].to_list() == [47.5]


def test_un_mois_corrige_ou_vide_en_large_remplace_le_mois_long():
    bring(export("heures", {}, {"Mois": "4"}, {"Mois": "4", "Année": "2023"}))
    wide = table("larges", {"Mars": "1"})
    bring((f"h_2024_CIE84_{JOUR}.csv", csv(wide)))
    assert rows("heures") == [
        ("CIE84", contrat("C1"), date(2023, 4, 1), 50.0),
        ("CIE84", contrat("C1"), date(2024, 3, 1), 1.0),
    ]  # fmt: skip


def test_une_ligne_large_sans_aucun_mois_retire_ses_heures_et_le_dit():
    bring(export("heures", {}, {"N° contrat": "C2"}))
    lot = bring((f"h_2024_CIE84_{JOUR}.csv", csv(table("larges", {}))))
    assert rows("heures") == [("CIE84", contrat("C2"), date(2024, 3, 1), 50.0)]
    assert lot.fichiers[0].lignes["retenues"] == 1
    assert ["Aucun mois" in said for _, _, said in messages(lot.fichiers[0])] == [True]


# (ligne en place, la même écrite autrement)
ECRITURES = [
    ({"N° contrat": "c1"}, {"N° contrat": "C1"}),
    ({"N° marché": "M 1"}, {"N° marché": " m  1 "}),
    ({"N° participant": "0001"}, {"N° participant": "1"}),
    ({"N° lot": "01"}, {"N° lot": "1"}),
    ({}, {"N° lot": ""}),
    ({"N° lot": ""}, {}),
    ({}, {"N° contrat": ""}),
    ({"N° contrat": ""}, {}),
    ({}, {"N° contrat": "", "N° lot": ""}),
]


@pytest.mark.parametrize(("old", "new"), ECRITURES, ids=str)
def test_la_meme_identite_ecrite_autrement_est_remplacee(old, new):
    bring(export("heures", old))
    bring(export("heures", {**new, "Heures réalisées": "7"}))
    assert stored("heures")["heures_realisees"].to_list() == [7.0]


def test_un_numero_s_ecrit_pareil_dans_toutes_les_tables():
    bring(export("participants", {"N° participant": "001"}))
    bring(export("heures", {"N° participant": "1"}))
    assert len({*stored("participants")["numero_participant"],
                *stored("heures")["numero_participant"]}) == 1  # fmt: skip


# (lignes en place, ligne reçue) : rien ne dit laquelle elle remplace
DOUTES = [
    ([{}, {"N° lot": "2"}], [{"N° lot": ""}]),
    ([{}, {"N° contrat": "C2"}], [{"N° contrat": ""}]),
    ([{"N° lot": ""}], [{}, {"N° lot": "2"}]),
]


@pytest.mark.parametrize(("old", "new"), DOUTES, ids=str)
def test_une_partie_absente_qui_peut_en_valoir_plusieurs_est_demandee(old, new):
    bring(export("heures", *old))
    before = rows("heures")
    lot = bring(export("heures", *new))
    assert [one.issue for one in lot.fichiers] == ["a_preciser"]
    assert "Relancez l'export" in lot.fichiers[0].question.message
    assert rows("heures") == before


def test_deux_fichiers_d_une_meme_commande_se_demandent_aussi():
    first = export("heures", {}, {"N° lot": "2"}, jour="20260901")
    lot = bring(first, export("heures", {"N° lot": ""}))
    assert [one.issue for one in lot.fichiers] == ["importe", "a_preciser"]


# --- export complet


def test_complet_retire_les_absents_de_la_structure_et_d_elle_seule():
    bring(export("contrats", {}, {"N° contrat": "C2"}), export("contrats", {}, structure="ITV"))
    bring(export("contrats", {}), est_complet=True)
    assert rows("contrats") == [
        ("CIE84", contrat("C1"), date(2024, 8, 31)), ("ITV", contrat("C1"), date(2024, 8, 31)),
    ]  # fmt: skip


def test_complet_sur_des_heures_couvre_toutes_les_annees_et_le_dit():
    bring(export("heures", {"Année": "2023"}, {}, {"Mois": "4"}, {"N° contrat": "C2"}))
    bring(export("heures", {}, structure="ITV"))
    lot = bring(export("heures", {"Mois": "4", "Heures réalisées": "9"}), est_complet=True)
    assert rows("heures") == [
        ("CIE84", contrat("C1"), date(2024, 4, 1), 9.0),
        ("ITV", contrat("C1"), date(2024, 3, 1), 50.0),
    ]  # fmt: skip
    said = messages(lot.fichiers[0])[0][2]
    assert "complet" in said and " 3 lignes" in said and "2023, 2024" in said


def test_deux_semestres_declares_complets_ne_s_effacent_pas():
    bring(export("heures", {"N° contrat": "ancien"}))
    first = export("heures", {"Mois": "3"})
    second = (f"S2_CIE84_{JOUR}.csv", csv(table("heures", {"Mois": "9"})))
    bring(first, second, est_complet=True)
    assert [row[2] for row in rows("heures")] == [date(2024, 3, 1), date(2024, 9, 1)]


def test_complet_garde_l_age_des_contrats_connus():
    bring(export("participants", {}), export("contrats", {}))
    bring(export("contrats", {}), est_complet=True)
    assert stored("contrats")["age_debut"].to_list() == [34]
