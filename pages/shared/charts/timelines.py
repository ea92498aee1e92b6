"""Les graphiques du temps : colonnes, repère de l'an passé, lignes nommées à leur bout."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.shared import theme
from pages.shared.charts.rows import Values
from pages.shared.words.formatting import number

# La part de la plus haute colonne en dessous de laquelle un nombre ne tient pas dedans.
LISIBLE = 0.09


def add_split_columns(
    figure: go.Figure,
    x: Sequence[str],
    values: Values,
    hatched: Sequence[bool],
    names: tuple[str, str],
    *,
    texts: Sequence[str] | None = None,
) -> None:
    """Ajoute des colonnes ; celles de `hatched` sont provisoires, et portent le second nom."""
    for flag, name in zip((False, True), names, strict=True):
        if flag not in hatched:
            continue
        kept = [value if one == flag else None for value, one in zip(values, hatched, strict=True)]
        figure.add_bar(
            x=list(x),
            y=kept,
            name=name,
            marker={"color": theme.MAIN, "pattern": theme.pattern(flag)},
            text=list(texts) if texts else None,
            textposition="outside" if texts else "none",
            cliponaxis=False,
            hovertemplate="%{x} : %{y:,.0f}<extra>" + name + "</extra>",
        )
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(showgrid=False, type="category")


def add_part_columns(
    figure: go.Figure, x: Sequence[str], values: tuple[Values, Values], names: tuple[str, str]
) -> None:
    """Ajoute des colonnes pâles et, dedans, la part foncée ; les deux nombres sont écrits.

    Une part trop basse pour porter le sien le laisse au tableau : il tomberait sur l'axe.
    """
    least = LISIBLE * max((one for one in values[0] if one), default=0)
    for counts, name, color, place in zip(
        values, names, (theme.PALE, theme.MAIN), ("outside", "inside"), strict=True
    ):
        figure.add_bar(
            x=list(x),
            y=list(counts),
            name=name,
            marker={"color": color},
            text=[
                number(one) if one and (place == "outside" or one >= least) else ""
                for one in counts
            ],
            textposition=place,
            textangle=0,
            insidetextanchor="end",
            textfont={"color": theme.INK if place == "outside" else theme.ink_on(color)},
            cliponaxis=False,
            hovertemplate="%{x} : %{y:,.0f}<extra>" + name + "</extra>",
        )
    figure.update_layout(barmode="overlay", showlegend=True)
    figure.update_xaxes(showgrid=False, type="category")
    figure.update_yaxes(visible=False)


def add_marks(
    figure: go.Figure, x: Sequence[str], values: Values, name: str, size: int = 26
) -> None:
    """Ajoute un trait fin par colonne : le repère de l'an passé."""
    line = {"width": 3, "color": theme.PAST}
    figure.add_scatter(
        x=list(x),
        y=list(values),
        name=name,
        mode="markers",
        marker={"symbol": "line-ew", "size": size, "color": theme.PAST, "line": line},
        hovertemplate="%{x} : %{y:,.0f}<extra>" + name + "</extra>",
    )


def add_line(
    figure: go.Figure,
    x: Sequence[str],
    values: Values,
    name: str,
    *,
    est_repere: bool = False,
    est_dessus: bool = True,
) -> None:
    """Ajoute une ligne et son nom écrit au bout ; un repère est fin et pointillé.

    `est_dessus` : le nom s'écrit au-dessus du bout, sinon au-dessous.
    """
    color, width, dash = (theme.PAST, 1.5, "dot") if est_repere else (theme.MAIN, 3, "solid")
    figure.add_scatter(
        x=list(x),
        y=list(values),
        name=name,
        mode="lines",
        line={"color": color, "width": width, "dash": dash},
        hovertemplate="%{x} : %{y:,.0f}<extra>" + name + "</extra>",
    )
    last = max((i for i, value in enumerate(values) if value is not None), default=None)
    if last is not None:
        text = f"{name}<br><b>{number(values[last])}</b>"
        anchor = "bottom" if est_dessus else "top"
        _write(figure, x[last], values[last], text, font={"color": color}, yanchor=anchor)
    figure.update_layout(margin={"r": 130})


def _write(figure: go.Figure, x: str, y: float | None, text: str, **style: object) -> None:
    """Écrit un texte à droite d'un point."""
    figure.add_annotation(
        x=x, y=y, text=text, xanchor="left", xshift=8, align="left", showarrow=False, **style
    )
