"""Ce que demande un import, les âges qu'il rapproche, et ce que la commande fait des fichiers."""

import random
from datetime import date

import pytest

from data.formats import recognized_formats
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


@pytest.mark.parametrize("name", sorted(recognized_formats()))
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
