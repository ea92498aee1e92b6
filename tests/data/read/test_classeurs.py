"""Les classeurs : valeurs sans perte, formules, onglets, fusions ; une grille par onglet."""

import io
from datetime import date, datetime, timedelta

import openpyxl
import pytest
import xlsxwriter

from data.read.exports import read_file
from tests.support.classeurs import MAIN, pack, parts, rows, saved, sheet, workbook


def test_mise_en_forme_jusqu_en_bas_n_est_pas_une_ligne() -> None:
    contenu = sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    )
    assert rows(read_file("a.xlsx", contenu)[0]) == [(1, "1")]


def formatted(valeur: object, code: str) -> bytes:
    sortie = io.BytesIO()
    with xlsxwriter.Workbook(sortie) as classeur:
        format_ = classeur.add_format({"num_format": code})
        classeur.add_worksheet().write(0, 0, valeur, format_)
    return sortie.getvalue()


VALEURS = [
    (35600000000048, "General", "35600000000048"),
    (35600000000048.0, "0.00E+00", "35600000000048"),
    (12345678901234567890, "0", "12345678901234570000"),
    (57.0, "0.00", "57"),
    (70.5, '0.00" h"', "70.5"),
    (-62.5, "#,##0.00", "-62.5"),
    (0.1, "0%", "0.1"),
    (0.00001, "General", "0.00001"),
    (0, "0", "0"),
    (1053, "00000", "01053"),
    (84035, "00000", "84035"),
    (datetime(2024, 1, 20), "dd/mm/yyyy", "2024-01-20"),
    (datetime(2024, 1, 20), "[$-40C]d mmmm yyyy;@", "2024-01-20"),
    (datetime(2024, 1, 20, 8, 30), "dd/mm/yyyy hh:mm", "2024-01-20 08:30:00"),
    (datetime(2024, 1, 1), "mmm-yy", "2024-01-01"),
    (datetime(1900, 2, 28), "dd/mm/yyyy", "1900-02-28"),
    (datetime(1900, 3, 1), "dd/mm/yyyy", "1900-03-01"),
    (datetime(9999, 12, 31), "dd/mm/yyyy", "9999-12-31"),
    (0, "dd/mm/yyyy", "0"),
    (60, "dd/mm/yyyy", "60"),
    (3_000_000, "dd/mm/yyyy", "3000000"),
    (timedelta(hours=151, minutes=40), "[h]:mm", "151:40"),
    (timedelta(hours=151, minutes=40, seconds=5), "[hh]:mm:ss", "151:40:05"),
    (timedelta(hours=8, minutes=5), "h:mm", "8:05"),
    (151.5 / 24, "[h]:mm", "151:30"),
    (-1.5 / 24, "[h]:mm", "-1:30"),
    (True, "General", "Oui"),
    (False, "General", "Non"),
    ("01053", "General", "01053"),
    ("  à l’œuvre\n_x0041_ ", "@", "  à l’œuvre\n_x0041_ "),
]


@pytest.mark.usefixtures("sans_enfant")
@pytest.mark.parametrize(("valeur", "code", "attendu"), VALEURS)
def test_rend_les_valeurs_sans_perte(valeur: object, code: str, attendu: str) -> None:
    assert rows(read_file("a.xlsx", formatted(valeur, code))[0]) == [(1, attendu)]


@pytest.mark.parametrize("est_1904", [False, True])
def test_respecte_l_epoque(est_1904: bool) -> None:
    classeur = openpyxl.Workbook()
    classeur.epoch = datetime(1904, 1, 1) if est_1904 else datetime(1899, 12, 30)
    jours = [date(2024, 1, 20), date(1965, 4, 7), date(2024, 2, 29)]
    for jour in jours:
        classeur.active.append([jour])
    lus = read_file("a.xlsx", saved(classeur))[0].cells["c0"].to_list()
    assert lus == [jour.isoformat() for jour in jours]


CELLULES = {
    "numéro de vingt chiffres": (
        '<c r="A1"><v>20240100000012345678</v></c>', [(1, "20240100000012345678")],
    ),
    "siret flottant": ('<c r="A1"><v>3.5600000000048E13</v></c>', [(1, "35600000000048")]),
    "virgule flottante": ('<c r="A1"><v>0.10000000000000001</v></c>', [(1, "0.1")]),
    "formule calculée": ('<c r="A1"><f>6*7</f><v>42</v></c>', [(1, "42")]),
    "texte de formule": ('<c r="A1" t="str"><f>x</f><v>été</v></c>', [(1, "été")]),
    "sans références": ('<c><v>1</v></c><c/><c><v>3</v></c>', [(1, "1", None, "3")]),
    "texte riche sans phonétique": (
        '<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r>'
        "<rPh><t>z</t></rPh></is></c>",
        [(1, "a b")],
    ),
    "date ISO": ('<c r="A1" t="d"><v>2024-01-20T00:00:00</v></c>', [(1, "2024-01-20")]),
    "retour échappé": (
        '<c r="A1" t="inlineStr"><is><t>a_x000D_\nb_x005F_x000D_</t></is></c>',
        [(1, "a\r\nb_x000D_")],
    ),
    "espaces seuls": ('<c r="A1"><v>1</v></c><c r="B1" t="str"><v> </v></c>', [(1, "1")]),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "attendu"), CELLULES.values(), ids=CELLULES.keys())
def test_lit_les_cellules_ecrites_a_la_main(cells: str, attendu: list[tuple]) -> None:
    assert rows(read_file("a.xlsx", sheet(f'<row r="1">{cells}</row>'))[0]) == attendu


