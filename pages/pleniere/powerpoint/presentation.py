"""Le PowerPoint d'une séance : graphiques et tableaux natifs, définitions dans les commentaires.

L'ordre : couverture, une diapositive par constat, les tableaux derrière les graphiques, puis le
relevé de décisions. Aucun navigateur, aucune image.
"""

from __future__ import annotations

from io import BytesIO

from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.slide import Slide as Page
from pptx.util import Emu, Inches, Pt

from pages.pleniere import carte
from pages.pleniere.document import (
    SANS_NOTE,
    Document,
    facts,
    inert,
    rows_of,
)
from pages.pleniere.powerpoint.gabarit import (
    COUVERTURE,
    LARGEUR,
    MARGE,
    add_footer,
    add_page,
    new_deck,
    speak_french,
)
from pages.pleniere.powerpoint.graphiques import add_chart
from pages.pleniere.powerpoint.tableaux import add_tables
from pages.pleniere.powerpoint.textes import Box, add_text, rgb
from pages.pleniere.slide import Dessin, Slide
from pages.shared import theme

RELEVE = "Relevé de décisions"
# Le corps de la diapositive, et ses deux colonnes quand il y a à dire à côté du graphique.
HAUT, BAS = 1.85, 6.62
PLEIN: Box = (MARGE, HAUT, LARGEUR - 2 * MARGE, BAS - HAUT)
GAUCHE: Box = (MARGE, HAUT, 8.2, BAS - HAUT)
DROITE: Box = (9.15, HAUT, 3.58, BAS - HAUT)
CARTE_LARGE = 4.1
# Un titre plus long que deux lignes s'écrit plus petit.
TITRE_LONG = 135


def powerpoint_bytes(document: Document) -> bytes:
    """Rend le fichier PowerPoint d'un document."""
    deck = new_deck(f"{document.titre} · {document.sous_titre}")
    _add_cover(deck, document)
    for slide in document.slides:
        _add_slide(deck, slide, document)
    for slide in document.slides:
        _add_tables(deck, slide, f"Tableau{chr(160)}: {slide.nom}", document)
    _add_releve(deck, document)
    speak_french(deck)
    stream = BytesIO()
    deck.save(stream)
    return stream.getvalue()


def _add_cover(deck: Deck, document: Document) -> None:
    page = deck.slides.add_slide(deck.slide_layouts[COUVERTURE])
    title, under = page.placeholders[0], page.placeholders[1]
    title.text_frame.text, under.text_frame.text = document.titre, inert(document.sous_titre)
    title.name, under.name = "Titre", "Sous-titre"
    add_footer(page, [document.mention, document.regle])


def _page(deck: Deck, slide: Slide, titre: str, document: Document) -> Page:
    """Ajoute une diapositive, son pied et ses commentaires."""
    line = (
        f"Source : {slide.source} · Données au {slide.date_donnees} · Périmètre : "
        f"{slide.perimetre} · {document.mention}"
    )
    page = add_page(deck, inert(titre), inert(slide.mesure), [inert(line), slide.regle])
    if len(titre) > TITRE_LONG:
        page.shapes.title.text_frame.paragraphs[0].runs[0].font.size = Pt(21)
    said = [titre, *slide.phrases, *(f"{label} : {text}" for label, text in facts(slide))]
    page.notes_slide.notes_text_frame.text = "\n".join(map(inert, said))
    return page


def _add_slide(deck: Deck, slide: Slide, document: Document) -> None:
    page = _page(deck, slide, slide.titre, document)
    drawing = slide.dessin if slide.dessin and slide.dessin.categories else None
    if drawing is None:
        _add_words(page, slide)
    elif drawing.forme == "carte":
        _add_map(page, drawing, slide.titre)
    elif slide.chiffres or slide.phrases:
        add_chart(page, drawing, GAUCHE, slide.titre)
        _add_side(page, slide)
    else:
        add_chart(page, drawing, PLEIN, slide.titre)


def _add_words(page: Page, slide: Slide) -> None:
    """Une diapositive sans graphique : les chiffres en ligne, puis les phrases."""
    x, y, width, height = PLEIN
    count = max(len(slide.chiffres), 1)
    for rank, (label, text) in enumerate(slide.chiffres):
        _add_card(page, label, text, (x + rank * width / count, y + 0.15, width / count - 0.2, 1.1))
    top = y + (1.7 if slide.chiffres else 0.1)
    size = Pt(20) if sum(map(len, slide.phrases)) < 700 else Pt(15)
    add_text(page, list(slide.phrases), (x, top, width, y + height - top), size=size,
             name="Phrases")  # fmt: skip


