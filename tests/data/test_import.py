"""Identité et remplacement : ce que le magasin contient après un, deux ou trois imports."""

import random
from datetime import date
from decimal import Decimal

import pytest

from data.importer import next_content
from data.load import changes
from data.publish import current, read_database
from tests.support.fabrique import (
    JOUR,
    assert_accounting,
    bring,
    csv,
    export,
    messages,
    prepare,
    prepared,
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


def test_la_structure_d_une_ligne_l_emporte_et_l_option_remplit_les_vides():
    file = (
        f"b_{JOUR}.csv",
        csv(table("extraction", {"Structure": "ITV"}, {"Structure": "", "Nom": "Autre"})),
    )
    bring(file, structure="MLJGA")
    assert sorted(stored("extraction")["structure"]) == ["ITV", "MLJGA"]


def test_la_structure_se_demande_quand_rien_ne_la_dit():
    content = csv(table("heures", {}))
    one = prepared(f"h_{JOUR}.csv", content)
    assert (one.issue, one.question.sujet) == ("a_preciser", "structure")
    given = prepared(f"h_{JOUR}.csv", content, structure="ITV")
    assert given.rows["structure"].to_list() == ["ITV"]


def test_une_structure_inconnue_se_demande():
    one = bring(export("extraction", {"Structure": "Mairie"}), structure="ITV").fichiers[0]
    assert (one.issue, one.question.sujet) == ("a_preciser", "valeurs")
    assert one.question.valeurs == {"structure": {"Mairie": 1}}


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("h_ITV_20240630.csv", date(2026, 9, 30), date(2024, 6, 30)),
        ("h_ITV.csv", date(2026, 9, 30), date(2026, 9, 30)),
        ("h_ITV.csv", None, None),
        ("h_2023_ITV_20240630.csv", None, date(2024, 6, 30)),
    ],
)
def test_la_date_d_extraction_vient_du_nom_puis_de_l_option_puis_se_demande(name, given, expected):
    content = csv(table("heures", {"Année": "2023"}))
    one = prepared(name, content, extraction=given)
    assert one.extraction == expected
    assert expected or one.question.sujet == "date"


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


# --- âge


@pytest.mark.parametrize(
    "order", [["participants", "contrats"], ["contrats", "participants"]], ids="-".join
)
@pytest.mark.parametrize("together", [True, False])
def test_l_age_se_calcule_ensemble_ou_separement_dans_les_deux_ordres(order, together):
    files = [export(name, {}) for name in order]
    if together:
        bring(*files)
    else:
        for file in files:
            bring(file)
    ages = stored("contrats")["age_debut"].to_list()
    # Contrats d'abord, puis participants : la naissance arrive, l'âge se calcule. L'inverse ne se
    # peut pas, la date de naissance n'étant pas gardée.
    assert ages == ([None] if not together and order[0] == "participants" else [34])


def test_l_age_inconnu_est_dit_puis_ne_l_est_plus():
    lot = bring(export("contrats", {}))
    assert "Âge inconnu" in str(messages(lot.fichiers[0]))
    bring(export("participants", {}))
    lot = bring(export("contrats", {"Heures réalisées": "151"}))
    assert stored("contrats")["age_debut"].to_list() == [34]
    assert messages(lot.fichiers[0]) == []


def test_une_naissance_corrigee_corrige_l_age():
    bring(export("participants", {}), export("contrats", {}))
    bring(export("participants", {"Date de naissance": "02/03/1990"}))
    assert stored("contrats")["age_debut"].to_list() == [33]


@pytest.mark.parametrize(
    ("born", "kept"), [("01/03/2008", 1), ("02/03/2008", 0)], ids=["16 ans", "la veille"]
)
def test_moins_de_seize_ans_ecarte_le_contrat_et_les_comptes_restent_justes(born, kept):
    files = [
        export("participants", {"Date de naissance": born}, {"N° participant": "P2"}),
        export("contrats", {}, {"N° contrat": "C2", "N° participant": "P2"}),
    ]
    lot = bring(*files)
    one = lot.fichiers[1]
    assert_accounting(one)
    assert (one.lignes["retenues"], one.heures["retenues"]) == (1 + kept, 150.0 * (1 + kept))
    assert stored("contrats").height == 1 + kept


# --- ce que la commande fait des fichiers refusés, des exemples, des dates


def test_un_fichier_refuse_n_empeche_pas_les_autres():
    bad = (f"vide_ITV_{JOUR}.csv", b"")
    asked = export("situations", {"Situation à 6 mois": "Parti élever des chèvres"})
    lot = bring(export("heures", {}), bad, asked, export("contrats", {}))
    assert [one.issue for one in lot.fichiers] == ["importe", "refuse", "a_preciser", "importe"]
    assert stored("heures").height == stored("contrats").height == 1
    assert stored("situations").is_empty() and stored("imports").height == 2


def test_rien_d_acceptable_ne_publie_rien():
    bring(("vide.csv", b""))
    assert current() is None


