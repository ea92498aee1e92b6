"""Un export inconnu n'est pas une impasse : correspondance proposée, écrite, relue, retenue."""

from datetime import date
from pathlib import Path

import pytest

from data.columns import COLUMNS
from data.formats import formats, recognized_formats
from data.recognize import (
    CorrespondanceInvalide,
    Mapping,
    for_structures,
    merge,
    propose,
    proposed_mapping,
    read_mapping,
    save_mapping,
)
from data.recognize.assignment import best_assignment
from data.recognize.mapping import check_mapping, saved_mappings, to_toml
from tests.support.fabrique import JOUR, csv, export, messages, prepared, read, table
from tests.support.pseudonymes import numero

# Le même export d'heures, tel qu'un autre logiciel l'écrirait.
INCONNU = [
    [
        "Réf. contrat",
        "Code bénéf.",
        "Réf. march.",
        "Mois de paie",
        "Total heures",
        "Salarié",
    ],
    ["C1", "P1", "M1", "03/2024", "50", "Inventée"],
]
REPONSES = {
    "Réf. contrat": "numero_contrat",
    "CODE BENEF": "numero_participant",
    "Réf. march.": "numero_marche",
    "Mois de paie": "mois",
    "Total heures": "heures_realisees",
    "Salarié": "",
}
FICHIER = (f"paie_ITV_{JOUR}.csv", csv(INCONNU))


def test_une_disposition_inconnue_se_demande_avec_ses_intitules_et_des_exemples():
    one = prepared(*FICHIER)
    assert (one.issue, one.question.sujet) == ("a_preciser", "colonnes")
    assert list(one.question.intitules) == INCONNU[0]
    assert one.question.intitules["Total heures"] == ("50",)
    assert "Inventée" not in str(messages(one))


def test_une_correspondance_fait_lire_le_fichier():
    one = prepared(*FICHIER, mapping=Mapping("heures", "", REPONSES))
    assert (one.issue, one.format) == ("importe", "heures")
    assert one.rows.select("numero_participant", "mois", "heures_realisees").rows() == [
        (numero("P1"), date(2024, 3, 1), 50.0)
    ]
    assert messages(one) == [], "« » dit de ne pas lire, ce n'est plus un intitulé inconnu"


def test_une_correspondance_retenue_sert_la_fois_suivante_a_sa_structure_seule():
    save_mapping(Mapping("heures", "ITV", REPONSES))
    assert prepared(*FICHIER).issue == "importe"
    assert prepared(f"paie_MLJGA_{JOUR}.csv", FICHIER[1]).issue == "a_preciser"
    save_mapping(Mapping("heures", "", REPONSES))
    assert prepared(f"paie_MLJGA_{JOUR}.csv", FICHIER[1]).issue == "importe"


def test_un_libelle_inconnu_se_demande_puis_passe():
    file = {"Situation à 6 mois": "Parti élever des chèvres"}
    one = read("situations", file, {"N° participant": "P2"})
    assert (one.issue, one.question.sujet) == ("a_preciser", "valeurs")
    place = "libellé de la ligne 2"
    assert one.question.valeurs == {"situation_6_mois": {place: 1}}, "ce peut être un nom"
    assert "(1 ligne)" in messages(one)[0][2]
    for answer in ("parti elever des CHÈVRES", place):
        learned = {"situation_6_mois": {answer: "inactivite"}}
        done = read("situations", file, {"N° participant": "P2"},
                    mapping=Mapping("situations", "", {}, learned))  # fmt: skip
        assert done.rows["situation_6_mois"].to_list() == ["inactivite", "cdi"]


def test_un_mot_hors_du_metier_se_precise_et_ne_s_apprend_pas():
    rows = [["N° contrat", "N° participant", "N° marché", "Zwyqua", "Mois", "Heures validées"],
            ["C1", "P1", "M1", "50", "03/2024", "Oui"]]  # fmt: skip
    name, content = f"h_ITV_{JOUR}.csv", csv(rows)
    answers = {"colonne 4": "heures_realisees", "Heures validées": ""}
    assert "Zwyqua" not in str(prepared(name, content).question)
    for given in (answers, {**answers, "zwyqua": "heures_realisees"}):
        done = prepared(name, content, mapping=Mapping("heures", "ITV", given))
        assert done.rows["heures_realisees"].to_list() == [50.0]
        kept = save_mapping(Mapping("heures", "ITV", given)).read_text("utf-8")
        assert "colonne 4" not in kept and "wyqua" not in kept and "Heures validées" in kept


