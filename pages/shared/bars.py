"""Les graphiques en barres horizontales : classées, empilées, au regard d'un objectif.

Ces fonctions reçoivent des listes prêtes à dessiner ; elles ne calculent aucun indicateur.
"""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.shared import theme
from pages.shared.formatting import escape, number

Values = Sequence[float | int | None]
LONGEST_LABEL = 38
LETTER_PX = 7.3


def short(text: str, limit: int = LONGEST_LABEL) -> str:
    """Rend un libellé inerte, coupé s'il déborderait ; le nom entier reste dans le tableau."""
    return escape(text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…", "plotly")


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


def ranked_bars(
    labels: Sequence[str],
    values: Values,
    texts: Sequence[str],
    *,
    colors: Sequence[str] | str = theme.MAIN,
    hatched: Sequence[bool] | None = None,
    codes: Sequence[str] = (),
) -> go.Figure:
    """Barres horizontales, la première en haut, la valeur écrite au bout de chaque barre.

    `hatched` désigne les barres de ce qu'on ne sait pas ; `codes`, ce que désigne chaque barre
    quand elle peut être choisie.
    """
    figure = theme.new_figure(theme.bars_height(len(labels)))
    names = [short(label) for label in labels]
    flags = list(hatched or [False] * len(names))
    shades = [colors] * len(names) if isinstance(colors, str) else list(colors)
    # Une trace par motif : Plotly refuse un motif avec une liste de couleurs.
    for flag in sorted(set(flags)):
        kept = [place for place, one in enumerate(flags) if one == flag]
        marker = {"color": theme.UNKNOWN, "pattern": theme.pattern(True)}
        figure.add_bar(
            x=[values[place] for place in kept],
            y=[names[place] for place in kept],
            orientation="h",
            marker=marker if flag else {"color": [shades[place] for place in kept]},
            customdata=[codes[place] for place in kept] if codes else None,
            selected={"textfont": {"color": theme.INK}},
            unselected={"marker": {"opacity": 0.4}, "textfont": {"color": theme.SOFT_INK}},
            hovertemplate="%{y} : %{text}<extra></extra>",
            **_written([texts[place] for place in kept]),
        )
    figure.update_layout(barmode="overlay")
    _leave_room(figure, values, texts)
    name_rows(figure, names)
    return figure


def _written(texts: Sequence[str]) -> dict[str, object]:
    """Rend les réglages qui écrivent un texte au bout de chaque barre."""
    return {
        "text": [f" {text}" for text in texts],
        "textposition": "outside",
        "cliponaxis": False,
    }


def _leave_room(figure: go.Figure, values: Values, texts: Sequence[str]) -> None:
    top = max((value for value in values if value is not None), default=0)
    figure.update_xaxes(visible=False, range=[0, top or 1])
    figure.update_layout(margin={"r": room_px(texts)})


def stacked_rows(rows: Sequence[str], series: Sequence[tuple[str, Values, str, bool]]) -> go.Figure:
    """Une barre empilée par rangée, pour des parts qui s'excluent : nom, valeurs, couleur, hachure.

    La valeur est écrite dans chaque part ; la légende nomme les parts dans l'ordre des barres.
    """
    figure = theme.new_figure(theme.bars_height(len(rows), 52) + 40)
    for name, values, color, est_hachure in series:
        figure.add_bar(
            x=list(values),
            y=[short(row) for row in rows],
            name=name,
            orientation="h",
            marker={
                "color": color,
                "pattern": theme.pattern(est_hachure),
                "line": {"color": theme.BACKGROUND, "width": 1.5},
            },
            # En gras : lisible aussi sur des hachures.
            text=[f"<b>{number(value)}</b>" if value else "" for value in values],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": theme.ink_on(color)},
            hovertemplate="%{y}, " + name + " : %{x:,.0f}<extra></extra>",
        )
    figure.update_layout(barmode="stack", showlegend=True)
    figure.update_xaxes(visible=False)
    name_rows(figure, [short(row) for row in rows])
    return figure


def bars_with_goal(
    rows: Sequence[str],
    values: Values,
    goals: Values,
    texts: Sequence[str],
    *,
    colors: Sequence[str],
    names: tuple[str, str],
    others: tuple[str, Values] | None = None,
    codes: Sequence[str] = (),
) -> go.Figure:
    """Une barre par rangée et un trait à ce qui était prévu, que la barre peut dépasser.

    `names` : ce que disent la barre et le trait ; `others` : un second trait, plus court ;
    `codes` : ce que désigne chaque rangée quand une barre peut être choisie.
    """
    figure = theme.new_figure(theme.bars_height(len(rows), 50 if len(rows) < 8 else 36) + 30)
    places = [short(row) for row in rows]
    figure.add_bar(
        x=list(values),
        y=places,
        orientation="h",
        width=0.5,
        marker={"color": list(colors)},
        customdata=list(codes) or None,
        showlegend=False,
        hovertemplate="%{y} : %{x:,.0f}<extra>" + names[0] + "</extra>",
        **_written_inside(values, colors),
    )
    _add_ticks(figure, places, goals, names[1], (28, theme.TARGET))
    if others:
        _add_ticks(figure, places, others[1], others[0], (16, theme.INK))
    marks = [goals, others[1]] if others else [goals]
    ends = [max((one or 0 for one in row), default=0) for row in zip(values, *marks, strict=True)]
    _add_texts(figure, places, ends, texts)
    figure.update_layout(showlegend=True, margin={"r": room_px(texts)})
    figure.update_xaxes(visible=False, range=[0, (max(ends, default=1) or 1) * 1.02])
    name_rows(figure, places)
    return figure


def _written_inside(values: Values, colors: Sequence[str]) -> dict[str, object]:
    """Rend les réglages qui écrivent la valeur au début de chaque barre, lisible sur sa couleur."""
    return {
        "text": [number(value) for value in values],
        "textposition": "inside",
        "insidetextanchor": "start",
        "textfont": {"color": [theme.ink_on(color) for color in colors]},
    }


def _add_ticks(
    figure: go.Figure, places: Sequence[str], values: Values, name: str, look: tuple[int, str]
) -> None:
    size, color = look
    figure.add_scatter(
        x=list(values),
        y=list(places),
        mode="markers",
        name=name,
        marker={
            "symbol": "line-ns",
            "size": size,
            "line": {"width": 3, "color": color},
            "color": color,
        },
        cliponaxis=False,
        hovertemplate="%{y} : %{x:,.0f}<extra>" + name + "</extra>",
    )


def _add_texts(
    figure: go.Figure, places: Sequence[str], ends: Sequence[float], texts: Sequence[str]
) -> None:
    """Écrit un texte à droite de la barre et de ses traits, où qu'ils s'arrêtent."""
    figure.add_scatter(
        x=list(ends),
        y=list(places),
        mode="text",
        text=[f"  {text}" for text in texts],
        textposition="middle right",
        cliponaxis=False,
        showlegend=False,
        hoverinfo="skip",
    )


def bars_with_unknown(
    labels: Sequence[str],
    values: Values,
    unknowns: Values,
    texts: Sequence[str],
    *,
    colors: Sequence[str],
) -> go.Figure:
    """Une barre par public, prolongée en hachures par les personnes dont on ne sait pas."""
    figure = theme.new_figure(theme.bars_height(len(labels), 36) + 30)
    names = [short(label) for label in labels]
    plain = {"orientation": "h", "marker": {"color": list(colors)}, "showlegend": False}
    figure.add_bar(
        x=list(values), y=names, hovertemplate="%{y} : %{x:,.0f}<extra></extra>", **plain
    )
    figure.add_bar(
        x=list(unknowns),
        y=names,
        orientation="h",
        name="Non renseigné : peut-être dans la catégorie",
        marker={"color": theme.UNKNOWN, "pattern": theme.pattern(True)},
        hovertemplate="%{y} : %{x:,.0f}<extra>non renseigné</extra>",
        **_written(texts),
    )
    sums = [(one or 0) + (other or 0) for one, other in zip(values, unknowns, strict=True)]
    figure.update_layout(barmode="stack", showlegend=any(unknowns))
    _leave_room(figure, sums, texts)
    name_rows(figure, names)
    return figure


def bars_with_part(
    rows: Sequence[str],
    values: Values,
    parts: Values,
    texts: Sequence[str],
    *,
    names: tuple[str, str],
    codes: Sequence[str] = (),
) -> go.Figure:
    """Une barre pâle par rangée et, dedans, la part foncée ; `names` nomme l'une et l'autre.

    `codes` : ce que désigne chaque rangée quand une barre peut être choisie.
    """
    figure = theme.new_figure(theme.bars_height(len(rows), 46) + 30)
    places = [short(row) for row in rows]
    for counts, name, color, said in (
        (values, names[0], theme.PALE, _written(texts)),
        (parts, names[1], theme.MAIN, {}),
    ):
        figure.add_bar(
            x=list(counts),
            y=places,
            name=name,
            orientation="h",
            marker={"color": color},
            customdata=list(codes) or None,
            hovertemplate="%{y} : %{x:,.0f}<extra>" + name + "</extra>",
            **said,
        )
    figure.update_layout(barmode="overlay", showlegend=True)
    _leave_room(figure, values, texts)
    name_rows(figure, places)
    return figure