def test_les_heures_arrivent_avant_les_contrats_et_les_personnes():
    for name in ("heures", "contrats", "participants", "marches"):
        bring(export(name, {}))
    assert [stored(name).height for name in ("heures", "contrats", "participants", "marches")] == [
        1, 1, 1, 1,
    ]  # fmt: skip


def test_le_premier_import_reel_retire_tous_les_exemples(magasin_exemples, monkeypatch, tmp_path):
    from shutil import copytree

    copytree(magasin_exemples, tmp_path / "copie")
    monkeypatch.setenv("CLAUSES_STORE", str(tmp_path / "copie"))
    assert current().est_exemple and stored("heures").height > 1000
    bring(export("heures", {}))
    assert not current().est_exemple
    content = read_database(current())
    (name,) = content["imports"]["fichier"]
    assert name.startswith("Heures · CIE84 · 30/09/2026 · "), "jamais le nom du fichier"
    assert {name: frame.height for name, frame in content.items() if frame.height} == {
        "heures": 1, "imports": 1,
    }  # fmt: skip


def test_un_export_plus_ancien_que_le_magasin_est_demande():
    bring(export("heures", {}, jour="20260930"))
    old = export("heures", {"Heures réalisées": "1"}, jour="20260101")
    one = bring(old).fichiers[0]
    said = one.question.message
    assert one.issue == "a_preciser" and one.question.cle == "plus_ancien"
    assert "01/01/2026" in said and "30/09/2026" in said and "plus ancien" in said
    assert stored("heures")["heures_realisees"].to_list() == [50.0]
    bring(old, reponses={"plus_ancien": "oui"})
    assert stored("heures")["heures_realisees"].to_list() == [1.0]


@pytest.mark.parametrize(
    "again", [export("heures", {}, jour="20260101"), export("heures", {}, structure="ITV"),
              export("contrats", {}, jour="20260101")]
)  # fmt: skip
def test_ce_qui_ne_peut_rien_vieillir_ne_se_demande_pas(again):
    bring(export("heures", {}, jour="20260930"))
    assert bring(again).fichiers[0].issue == "importe"


def test_les_memes_lignes_vues_plus_tard_avancent_la_date_des_donnees():
    bring(export("situations", {}, jour="20260930"))
    first = current().number
    bring(export("situations", {}, jour="20261231"))
    assert current().number == first + 1
    assert stored("imports")["date_extraction"].max() == date(2026, 12, 31)
    assert stored("situations").height == 1


def test_ce_qui_changera_se_voit_avant():
    bring(export("heures", {}, {"Mois": "4"}, {"Mois": "5"}))
    lot = prepare(export("heures", {"Heures réalisées": "1"}, {"Mois": "4"}, {"Mois": "6"}))
    before = read_database(current())
    (row,) = changes(before, next_content(lot, current())).rows()
    assert row == ("heures", "CIE84", 3, 4, 1, 1, 0)
    assert stored("heures").height == 3, "rien n'a changé pour les lecteurs"


def test_les_imports_et_leurs_anomalies_sont_gardes():
    bring(export("heures", {}, {"N° participant": ""}))
    (row,) = stored("imports").to_dicts()
    assert (row["lignes_lues"], row["lignes_retenues"], row["lignes_ecartees"]) == (2, 1, 1)
    assert (row["heures_lues"], row["heures_retenues"]) == (100.0, 50.0)
    assert (row["structures"], row["date_extraction"]) == ("CIE84", date(2026, 9, 30))
    (anomaly,) = stored("anomalies").to_dicts()
    assert (anomaly["ligne"], anomaly["gravite"], anomaly["colonne"]) == (
        3, "ecartee", "N° participant",
    )  # fmt: skip


# --- des cellules quelconques : ni plantage, ni compte faux, ni anomalie sans ligne

ETRANGES = (
    "", "-", "x", "0", "-1", "99999999", "1e400", "45311", "29/02/2023", "31/12/9999", "janv-99",
    "décembre", "13/2024", "20240101", "01/01/0001", "Oui", "#N/A", "#REF!", "'", "é" * 200, "ITV",
    "Total", "Sous-total", "3,56E+13", "84031", "M", "CDI", "En cours", "1h30", "99:99", "+-5",
    "1.234.567,89", "1/1/1", "٣", "½", "nan", "inf", "NULL", "=1+1", "<b>", "{}", "%s", "\\",
    "NPNRU", "0/0",
)  # fmt: skip


@pytest.mark.parametrize("name", sorted(COLONNES))
def test_des_cellules_quelconques(name):
    chance = random.Random(f"{name} 84")
    header, typical = table(name, {})
    for rate in (0.05, 0.2, 0.6):
        rows = [
            [chance.choice(ETRANGES) if chance.random() < rate else cell for cell in typical]
            for _ in range(12)
        ]
        one = prepared(f"x_2024_ITV_{JOUR}.csv", csv([header, *rows]))
        assert one.issue in ("importe", "refuse", "a_preciser")
        assert one.issue == "importe" or messages(one)
        lines = {line for line, _, _ in messages(one)} - {None}
        assert lines <= set(range(2, 14))


def test_l_onglet_demande_ne_concerne_pas_un_fichier_texte():
    assert prepared(*export("heures", {}), feuille="Données").issue == "importe"