def test_des_colonnes_apprises_puis_des_libelles_se_cumulent():
    save_mapping(Mapping("heures", "ITV", REPONSES))
    rows = [[*INCONNU[0], "Structure"], [*INCONNU[1], "Vaucluse Sud"]]
    name = f"paie_ITV_{JOUR}.csv"
    assert prepared(name, csv(rows)).question.sujet == "valeurs"
    given = Mapping("heures", "", {}, {"structure": {"Vaucluse Sud": "ITV"}})
    assert prepared(name, csv(rows), mapping=given).issue == "importe"


def test_un_en_tete_a_deux_etages_ambigu_passe_avec_une_correspondance():
    rows = [["N° participant", "Sortie", "", "À 6 mois", ""],
            ["", "Situation", "Date", "Situation", "Date"],
            ["P1", "CDI", "01/03/2024", "CDI", "01/09/2024"]]  # fmt: skip
    answers = {
        "Sortie - Situation": "situation_sortie", "Sortie - Date": "date_sortie",
        "À 6 mois - Situation": "situation_6_mois", "À 6 mois - Date": "date_releve_6_mois",
    }  # fmt: skip
    one = prepared(f"s_ITV_{JOUR}.csv", csv(rows), mapping=Mapping("situations", "", answers))
    assert one.rows.select("date_sortie", "date_releve_6_mois").rows() == [
        (date(2024, 3, 1), date(2024, 9, 1))
    ]


# --- proposition


def test_la_proposition_reprend_alias_puis_ressemblance_et_laisse_le_reste_vide():
    rows = table("contrats", {})
    rows[0] = ["N° contrat", "N° du participan", "N° marché", "N° lot", "Date debut contrat",
               "Date de fin réelle", "Zzz"]  # fmt: skip
    found = propose(prepared(f"c_ITV_{JOUR}.csv", csv(rows)).question)
    assert found.format == "contrats"
    assert found.colonnes["N° du participan"] == "numero_participant"
    assert found.colonnes["Date debut contrat"] == "date_debut"
    assert found.colonnes["N° contrat"] == "numero_contrat" and found.colonnes["colonne 7"] == ""


def test_la_proposition_de_libelles_donne_le_code_qui_ressemble():
    one = read("marches", {"Statut": "Terminée !"}, {"Statut": "Xyz"})
    found = propose(one.question).valeurs["statut_marche"]
    assert found == {"libellé de la ligne 3": ""}


@pytest.mark.parametrize("name", sorted(recognized_formats()))
def test_le_format_le_plus_proche_se_devine_a_ses_intitules(name):
    one = formats()[name]
    headings = dict.fromkeys((texts[0] for texts in one.headings.values()), ())
    assert best_assignment(headings).format == name


def test_le_fichier_propose_se_complete_et_se_relit(tmp_path):
    path = tmp_path / "c.toml"
    path.write_text(proposed_mapping(prepared(*FICHIER).question), "utf-8")
    text = path.read_text("utf-8")
    assert all(f'"{heading}"' in text for heading in INCONNU[0])
    assert "#   heures : Heures\n" in text, "les sortes possibles sont dites"
    assert f": {COLUMNS['numero_participant'].label}\n" in text, "les colonnes aussi"
    read_mapping(path)


# --- écriture et relecture

PIEGES = ['Intitulé "cité"', "avec = égal", "dièse # là", "accolade {x}", "back\\slash", "éœ€ 中",
          "deux\nlignes", "point.point", "'apostrophe'"]  # fmt: skip


def test_tout_intitule_survit_a_l_ecriture(tmp_path):
    mapping = Mapping(
        "situations", "ITV", dict.fromkeys(PIEGES, ""),
        {"situation_6_mois": dict.fromkeys(PIEGES, "cdi")},
    )  # fmt: skip
    (tmp_path / "m.toml").write_text(to_toml(mapping), "utf-8")
    assert read_mapping(tmp_path / "m.toml") == mapping


