"""Les fichiers emportés : le tableau montré, rien d'autre, inerte, avec de quoi le lire."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import polars as pl
import pytest

from pages.shared.frame.export import Export, csv_bytes, guarded, xlsx_bytes
from pages.shared.frame.tables import table_html
from pages.shared.words.labels import shown_columns, to_export

HOSTILE = ["=1+1", "+33", "-2+3", "@SUM(A1)", "\tcaché", "\rcaché", "<b>gras</b>", "Martin ; fils"]
FRAME = pl.DataFrame(
    {
        "nom": HOSTILE,
        "heures_realisees": [-12.5, 1234.567, 0.0, None, 1.0, 2.0, 3.0, 4.0],
        "beneficiaires": [1, 2, 3, 4, 5, 6, 7, None],
        "date_extraction": [date(2026, 9, 30)] * 8,
        "est_provisoire": [True, False, None, True, True, True, True, True],
    }
)
NOTES = (("Filtres", "2023 · CoVe"), ("Protection", "Chiffres exacts, ne pas diffuser"))


@pytest.fixture
def export():
    return Export("Heures", to_export(FRAME), NOTES, "heures_2023_cove_2026-09-30")


@pytest.mark.parametrize("text", HOSTILE[:6])
def test_texte_dangereux_prefixe(text):
    assert guarded(text) == "'" + text


def test_texte_ordinaire_inchange():
    assert guarded("Mairie d'Apt") == "Mairie d'Apt"


def test_csv_relu_a_l_identique(export):
    raw = csv_bytes(export)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == [
        "Nom",
        "Heures réalisées",
        "Bénéficiaires",
        "Date d'extraction",
        "Provisoire",
    ]
    assert rows[1] == ["'=1+1", "-12,5", "1", "30/09/2026", "oui"]
    assert rows[2][1:3] == ["1234,57", "2"]
    assert rows[4][1] == "" and rows[8][2] == ""
    assert rows[8][0] == "Martin ; fils"
    assert rows[9] == []
    assert rows[10:] == [list(note) for note in NOTES]


def test_xlsx_relu_avec_de_vrais_nombres_et_du_texte_inerte(export):
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(export))).active
    assert [cell.value for cell in sheet[1]][:2] == ["Nom", "Heures réalisées"]
    assert [sheet.cell(row, 1).value for row in range(2, 6)] == HOSTILE[:4]
    assert all(sheet.cell(row, 1).data_type == "s" for row in range(2, 10))
    assert sheet["B2"].value == -12.5 and sheet["B2"].data_type == "n"
    assert sheet["B5"].value is None
    assert sheet["D2"].value == datetime(2026, 9, 30)
    notes = {sheet.cell(row, 1).value: sheet.cell(row, 2).value for row in range(11, 13)}
    assert notes == dict(NOTES)
    assert "ne pas diffuser" in sheet.oddFooter.left.text


def test_nom_du_fichier(export):
    assert export.file_name("xlsx") == "heures_2023_cove_2026-09-30.xlsx"


def test_decimal_et_grands_nombres_du_csv():
    frame = pl.DataFrame({"valeur": [Decimal("1234567.10"), Decimal("0.00")]})
    text = csv_bytes(Export("x", frame, (), "x")).decode("utf-8-sig")
    assert text.splitlines()[1:3] == ["1234567,1", "0"]


def test_tableau_a_l_ecran_et_export_ont_les_memes_colonnes_et_les_memes_mots():
    frame = pl.DataFrame({"structure": ["CIE84"], "mois": ["2023-01"], "taux_pct": [51.25]})
    html = table_html(frame, "Essai")
    assert [one.label for one in shown_columns(frame)] == to_export(frame).columns
    assert "CIE 84" in html and "janvier 2023" in html and "51,3\u00a0%" in html
    assert to_export(frame).row(0) == ("CIE 84", "2023-01", 51.25)


def test_une_colonne_de_code_n_est_ni_montree_ni_emportee():
    frame = pl.DataFrame({"tranche": ["18_25"], "libelle": ["18 à 25 ans"], "beneficiaires": [3]})
    assert to_export(frame, ["tranche"]).columns == ["Tranche", "Bénéficiaires"]
    assert "18_25" not in table_html(frame, "Essai", ["tranche"])


def test_un_libelle_se_nomme_comme_le_code_tu_qu_il_ecrit_en_clair():
    """Le libellé qu'un indicateur donne à sa colonne cachée sert d'intitulé à celle qui se voit."""
    frame = pl.DataFrame({"suite": ["recente"], "libelle": ["Trop tôt"], "personnes": [3]})
    assert to_export(frame, ["suite"]).columns == ["Suite", "Personnes"]
    # Montré lui-même, il garde son intitulé ; un code sans sujet n'en donne pas ; seul non plus.
    assert to_export(frame).columns == ["Suite", "Libellé", "Personnes"]
    assert to_export(frame.rename({"suite": "code"}), ["code"]).columns[0] == "Libellé"
    assert to_export(frame.select("libelle", "suite"), ["suite"]).columns == ["Libellé"]


def test_tableau_neutralise_le_texte_importe():
    html = table_html(FRAME, "<i>Titre</i>")
    assert "<b>" not in html and "&lt;b&gt;gras" in html and "<i>" not in html


@pytest.mark.parametrize("start", ["＝", "＋", "－", "＠", "\u200b=", "\u202e+", "="])
def test_un_debut_de_formule_deguise_est_desamorce(start):
    assert guarded(f"{start}cmd").startswith("'")
    assert "\u202e" not in guarded("Mairie\u202e")
