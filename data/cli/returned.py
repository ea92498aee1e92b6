"""Le rapport à renvoyer à l'auteur d'un export : un classeur, une feuille par fichier."""

from __future__ import annotations

import io
import re
from pathlib import Path

import polars as pl
import xlsxwriter

from data.check import Prepared
from data.cli.report import anomalies_table
from data.read.grid import FichierRefuse

LARGEURS = {"Remarques": 90, "message": 90}
LARGEUR = 18
NOM_MAXIMAL = 31


def report_bytes(files: list[Prepared]) -> bytes:
    """Rend le classeur : toutes les remarques, puis les lignes signalées de chaque fichier."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        _write(book, "Toutes les remarques", anomalies_table(files))
        for rank, one in enumerate(files, 1):
            if one.signalees is not None and one.signalees.height:
                stem = re.sub(r"[\[\]:*?/\\']", " ", Path(one.nom).stem)
                _write(book, f"{rank} {stem}"[:NOM_MAXIMAL], one.signalees)
    return stream.getvalue()


def write_report(files: list[Prepared], path: Path) -> None:
    """Écrit le rapport ; n'écrase rien."""
    if path.suffix.lower() != ".xlsx":
        raise FichierRefuse(f"Le rapport « {path} » est un classeur : finissez son nom par .xlsx.")
    if path.exists():
        raise FichierRefuse(f"Le rapport « {path} » existe déjà : donnez un autre nom.")
    if not path.parent.is_dir():
        raise FichierRefuse(f"Le dossier « {path.parent} » n'existe pas : créez-le.")
    path.write_bytes(report_bytes(files))


def _write(book: xlsxwriter.Workbook, name: str, table: pl.DataFrame) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, title in enumerate(table.columns):
        sheet.set_column(column, column, LARGEURS.get(title, LARGEUR))
        sheet.write_string(0, column, title.capitalize() if title.islower() else title, head)
    for row, values in enumerate(table.iter_rows(), 1):
        for column, value in enumerate(values):
            if isinstance(value, int):
                sheet.write_number(row, column, value, wrapped)
            elif value is not None:
                sheet.write_string(row, column, str(value), wrapped)
    sheet.freeze_panes(1, 0)
    if table.height:
        sheet.autofilter(0, 0, table.height, table.width - 1)
