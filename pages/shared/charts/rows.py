"""Les rangées d'un graphique horizontal : leur nom, leur ordre, le texte au bout, sa marge."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import plotly.graph_objects as go

from pages.shared import theme
from pages.shared.words.formatting import escape

Values = Sequence[float | int | None]
NAMELESS = "Sans nom"
LINE_LENGTH, MOST_LINES = 34, 4
LINE_PX, LETTER_PX = 18, 7.3
BREAK = "<br>"
# Au téléphone, un graphique a l'une de ces largeurs au moins ; la plus petite y tient sans défiler.
WIDTHS_PX = (340, 480, 600, 900)
LEAST_BAR_PX, NAME_PX = 110, 6.2
FEW_COLUMNS = 6


def short(text: str | None, line: int = LINE_LENGTH) -> str:
    """Rend un libellé inerte, plié en lignes courtes ; au-delà de quatre lignes, il est coupé.

    Un nom que l'export ne donne pas se dit : la rangée reste.
    """
    text = text or NAMELESS
    lines = textwrap.wrap(text, line, max_lines=MOST_LINES, placeholder="…") or [text]
    return BREAK.join(escape(one, "plotly") for one in lines)


def row_px(names: Sequence[str], usual: int) -> int:
    """Rend la hauteur d'une rangée, en pixels : de quoi écrire le plus plié des libellés."""
    lines = max((name.count(BREAK) + 1 for name in names), default=1)
    return max(usual, LINE_PX * lines + 2)


def name_rows(figure: go.Figure, names: Sequence[str]) -> None:
    """Range les rangées de haut en bas, dans l'ordre de `names`."""
    figure.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=list(names),
        autorange="reversed",
        showgrid=False,
        tickfont={"color": theme.INK},
        ticklabelstandoff=8,
    )


def room_px(texts: Sequence[str]) -> int:
    """Rend la marge, en pixels, où écrire le plus long texte au bout d'une barre."""
    return 14 + int(LETTER_PX * max((len(text) for text in texts), default=0))


def written(texts: Sequence[str]) -> dict[str, object]:
    """Rend les réglages qui écrivent un texte au bout de chaque barre."""
    return {
        "text": [f" {text}" for text in texts],
        "textposition": "outside",
        "cliponaxis": False,
    }


def leave_room(figure: go.Figure, values: Values, texts: Sequence[str]) -> None:
    """Tait l'axe des valeurs et laisse, à droite, la place des textes."""
    top = max((value for value in values if value is not None), default=0)
    figure.update_xaxes(visible=False, range=[0, top or 1])
    figure.update_layout(margin={"r": room_px(texts)})


def least_px(figure: go.Figure) -> int:
    """Rend la plus petite des largeurs prévues où les textes d'une figure tiennent."""
    needed = _needed_px(figure)
    return next((one for one in WIDTHS_PX if one >= needed), WIDTHS_PX[-1])


def _needed_px(figure: go.Figure) -> float:
    """Estime la largeur d'une figure ; la plus grande pour des parts, qui écrivent dedans."""
    fits, narrow, middle, wide = WIDTHS_PX
    bars = [one for one in figure.data if one.type == "bar"]
    panels = sum(name.startswith("xaxis") for name in figure.layout.to_plotly_json())
    if panels > 2 or (figure.layout.barmode == "stack" and figure.layout.annotations):
        return wide
    if any(one.type == "scatter" and one.fill for one in figure.data):
        return middle
    if panels == 2 or not bars:
        texts = [one.text for one in figure.layout.annotations if one.text]
        lines = [line for text in texts for line in text.split(BREAK)]
        return wide if max(map(len, lines), default=0) > LINE_LENGTH - 4 else middle
    if any(one.orientation != "h" for one in bars):
        return fits if max(len(one.x) for one in bars) <= FEW_COLUMNS else narrow
    names = [line for one in bars for name in one.y for line in str(name).split(BREAK)]
    label = 16 + NAME_PX * max(map(len, names), default=0)
    return label + LEAST_BAR_PX + (figure.layout.margin.r or 0)
