"""Un texte et une couleur dans une diapositive PowerPoint."""

from __future__ import annotations

from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.slide import Slide as Page
from pptx.util import Emu, Inches, Pt

from pages.pleniere.document import inert
from pages.shared import theme

# Gauche, haut, largeur, hauteur, en pouces.
Box = tuple[float, float, float, float]


def rgb(color: str) -> RGBColor:
    """Rend une couleur « #rrggbb » pour PowerPoint."""
    return RGBColor.from_string(color.lstrip("#").upper())


def add_text(
    page: Page,
    lines: list[str],
    box: Box,
    *,
    size: Emu,
    color: str = theme.INK,
    name: str = "Texte",
    align: PP_ALIGN = PP_ALIGN.LEFT,
    est_gras: bool = False,
) -> None:
    """Ajoute un texte sans marge, un paragraphe par ligne."""
    shape = page.shapes.add_textbox(*(Inches(one) for one in box))
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for rank, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if rank == 0 else frame.add_paragraph()
        paragraph.alignment, paragraph.space_after = align, Pt(6)
        run = paragraph.add_run()
        run.text = inert(line)
        run.font.size, run.font.color.rgb, run.font.bold = size, rgb(color), est_gras
