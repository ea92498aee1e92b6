"""Ce qui se dit mieux qu'il ne se dessine : une seule barre, ou des barres toutes à zéro."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from pages.shared.words.formatting import join_words, number

# Des barres empilées, ou qui vont d'une borne à l'autre, disent quelque chose même seules.
TELLING = ("stack", "relative")
NAMED = 4


@dataclass(frozen=True)
class _Bar:
    name: str
    value: float | None
    text: str


def in_words(figure: go.Figure) -> str:
    """Rend la phrase qui remplace un graphique d'une seule barre ou de zéros ; "" s'il est utile.

    Un tracé d'une autre sorte (une ligne, un point, une carte) se dessine toujours.
    """
    if point := _only_point(figure):
        return point
    bars = list(_bars(figure))
    if not bars or any(_is_drawn(trace) for trace in figure.data if trace.type != "bar"):
        return ""
    if any(trace.base is not None for trace in figure.data):
        return ""
    names = list(dict.fromkeys(one.name for one in bars))
    known = {one.name for one in bars if one.value is not None}
    # Ce qu'on ne sait pas n'est pas zéro : il se dessine.
    if known == set(names) and not any(one.value for one in bars):
        rest = len(names) - NAMED
        told = names if rest <= 0 else [*names[:NAMED], f"{rest} de plus"]
        return f"Tout est à zéro : {join_words(told)}"
    if len(names) == 1 and known and figure.layout.barmode not in TELLING:
        told = dict.fromkeys(one.text for one in bars if one.value)
        return f"{names[0]} : {', '.join(told)}"
    return ""


def is_blank(figure: go.Figure) -> bool:
    """Dit si une figure n'a rien à montrer : elle n'aurait que ses axes, son constat suffit."""
    return all(
        trace.type in ("bar", "scatter") and not any(one is not None for one in trace.x or ())
        for trace in figure.data
    )


def _only_point(figure: go.Figure) -> str:
    """Dit le seul point d'une courbe qui n'en a qu'un ; "" si elle en a d'autres, ou des barres."""
    if any(trace.type != "scatter" or "lines" not in (trace.mode or "") for trace in figure.data):
        return ""
    points = [
        (str(name), value)
        for trace in figure.data
        for name, value in zip(trace.x or (), trace.y or (), strict=False)
        if value is not None and trace.x is not None
    ]
    if len(points) != 1 or not isinstance(points[0][1], int | float):
        return ""
    return f"{_plain(points[0][0])} : {number(points[0][1])}"


def _is_drawn(trace: go.Scatter | go.Heatmap) -> bool:
    points = [one for one in (trace.x if trace.x is not None else ()) if one is not None]
    return trace.type != "scatter" or len(points) > 0


def _bars(figure: go.Figure) -> Iterator[_Bar]:
    """Rend les barres nommées, inconnues comprises ; celles d'une légende de carte n'en ont pas."""
    for trace in figure.data:
        if trace.type != "bar":
            continue
        names, values = (trace.y, trace.x) if trace.orientation == "h" else (trace.x, trace.y)
        texts: Sequence[str] = trace.text if isinstance(trace.text, (list, tuple)) else ()
        for rank, (name, value) in enumerate(zip(names or (), values or (), strict=False)):
            if name is not None:
                text = texts[rank] if rank < len(texts) else ""
                yield _Bar(_plain(str(name)), value, _plain(text or "") or number(value))


def _plain(text: str) -> str:
    """Rend un texte de graphique sans ses balises."""
    return html.unescape(re.sub(r"<[^>]+>", " ", text)).strip()
