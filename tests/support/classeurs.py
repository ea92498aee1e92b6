"""Des classeurs fabriqués membre par membre, et ce qu'on y a lu."""

from __future__ import annotations

import io
import zipfile

import openpyxl

from data.read.feuille import Feuille

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def rows(feuille: Feuille) -> list[tuple]:
    """Les lignes lues : numéro dans le fichier, puis les cellules."""
    return feuille.cells.rows()


def parts(sheet: str, workbook: str = "", **autres: str) -> dict[str, str]:
    """Membres d'un classeur minimal d'un onglet, écrit à la main."""
    return {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}">{workbook}'
            '<sheets><sheet name="Export" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>"
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
        **autres,
    }


def pack(membres: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", compression) as archive:
        for nom, contenu in membres.items():
            archive.writestr(nom, contenu)
    return sortie.getvalue()


def sheet(cells: str, suite: str = "") -> bytes:
    return pack(parts(f"<sheetData>{cells}</sheetData>{suite}"))


def saved(classeur: openpyxl.Workbook) -> bytes:
    sortie = io.BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def workbook(*lignes: list) -> bytes:
    classeur = openpyxl.Workbook()
    for ligne in lignes:
        classeur.active.append(ligne)
    return saved(classeur)
