"""Vingt dispositions inventées, jamais vues : la proposition est juste, ou elle se demande."""

import io
from datetime import date

import openpyxl
import pytest

from data.cli import report_bytes, write_report
from data.columns import COLUMNS
from data.formats import formats, recognized_formats, vocabulary
from data.read.exports import read_files
from data.read.grid import FichierRefuse
from data.recognize import (
    APreciser,
    CorrespondanceInvalide,
    Mapping,
    Question,
    delete_mapping,
    kept_mappings,
    move_mapping,
    propose,
    save_mapping,
)
from data.recognize.assignment import assign, best_assignment
from data.recognize.choose import choose_layout
from data.recognize.content import Profile, is_siret
from data.recognize.lexicon import words
from data.recognize.mapping import saved_mappings
from tests.support.dispositions import dispositions, score
from tests.support.fabrique import JOUR, csv, prepared, read

PART_JUSTE = 0.9
TOUTES = dispositions()


@pytest.fixture(scope="module")
def notees():
    """Chaque disposition, sa question telle que l'import la pose, sa proposition et sa note."""
    found = []
    for one in TOUTES:
        question = asked(one.fichier.name, one.fichier.read_bytes())
        proposal = propose(question)
        found.append((one, question, proposal, score(one, proposal.format, proposal.colonnes)))
    return found


def asked(name, content):
    """La question que pose cette disposition, que l'import la pose ou qu'il en soit sûr."""
    _, sheets = next(read_files([(name, content)], vocabulary()))
    with pytest.raises(APreciser) as raised:
        choose_layout(name, sheets, "", [])
    return raised.value.question


def test_une_disposition_toute_sure_s_importe_sans_question_et_se_dit(notees):
    """Aucun clic pour ce qui est sûr ; le moindre doute se demande encore."""
    for one, question, proposal, _ in notees:
        found = prepared(one.fichier.name, one.fichier.read_bytes(), structure=one.structure,
                         extraction=date(2024, 12, 31))  # fmt: skip
        is_sure = not set(proposal.colonnes) - proposal.surs
        told = any("Disposition nouvelle" in said for said in found.anomalies["message"])
        still = found.question is not None and found.question.sujet == "colonnes"
        assert not (told and still), one.fichier.name
        if not is_sure:
            assert still, one.fichier.name
        assert question.intitules


SURE = [["Code participant", "Nom du participant", "Prénom du participant", "Né(e) le", "RSA O/N"],
        ["0001", "Inventée", "Léa", "03/02/1990", "O"],
        ["0002", "Fictif", "Noé", "14/11/1985", "N"]]  # fmt: skip


def test_une_disposition_sure_est_lue_et_dite_sans_aucun_clic():
    one = prepared(f"personnes_CIE84_{JOUR}.csv", csv(SURE))
    assert (one.issue, one.format) == ("importe", "participants"), one.question
    assert one.rows["brsa"].to_list() == [True, False]
    (said,) = [text for text in one.anomalies["message"] if "Disposition nouvelle" in text]
    assert "« Nom du participant » = Nom" in said and "Inventée" not in said


def test_un_seul_intitule_douteux_et_toute_la_disposition_se_demande():
    rows = [[*row, added] for row, added in zip(SURE, ("Zzq", "4", "7"), strict=True)]
    one = prepared(f"personnes_CIE84_{JOUR}.csv", csv(rows))
    assert (one.issue, one.question.sujet) == ("a_preciser", "colonnes")


def test_la_sorte_est_celle_que_designe_l_ensemble_des_colonnes(notees):
    assert [note.fichier for *_, note in notees if not note.est_sorte_juste] == []


def test_neuf_colonnes_sur_dix_sont_justes_au_premier_essai(notees):
    right = sum(len(note.justes) for *_, note in notees)
    every = sum(len(one.colonnes) for one in TOUTES)
    assert right / every >= PART_JUSTE


def test_rien_de_sur_n_est_faux_et_l_essentiel_est_sur(notees):
    wrong, sure = [], 0
    for _, _, proposal, note in notees:
        wrong += [(note.fichier, text) for text in proposal.surs if text not in note.justes]
        sure += len(proposal.surs)
    assert wrong == []
    assert sure >= 0.7 * sum(len(one.colonnes) for one in TOUTES)


def test_sans_valeurs_les_noms_seuls_ne_disent_rien_de_faux_avec_assurance():
    for one in TOUTES:
        found = best_assignment(dict.fromkeys(one.colonnes, ()))
        note = score(one, found.format, found.colonnes)
        assert set(note.faux).isdisjoint(found.surs), one.fichier.name


def test_des_intitules_muets_ne_donnent_rien_de_sur(notees):
    for one, question, _, _ in notees:
        mute = {f"Zz{'q' * rank}": values for rank, values in enumerate(
            question.intitules[text] for text in one.colonnes)}  # fmt: skip
        assert not assign(mute, formats()[one.sorte]).surs


def test_une_colonne_de_contenu_contraire_n_est_pas_proposee():
    question = Question("colonnes", "", "participants", intitules={
        "Né(e) le": ("Avignon", "Orange"), "Vu le": ("03/02/1980", "07/11/1966"),
    })  # fmt: skip
    found = propose(question)
    assert found.colonnes["Vu le"] != "date_entree", "des jours de naissance"
    assert "Né(e) le" not in found.surs