def test_prefixe_d_espace_de_noms() -> None:
    contenu = pack(
        parts("")
        | {
            "xl/worksheets/sheet1.xml": (
                f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="3"><x:c r="B3"><x:v>7</x:v>'
                "</x:c></x:row></x:sheetData></x:worksheet>"
            )
        }
    )
    assert rows(read_file("a.xlsx", contenu)[0]) == [(3, None, "7")]


def test_formules_sans_valeur_et_erreurs() -> None:
    (feuille,) = read_file(
        "a.xlsx",
        sheet(
            '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1*1</f></c></row>'
            '<row r="2"><c r="A2"><f>A1</f><v/></c><c r="B2"><v>2</v></c></row>'
            '<row r="3"><c r="A3" t="str"><f>T(A9)</f><v></v></c>'
            '<c r="B3"><f>0</f><v>0</v></c></row>'
            '<row r="4"><c r="C4" t="e"><v>#REF!</v></c>'
            '<c r="D4" t="e"><f>x</f><v>#N/A</v></c></row>'
        ),
    )
    assert feuille.empty_formulas == ((1, 1), (2, 0))
    assert feuille.error_cells == ((4, 2), (4, 3))
    assert rows(feuille) == [
        (1, "1", None, None, None),
        (2, None, "2", None, None),
        (3, None, "0", None, None),
        (4, None, None, "#REF!", "#N/A"),
    ]


def test_zero_jamais_calcule_n_est_pas_une_valeur() -> None:
    # xlsxwriter écrit 0 sous chaque formule et demande au tableur de tout recalculer.
    sortie = io.BytesIO()
    with xlsxwriter.Workbook(sortie) as classeur:
        onglet = classeur.add_worksheet()
        onglet.write_row(0, 0, [57, 0])
        onglet.write_formula(0, 2, "=A1*2")
        onglet.write_formula(0, 3, "=A1*2", None, 114)
    (feuille,) = read_file("a.xlsx", sortie.getvalue())
    assert rows(feuille) == [(1, "57", "0", None, "114")]
    assert feuille.empty_formulas == ((1, 2),)


def test_onglets_masques_ecartes() -> None:
    classeur = openpyxl.Workbook()
    classeur.active.append(["visible"])
    classeur.create_sheet("Vide")
    for nom, etat in (("Liste", "hidden"), ("Secret", "veryHidden")):
        onglet = classeur.create_sheet(nom, 0)
        onglet.append(["caché"])
        onglet.sheet_state = etat
    (feuille,) = read_file("a.xlsx", saved(classeur))
    assert (feuille.nom, rows(feuille)) == ("Sheet", [(1, "visible")])
    assert feuille.warnings == ("2 onglets masqués n'ont pas été lus.",)


def test_deux_onglets_visibles_dans_l_ordre() -> None:
    classeur = openpyxl.Workbook()
    classeur.active.append(["un"])
    classeur.create_sheet("2023").append(["deux"])
    assert [f.nom for f in read_file("a.xlsx", saved(classeur))] == ["Sheet", "2023"]


@pytest.mark.parametrize(
    ("masquees", "a_filtre", "attendu"),
    [
        ([3], False, "1 ligne masquée a été lue comme les autres."),
        ([2, 4], True, "2 lignes masquées par un filtre ont été lues comme les autres."),
    ],
)
def test_lignes_masquees_lues(masquees: list[int], a_filtre: bool, attendu: str) -> None:
    classeur = openpyxl.Workbook()
    onglet = classeur.active
    for valeur in "abcd":
        onglet.append([valeur])
    for ligne in masquees:
        onglet.row_dimensions[ligne].hidden = True
    if a_filtre:
        onglet.auto_filter.ref = "A1:A4"
    (feuille,) = read_file("a.xlsx", saved(classeur))
    assert feuille.cells["c0"].to_list() == list("abcd")
    assert feuille.warnings == (attendu,)


def test_colonnes_masquees_lues_et_dites() -> None:
    classeur = openpyxl.Workbook()
    onglet = classeur.active
    for _ in range(2):
        onglet.append(["a", "b", "c", "d"])
    # Un seul <col> masque deux colonnes ; celle qui est vide ne se dit pas.
    onglet.column_dimensions.group("B", "C", hidden=True)
    onglet.column_dimensions["H"].hidden = True
    (feuille,) = read_file("a.xlsx", saved(classeur))
    assert rows(feuille)[0] == (1, "a", "b", "c", "d")
    assert feuille.warnings == ("2 colonnes masquées ont été lues comme les autres.",)


def test_fusions_rendues_la_valeur_dans_la_premiere() -> None:
    classeur = openpyxl.Workbook()
    classeur.active.append(["Identification", None, "Contrat", None])
    classeur.active.append(["a", "b", "c", "d"])
    classeur.active.merge_cells("A1:B1")
    classeur.active.merge_cells("C1:D1")
    (feuille,) = read_file("a.xlsx", saved(classeur))
    assert rows(feuille)[0] == (1, "Identification", None, "Contrat", None)
    assert sorted(feuille.merges) == [(1, 0, 1, 1), (1, 2, 1, 3)]


def test_memes_valeurs_qu_openpyxl() -> None:
    """Jumeau inventé des exports : textes, nombres et lignes vides relus par un autre lecteur."""
    lignes = [["Titre"], [], ["Nom", "Heures", "SIRET"], ["Zoé", 4.25, 13002526500013], ["Léa", 7]]
    contenu = workbook(*lignes)
    attendu = [
        (numero, *(None if v is None else str(v) for v in valeurs))
        for numero, valeurs in enumerate(
            openpyxl.load_workbook(io.BytesIO(contenu)).active.iter_rows(values_only=True), start=1
        )
        if any(v is not None for v in valeurs)
    ]
    assert rows(read_file("a.xlsx", contenu)[0]) == attendu
    assert len(attendu) == 4
