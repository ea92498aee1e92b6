"""Milliers ou décimales : ce qu'une colonne écrit se retrouve, ou se demande avec deux totaux."""

import pytest

from data.check import A_PRECISER, IMPORTE
from tests.support.fabrique import JOUR, csv, export, prepared, read, table

VALEURS = (1234.5, 1234.0, 2050.0, 87.5, 151.67, 12.0, 7.25)
# (milliers, décimale) de chaque pays et de chaque tableur ; « » : sans séparateur de milliers.
CONVENTIONS = [(".", ","), (",", "."), (" ", ","), (" ", "."), ("\u202f", ","), ("", ","),
               ("", ".")]  # fmt: skip


def written(value: float, thousands: str, decimal: str) -> str:
    whole, _, cents = f"{value:,.2f}".partition(".")
    shown = whole.replace(",", thousands)
    cents = cents.rstrip("0")
    return f"{shown}{decimal}{cents}" if cents else shown


def hours(*values: str):
    rows = [{"N° contrat": f"C{rank}", "Heures réalisées": one} for rank, one in enumerate(values)]
    return export("contrats", *rows)


def said(one):
    """Ce que la colonne a dit de ses milliers se redit à la personne."""
    return any("y sépare des milliers" in text for text in one.anomalies["message"])


@pytest.mark.parametrize(("thousands", "decimal"), CONVENTIONS)
@pytest.mark.parametrize("order", [1, -1])
def test_une_convention_dite_par_la_colonne_se_lit(thousands, decimal, order):
    texts = [written(one, thousands, decimal) for one in VALEURS[::order]]
    one = prepared(*hours(*texts))
    assert (one.issue, one.heures["retenues"]) == (IMPORTE, sum(VALEURS))
    assert said(one) == (thousands in {".", ","})


@pytest.mark.parametrize("mark", [".", ","])
def test_une_colonne_a_deux_lectures_est_demandee_avec_ses_deux_totaux(mark):
    name, content = hours(f"1{mark}234", f"2{mark}050")
    one = prepared(name, content)
    assert one.issue == A_PRECISER and one.question.sujet == "choix"
    assert "3\u202f284" in one.question.reponses["milliers"]
    assert "3,28" in one.question.reponses["decimales"]
    for answer, total in (("milliers", 3284.0), ("decimales", 3.28)):
        found = prepared(name, content, reponses={one.question.cle: answer})
        assert (found.issue, found.heures["retenues"]) == (IMPORTE, total)


@pytest.mark.parametrize("mark", [".", ","])
@pytest.mark.parametrize("kind", ["heures", "larges", "extraction"])
def test_des_milliers_impossibles_sont_des_decimales_et_cela_se_dit(kind, mark):
    """Personne ne travaille 1 234 h en un mois, ni en un contrat de dix jours."""
    changes = {"larges": {"Janv.": f"1{mark}234", "Mai": f"2{mark}050"}}.get(
        kind, {"Heures réalisées": f"3{mark}284"}
    )
    if kind == "extraction":
        changes["Date fin"] = "10/03/2024"
    name = f"h_2024_CIE84_{JOUR}.csv" if kind == "larges" else f"{kind}_CIE84_{JOUR}.csv"
    one = prepared(name, csv(table(kind, changes)))
    assert (one.issue, one.heures["retenues"]) == (IMPORTE, 3.28)
    assert any("plus de 24 heures par jour" in said for said in one.anomalies["message"])


def test_une_seule_cellule_possible_en_milliers_et_la_question_reste():
    """Un contrat d'un an et un de dix jours : l'un des deux peut être mal daté."""
    rows = [{"Heures réalisées": "1.234", "Date fin": "28/02/2025"},
            {"Heures réalisées": "1.234", "Date fin": "10/03/2024", "Prénom": "Zoé"}]  # fmt: skip
    assert prepared(*export("extraction", *rows)).issue == A_PRECISER


def test_l_autre_colonne_du_fichier_tranche():
    rows = [{"Heures réalisées": "1.234", "Durée hebdo": "24,5"},
            {"N° contrat": "C2", "Heures réalisées": "2.050", "Durée hebdo": "35"}]  # fmt: skip
    assert read("contrats", *rows).heures["retenues"] == 3284.0


@pytest.mark.parametrize(("one", "two"), [("Janv.", "Juin"), ("Juin", "Janv.")])
def test_les_mois_d_un_tableau_large_se_decident_ensemble(one, two):
    """« 87,5 » dit que le point sépare des milliers : 1 234 h en un mois, la ligne est écartée."""
    rows = table("larges", {one: "1.234", two: "87,5"}, {"N° contrat": "C2", "Mai": "35,5"})
    found = prepared(f"h_2024_CIE84_{JOUR}.csv", csv(rows))
    assert (found.lignes["ecartees"], found.heures["retenues"]) == (1, 35.5)
    assert found.heures["lues"] == 1234 + 87.5 + 35.5
    assert any("24 heures par jour" in said for said in found.anomalies["message"])


def test_un_zero_ou_quatre_chiffres_ne_sont_pas_des_milliers():
    assert prepared(*hours("0.125", "12.5")).heures["retenues"] == 12.62
    assert prepared(*hours("1234.125", "12")).heures["retenues"] == 1246.12


@pytest.mark.parametrize("nil", ["néant", "NEANT", "-", "RAS", "/", "aucune"])
def test_un_mois_ou_l_on_a_ecrit_qu_il_n_y_a_rien_est_vide(nil):
    one = prepared(f"h_2024_CIE84_{JOUR}.csv", csv(table("larges", {"Janv.": "12,5", "Mai": nil})))
    assert (one.lignes["ecartees"], one.heures["retenues"]) == (0, 12.5)
    assert one.rows.height == 1


@pytest.mark.parametrize("kind", ["heures", "extraction"])
@pytest.mark.parametrize("nil", ["néant", "-", " –  "])
def test_des_heures_ou_l_on_a_ecrit_qu_il_n_y_a_rien_sont_zero(kind, nil):
    one = read(kind, {"Heures réalisées": nil})
    assert one.rows["heures_realisees"].to_list() == [0]
    empty = read(kind, {"Heures réalisées": ""}, {"N° contrat": "C2", "Prénom": "Zoé"})
    assert empty.lignes["ecartees"] == 1, "une case vide ne dit pas zéro"
