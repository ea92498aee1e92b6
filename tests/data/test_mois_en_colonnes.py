"""Les heures en douze colonnes : l'année de chaque mois, et ce qui n'en est pas un."""

from datetime import date

import pytest

from tests.support.fabrique import JOUR, MOIS, csv, messages, prepared, table


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
