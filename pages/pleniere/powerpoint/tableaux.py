"""Les tableaux natifs du PowerPoint, coupés en autant de diapositives qu'il en faut."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from math import ceil

from pptx.enum.text import PP_ALIGN
from pptx.slide import Slide as Page
from pptx.table import Table
from pptx.util import Inches, Pt

from pages.pleniere.document import cut as shorten
from pages.pleniere.powerpoint.textes import Box, rgb
from pages.shared import theme

Row = tuple[str, ...]
# Un nombre, ou ce qui en tient lieu : « < 5 ».
STARTS = re.compile(r"[\d<−–]")
CORPS = Pt(12)
# Ce que tient un pouce de texte, et ce que prennent une ligne et les marges d'une rangée.
LETTRES_PAR_POUCE, LIGNE, MARGES = 12.5, 0.2, 0.12
# Au-delà, une cellule est coupée (une définition d'avant et d'après) : elle est ailleurs entière.
LONGEST, WIDEST, NARROW = 420, 46, 30


def add_tables(
    new_page: Callable[[], Page], rows: Sequence[Row], box: Box, *, est_etire: bool = False
) -> None:
    """Écrit un tableau (en-têtes d'abord) sur autant de diapositives neuves que nécessaire.

    `est_etire` : la dernière colonne, celle d'un long texte, prend la place qui reste.
    """
    cut = [tuple(shorten(cell, LONGEST) for cell in row) for row in rows]
    widths = _widths(cut, box[2], NARROW if est_etire else WIDEST)
    if est_etire:
        widths[-1] += box[2] - sum(widths)
    for part in _pages(cut, widths, box[3]):
        _add_table(new_page(), part, widths, box)


def _widths(rows: Sequence[Row], width: float, widest: int) -> list[float]:
    """Partage la largeur selon le plus long texte de chaque colonne."""
    sizes = [min(widest, max(7, *(len(row[place]) for row in rows)))
             for place in range(len(rows[0]))]  # fmt: skip
    # Un petit tableau ne s'étire pas : l'œil doit suivre la ligne.
    wanted = [size / LETTRES_PAR_POUCE + 0.5 for size in sizes]
    return [min(1.0, width / sum(wanted)) * one for one in wanted]


def _height(row: Row, widths: Sequence[float]) -> float:
    lines = max(
        ceil(len(cell) / max(1.0, (width - 0.2) * LETTRES_PAR_POUCE)) or 1
        for cell, width in zip(row, widths, strict=True)
    )
    return lines * LIGNE + MARGES


def _pages(rows: Sequence[Row], widths: Sequence[float], height: float) -> Iterator[list[Row]]:
    """Coupe les lignes en pages ; chacune commence par les en-têtes."""
    heads, room = rows[0], height - _height(rows[0], widths)
    page, used = [heads], 0.0
    for row in rows[1:]:
        needed = _height(row, widths)
        if len(page) > 1 and used + needed > room:
            yield page
            page, used = [heads], 0.0
        page.append(row)
        used += needed
    yield page


def _add_table(page: Page, rows: Sequence[Row], widths: Sequence[float], box: Box) -> None:
    x, y = box[:2]
    heights = [_height(row, widths) for row in rows]
    size = (Inches(one) for one in (x, y, sum(widths), sum(heights)))
    frame = page.shapes.add_table(len(rows), len(widths), *size)
    frame.name = "Tableau"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", f"Tableau : {', '.join(rows[0])}")
    table = frame.table
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(width)
    for line, height in zip(table.rows, heights, strict=True):
        line.height = Inches(height)
    for rank, row in enumerate(rows):
        for place, text in enumerate(row):
            _write_cell(table, rank, place, text, est_nombre=_is_number(rows, place))


def _is_number(rows: Sequence[Row], place: int) -> bool:
    """Dit si une colonne se lit comme des nombres : courte, chiffrée, et pas la première."""
    cells = [row[place] for row in rows[1:]]
    return place > 0 and all(len(one) <= 20 for one in cells) and any(map(STARTS.match, cells))


def _write_cell(table: Table, rank: int, place: int, text: str, *, est_nombre: bool) -> None:
    cell = table.cell(rank, place)
    cell.margin_left = cell.margin_right = Inches(0.1)
    cell.margin_top = cell.margin_bottom = Inches(0.05)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if est_nombre else PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold = CORPS, rank == 0
    run.font.color.rgb = rgb(theme.BACKGROUND if rank == 0 else theme.INK)
