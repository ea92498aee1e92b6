"""L'écriture d'un tableau typé dans un fichier, avec tout ce qu'un tableur y change de forme."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from tests.support.petit_monde import MESURES, Cellule, Tableau

OUI_NON = {True: ("Oui", "O", "oui", "X", "1", "Vrai", "OUI"), False: ("Non", "N", "non", "NON")}
EPOQUE = date(1899, 12, 30)


@dataclass
class Style:
    """La forme du fichier : dialecte, nombres, dates, lignes ajoutées autour du tableau."""

    encodage: str = "utf-8"
    bom: bytes = b""
    separateur: str = ";"
    annonce_sep: bool = False
    fin_de_ligne: str = "\r\n"
    guillemets: bool = False
    decimale: str = ","
    milliers: str = ""
    suffixe_heures: str = ""
    en_heures_minutes: bool = False
    date: str = "%d/%m/%Y"
    dates_en_serie: bool = False
    oui_non_melange: bool = False
    espaces: str = ""
    nfd: bool = False
    casse: str = ""
    titres: list[list[str]] = field(default_factory=list)
    est_classeur: bool = False
    est_classeur_type: bool = False
    fusion_titre: bool = False
    fusion_verticale: int | None = None
    onglets: list[tuple[str, list[list[str]], bool]] = field(default_factory=list)
    octets: list[object] = field(default_factory=list)


def _number(value: Decimal, style: Style, *, est_mesure: bool) -> str:
    if style.en_heures_minutes and est_mesure:
        minutes = round(value * 60)
        return f"{minutes // 60}h{minutes % 60:02d}"
    text = f"{value:,f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:,f}"
    text = text.replace(",", "\0").replace(".", style.decimale).replace("\0", style.milliers)
    return text + (style.suffixe_heures if est_mesure else "")


def as_text(value: Cellule, style: Style, *, rank: int = 0, est_mesure: bool = False) -> str:
    """Une cellule, telle que ce fichier l'écrit."""
    if value is None:
        return ""
    if isinstance(value, bool):
        forms = OUI_NON[value]
        return forms[rank % len(forms) if style.oui_non_melange else 0]
    if isinstance(value, date):
        serial = str((value - EPOQUE).days)
        return serial if style.dates_en_serie else value.strftime(style.date)
    if isinstance(value, Decimal):
        return _number(value, style, est_mesure=est_mesure)
    return value


def _dressed(text: str, style: Style) -> str:
    text = unicodedata.normalize("NFD", text) if style.nfd else text
    return f"{style.espaces}{text}{style.espaces}" if style.espaces and text else text


def grid(one: Tableau, style: Style) -> list[list[str]]:
    """Toutes les lignes du fichier, en texte : titres, en-tête, données."""
    cased = {"haut": str.upper, "bas": str.lower}.get(style.casse, str)
    measures = {MESURES.get(one.sorte, "")} | {"Heures réalisées", "Dont heures de formation"}
    if one.sorte == "larges":
        measures |= set(one.entetes[6:])
    rows = [
        [as_text(cell, style, rank=at, est_mesure=heading in measures)
         for heading, cell in zip(one.entetes, line, strict=False)]
        for at, line in enumerate(one.lignes)
    ]  # fmt: skip
    lines = [*style.titres, [cased(heading) for heading in one.entetes], *rows]
    return [[_dressed(text, style) for text in line] for line in lines]


def _joined(lines: Sequence[Sequence[str]], style: Style) -> str:
    def quoted(text: str) -> str:
        if style.guillemets or any(mark in text for mark in (style.separateur, '"', "\n", "\r")):
            return '"' + text.replace('"', '""') + '"'
        return text

    announced = [f"sep={style.separateur}"] if style.annonce_sep else []
    body = [style.separateur.join(map(quoted, line)) for line in lines]
    return style.fin_de_ligne.join([*announced, *body]) + style.fin_de_ligne


def _write_cell(
    sheet: object, at: tuple[int, int], typed: Cellule, text: str, form: object
) -> None:
    if isinstance(typed, Decimal):
        sheet.write_number(*at, float(typed))
    elif isinstance(typed, date):
        sheet.write_datetime(*at, typed, form)
    elif text:
        sheet.write_string(*at, text)


def _workbook(one: Tableau, style: Style) -> bytes:
    output = io.BytesIO()
    lines = grid(one, style)
    before = len(style.titres) + 1
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        form = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Export")
        for row, texts in enumerate(lines):
            typed = one.lignes[row - before] if row >= before else ()
            for column, text in enumerate(texts):
                cell = typed[column] if style.est_classeur_type and column < len(typed) else None
                _write_cell(sheet, (row, column), cell, text, form)
        _merge(sheet, style, lines, before)
        for name, cells, hidden in style.onglets:
            extra = book.add_worksheet(name)
            for row, texts in enumerate(cells):
                extra.write_row(row, 0, texts)
            if hidden:
                extra.hide()
    return output.getvalue()


def _merge(sheet: object, style: Style, lines: list[list[str]], before: int) -> None:
    if style.fusion_titre and style.titres:
        sheet.merge_range(0, 0, 0, 5, lines[0][0])
    if style.fusion_verticale is None:
        return
    column, row = style.fusion_verticale, before
    while row < len(lines):
        end = row
        while end + 1 < len(lines) and lines[end + 1][column] == lines[row][column]:
            end += 1
        if end > row:
            sheet.merge_range(row, column, end, column, lines[row][column])
        row = end + 1


def write(one: Tableau, style: Style, folder: Path) -> Path:
    """Écrit le fichier et rend son chemin."""
    if style.est_classeur:
        content, extension = _workbook(one, style), "xlsx"
    else:
        text = _joined(grid(one, style), style)
        content = style.bom + text.encode(style.encodage, errors="replace")
        extension = "csv"
    for change in style.octets:
        content = change(content)
    path = folder / f"{one.nom}.{extension}"
    path.write_bytes(content)
    return path
