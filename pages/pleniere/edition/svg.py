"""Les dessins de l'édition statique, en SVG : lisibles sur un téléphone, sans script.

Tout est tracé dans un cadre de 360 de large, la largeur d'un petit écran : un texte de 14 y reste
un texte de 14. Le tableau voisin porte les mêmes nombres.
"""

from __future__ import annotations

from collections.abc import Callable
from textwrap import wrap

from pages.pleniere import carte
from pages.pleniere.document import inert
from pages.pleniere.slide import Dessin, Serie
from pages.shared import theme
from pages.shared.words.formatting import HARD_SPACE, escape

WIDTH, TEXT, LETTER = 360.0, 14.0, 7.6
BAR, GAP = 18.0, 8.0
# Une étiquette plus longue passe au-dessus de sa barre.
BESIDE = 112.0
# La part sous laquelle un segment ne porte pas son texte ; le tableau le dit.
NARROW_PCT = 12.0
DESCRIPTION = "Les mêmes nombres sont dans le tableau qui suit."
# Ce que tient une ligne, en lettres.
LINE = 46
# Un dessin et sa hauteur ; une rangée et ses mots, écrits par-dessus.
Drawn = tuple[str, float]
Parts = tuple[str, str]
Row = Callable[[int, float], Parts]


def svg(drawing: Dessin, code: str, titre: str) -> str:
    """Rend le dessin en SVG ; `code` rend ses identifiants uniques, `titre` est son alternative."""
    body, height = DRAWERS[drawing.forme](drawing, code)
    return (
        f'<svg viewBox="0 0 {WIDTH:g} {height:.0f}" role="img" '
        f'aria-labelledby="dessin-{code} decrit-{code}" font-size="{TEXT:g}">'
        f'<title id="dessin-{code}">{safe(titre)}</title>'
        f'<desc id="decrit-{code}">{safe(DESCRIPTION)}</desc>{body}</svg>'
    )


def safe(text: str) -> str:
    """Rend un texte sans danger : échappé, sans caractère invisible."""
    return escape(inert(text))


def _text(x: float, y: float, text: str, anchor: str = "start", color: str = theme.INK) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{color}">{safe(text)}</text>'
    )


def _box(x: float, y: float, width: float, height: float, look: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{height:g}" {look}/>'


def _fill(color: str) -> str:
    return f'fill="{color}"'


def _room(texts: tuple[str, ...]) -> float:
    """Rend la place que prend le plus long des textes."""
    return LETTER * max((len(text) for text in texts), default=0)


def _rows(drawing: Dessin, code: str) -> Drawn:
    """Barres horizontales, le texte au bout ; une série « repere » y est un trait fin."""
    bars = [one for one in drawing.series if one.role != "repere"]
    marks = [one for one in drawing.series if one.role == "repere"]
    values = [value for one in drawing.series for value in one.valeurs if value]
    top = max([*values, drawing.repere or 0], default=0) or 1
    start = _start(drawing)
    scale = (WIDTH - start - max(_room(one.textes) for one in bars) - GAP) / top
    colors = [theme.MAIN, *theme.PARTS[1:]]

    def draw(rank: int, y: float) -> Parts:
        ticks = [one.valeurs[rank] or 0 for one in marks]
        shapes, words = "", ""
        for place, one in enumerate(bars):
            value, line = one.valeurs[rank] or 0, y + place * (BAR + 2)
            shapes += _box(start, line, value * scale, BAR, _fill(colors[place]))
            end = _clear(value, one.textes[rank], [*ticks, drawing.repere or 0], scale)
            words += _text(start + end * scale + 5, line + 14, one.textes[rank])
        for tick in ticks:
            shapes += _box(start + tick * scale - 1.5, y - 3, 3, BAR + 6, _fill(theme.PAST))
        return shapes, words

    drawn = _stack(drawing, draw, len(bars) * (BAR + 2) - 2, start, scale)
    looks = [*zip(bars, colors, strict=False), *((one, theme.PAST) for one in marks)]
    return _below(_legend(looks, code), drawn) if len(looks) > 1 else drawn


def _clear(value: float, text: str, ticks: list[float], scale: float) -> float:
    """Rend où écrire le texte d'une barre : à son bout, ou après les traits qui le barreraient."""
    for tick in sorted(ticks):
        if value <= tick <= value + (len(text) * LETTER + 8) / scale:
            value = tick
    return value


def _start(drawing: Dessin) -> float:
    """Rend où commencent les barres : après des étiquettes courtes, sinon au bord."""
    room = _room(drawing.categories)
    return room + GAP if room <= BESIDE else 0.0


def _stack(drawing: Dessin, draw: Row, height: float, start: float, scale: float) -> Drawn:
    """Empile une rangée par catégorie, son étiquette à gauche ou au-dessus, et trace le repère."""
    head = 24.0 if drawing.repere is not None else 2.0
    shapes, words, y = "", "", head
    for rank, name in enumerate(drawing.categories):
        lines = [name] if start else wrap(name, LINE)
        for line in lines:
            words += _text(0, y + 14, line)
            y += 0 if start else 20
        drawn, written = draw(rank, y)
        shapes, words, y = shapes + drawn, words + written, y + height + GAP
    if drawing.repere is not None:
        shapes += _mark(drawing, start + drawing.repere * scale, head, y - GAP)
    # Les mots viennent après les traits : un repère ne barre aucun nombre.
    return shapes + words, y


def _mark(drawing: Dessin, x: float, top: float, bottom: float) -> str:
    """Trace le repère, un trait tireté et son nom."""
    anchor = "end" if x > WIDTH / 2 else "start"
    return (
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top - 4:.0f}" y2="{bottom:.0f}" '
        f'stroke="{theme.TARGET}" stroke-width="2" stroke-dasharray="5 3"/>'
    ) + _text(x, 14, drawing.repere_libelle, anchor, theme.TARGET)


