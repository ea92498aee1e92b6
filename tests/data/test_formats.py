"""Chaque sorte d'export : son échantillon, ses intitulés, et sa lecture de bout en bout.

La liste vient du dossier data/formats : un format ajouté est essayé, et son échantillon exigé.
"""

import random
import unicodedata
from collections import Counter
from datetime import date

import pytest

from data.columns import COLUMNS
from data.formats import formats, recognized_formats
from data.recognize import Mapping
from data.schema import table_schema
from data.words import month_of, normalize
from tests.support.fabrique import (
    JOUR,
    MOIS,
    csv,
    messages,
    prepared,
    read,
    table,
    xlsx,
)
from tests.support.places import EXPORTS
from tests.support.pseudonymes import contrat

# Les DECP ont leur lecteur et leurs tests (test_decp_formats.py).
NOMS = sorted(recognized_formats())
FICHIERS = sorted(path for path in EXPORTS.iterdir() if path.is_file())
ECHANTILLONS = [path for path in FICHIERS if not path.name.startswith("decp")]
LIGNES = {  # retenues, et total de la colonne de mesure compté à la main dans l'échantillon
    "actions": (3, 0),
    "activite": (4, 140000),
    "contrats": (2, 760),
    "engagements": (3, 760),
    "extraction": (2, 332),
    "financements": (4, 0),
    "heures": (None, 344.5),
    "marches": (2, 760),
    "objectifs": (5, 0),
    "participants": (3, 0),
    "situations": (2, 0),
}


def format_of(path):
    return next(name for name in NOMS if path.name.startswith(name))


@pytest.mark.parametrize("name", sorted(formats()))
def test_chaque_format_a_son_echantillon(name):
    assert any(path.name.startswith(name) for path in FICHIERS), "ajoutez-le à tests/exports/"


@pytest.mark.parametrize("path", ECHANTILLONS, ids=lambda path: path.stem)
def test_un_echantillon_se_lit_en_entier(path):
    one = prepared(path.name, path.read_bytes())
    name = format_of(path)
    rows, total = LIGNES[name]
    assert (one.issue, one.format) == ("importe", name)
    assert not [said for _, _, said in messages(one) if "non reconnues" in said]
    assert one.lignes["ecartees"] == 0 and one.lignes["retenues"] == (
        rows or one.rows["ligne"].n_unique()
    )
    assert one.heures["retenues"] == total
    assert dict(one.rows.schema) == table_schema(formats()[name])


def test_heures_longues_larges_et_datees_disent_la_meme_chose():
    """Les corrections de la forme longue mises à part, les mois et les heures sont les mêmes."""
    months = {}
    for path in ECHANTILLONS:
        if path.name.startswith("heures"):
            rows = prepared(path.name, path.read_bytes()).rows
            found = rows.group_by("numero_contrat", "mois").agg(
                heures=rows["heures_realisees"].sum()
            )
            sums = Counter()
            for contract, month, hours in rows.select(
                "numero_contrat", "mois", "heures_realisees"
            ).iter_rows():
                sums[contract, month] += hours
            assert found.height == len(sums)
            months[path.stem] = dict(sums)
    expected = {
        (contrat("C-1"), date(2024, 3, 1)): 151.5, (contrat("C-1"), date(2024, 4, 1)): 88.0,
        (contrat("C-2"), date(2024, 4, 1)): 70.0, (contrat("C-2"), date(2024, 5, 1)): 35.0,
    }  # fmt: skip
    assert len(months) == 3 and all(one == expected for one in months.values())


@pytest.mark.parametrize("name", NOMS)
def test_un_format_est_coherent(name):
    one = formats()[name]
    assert one.name == name
    assert set(one.headings) <= set(COLUMNS) and set(one.kept) <= set(one.headings)
    assert set(one.required) <= set(one.headings) and set(one.filled) <= set(one.headings)
    assert set(one.identity) <= set(table_schema(one))
    assert "structure" in one.headings and "structure" not in one.kept
    assert not one.measure or one.measure in one.headings
    never_kept = {column for column in one.kept if COLUMNS[column].kind == "identite"}
    assert not never_kept and "date_naissance" not in one.kept


