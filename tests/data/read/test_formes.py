"""Formes de classeurs que les gens envoient : parties déplacées, vieux formats, pages web."""

import io
import zipfile
from datetime import date

import openpyxl
import polars as pl
import pytest
import xlsxwriter

from data.check import moments, values
from data.read.exports import read_file
from data.read.feuille import Feuille
from data.read.grid import FichierRefuse
from tests.support.fabrique import prepared, table, xlsx

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LIGNES = [(1, "Nom", "Heures"), (2, "Zoé", "7.5")]
CELLS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Nom</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>Heures</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Zoé</t></is></c><c r="B2"><v>7.5</v></c></row>'
)


def plain() -> dict[str, str]:
    """Les parties d'un classeur sain, écrites par xlsxwriter."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        sheet = book.add_worksheet()
        for rank, row in enumerate((["Nom", "Heures"], ["Zoé", 7.5])):
            sheet.write_row(rank, 0, row)
    with zipfile.ZipFile(output) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def packed(parts: dict[str, str]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return output.getvalue()


def renamed(change) -> bytes:
    return packed({change(name): content for name, content in plain().items()})


def with_cells(cells: str) -> bytes:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    return packed(plain() | {"xl/worksheets/sheet1.xml": sheet})


def rows(found: list[Feuille]) -> list[tuple]:
    return found[0].cells.rows()


def moved(old: str, new: str, relations: str) -> bytes:
    parts = plain()
    parts[new] = parts.pop(old)
    target = old.removeprefix("xl/").removeprefix("/")
    fresh = new.removeprefix("xl/")
    parts[relations] = parts[relations].replace("/xl/" + target, fresh).replace(target, fresh)
    return packed(parts)


PAQUETS = {
    "sain": lambda: packed(plain()),
    "tout en majuscules": lambda: renamed(str.upper),
    "tout en minuscules": lambda: renamed(str.lower),
    "barres inversées": lambda: renamed(lambda name: name.replace("/", "\\")),
    "feuille en majuscule": lambda: renamed(lambda name: name.replace("sheet1", "Sheet1")),
    "textes ailleurs": lambda: moved(
        "xl/sharedStrings.xml", "xl/strings/textes.xml", "xl/_rels/workbook.xml.rels"),
    "feuille ailleurs": lambda: moved(
        "xl/worksheets/sheet1.xml", "xl/feuilles/un.xml", "xl/_rels/workbook.xml.rels"),
}  # fmt: skip


@pytest.mark.parametrize("make", PAQUETS.values(), ids=PAQUETS.keys())
def test_un_classeur_sain_se_lit_ou_que_soient_ses_parties(make):
    assert rows(read_file("a.xlsx", make())) == LIGNES


def test_deux_parties_de_meme_nom_a_la_casse_pres_sont_refusees():
    with pytest.raises(FichierRefuse, match="noms internes interdits"):
        read_file("a.xlsx", packed(plain() | {"xl/Workbook.xml": "<workbook/>"}))


CELLULES = [
    ('<c r="A1" t="inlineStr"><is><t>10</t></is><v>10</v></c>', "10"),
    ('<c r="A1" t="inlineStr"><v>3</v><is><t>10</t></is></c>', "10"),
    ('<c r="A1" s=""><v>10</v></c>', "10"),
    ('<c r="A1" t="d"><v>2024-01-20T00:00:00</v></c>', "2024-01-20"),
    ('<c r="A1" t="d"><v>10:10:10</v></c>', "10:10:10"),
    ('<c r="A1" t="d"><v>PT7H30M</v></c>', "7:30"),
    ('<c r="A1" t="d"><v>P1DT2H</v></c>', "26:00"),
    ('<c r="A1" t="d"><v>2023-12-31T23:00:00Z</v></c>', "2023-12-31T23:00:00Z"),
    ('<c r="A1" t="d"><v>bientôt</v></c>', "bientôt"),
    ('<c r="$A$1"><v>10</v></c>', "10"),
]


@pytest.mark.parametrize(("cell", "text"), CELLULES)
def test_une_cellule_se_lit_sans_etre_redite(cell, text):
    assert rows(read_file("a.xlsx", with_cells(f'<row r="1">{cell}</row>'))) == [(1, text)]


def test_sept_heures_trente_dans_un_format_de_date_restent_des_heures():
    book = openpyxl.Workbook()
    for rank, fraction in enumerate((7.5 / 24, 0.25, 0), start=1):
        cell = book.active.cell(rank, 1, fraction)
        cell.number_format = "dd/mm/yyyy hh:mm"
    output = io.BytesIO()
    book.save(output)
    assert rows(read_file("a.xlsx", output.getvalue())) == [(1, "7:30"), (2, "6:00"), (3, "0")]


PAGE = "<html><body><table>{}</table></body></html>"
WEB = {
    "simple": "<tr><th>Nom<th>Heures<tr><td>Zoé<td>7,5",
    "fermée": "<tr><td>Nom</td><td>Heures</td></tr><tr><td>Zoé</td><td>7,5</td></tr>",
    "espaces et styles": "<tr><td> Nom </td><td><b>Heures</b><style>x</style></td></tr>"
    "<tr><td>Zo&eacute;</td><td>\n7,5\n</td></tr>",
}


@pytest.mark.parametrize("body", WEB.values(), ids=WEB.keys())
def test_une_page_web_nommee_xls_est_un_tableau(body):
    found = read_file("a.xls", PAGE.format(body).encode())
    assert rows(found) == [(1, "Nom", "Heures"), (2, "Zoé", "7,5")]


def test_une_cellule_etalee_d_une_page_web():
    body = (
        "<tr><td rowspan=2>M1</td><td>a</td></tr><tr><td>b</td></tr><tr><td colspan=2>M2</td></tr>"
    )
    found = read_file("a.xls", PAGE.format(body).encode())
    assert rows(found) == [(1, "M1", "a"), (2, "M1", "b"), (3, "M2", None)]


@pytest.mark.parametrize(
    "body", ["<p>Connexion", "<table><tr><td><table><tr><td>a</table></table>"]
)
def test_une_page_web_sans_tableau_lisible_est_refusee(body):
    with pytest.raises(FichierRefuse, match="page web"):
        read_file("a.xls", f"<html>{body}</html>".encode())


def test_un_texte_nomme_xls_se_lit():
    content = "Nom\tHeures\r\nZoé\t7,5\r\n".encode("cp1252")
    assert rows(read_file("a.xls", content)) == [(1, "Nom", "Heures"), (2, "Zoé", "7,5")]


def ods(body: str) -> bytes:
    names = "xmlns:{0}='urn:oasis:names:tc:opendocument:xmlns:{0}:1.0'"
    spaces = " ".join(names.format(one) for one in ("office", "table", "text"))
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f"<table:table table:name='Export'>{body}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        "<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>"
    )
    return packed({"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest})


def test_un_opendocument_se_lit_et_dit_ce_qu_il_tait():
    text = "<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>"
    number = "<table:table-cell office:value-type='float' office:value='{}'/>"
    day = "<table:table-cell office:value-type='date' office:date-value='2024-03-04'/>"
    lasting = "<table:table-cell office:value-type='time' office:time-value='PT150H30M00S'/>"
    row = "<table:table-row>{}</table:table-row>"
    body = row.format("".join(map(text.format, ("Nom", "Heures", "Jour", "Durée"))))
    body += row.format(text.format("Zoé") + number.format("7.5") + day + lasting)
    (found,) = read_file("a.ods", ods(body))
    assert rows([found]) == [
        (1, "Nom", "Heures", "Jour", "Durée"), (2, "Zoé", "7.5", "2024-03-04", "150:30"),
    ]  # fmt: skip
    assert any("formules en erreur" in said for said in found.warnings)


def test_une_fusion_en_hauteur_se_repete_sauf_un_nombre():
    header, *_ = table("extraction", {})
    first, second = (table("extraction", {"Nom": name})[1] for name in ("Un", "Deux"))
    blank = {"Marché", "Heures réalisées"}
    cut = [None if title in blank else cell for title, cell in zip(header, second, strict=True)]
    book = openpyxl.load_workbook(io.BytesIO(xlsx(Export=[header, first, cut])))
    for title in blank:
        place = header.index(title) + 1
        book.active.merge_cells(start_row=2, end_row=3, start_column=place, end_column=place)
    output = io.BytesIO()
    book.save(output)
    one = prepared("extraction_20240930.xlsx", output.getvalue(), structure="cie84")
    told = one.anomalies.filter(pl.col("gravite") == "ecartee")
    assert one.lignes["retenues"] == 1
    assert told.select("ligne", "colonne").rows() == [(3, "Heures réalisées")]


@pytest.mark.parametrize(
    ("texts", "days", "is_doubtful"),
    [
        (["2023-12-31 23:00:00", "2024-06-30 22:00:00"], ["2024-01-01", "2024-07-01"], False),
        (["2023-12-31 23:59:12"], ["2024-01-01"], False),
        (["31/12/2023 23:00"], ["2024-01-01"], False),
        (["2023-12-31 23:00:00", None], ["2024-01-01", None], False),
        (["2023-12-31 23:00:00", "2024-05-15"], ["2023-12-31", "2024-05-15"], True),
        (["2023-12-31 23:00:00", "2024-05-15 08:30:00"], ["2023-12-31", "2024-05-15"], False),
        (["2023-12-31 21:59:59"], ["2023-12-31"], False),
        (["2023-12-31 23:00:01"], ["2023-12-31"], False),
    ],
)
def test_la_veille_ne_se_retablit_que_si_toute_la_colonne_le_dit(texts, days, is_doubtful):
    frame = pl.DataFrame({"ligne": range(2, 2 + len(texts)), "jour": texts})
    settled = moments.settle_days(frame, {"jour": "Jour"})
    read = settled.frame.select(jour=values.date(pl.col("jour"), 2030))["jour"].to_list()
    assert read == [date.fromisoformat(day) if day else None for day in days]
    assert bool(settled.doubtful) == is_doubtful


@pytest.mark.parametrize(
    ("texts", "days", "unit"),
    [
        # Minuit de Paris, l'hiver et l'été ; minuit en temps universel ; un vide.
        (["1704063600000", "1719784800000"], ["2024-01-01", "2024-07-01"], "millisecondes"),
        (["1704067200000", None], ["2024-01-01", None], "millisecondes"),
        (["1704067200000.0"], ["2024-01-01"], "millisecondes"),
        # Des naissances, d'avant et d'après 1970.
        (["-126230400000", "633830400000"], ["1966-01-01", "1990-02-01"], "millisecondes"),
        (["1704067200", "1719792000"], ["2024-01-01", "2024-07-01"], "secondes"),
        # Une seule vraie date, et plus rien ne dit ce que sont les nombres.
        (["1704067200000", "2024-05-02"], [None, "2024-05-02"], ""),
        (["1704067200000", "45292"], [None, "2024-01-01"], ""),
        # Des téléphones, une date sans séparateur : rien n'y compte depuis 1970.
        (["0612345678", "0612345679"], [None, None], ""),
        (["0033612345678"], [None], ""),
        (["20240115"], ["2024-01-15"], ""),
        ([None], [None], ""),
    ],
)
def test_des_instants_comptes_depuis_1970_se_lisent_si_toute_la_colonne_le_dit(texts, days, unit):
    frame = pl.DataFrame(
        {"ligne": range(2, 2 + len(texts)), "jour": texts},
        schema={"ligne": pl.Int64, "jour": pl.String},
    )
    settled = moments.settle_days(frame, {"jour": "Jour"})
    read = settled.frame.select(jour=values.date(pl.col("jour"), 2030))["jour"].to_list()
    assert read == [date.fromisoformat(day) if day else None for day in days]
    told = settled.anomalies["message"].to_list()
    assert len(told) == (len(days) - texts.count(None) if unit else 0)
    assert all(f"compte des {unit} depuis" in text for text in told)
