"""Le territoire choisi face à un autre, à la médiane et au département, aux mêmes échelles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
import polars as pl

from pages.shared import theme
from pages.shared.charts.panels import name_panel
from pages.shared.charts.rows import short
from pages.shared.words.formatting import UNKNOWN
from pages.territoires.measures import MEASURES, PER_1000, RATE, SHORT, ratio, shown

ROW_PX, BLOCK_ROWS = 24, 1.9
# Part de la largeur d'une colonne laissée au texte de la plus longue barre.
TEXT_ROOM = 0.22
COLUMNS = {"valeur": (0.0, 0.47), "pour_1000_habitants": (0.53, 1.0)}
MARKS = ("mediane", "departement")


@dataclass(frozen=True)
class Compared:
    """Une rangée d'un bloc : son nom, ses deux valeurs, sa couleur."""

    nom: str
    valeur: float | None
    pour_1000_habitants: float | None
    couleur: str


def compared(row: Mapping[str, object], other: Mapping[str, object] | None) -> list[Compared]:
    """Rend les rangées d'un indicateur : le territoire, l'autre s'il est choisi, deux repères.

    `row`, `other` : lignes de territoires_comparables ou communes_comparables.
    """
    found = [_of(row, theme.MAIN)]
    if other:
        found.append(_of(other, theme.TARGET))
    found.append(_mark(row, "mediane", "Médiane", theme.UNKNOWN))
    # Le département entier écraserait les autres en nombre ; un taux, lui, se compare.
    whole = _mark(row, "departement", "Vaucluse", theme.PALE)
    if row["indicateur"] != RATE:
        whole = Compared(whole.nom, None, whole.pour_1000_habitants, whole.couleur)
    return [*found, whole]


def _of(row: Mapping[str, object], color: str) -> Compared:
    return Compared(str(row["nom"]), row["valeur"], row["pour_1000_habitants"], color)


def _mark(row: Mapping[str, object], column: str, name: str, color: str) -> Compared:
    return Compared(name, row[column], row[f"{column}_pour_1000"], color)


def comparaison(frame: pl.DataFrame, code: str, other: str) -> go.Figure:
    """Un bloc par indicateur, une rangée par territoire ; à gauche en nombre, puis par habitant.

    Chaque bloc a son échelle, la même pour toutes ses rangées. `frame` : territoires_comparables
    ou communes_comparables, dont la première colonne est le code.
    """
    key = frame.columns[0]
    rows = frame.filter(pl.col(key) == code).rows(named=True)
    others = {row["indicateur"]: row for row in frame.filter(pl.col(key) == other).rows(named=True)}
    blocks = [(row["indicateur"], compared(row, others.get(row["indicateur"]))) for row in rows]
    height = sum((len(lines) + BLOCK_ROWS) * ROW_PX for _, lines in blocks)
    figure = theme.new_figure(int(height) + 40)
    top, ticks = 0.0, {}
    for indicator, lines in blocks:
        places = [top + BLOCK_ROWS + rank for rank in range(len(lines))]
        _write_title(figure, SHORT[indicator], top + BLOCK_ROWS - 0.85)
        for column, axis in zip(COLUMNS, ("x", "x2"), strict=True):
            _add_block(figure, indicator, lines, places, (column, axis))
        ticks |= {place: short(one.nom) for place, one in zip(places, lines, strict=True)}
        top = places[-1]
    _set_axes(figure, ticks, top)
    return theme.say(figure, finding(rows, others))


def _add_block(
    figure: go.Figure,
    indicator: str,
    lines: Sequence[Compared],
    places: Sequence[float],
    side: tuple[str, str],
) -> None:
    column, axis = side
    if column != "valeur" and indicator == RATE:
        return
    values = [getattr(one, column) for one in lines]
    top = max((one for one in values if one is not None), default=0) or 1
    texts = [shown(indicator, column, value) for value in values]
    if column == "valeur" and indicator != RATE:
        # Tue à dessein, non inconnue : l'échelle n'y tiendrait pas.
        texts[-1] = ""
    figure.add_bar(
        x=[None if one is None else one / top for one in values],
        y=list(places),
        xaxis=axis,
        orientation="h",
        width=0.74,
        marker={"color": [one.couleur for one in lines]},
        text=[f" {text}" if text else "" for text in texts],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
    )
    for place, value, text in zip(places, values, texts, strict=True):
        if value is None and text:
            figure.add_annotation(
                x=0, xref=axis, y=place, xanchor="left", text=f"<i>{UNKNOWN}</i>", showarrow=False
            )


def _write_title(figure: go.Figure, text: str, place: float) -> None:
    figure.add_annotation(
        x=0,
        xref="paper",
        xanchor="left",
        y=place,
        text=f"<b>{text}</b>",
        showarrow=False,
    )


def _set_axes(figure: go.Figure, ticks: Mapping[float, str], bottom: float) -> None:
    hidden = {"visible": False, "range": [0, 1 / (1 - TEXT_ROOM)]}
    domains = list(COLUMNS.values())
    figure.update_layout(
        xaxis={**hidden, "domain": domains[0]},
        xaxis2={**hidden, "domain": domains[1], "anchor": "y"},
        margin={"t": 30, "b": 4},
        bargap=0.1,
    )
    figure.update_yaxes(
        # Des rangs écartés par bloc, que `ticktext` nomme : pas des libellés.
        type="linear",
        range=[bottom + 0.6, 0.2],
        tickvals=list(ticks),
        ticktext=list(ticks.values()),
        tickfont={"color": theme.INK},
        showgrid=False,
        ticklabelstandoff=8,
    )
    for (start, _), (words, _) in zip(domains, reversed(MEASURES.values()), strict=True):
        name_panel(figure, start, words)


def finding(
    rows: Sequence[Mapping[str, object]], others: Mapping[str, Mapping[str, object]]
) -> str:
    """Dit les heures par habitant du territoire, face à l'autre, à la médiane et au département."""
    row = next(one for one in rows if one["indicateur"] == "heures_realisees")
    if row["pour_1000_habitants"] is None:
        return f"{row['nom']} : heures par habitant {UNKNOWN}"
    other = others.get("heures_realisees")
    told = [f"{ratio(other['pour_1000_habitants'])} pour {other['nom']}"] if other else []
    told += [
        f"{ratio(row[f'{mark}_pour_1000'])} pour {name}"
        for mark, name in zip(MARKS, ("la médiane", "le Vaucluse"), strict=True)
        if row[f"{mark}_pour_1000"] is not None
    ]
    own = f"{row['nom']} : {ratio(row['pour_1000_habitants'])} heures {PER_1000}"
    return f"{own} ; {', '.join(told)}" if told else own