@pytest.mark.parametrize("name", NOMS)
def test_aucun_intitule_n_est_ambigu_dans_un_format(name):
    one = formats()[name]
    known = [
        normalize(text) for texts in one.headings.values() for text in set(map(normalize, texts))
    ]
    twice = [text for text, count in Counter(known).items() if count > 1]
    assert not twice, f"{twice} répondent à deux colonnes"
    assert not set(known) & set(map(normalize, one.dropped)), "lu et jamais lu à la fois"
    if one.reshape:
        assert not [text for text in known if month_of(text)]


@pytest.mark.parametrize("name", NOMS)
def test_intitules_attendus_reconnus_quels_que_soient_ordre_casse_accents(name):
    one = formats()[name]
    expected = {column: texts[0] for column, texts in one.headings.items()}
    for change in (str.upper, str.lower, unaccented, decomposed, spaced):
        columns = list(expected)
        random.Random(change.__name__).shuffle(columns)
        assert {column: one.column_of(change(expected[column])) for column in columns} == {
            column: column for column in columns
        }


def unaccented(text):
    spread = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def decomposed(text):
    return unicodedata.normalize("NFD", text)


def spaced(text):
    return "  " + text.replace(" ", "\u00a0 ").replace("'", "’") + " *"


@pytest.mark.parametrize("name", NOMS)
def test_un_fichier_aux_colonnes_melangees_est_du_meme_format(name):
    """Toutes les colonnes attendues, en désordre et en capitales : le bon format gagne."""
    one = formats()[name]
    headings = [texts[0].upper() for texts in one.headings.values()]
    random.Random(name).shuffle(headings)
    found = prepared(f"x_ITV_{JOUR}.csv", csv([headings, ["?"] * len(headings)]))
    assert found.format == name or name in str(found.question)


@pytest.mark.parametrize(
    ("headings", "year", "name", "expected"),
    [
        (MOIS, {}, f"h_2024_ITV_{JOUR}.csv", date(2024, 1, 1)),
        (MOIS, {"Année": "2023"}, f"h_ITV_{JOUR}.csv", date(2023, 1, 1)),
        (MOIS, {"Année": "2023"}, f"h_2023_ITV_{JOUR}.csv", date(2023, 1, 1)),
        (["Janv. 2025"], {}, f"h_2025_ITV_{JOUR}.csv", date(2025, 1, 1)),
        (["01/2025"], {}, f"h_ITV_{JOUR}.csv", date(2025, 1, 1)),
        (["janv-25"], {}, f"h_ITV_{JOUR}.csv", date(2025, 1, 1)),
        (["JANVIER"], {}, f"h_2024_ITV_{JOUR}.csv", date(2024, 1, 1)),
        (["2025-01-01"], {}, f"h_ITV_{JOUR}.csv", date(2025, 1, 1)),
    ],
)
def test_annee_des_mois_en_colonnes(headings, year, name, expected):
    one = prepared(name, january(headings, year))
    assert one.rows.select("mois", "heures_realisees").rows() == [(expected, 12.0)]


@pytest.mark.parametrize(
    ("headings", "year", "told"),
    [(MOIS, {"Année": "2023"}, 2023), (["Janv. 2025"], {}, 2025), (["01/2025"], {}, 2025)],
)
def test_une_annee_du_tableau_qui_contredit_le_nom_se_demande(headings, year, told):
    name, content = f"h_2024_ITV_{JOUR}.csv", january(headings, year)
    one = prepared(name, content)
    assert (one.issue, one.question.sujet, one.question.cle) == (
        "a_preciser", "choix", "annee_du_tableau",
    )  # fmt: skip
    assert "2024" in one.question.message and str(told) in one.question.message
    answered = prepared(name, content, reponses={one.question.cle: "tableau"})
    assert answered.rows.select("mois", "heures_realisees").rows() == [(date(told, 1, 1), 12.0)]