def test_le_bloc_notes_de_windows_ajoute_une_marque_d_ordre(tmp_path):
    path = tmp_path / "m.toml"
    path.write_text('format = "heures"\n', "utf-8-sig")
    assert read_mapping(path).format == "heures"


def test_une_nouvelle_correspondance_complete_l_ancienne_et_l_emporte():
    before = Mapping("heures", "ITV", {"A": "mois", "B": ""}, {"validation": {"x": "saisi"}})
    after = Mapping("heures", "ITV", {"B": "annee"}, {"validation": {"x": "valide", "y": "rejete"}})
    expected = Mapping("heures", "ITV", {"A": "mois", "B": "annee"},
                       {"validation": {"x": "valide", "y": "rejete"}})  # fmt: skip
    assert merge(before, after) == expected
    save_mapping(before)
    save_mapping(after)
    assert saved_mappings("ITV") == [expected]


def test_une_correspondance_generale_est_rattachee_a_la_seule_structure_qui_l_emploie():
    general = Mapping("heures", "", REPONSES)
    assert for_structures(general, {"ITV"}).structure == "ITV"
    assert for_structures(general, {"ITV", "CIE84"}).structure == ""
    assert for_structures(Mapping("heures", "CIE84"), {"ITV"}).structure == "CIE84"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "doit nommer un format"),
        ('format = "zut"', "doit nommer un format : actions"),
        ('format = "heures"\n[colonnes]\n"A" = "zut"', "« A » renvoie à « zut »"),
        ('format = "heures"\n[colonnes]\n"A" = 3', "« colonnes » doit être une liste"),
        ('format = "heures"\ncolonnes = "x"', "« colonnes » doit être une liste"),
        ('format = "heures"\nvaleurs = 3', "« valeurs » doit être une liste"),
        ('format = "heures"\n[valeurs]\nmois = "x"', "« mois » doit être une liste"),
        ('format = "heures"\n[valeurs.mois]\n"A" = "x"', "n'est pas une colonne à liste"),
        ('format = "heures"\n[valeurs.validation]\n"A" = "zut"', "Codes possibles : valide"),
        ('format = "heures"\n[valeurs.validation]\n"A" = ""', "pas encore de code"),
        ('format = "heures"\nstructure = "../x"', "structure inconnue"),
        ('format = "heures"\n[colonnes]\nA = zut', "(ligne 3)"),
        ('format = "heures"\nformat = "heures"', "pas bien écrite"),
    ],
)
def test_une_correspondance_fausse_dit_quoi_corriger_en_francais(text, said, tmp_path):
    path = tmp_path / "m.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(CorrespondanceInvalide) as error:
        read_mapping(path)
    assert said in str(error.value)
    assert not any(word in str(error.value) for word in ("Expected", "Invalid", "Cannot", "line"))


def test_une_correspondance_illisible_ou_absente(tmp_path):
    for path in (tmp_path / "absente.toml", tmp_path):
        with pytest.raises(CorrespondanceInvalide, match="ne peut pas être lue"):
            read_mapping(path)
    (tmp_path / "m.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CorrespondanceInvalide, match="pas bien écrite"):
        read_mapping(tmp_path / "m.toml")


def test_le_nom_de_la_structure_s_ecrit_comme_on_veut():
    assert check_mapping({"format": "heures", "structure": "cie 84"}, "x").structure == "CIE84"


def test_deux_intitules_vers_la_meme_colonne_sont_refuses():
    mapping = Mapping("heures", "", {**REPONSES, "Salarié": "heures_realisees"})
    one = prepared(*FICHIER, mapping=mapping)
    assert one.issue == "refuse" and "« Salarié »" in messages(one)[0][2]


def test_une_correspondance_d_une_autre_sorte_ne_sert_pas():
    mapping = Mapping("contrats", "", {"Réf. contrat": "numero_contrat"})
    assert prepared(*FICHIER, mapping=mapping).issue == "a_preciser"
    assert prepared(*export("heures", {}), mapping=mapping).issue == "importe"


def test_le_fichier_retenu_est_lisible_et_range():
    path = save_mapping(Mapping("heures", "ITV", {"A": "mois"}))
    assert path.name == "ITV_heures.toml" and path.parent.name == "correspondances"
    assert isinstance(path, Path) and path.read_text("utf-8").startswith("# Correspondance")