def _add_card(page: Page, label: str, text: str, box: Box) -> None:
    x, y, width, height = box
    is_number = any(one.isdigit() for one in text)
    add_text(page, [text], (x, y, width, 0.6), size=Pt(32 if is_number else 22),
             color="#14375a", name="Chiffre", est_gras=True)  # fmt: skip
    add_text(page, [label], (x, y + 0.6, width, height - 0.6), size=Pt(14),
             color=theme.SOFT_INK, name="Nom du chiffre")  # fmt: skip


def _add_side(page: Page, slide: Slide) -> None:
    """La colonne de droite : les chiffres, puis les phrases."""
    x, y, width, height = DROITE
    for rank, (label, text) in enumerate(slide.chiffres):
        _add_card(page, label, text, (x, y + rank * 1.12, width, 1.0))
    top = y + 1.12 * len(slide.chiffres) + 0.1
    if slide.phrases:
        add_text(page, list(slide.phrases), (x, top, width, y + height - top), size=Pt(14),
                 name="Phrases")  # fmt: skip


def _add_map(page: Page, drawing: Dessin, titre: str) -> None:
    """La carte en formes natives, groupées, et la liste de ses valeurs en graphique."""
    x, y, _, height = PLEIN
    shapes, tall = carte.territoires(drawing, CARTE_LARGE)
    ratio = min(1.0, height / tall)
    group = page.shapes.add_group_shape()
    group.name = "Carte"
    group._element.nvGrpSpPr.cNvPr.set("descr", inert(titre))
    for one in shapes:
        for ring in one.anneaux:
            _add_shape(group, one, ring, (x, y, ratio))
    for one in (one for one in shapes if one.rang):
        left, top = one.place
        _add_rank(group, one.rang, x + left * ratio, y + top * ratio)
    add_chart(page, carte.ranking(drawing), (5.2, y - 0.1, LARGEUR - MARGE - 5.2, height - 0.2),
              titre)  # fmt: skip
    add_text(page, [carte.LECTURE], (5.4, BAS - 0.3, 7.3, 0.3), size=Pt(12),
             color=theme.SOFT_INK, name="Lecture")  # fmt: skip


def _add_shape(
    group: object, one: carte.Territoire, ring: carte.Points, place: tuple[float, float, float]
) -> None:
    x, y, ratio = place
    points = [(Inches(x + left * ratio), Inches(y + top * ratio)) for left, top in ring]
    builder = group.shapes.build_freeform(*points[0], scale=1.0)
    builder.add_line_segments(points[1:], close=True)
    shape = builder.convert_to_shape()
    shape.name = inert(one.nom)
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(one.couleur)
    shape.line.color.rgb, shape.line.width = rgb(theme.BORDER), Pt(0.75)
    _drop_style(shape)


def _drop_style(shape: BaseShape) -> None:
    """Ôte le style du thème : son ombre brouillerait la carte."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)


def _add_rank(group: object, rank: int, x: float, y: float) -> None:
    size = 0.3
    box = (Inches(one) for one in (x - size / 2, y - size / 2, size, size))
    shape = group.shapes.add_shape(9, *box)
    shape.name = f"Rang {rank}"
    shape.fill.solid()
    shape.fill.fore_color.rgb, shape.line.color.rgb = rgb(theme.BACKGROUND), rgb(theme.INK)
    _drop_style(shape)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    frame.word_wrap = False
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.CENTER
    run = paragraph.add_run()
    run.text = str(rank)
    run.font.size, run.font.bold, run.font.color.rgb = Pt(11), True, rgb(theme.INK)


def _add_tables(deck: Deck, slide: Slide, titre: str, document: Document) -> None:
    rows = rows_of(slide)
    if rows:
        add_tables(lambda: _page(deck, slide, titre, document), rows, PLEIN)


def _add_releve(deck: Deck, document: Document) -> None:
    """Le relevé : les décisions et commentaires, ou un tableau vide à remplir en séance."""
    slide = document.releve
    rows = rows_of(slide)
    if rows:
        add_tables(lambda: _page(deck, slide, RELEVE, document), rows, PLEIN, est_etire=True)
        return
    page = _page(deck, slide, RELEVE, document)
    x, y, width, height = PLEIN
    add_text(page, [SANS_NOTE, *slide.phrases], (x, y, width, 0.9), size=Pt(16), name="Phrases")
    blank = (slide.tableau[0], *(("",) * len(slide.tableau[0]),) * 5)
    add_tables(lambda: page, blank, (x, y + 1, width, height - 1), est_etire=True)