def january(headings, year):
    """Douze heures en janvier, l'année dite par un intitulé, une colonne ou rien."""
    keys = ["N° contrat", "N° participant", "N° marché", *year]
    return csv([[*keys, *headings], ["C1", "P1", "M1", *year.values(), "12"]])


@pytest.mark.parametrize("shape", ["larges", "heures"])
def test_des_mois_sans_annee_se_demandent(shape):
    rows = table(shape, {"Janv.": "12"} if shape == "larges" else {"Année": ""})
    if shape == "heures":
        rank = rows[0].index("Année")
        rows = [row[:rank] + row[rank + 1 :] for row in rows]
    one = prepared(f"h_ITV_{JOUR}.csv", csv(rows))
    assert (one.issue, one.question.sujet) == ("a_preciser", "annee")
    assert prepared(f"h_ITV_{JOUR}.csv", csv(rows), annee=2022).rows["mois"][0].year == 2022
    assert prepared(f"h_2021_ITV_{JOUR}.csv", csv(rows)).rows["mois"][0].year == 2021


def test_le_total_d_un_tableau_large_nomme_heures_realisees_n_est_pas_un_mois():
    rows = table("larges", {"Janv.": "10", "Févr.": "5", "Total": "15"})
    rows[0][-1] = "Heures réalisées"
    one = prepared(f"h_2024_ITV_{JOUR}.csv", csv(rows))
    assert one.rows.select("mois", "heures_realisees").rows() == [
        (date(2024, 1, 1), 10.0), (date(2024, 2, 1), 5.0),
    ]  # fmt: skip
    assert one.heures == {"lues": 15.0, "retenues": 15.0}


def test_tirets_et_lignes_vides_d_un_tableau_large():
    rows = table("larges", {"Janv.": "10", "Févr.": "-"}, {"N° contrat": "C2", "Mars": "—"})
    one = prepared(f"h_2024_ITV_{JOUR}.csv", csv(rows))
    assert (one.lignes["retenues"], one.lignes["ecartees"]) == (2, 0)
    assert [line for line, _, _ in messages(one)] == [3]


def test_le_mois_fautif_d_un_tableau_large_est_nomme():
    rows = table("larges", {"Janv.": "10", "Mars": "1O"}, {"N° contrat": "C2", "Mars": "1"})
    one = prepared(f"h_2024_ITV_{JOUR}.csv", csv(rows))
    assert one.lignes["ecartees"] == 1
    ((line, _, said),) = messages(one)
    assert line == 2 and "« 1O »" in said and "Mars" in said


@pytest.mark.parametrize("twin", ["MARS", "mars 2024", "03/2024"])
def test_un_mois_deux_fois_est_refuse(twin):
    rows = [["N° participant", "N° marché", "Mars 2024", twin], ["P1", "M1", "5", "5"]]
    if twin == "MARS":
        rows[0][2] = "Mars"
    one = prepared(f"h_2024_ITV_{JOUR}.csv", csv(rows))
    assert one.issue == "refuse" and f"« {twin} »" in messages(one)[0][2]


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


@pytest.mark.parametrize("write", [str, str.upper, "  {} ".format], ids=["tel", "casse", "bords"])
def test_les_en_tetes_repetes_a_chaque_page_ne_sont_pas_des_lignes(write):
    header, first, second = table("heures", {}, {"N° contrat": "C2"})
    again = [write(one) for one in header]
    one = prepared(f"h_ITV_{JOUR}.csv", csv([header, first, again, second]))
    assert (one.lignes["lues"], one.lignes["retenues"]) == (2, 2)
