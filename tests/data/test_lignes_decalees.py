"""Lignes décalées, coupées, avalées, totaux recopiés : jamais un chiffre faux sans un mot."""

import pytest

from data.check import A_PRECISER, IMPORTE, REFUSE
from tests.support.fabrique import JOUR, LIGNES, csv, export, messages, prepared, table

LARGE = f"h_2024_CIE84_{JOUR}.csv"
# Une ligne pleine de chaque sorte : sa dernière colonne est remplie.
PLEINES = {"contrats": {}, "engagements": {}, "participants": {}, "marches": {}, "heures": {},
           "extraction": {"Type de contrat": "CDD"},
           "larges": {"Janv.": "10", "Févr.": "5", "Total": "15"}}  # fmt: skip


def lines(kind: str, count: int = 4) -> list[list[str]]:
    first = next(iter(LIGNES["larges" if kind == "larges" else kind]))
    rows = [{**PLEINES[kind], first: f"K{rank}"} for rank in range(count)]
    if kind == "extraction":
        rows = [{**PLEINES[kind], "Prénom": f"Prénom{rank}"} for rank in range(count)]
    return table(kind, *rows)


def name_of(kind: str) -> str:
    return LARGE if kind == "larges" else f"{kind}_CIE84_{JOUR}.csv"


@pytest.mark.parametrize("kind", PLEINES)
def test_un_separateur_perdu_n_importe_pas_la_ligne(kind):
    """Chaque séparateur perdu à son tour, une ligne chacun : les autres lignes restent."""
    width = len(lines(kind)[0]) - 2
    whole = lines(kind, 2 * width)
    cells = [list(row) for row in whole]
    broken = [2 * lost for lost in range(1, width + 1)]
    for lost, line in enumerate(broken, start=1):
        row = whole[line]
        cells[line] = [*row[:lost], row[lost] + row[lost + 1], *row[lost + 2 :]]
    one = prepared(name_of(kind), csv(cells))
    assert (one.issue, one.lignes["retenues"], one.lignes["ecartees"]) == (IMPORTE, width, width)
    assert {line + 1 for line in broken} <= {line for line, _, _ in messages(one)}


@pytest.mark.parametrize("kind", PLEINES)
def test_un_fichier_coupe_dans_sa_derniere_ligne_est_refuse(kind):
    """À un séparateur sur trois de la dernière ligne."""
    whole = csv(lines(kind)).decode().rstrip("\n").split("\n")
    cells = whole[-1].split(";")
    for kept in range(1, len(cells), 3):
        cut = "\n".join([*whole[:-1], ";".join(cells[:kept])])
        one = prepared(name_of(kind), cut.encode())
        assert one.issue == REFUSE, (kept, messages(one))
        assert "coupé au milieu de sa dernière ligne" in messages(one)[0][2]


@pytest.mark.parametrize("kind", PLEINES)
def test_sans_retour_final_un_fichier_entier_se_lit(kind):
    one = prepared(name_of(kind), csv(lines(kind)).rstrip())
    assert (one.issue, one.lignes["retenues"]) == (IMPORTE, 4)
    assert not [said for _, _, said in messages(one) if "cellules" in said]


@pytest.mark.parametrize(("kind", "is_told"), [("situations", True), ("heures", False)])
def test_une_derniere_valeur_peut_etre_coupee_et_un_chiffre_en_dependre(kind, is_told):
    """Une date de relevé, un nombre d'heures coupés se lisent encore ; « Oui » coupé se voit."""
    for content in (csv(table(kind, {})), csv(table(kind, {})).rstrip()):
        told = [said for _, _, said in messages(prepared(name_of(kind), content))
                if "retour à la ligne" in said]  # fmt: skip
        assert bool(told) == (is_told and not content.endswith(b"\n"))


def test_un_nombre_coupe_en_fin_de_fichier_est_dit():
    rows = [row[:-3] for row in table("heures", {}, {"N° contrat": "C2", "Validé": ""})]
    whole = csv(rows)
    one = prepared(name_of("heures"), whole.rstrip()[:-1])
    assert one.heures["retenues"] == 55, "« 50 » coupé à « 5 » se lit"
    assert [line for line, _, said in messages(one) if "retour à la ligne" in said] == [3]
    assert not [said for _, _, said in messages(prepared(name_of("heures"), whole))
                if "retour à la ligne" in said]  # fmt: skip


