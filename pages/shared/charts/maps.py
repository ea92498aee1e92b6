"""La carte : des territoires teintés par classes, dessinés sans réseau.

Plotly irait chercher un fond sur Internet pour ses cartes : ici, les territoires sont de simples
polygones. Un polygone ne se choisit pas ; des points invisibles, un par commune, le font pour lui.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
import polars as pl

import queries
from pages.shared import theme
from pages.shared.charts import map_layers
from pages.shared.charts.classes import MOST, class_names, rank, round_bounds
from pages.shared.charts.rows import short
from pages.shared.words.findings.leaders import ranking
from pages.shared.words.formatting import counted

LEADERS = 3


@dataclass(frozen=True)
class Mapped:
    """Ce qui est porté sur la carte : une valeur par code de territoire, et comment la dire.

    Un territoire sans valeur (absent ou None) est hachuré et porte le mot `absent` ; un zéro est
    une valeur et porte le mot `zero`.
    """

    maille: str
    values: Mapping[str, float | None]
    legende: str
    write: Callable[[float | None], str]
    zero: str = "0"
    absent: str = "non renseigné"

    def said(self, code: str) -> str:
        """Rend la valeur d'un territoire, en mots."""
        value = self.values.get(code)
        if value is None:
            return self.absent
        return self.write(value) if value else self.zero


def choropleth(
    mapped: Mapped, *, choisi: str = "", a_structures: bool = False, a_qpv: bool = False
) -> go.Figure:
    """Rend la carte des communes, des EPCI ou des structures, teintée par classes.

    `choisi` : le territoire à entourer, écrit « maille:code » ; `a_structures` : le contour du
    territoire de chaque structure ; `a_qpv` : les quartiers prioritaires, à leur position
    approchée. Presser un endroit désigne de même « maille:code » (« qpv:code » sur un quartier) ;
    voir pages.shared.frame.pick.
    """
    figure = map_layers.empty_map()
    shapes = _concerned(mapped)
    classes = _add_classes(figure, mapped, shapes)
    map_layers.fade_outside(figure)
    if mapped.maille == "commune":
        map_layers.outline(figure, queries.contours("epci"), {"color": theme.INK, "width": 1.2})
    map_layers.outline(figure, queries.contours("departement"), {"color": theme.INK, "width": 2.6})
    if a_structures:
        map_layers.outline_structures(figure)
    map_layers.circle(figure, choisi)
    if a_qpv:
        map_layers.add_qpv(figure)
    map_layers.write_names(figure, shapes, classes)
    map_layers.add_targets(figure, mapped.maille, shapes, mapped.said)
    return theme.say(figure, finding(mapped, shapes, choisi))


def finding(mapped: Mapped, shapes: pl.DataFrame, choisi: str = "") -> str:
    """Dit la carte en une phrase : le territoire choisi, les premiers, les zéros, les manquants."""
    names = dict(shapes.select("code", "nom").iter_rows())
    maille, _, code = choisi.partition(":")
    known = {one: mapped.values.get(one) for one in names}
    valued = sorted((names[one], value) for one, value in known.items() if value is not None)
    told = ranking(valued, LEADERS, mapped.write)
    zeros = sum(value == 0 for value in known.values())
    missing = sum(value is None for value in known.values())
    parts = [
        f"{names[code]} : {mapped.said(code)}" if maille == mapped.maille and code in names else "",
        f"en tête, {told}" if told else "aucun territoire au-dessus de zéro",
        f"{counted(zeros, 'territoire')} : {mapped.zero}" if zeros else "",
        f"{counted(missing, 'territoire')} : {mapped.absent}" if missing else "",
    ]
    return f"{mapped.legende} : {' ; '.join(part for part in parts if part)}"


def _concerned(mapped: Mapped) -> pl.DataFrame:
    """Rend les territoires à teinter ; une commune hors du Vaucluse ne manque pas à l'appel."""
    shapes = queries.contours(mapped.maille)
    if mapped.maille != "commune":
        return shapes
    valued = [code for code, value in mapped.values.items() if value is not None]
    return shapes.filter(pl.col("est_dans_84") | pl.col("code").is_in(valued))


def _add_classes(figure: go.Figure, mapped: Mapped, shapes: pl.DataFrame) -> dict[str, str]:
    """Ajoute une trace par classe, la plus haute d'abord ; rend la couleur de chaque code."""
    drawn = {code: mapped.values.get(code) for code in shapes["code"]}
    a_zero = any(value == 0 for value in drawn.values())
    bounds = round_bounds(
        [value for value in drawn.values() if value], MOST - 1 if a_zero else MOST
    )
    names = class_names(bounds)
    shades = theme.shades(len(names))
    looks = [(name, shade, False) for name, shade in zip(names, shades, strict=True)][::-1]
    looks += [(mapped.zero, theme.BACKGROUND, False), (mapped.absent, theme.MISSING, True)]
    places: dict[int, list[str]] = {}
    for code, value in drawn.items():
        places.setdefault(_place(value, bounds), []).append(code)
    for place, (name, color, est_hachure) in enumerate(looks):
        if codes := places.get(place):
            kept = shapes.filter(pl.col("code").is_in(codes))
            _fill(figure, kept, name, color, est_hachure)
    figure.update_layout(legend={"title": {"text": f"<b>{short(mapped.legende)}</b>"}})
    return {code: looks[place][1] for place, codes in places.items() for code in codes}


def _place(value: float | None, bounds: Sequence[float]) -> int:
    """Rend la place d'une valeur dans la légende : classes du haut vers le bas, zéro, manquant."""
    if value is None:
        return len(bounds) + 2
    return len(bounds) - rank(value, bounds) if value else len(bounds) + 1


def _fill(
    figure: go.Figure, shapes: pl.DataFrame, name: str, color: str, est_hachure: bool
) -> None:
    pattern = {"shape": "/", "size": 7, "solidity": 0.25, "fgcolor": theme.UNKNOWN}
    border = {"color": theme.BORDER, "width": 0.8}
    figure.add_scatter(
        **map_layers.joined(shapes),
        mode="lines",
        line=border,
        fill="toself",
        fillcolor=color,
        fillpattern={**pattern, "bgcolor": color} if est_hachure else None,
        hoverinfo="skip",
        showlegend=False,
    )
    # Dans la légende, une barre a un vrai carré ; un polygone n'y serait qu'un trait.
    marker = {"color": color, "line": border, "pattern": pattern if est_hachure else None}
    figure.add_bar(x=[None], y=[None], name=name, marker=marker, hoverinfo="skip")