def _legend(looks: list[tuple[Serie, str]], code: str) -> Drawn:
    """Rend la légende, une série par ligne, et sa hauteur."""
    body = ""
    for rank, (one, color) in enumerate(looks):
        y, is_tick = rank * 21.0, one.role == "repere"
        body += _box(6 if is_tick else 0, y + 2, 3 if is_tick else 14, 14, _look(one, color, code))
        body += _text(22, y + 14, one.nom)
    return body, len(looks) * 21.0 + GAP


def _below(legend: Drawn, drawn: Drawn) -> Drawn:
    (head, size), (body, height) = legend, drawn
    return f'{head}<g transform="translate(0 {size:g})">{body}</g>', size + height


def _look(one: Serie, color: str, code: str) -> str:
    return f'fill="url(#hachure-{code})"' if one.role == "inconnu" else _fill(color)


def _shares(drawing: Dessin, code: str) -> Drawn:
    """Une barre de 100 % par rangée, un segment par série ; l'inconnu est hachuré."""
    totals = [sum(value or 0 for value in row)
              for row in zip(*(one.valeurs for one in drawing.series), strict=True)]  # fmt: skip
    scale = WIDTH / max([100.0, *totals])
    looks = [(one, theme.part_color(one.code, rank)) for rank, one in enumerate(drawing.series)]

    def draw(rank: int, y: float) -> Parts:
        shapes, words, x = "", "", 0.0
        for one, color in looks:
            width = (one.valeurs[rank] or 0) * scale
            shapes += _box(x, y, width - 1.5, 26, _look(one, color, code)) if width else ""
            if width >= NARROW_PCT * WIDTH / 100 and one.role != "inconnu":
                ink = theme.ink_on(color)
                words += _text(x + width / 2, y + 18, one.textes[rank], "middle", ink)
            x += width
        return shapes, words

    hatch = (
        f'<pattern id="hachure-{code}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{theme.UNKNOWN}"/>'
        f'<rect width="2" height="6" fill="{theme.BACKGROUND}"/></pattern>'
    )
    body, height = _below(_legend(looks, code), _stack(drawing, draw, 26, 0.0, scale))
    return hatch + body, height


def _intervals(drawing: Dessin, _code: str) -> Drawn:
    """Une barre d'une borne à l'autre par rangée, un point au taux connu, de 0 à 100 %."""
    low, point, high = drawing.series
    scale = WIDTH / 100

    def draw(rank: int, y: float) -> Parts:
        first, known, last = low.valeurs[rank], point.valeurs[rank], high.valeurs[rank]
        shapes = _box(0, y + 4, WIDTH, 10, _fill(theme.GRID))
        if first is not None and last is not None:
            look = f'fill="{theme.PALE}" stroke="{theme.MAIN}"'
            shapes += _box(first * scale, y, (last - first) * scale, BAR, look)
        if known is not None:
            shapes += (
                f'<circle cx="{known * scale:.1f}" cy="{y + 9:.1f}" r="7" '
                f'fill="{theme.MAIN}" stroke="{theme.BACKGROUND}" stroke-width="2"/>'
            )
        return shapes, _text(WIDTH, y - 6, point.textes[rank], "end")

    body, height = _stack(drawing, draw, BAR, 0.0, scale)
    ends = _text(0, height + 8, f"0{HARD_SPACE}%", color=theme.SOFT_INK)
    ends += _text(WIDTH, height + 8, f"100{HARD_SPACE}%", "end", theme.SOFT_INK)
    return body + ends, height + 16


def _map(drawing: Dessin, _code: str) -> Drawn:
    """La carte des EPCI ; chacun porte son rang, celui de sa ligne dans le tableau."""
    places, height = carte.territoires(drawing, WIDTH - 4)
    shapes = "".join(
        f'<path d="{_path(one.anneaux)}" fill="{one.couleur}" stroke="{theme.BORDER}"/>'
        for one in places
    )
    ranks = "".join(_rank(one) for one in places if one.rang)
    return f'<g transform="translate(2 2)">{shapes}{ranks}</g>', height + 4


def _path(rings: tuple[carte.Points, ...]) -> str:
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring[:-1]) + "Z" for ring in rings)


def _rank(one: carte.Territoire) -> str:
    x, y = one.place
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="11" fill="{theme.BACKGROUND}" stroke="{theme.INK}"/>'
    ) + _text(x, y + 5, str(one.rang), "middle")


DRAWERS: dict[str, Callable[[Dessin, str], Drawn]] = {
    "barres": _rows,
    "colonnes": _rows,
    "courbe": _rows,
    "part_100": _shares,
    "bornes": _intervals,
    "carte": _map,
}