def test_un_mois_en_colonne_n_est_ni_propose_ni_refuse_de_lecture(notees):
    for one, _, proposal, _ in notees:
        months = {text for text, said in one.colonnes.items() if str(said).startswith("mois:")}
        assert months == set(proposal.mois)
        assert months.isdisjoint(proposal.colonnes), "« » dirait de ne jamais la lire"


def test_un_journal_de_prospection_n_est_pas_une_extraction():
    rows = [["Jour", "Donneur d'ordre", "Commune", "Statut", "Démarche"],
            ["03/02/2024", "CoVe", "Carpentras", "Contact", "Prospection"]]  # fmt: skip
    one = prepared("suivi_CIE84_20241231.csv", csv(rows))
    assert one.question.sujet == "colonnes"
    assert propose(one.question).format == "actions"


@pytest.mark.parametrize("name", sorted(recognized_formats()))
def test_l_intitule_attendu_est_toujours_sur(name):
    one = formats()[name]
    expected = {headings[0]: column for column, headings in one.headings.items()}
    found = assign(dict.fromkeys(expected, ()), one)
    assert {text: found.colonnes.get(text) for text in expected} == expected
    assert set(expected) <= found.surs


def test_un_siret_se_reconnait_a_sa_cle():
    # 732 829 320 00074 : l'exemple que donne la documentation de la clé de Luhn.
    assert is_siret("73282932000074") and is_siret("732 829 320 00074")
    assert not is_siret("73282932000075") and not is_siret("7328293200007")


def test_des_courriels_ne_sont_lus_pour_aucune_colonne():
    profile = Profile(("a@exemple.invalid", "b@exemple.invalid"))
    assert all(
        profile.evidence(column) < 0 for one in formats().values() for column in one.headings
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Né(e) le", ["ne"]),
        ("Heures  PRÉVUES", ["heur", "prevu"]),
        ("Contrat du", ["contrat", "du"]),
        ("Nb d'heures", ["heur"]),
    ],
)
def test_les_mots_d_un_intitule(text, expected):
    assert words(text) == expected


# --- le rapport à renvoyer


def test_le_rapport_rend_les_lignes_signalees_sans_colonne_personnelle():
    one = read("participants", {"Nom": "Inventoriée", "Date d'entrée": "31/02/2024"})
    book = openpyxl.load_workbook(io.BytesIO(report_bytes([one])))
    assert book.sheetnames[0] == "Toutes les remarques" and len(book.sheetnames) == 2
    header, first, *_ = book.worksheets[1].iter_rows(values_only=True)
    assert (header[0], header[-1]) == ("Ligne du fichier", "Remarques")
    told = dict(zip(header, first, strict=True))
    assert told["Date d'entrée"] == "31/02/2024", "ce qu'il faut corriger est montré"
    assert "31/02/2024" in told["Remarques"]
    personal = {text for name, column in COLUMNS.items() if column.est_personnelle
                for text in formats()["participants"].headings.get(name, ())}  # fmt: skip
    assert personal.isdisjoint(header)
    every = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert not any("Inventoriée" in str(cell) for cell in every)


def test_une_adresse_glissee_dans_un_numero_ne_part_pas_avec_le_rapport():
    one = read("contrats", {"N° lot": "essai@exemple.invalid", "Date de début": "31/02/2024"})
    assert one.signalees is not None
    assert "essai@exemple.invalid" not in str(one.signalees.rows())


def test_un_rapport_n_ecrase_rien_et_finit_par_xlsx(tmp_path):
    path = tmp_path / "r.xlsx"
    write_report([], path)
    for wrong in (path, tmp_path / "r.csv", tmp_path / "absent" / "r.xlsx"):
        with pytest.raises(FichierRefuse):
            write_report([], wrong)


# --- les dispositions apprises


def test_une_disposition_apprise_se_liste_s_attribue_et_se_supprime():
    save_mapping(Mapping("heures", "ITV", {"Temps": "heures_realisees"}))
    (only,) = kept_mappings()
    assert (only.nom, only.mapping.structure) == ("ITV_heures", "ITV")
    move_mapping("ITV_heures", "")
    assert [one.nom for one in kept_mappings()] == ["toutes_heures"]
    assert saved_mappings("MLJGA")[0].colonnes == {"Temps": "heures_realisees"}, "partagée"
    delete_mapping("toutes_heures")
    assert kept_mappings() == []
    with pytest.raises(CorrespondanceInvalide, match="Aucune disposition"):
        delete_mapping("../toutes_heures")


def test_une_disposition_illisible_est_dite_et_peut_etre_supprimee():
    path = save_mapping(Mapping("heures", "ITV", {"Temps": "heures_realisees"}))
    path.write_text("abîmé", "utf-8")
    (only,) = kept_mappings()
    assert only.mapping is None and "pas bien écrite" in only.defaut
    delete_mapping(only.nom)
    assert kept_mappings() == []


def test_attribuer_ne_perd_pas_ce_que_l_autre_structure_savait():
    save_mapping(Mapping("heures", "ITV", {"Temps": "heures_realisees"}))
    save_mapping(Mapping("heures", "CIE84", {"Paie": "mois"}))
    move_mapping("ITV_heures", "CIE84")
    assert saved_mappings("CIE84")[0].colonnes == {"Temps": "heures_realisees", "Paie": "mois"}
