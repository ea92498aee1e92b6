"""Les dessins en PowerPoint : des graphiques natifs, que l'on modifie par leur tableau.

Chaque graphique porte son classeur ; rien n'y entre que les valeurs du dessin.
"""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.series import _BaseCategorySeries
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.enum.text import PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide as Page
from pptx.util import Inches, Pt

from pages.pleniere.document import cut, inert
from pages.pleniere.powerpoint.classeur import Donnees
from pages.pleniere.powerpoint.etiquettes import (
    CORPS,
    MANY,
    PETIT,
    POUR_CENT,
    clear_mark,
    label_bars,
    label_values,
    link_labels,
    top_of,
    write_label,
)
from pages.pleniere.powerpoint.textes import Box, add_text, rgb
from pages.pleniere.slide import Dessin
from pages.shared import theme
from pages.shared.words.formatting import HARD_SPACE

# Le cadre des barres dans le graphique, en parts : le repère, tracé à côté, s'y appuie.
Cadre = tuple[float, float, float, float]
# La part sous laquelle un segment ne porte pas son texte.
NARROW_PCT = 8
LONGEST = 80
Position = XL_LABEL_POSITION


def add_chart(page: Page, drawing: Dessin, box: Box, titre: str) -> None:
    """Ajoute le graphique natif d'un dessin (sauf une carte) ; `titre` en est l'alternative."""
    kind, plot, shape = FORMES[drawing.forme]
    data = Donnees(number_format="General")
    data.categories = [_label(drawing, rank) for rank in range(len(drawing.categories))]
    for one in drawing.series:
        data.add_series(inert(one.nom), one.valeurs)
    frame = page.shapes.add_chart(kind, *(Inches(one) for one in box), data)
    frame.name = "Graphique"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", inert(titre))
    chart = frame.chart
    chart.has_title = chart.has_legend = False
    chart.font.size, chart.font.color.rgb = CORPS, rgb(theme.INK)
    _frame_plot(chart, plot)
    shape(chart, drawing)
    if drawing.repere is not None:
        _add_mark(page, drawing, box, plot, chart.value_axis.maximum_scale)


def _label(drawing: Dessin, rank: int) -> str:
    """Nomme une catégorie ; un texte sans valeur (« < 5 ») s'y lit, faute de barre à étiqueter."""
    name = cut(drawing.categories[rank], LONGEST)
    if any(one.valeurs[rank] is not None for one in drawing.series):
        return name
    text = next((one.textes[rank] for one in drawing.series if one.textes[rank]), "")
    return f"{name}{HARD_SPACE}: {inert(text)}" if text else name


def _frame_plot(chart: Chart, plot: Cadre) -> None:
    x, y, width, height = plot
    area = chart._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/>'
        f'<c:xMode val="edge"/><c:yMode val="edge"/><c:x val="{x}"/><c:y val="{y}"/>'
        f'<c:w val="{width}"/><c:h val="{height}"/></c:manualLayout></c:layout>'
    ))  # fmt: skip


def _bars(chart: Chart, drawing: Dessin) -> None:
    _scale(chart, top_of(drawing) * 1.02)
    _quiet_categories(chart)
    chart.category_axis.reverse_order = True
    chart.plots[0].gap_width = 45
    label_bars(chart.plots[0].series[0], drawing.series[0], drawing)


def _columns(chart: Chart, drawing: Dessin) -> None:
    """Colonnes ; les séries « repere » deviennent des tirets, sur les mêmes axes."""
    _scale(chart, top_of(drawing) * 1.12)
    _quiet_categories(chart)
    chart.plots[0].gap_width = 45 if len(drawing.categories) <= MANY else 20
    for one, series in zip(drawing.series, list(chart.plots[0].series), strict=True):
        if one.role == "repere":
            _as_ticks(chart, series)
        else:
            label_bars(series, one, drawing)
    if len(drawing.series) > 1:
        _show_legend(chart)


def _lines(chart: Chart, drawing: Dessin) -> None:
    _scale(chart, top_of(drawing) * 1.12)
    _quiet_categories(chart)
    for one, series in zip(drawing.series, chart.plots[0].series, strict=True):
        series.smooth = False
        label_values(series, one, Position.ABOVE)
    if len(drawing.series) > 1:
        _show_legend(chart)


def _shares(chart: Chart, drawing: Dessin) -> None:
    totals = [sum(value or 0 for value in row)
              for row in zip(*(one.valeurs for one in drawing.series), strict=True)]  # fmt: skip
    _scale(chart, max([100.0, *totals]))
    _quiet_categories(chart)
    chart.category_axis.reverse_order = True
    chart.plots[0].gap_width, chart.plots[0].overlap = 60, 100
    _show_legend(chart)
    for place, (one, series) in enumerate(zip(drawing.series, chart.plots[0].series, strict=False)):
        color = theme.part_color(one.code, place)
        if one.role == "inconnu":
            series.format.fill.patterned()
            series.format.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
            series.format.fill.fore_color.rgb = rgb(theme.UNKNOWN)
            series.format.fill.back_color.rgb = rgb(theme.BACKGROUND)
            continue
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(color)
        for rank, value in enumerate(one.valeurs):
            if (value or 0) >= NARROW_PCT:
                write_label(series, rank, one.textes[rank], Position.CENTER, CORPS,
                             theme.ink_on(color))  # fmt: skip


