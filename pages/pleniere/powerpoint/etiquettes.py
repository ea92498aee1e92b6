"""Les étiquettes des graphiques PowerPoint.

Une étiquette suit sa valeur quand un format suffit à l'écrire : changer le tableau du graphique la
change. Sinon (« 245 (39 %) ») elle est écrite en toutes lettres.
"""

from __future__ import annotations

from lxml import etree
from pptx.chart.series import _BaseCategorySeries
from pptx.enum.chart import XL_LABEL_POSITION
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from pages.pleniere.document import inert
from pages.pleniere.powerpoint.textes import rgb
from pages.pleniere.slide import Dessin, Serie
from pages.shared import theme
from pages.shared.words.formatting import HARD_SPACE, THIN_SPACE, number, percent

MILLIERS = f'[>=1000000]#"{THIN_SPACE}"###"{THIN_SPACE}"##0;[>=1000]#"{THIN_SPACE}"##0;0'
POUR_CENT = f'0"{HARD_SPACE}%"'
Position = XL_LABEL_POSITION
CORPS, PETIT = Pt(14), Pt(12)
# Une barre plus courte ne porte pas son nombre ; plus de catégories s'écrivent plus petit.
SHORT_PART, MANY = 0.2, 8
# À cette distance du repère, l'étiquette d'un point le toucherait.
NEAR_PCT = 3


def label_bars(series: _BaseCategorySeries, one: Serie, drawing: Dessin) -> None:
    """Étiquette des barres : au bout, ou au pied de chacune quand un repère barrerait le nombre."""
    size = CORPS if len(drawing.categories) <= MANY else PETIT
    if drawing.repere is None and len(drawing.series) == 1:
        label_values(series, one, Position.OUTSIDE_END, size)
        return
    low = SHORT_PART * top_of(drawing)
    for rank, (value, text) in enumerate(zip(one.valeurs, one.textes, strict=True)):
        if value is None:
            continue
        is_short = value < low
        place = Position.OUTSIDE_END if is_short else Position.INSIDE_BASE
        color = theme.INK if is_short else theme.BACKGROUND
        if text == number(value):
            link_label(series, rank, place, size, color)
        else:
            write_label(series, rank, text, place, size, color)


def link_label(
    series: _BaseCategorySeries,
    rank: int,
    place: Position,
    size: Emu,
    color: str,
    shape: str = MILLIERS,
) -> None:
    """Étiquette un point par un format : le nombre suit le tableau du graphique."""
    label = series.points[rank].data_label
    label.font.size, label.font.color.rgb = size, rgb(color)
    label.position = place
    index = label._dLbl.find(qn("c:idx"))
    index.addnext(etree.Element(qn("c:numFmt"), formatCode=shape, sourceLinked="0"))


def label_values(
    series: _BaseCategorySeries, one: Serie, place: Position, size: Emu = CORPS
) -> None:
    """Étiquette une série : par un format si tous ses textes s'y prêtent, sinon mot à mot."""
    known = [(value, text) for value, text in zip(one.valeurs, one.textes, strict=True)
             if value is not None]  # fmt: skip
    if all(text == number(value) for value, text in known):
        link_labels(series, MILLIERS, place, size)
    elif all(text == percent(value, 0) for value, text in known):
        link_labels(series, POUR_CENT, place, size)
    else:
        for rank, (value, text) in enumerate(zip(one.valeurs, one.textes, strict=True)):
            if value is not None:
                write_label(series, rank, text, place, size)


def link_labels(
    series: _BaseCategorySeries, shape: str, place: Position, size: Emu, *, est_gras: bool = False
) -> None:
    """Étiquette toute une série par un format."""
    labels = series.data_labels
    labels.show_value, labels.position = True, place
    labels.number_format, labels.number_format_is_linked = shape, False
    labels.font.size, labels.font.bold = size, est_gras


def write_label(
    series: _BaseCategorySeries,
    rank: int,
    text: str,
    place: Position,
    size: Emu,
    color: str = theme.INK,
) -> None:
    """Étiquette un point en toutes lettres."""
    label = series.points[rank].data_label
    label.text_frame.text = inert(text)
    run = label.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.color.rgb = size, rgb(color)
    label.position = place


def clear_mark(series: _BaseCategorySeries, one: Serie, mark: float | None) -> None:
    """Écarte du repère l'étiquette d'un point trop proche de lui pour être lue à côté."""
    for rank, value in enumerate(one.valeurs):
        gap = None if None in (value, mark) else mark - value
        if gap is not None and abs(gap) <= NEAR_PCT:
            place = Position.ABOVE if gap <= NEAR_PCT / 2 else Position.BELOW
            link_label(series, rank, place, CORPS, theme.INK, POUR_CENT)
            series.points[rank].data_label.font.bold = True


def top_of(drawing: Dessin) -> float:
    """Rend la plus grande valeur d'un dessin, repère compris ; 1 s'il n'y en a pas."""
    values = [value for one in drawing.series for value in one.valeurs if value]
    return max([*values, drawing.repere or 0], default=0) or 1
