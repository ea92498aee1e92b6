"""Les fichiers emportés : exactement le tableau montré, et ce qu'il faut pour le lire.

Sous le tableau viennent les notes : filtres, date des données, source, définition, protection.
Les nombres restent des nombres ; aucun texte importé ne peut devenir une formule.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import polars as pl
import xlsxwriter

from pages.shared.words.formatting import is_invisible, yes_no

# Un tableur prend aussi les signes de pleine chasse pour un début de formule.
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
BLANKS = "\t\r\n"
Cell = str | int | float | Decimal | bool | date | None


@dataclass(frozen=True)
class Export:
    """Un tableau à emporter : ses colonnes portent déjà leurs libellés français."""

    title: str
    frame: pl.DataFrame
    notes: tuple[tuple[str, str], ...]
    name: str

    def file_name(self, extension: str) -> str:
        """Rend le nom du fichier : « heures-par-mois_2023_cove_2026-09-30.xlsx »."""
        return f"{self.name}.{extension}"


def guarded(text: str) -> str:
    """Rend un texte qu'aucun tableur ne prendra pour une formule."""
    seen = "".join(one for one in text if one in BLANKS or not is_invisible(one))
    return f"'{seen}" if seen.startswith(FORMULA_STARTS) else seen


def csv_bytes(export: Export) -> bytes:
    """Rend le CSV que lit un tableur français : « ; », virgule décimale, UTF-8 avec marque."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([guarded(name) for name in export.frame.columns])
    writer.writerows([_csv_cell(cell) for cell in row] for row in export.frame.iter_rows())
    writer.writerow([])
    writer.writerows([guarded(label), guarded(text)] for label, text in export.notes)
    return stream.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return yes_no(cell)
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, float | Decimal):
        return f"{round(float(cell), 2):.2f}".rstrip("0").rstrip(".").replace(".", ",")
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return guarded(str(cell))


def xlsx_bytes(export: Export) -> bytes:
    """Rend le classeur d'un tableau : une feuille, ses notes dessous."""
    return workbook_bytes({"Données": export})


def workbook_bytes(sheets: Mapping[str, Export]) -> bytes:
    """Rend un classeur, une feuille par tableau : nom de la feuille (31 signes au plus) -> tableau.

    Sous chaque tableau, ses notes ; la mention de protection est au pied de chaque page imprimée.
    """
    stream = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(stream, options) as book:
        for name, export in sheets.items():
            _write_sheet(book, name, export)
    return stream.getvalue()


def _write_sheet(book: xlsxwriter.Workbook, name: str, export: Export) -> None:
    sheet = book.add_worksheet(name)
    _write_table(book, sheet, export.frame)
    _write_notes(book, sheet, export)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    protection = dict(export.notes).get("Protection", "")
    sheet.set_header("&L" + export.title.replace("&", "&&"))
    sheet.set_footer("&L" + protection.replace("&", "&&") + "&R&P / &N")


def _write_table(book: xlsxwriter.Workbook, sheet: object, frame: pl.DataFrame) -> None:
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {
        "int": book.add_format({"num_format": "#,##0"}),
        "float": book.add_format({"num_format": "#,##0.0#"}),
        "decimal": book.add_format({"num_format": "#,##0.00"}),
        "date": book.add_format({"num_format": "dd/mm/yyyy"}),
    }
    for column, name in enumerate(frame.columns):
        sheet.write_string(0, column, name, heading)
        texts = [len(str(cell)) for cell in frame[name].to_list() if cell is not None]
        sheet.set_column(column, column, min(48, max(12, len(name) * 0.8, *texts, 0) + 2))
    for row, cells in enumerate(frame.iter_rows(), start=1):
        for column, cell in enumerate(cells):
            _write_cell(sheet, row, column, cell, formats)


def _write_cell(sheet: object, row: int, column: int, cell: Cell, formats: dict) -> None:
    if cell is None:
        sheet.write_blank(row, column, None)
    elif isinstance(cell, bool):
        sheet.write_string(row, column, yes_no(cell))
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, formats["int"])
    elif isinstance(cell, float | Decimal):
        kind = "decimal" if isinstance(cell, Decimal) else "float"
        sheet.write_number(row, column, round(float(cell), 2), formats[kind])
    elif isinstance(cell, date | datetime):
        sheet.write_datetime(row, column, cell, formats["date"])
    else:
        sheet.write_string(row, column, str(cell))


def _write_notes(book: xlsxwriter.Workbook, sheet: object, export: Export) -> None:
    soft = book.add_format({"font_color": "#55606b"})
    for offset, (label, text) in enumerate(export.notes, start=export.frame.height + 2):
        sheet.write_string(offset, 0, label, soft)
        sheet.write_string(offset, 1, text, soft)