def _intervals(chart: Chart, drawing: Dessin) -> None:
    """Une courbe sans trait par borne, et les barres natives de la première à la dernière."""
    _scale(chart, 100, est_visible=True)
    _quiet_categories(chart)
    places = (Position.BELOW, Position.RIGHT, Position.ABOVE)
    for one, place, series in zip(drawing.series, places, chart.plots[0].series, strict=True):
        series.smooth = False
        series.format.line.fill.background()
        is_point = place is Position.RIGHT
        _set_marker(series, "circle" if is_point else "dash", 11 if is_point else 16, theme.MAIN)
        link_labels(series, POUR_CENT, place, CORPS, est_gras=is_point)
        if is_point:
            clear_mark(series, one, drawing.repere)
    line = chart.plots[0]._element
    place = line.find(qn("c:marker"))
    place = line.find(qn("c:axId")) if place is None else place
    place.addprevious(parse_xml(
        f'<c:upDownBars {nsdecls("c", "a")}><c:gapWidth val="180"/><c:upBars><c:spPr>'
        f'<a:solidFill><a:srgbClr val="{theme.PALE.lstrip("#").upper()}"/></a:solidFill>'
        "</c:spPr></c:upBars></c:upDownBars>"
    ))  # fmt: skip


def _scale(chart: Chart, top: float, *, est_visible: bool = False) -> None:
    """Fixe l'axe des valeurs de 0 à `top`, sans graduations si tout est étiqueté."""
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale = 0, top
    axis.visible, axis.has_major_gridlines = est_visible, est_visible
    if est_visible:
        axis.major_unit = 25
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = POUR_CENT, False
        axis.format.line.fill.background()
        axis.major_gridlines.format.line.color.rgb = rgb(theme.GRID)


def _quiet_categories(chart: Chart) -> None:
    axis = chart.category_axis
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.color.rgb = rgb(theme.GRID)
    if len(chart.plots[0].categories) > MANY:
        axis.tick_labels.font.size = PETIT
    # Sans quoi un logiciel saute une étiquette sur deux quand elles sont serrées.
    skip = etree.Element(qn("c:tickLblSkip"), val="1")
    after = axis._element.find(qn("c:noMultiLvlLbl"))
    axis._element.append(skip) if after is None else after.addprevious(skip)


def _show_legend(chart: Chart) -> None:
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.legend.font.size = CORPS


def _as_ticks(chart: Chart, series: _BaseCategorySeries) -> None:
    """Déplace une série de colonnes vers une courbe sans trait, aux mêmes axes."""
    bars, element = chart.plots[0]._element, series._element
    bars.remove(element)
    for name in ("c:invertIfNegative", "c:spPr"):
        for old in element.findall(qn(name)):
            element.remove(old)
    lines = parse_xml(
        f'<c:lineChart {nsdecls("c")}><c:grouping val="standard"/><c:varyColors val="0"/>'
        '<c:marker val="1"/></c:lineChart>'
    )
    lines.insert(2, element)
    lines.extend(etree.fromstring(etree.tostring(one)) for one in bars.findall(qn("c:axId")))
    bars.addnext(lines)
    ticks = chart.plots[-1].series[0]
    ticks.format.line.fill.background()
    ticks.smooth = False
    _set_marker(ticks, "dash", 18, theme.PAST)


def _set_marker(series: _BaseCategorySeries, shape: str, size: int, color: str) -> None:
    marker = series.marker
    marker.size = size
    marker._element.get_or_add_marker().get_or_add_symbol().set("val", shape)
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb(color)
    marker.format.line.color.rgb = rgb(color)


def _add_mark(page: Page, drawing: Dessin, box: Box, plot: Cadre, top: float) -> None:
    """Trace le repère : un trait et son nom, posés sur le graphique à leur place exacte."""
    x, y, width, height = box
    part = (drawing.repere or 0) / top
    left, upper = x + plot[0] * width, y + plot[1] * height
    if drawing.forme in ("barres", "part_100"):
        at = left + part * plot[2] * width
        ends = (at, upper - 0.05, at, upper + plot[3] * height)
        name, align = (at - 2, upper - 0.34, 4.0, 0.28), PP_ALIGN.CENTER
    else:
        at = upper + (1 - part) * plot[3] * height
        ends = (left, at, left + plot[2] * width, at)
        # Au-dessus du cadre : sur le trait, le nom couvrirait une colonne ou un point.
        name, align = (left, upper - 0.34, 7.0, 0.28), PP_ALIGN.LEFT
    line = page.shapes.add_connector(1, *(Inches(one) for one in ends))
    # Le style du thème donnerait une ombre au trait.
    line._element.remove(line._element.find(qn("p:style")))
    line.name, line.line.width = "Repère", Pt(2)
    line.line.color.rgb, line.line.dash_style = rgb(theme.TARGET), MSO_LINE.DASH
    add_text(page, [f"╌╌ {drawing.repere_libelle}"], name, size=Pt(13), color=theme.TARGET,
             name="Nom du repère", align=align)  # fmt: skip


Shape = Callable[[Chart, Dessin], None]
FORMES: dict[str, tuple[XL_CHART_TYPE, Cadre, Shape]] = {
    "barres": (XL_CHART_TYPE.BAR_CLUSTERED, (0.36, 0.08, 0.5, 0.9), _bars),
    "colonnes": (XL_CHART_TYPE.COLUMN_CLUSTERED, (0.02, 0.1, 0.96, 0.78), _columns),
    "courbe": (XL_CHART_TYPE.LINE_MARKERS, (0.02, 0.1, 0.96, 0.78), _lines),
    "part_100": (XL_CHART_TYPE.BAR_STACKED, (0.3, 0.2, 0.66, 0.78), _shares),
    "bornes": (XL_CHART_TYPE.LINE_MARKERS, (0.09, 0.1, 0.88, 0.78), _intervals),
}
