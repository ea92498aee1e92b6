"""Les graphiques en barres horizontales : classées, empilées, avec leur part ou leur inconnu.

Ces fonctions reçoivent des listes prêtes à dessiner ; elles ne calculent aucun indicateur.
"""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.shared import theme
from pages.shared.charts.rows import Values, leave_room, name_rows, row_px, short, written
from pages.shared.words.formatting import number


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
    names = [short(label) for label in labels]
    figure = theme.new_figure(theme.bars_height(len(labels), row_px(names, 34)))
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
            **written([texts[place] for place in kept]),
        )
    figure.update_layout(barmode="overlay")
    leave_room(figure, values, texts)
    name_rows(figure, names)
    return figure


def stacked_rows(
    rows: Sequence[str], series: Sequence[tuple[str, Values, str, bool]], *, height: int = 52
) -> go.Figure:
    """Une barre empilée par rangée, pour des parts qui s'excluent : nom, valeurs, couleur, hachure.

    La valeur est écrite dans chaque part ; la légende nomme les parts dans l'ordre des barres.
    """
    figure = theme.new_figure(theme.bars_height(len(rows), height) + 40)
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


def bars_with_unknown(
    labels: Sequence[str],
    values: Values,
    unknowns: Values,
    texts: Sequence[str],
    *,
    colors: Sequence[str],
) -> go.Figure:
    """Une barre par public, prolongée en hachures par les personnes dont on ne sait pas."""
    names = [short(label) for label in labels]
    figure = theme.new_figure(theme.bars_height(len(labels), row_px(names, 36)) + 30)
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
        **written(texts),
    )
    sums = [(one or 0) + (other or 0) for one, other in zip(values, unknowns, strict=True)]
    figure.update_layout(barmode="stack", showlegend=any(unknowns))
    leave_room(figure, sums, texts)
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
        (values, names[0], theme.PALE, written(texts)),
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
    leave_room(figure, values, texts)
    name_rows(figure, places)
    return figure