@pytest.mark.parametrize("footer", ["Édité le 31/12/2024", "Fin de l'export", "4 lignes"])
def test_un_pied_de_page_n_est_pas_une_coupe(footer):
    one = prepared(name_of("heures"), csv(lines("heures")) + footer.encode())
    assert (one.issue, one.lignes["retenues"]) == (IMPORTE, 4)


def test_des_cellules_de_fin_vides_peuvent_manquer():
    """Un tableur n'écrit pas toujours les séparateurs de fin : la ligne reste, et c'est dit."""
    cells = table("heures", *({"N° contrat": f"C{rank}", "Validé": ""} for rank in range(4)))
    cells[2] = cells[2][:-1]
    one = prepared(name_of("heures"), csv(cells))
    assert (one.lignes["retenues"], one.lignes["ecartees"]) == (4, 0)
    assert [line for line, _, _ in messages(one)] == [3]


def test_les_mois_qui_ne_font_pas_le_total_de_la_ligne_sont_dits():
    rows = [{"Janv.": "10", "Févr.": "5", "Total": "15"},
            {"N° contrat": "C2", "Janv.": "10", "Total": "95"}]  # fmt: skip
    one = prepared(LARGE, csv(table("larges", *rows)))
    ((line, _, said),) = messages(one)
    assert line == 3 and "(95)" in said and "(10)" in said


@pytest.mark.parametrize("kind", ["extraction", "participants"])
def test_un_guillemet_ouvert_en_fin_de_ligne_refuse_le_fichier(kind):
    """Celui de la ligne suivante le referme : elle disparaîtrait sans un mot."""
    rows = csv(lines(kind)).decode().split("\n")
    first, mark, end = rows[2].rpartition(";")
    rows[2] = f'{first}{mark}"{end}'
    for quoted in range(1, 5):
        cells = rows[3].split(";")
        cells[quoted] = f'"{cells[quoted] or "Bâti"}"'
        text = "\n".join([*rows[:3], ";".join(cells), *rows[4:]])
        one = prepared(name_of(kind), text.encode())
        assert one.issue == REFUSE and "guillemet" in messages(one)[0][2]


@pytest.mark.parametrize("count", [3, 4, 7, 8, 20])
def test_un_total_aux_cles_recopiees_n_est_jamais_additionne(count):
    rows = [{"N° contrat": f"C{rank}", "Heures réalisées": str(7 + rank)} for rank in range(count)]
    total = sum(7 + rank for rank in range(count))
    name, content = export("heures", *rows, {"N° contrat": "C99", "Heures réalisées": str(total)})
    one = prepared(name, content)
    if count < 8:
        assert one.issue == A_PRECISER and one.question.cle == "ligne_total"
        as_line = prepared(name, content, reponses={"ligne_total": "ligne"})
        assert as_line.heures["retenues"] == 2 * total
        one = prepared(name, content, reponses={"ligne_total": "total"})
    assert (one.lignes["totaux"], one.heures["retenues"]) == (1, total)


@pytest.mark.parametrize("label", ["Total", "Sous-total", "TOTAL GÉNÉRAL"])
def test_un_total_nomme_aux_cles_recopiees_est_un_total(label):
    rows = [{"N° contrat": f"C{rank}", "Heures réalisées": "10"} for rank in range(2)]
    one = prepared(*export("heures", *rows, {"N° contrat": label, "Heures réalisées": "20"}))
    assert (one.lignes["totaux"], one.heures["retenues"]) == (1, 20.0)
    wrong = prepared(*export("heures", *rows, {"N° contrat": label, "Heures réalisées": "21"}))
    assert (wrong.lignes["totaux"], wrong.lignes["ecartees"]) == (0, 1)


def test_le_total_large_aux_cles_recopiees_se_voit_a_ses_mois():
    rows = [{"N° contrat": f"C{rank}", "Janv.": "10", "Mars": "5", "Total": "15"}
            for rank in range(3)]  # fmt: skip
    total = {"N° contrat": "C2", "Janv.": "30", "Mars": "15", "Total": "45"}
    one = prepared(LARGE, csv(table("larges", *rows, total)))
    assert (one.lignes["totaux"], one.heures["retenues"]) == (1, 45.0)
    assert ["prise pour un total" in said for _, _, said in messages(one)] == [True]
