"""L'en-tête d'un export : où il est, ce qu'il nomme, ce qui s'en dit s'il manque ou se répète."""

from datetime import date

import pytest

from tests.support.fabrique import JOUR, csv, messages, prepared, read, table, xlsx


def test_un_onglet_notice_ne_gene_pas_l_onglet_de_donnees():
    notice = [["Notice"], ["Nom", "Prénom"], ["ce champ", "est obligatoire"]]
    content = xlsx(Notice=notice, Données=table("extraction", {}))
    one = prepared(f"b_{JOUR}.xlsx", content)
    assert (one.issue, one.feuille, one.lignes["retenues"]) == ("importe", "Données", 1)


def test_un_en_tete_a_deux_etages_dont_le_second_seul_est_ambigu_se_lit_et_se_dit():
    above = ["N° participant", "Sortie", None, "À 6 mois", None]
    below = [None, "Situation", "Date", "Situation", "Date"]
    line = ["P1", "CDI", "01/03/2024", "CDD de plus de 6 mois", "01/09/2024"]
    one = prepared(f"s_ITV_{JOUR}.xlsx", xlsx(S=[above, below, line]))
    (row,) = one.rows.select(
        "situation_sortie", "date_sortie", "situation_6_mois", "date_releve_6_mois"
    ).rows()
    assert row == ("cdi", date(2024, 3, 1), "cdd_plus_6m", date(2024, 9, 1))
    ((_, _, said),) = messages(one)
    for told in ("Sortie - Date » = Date de la sortie", "À 6 mois - Date » = Date de relevé à 6"):
        assert told in said


def test_un_intitule_inconnu_est_dit_et_n_empeche_rien():
    one = read("participants", {"Bénéficiaire RSA ?": "Oui"})
    assert (one.issue, one.lignes["retenues"]) == ("importe", 1)
    assert "« Bénéficiaire RSA ? »" in messages(one)[0][2]


def test_intitules_etoiles_et_lignes_de_titre():
    header, row = table("participants", {})
    rows = [["Export du logiciel"], ["Filtre : tous"], [f"{text}*" for text in header], row]
    one = prepared(f"p_ITV_{JOUR}.csv", csv(rows))
    assert (one.issue, one.format, one.lignes["retenues"]) == ("importe", "participants", 1)


def test_une_colonne_obligatoire_manquante_arrete_le_fichier_et_cite_ce_qui_est_la():
    rows = [[*row[:3], *row[4:]] for row in table("participants", {})]
    one = prepared(f"p_ITV_{JOUR}.csv", csv(rows))
    assert one.issue == "refuse"
    assert "Date de naissance" in messages(one)[0][2] and "« Prénom »" in messages(one)[0][2]


def test_un_fichier_sans_en_tete_ne_cite_aucune_de_ses_cellules():
    rows = table("extraction", {"Nom": "Canari", "Date de naissance": "07/08/1981"})[1:]
    one = prepared(f"b_{JOUR}.csv", csv(rows))
    assert one.issue == "refuse" and "en-tête" in messages(one)[0][2]
    assert "Canari" not in str(messages(one)) and "1981" not in str(messages(one))


@pytest.mark.parametrize("write", [str, str.upper, "  {} ".format], ids=["tel", "casse", "bords"])
def test_les_en_tetes_repetes_a_chaque_page_ne_sont_pas_des_lignes(write):
    header, first, second = table("heures", {}, {"N° contrat": "C2"})
    again = [write(one) for one in header]
    one = prepared(f"h_ITV_{JOUR}.csv", csv([header, first, again, second]))
    assert (one.lignes["lues"], one.lignes["retenues"]) == (2, 2)
