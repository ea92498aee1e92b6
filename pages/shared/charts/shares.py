"""Des parts qui font 100 % : une barre pleine par rangée, et la règle tracée dessus.

Ces fonctions reçoivent des listes prêtes à dessiner ; elles ne calculent aucun indicateur.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from pages.shared import theme
from pages.shared.charts.rows import Values, name_rows, room_px, short
from pages.shared.words.formatting import percent

ROW_PX = 62
# Un morceau plus étroit, en pour cent, n'a pas la place de son texte : le survol et le tableau
# le disent.
NARROWEST = 6.5
# La moitié de la place d'un texte, en pour cent de la largeur : un trait ne doit pas le barrer.
HALF_TEXT = 4.2
DETAIL = '<br><span style="font-size:12px;color:{color}">{text}</span>'


@dataclass(frozen=True)
class Share:
    """Une sorte de part : son nom, et pour chaque rangée sa valeur en % et sa grandeur en mots.

    Un texte vide laisse la part seule.
    """

    nom: str
    parts_pct: Values
    texts: Sequence[str]
    color: str
    est_hachure: bool = False


@dataclass(frozen=True)
class Mark:
    """Une règle tracée à `at_pct` de la largeur ; `cote` : de quel côté du trait elle s'écrit.

    `rows` : la première et la dernière des rangées où elle vaut, si ce n'est pas partout.
    """

    at_pct: float
    text: str
    cote: str = "right"
    rows: tuple[int, int] | None = None


def stacked_shares(
    rows: Sequence[tuple[str, str]],
    shares: Sequence[Share],
    ends: Sequence[str],
    marks: Sequence[Mark] = (),
) -> go.Figure:
    """Une barre de 100 % par rangée ; les parts dans l'ordre de `shares`, les règles en traits.

    `rows` : nom de la rangée et précision écrite dessous ; `ends` : texte au bout de la barre.
    """
    figure = theme.new_figure(theme.bars_height(len(rows), ROW_PX) + 70)
    # Deux rangées peuvent porter le même nom : leur rang les distingue.
    places = [str(place) for place, _ in enumerate(rows)]
    starts = [0.0] * len(rows)
    for share in shares:
        _add_share(figure, places, [short(name, 60) for name, _ in rows], share)
        _add_texts(figure, places, share, starts, [mark.at_pct for mark in marks])
        starts = [at + (part or 0) for at, part in zip(starts, share.parts_pct, strict=True)]
    _add_ends(figure, places, ends)
    for mark in marks:
        _add_mark(figure, mark)
    figure.update_layout(
        barmode="stack", showlegend=True, margin={"r": room_px(ends), "b": 30 if marks else 8}
    )
    figure.update_xaxes(visible=False, range=[0, max(100, *starts)])
    name_rows(figure, places)
    figure.update_yaxes(tickvals=places, ticktext=[_row_label(*row) for row in rows])
    return figure


def _row_label(name: str, detail: str) -> str:
    more = DETAIL.format(color=theme.SOFT_INK, text=short(detail, 60)) if detail else ""
    return f"{short(name)}{more}"


def _add_share(
    figure: go.Figure, places: Sequence[str], names: Sequence[str], share: Share
) -> None:
    figure.add_bar(
        x=list(share.parts_pct),
        y=list(places),
        name=share.nom,
        orientation="h",
        width=0.62,
        marker={
            "color": share.color,
            "pattern": theme.pattern(share.est_hachure),
            "line": {"color": theme.BACKGROUND, "width": 1.5},
        },
        customdata=[
            (name, f", {text}" if text else "")
            for name, text in zip(names, share.texts, strict=True)
        ],
        hovertemplate="%{customdata[0]}, "
        + share.nom
        + " : %{x:.1f} %%{customdata[1]}<extra></extra>",
    )


def _add_texts(
    figure: go.Figure,
    places: Sequence[str],
    share: Share,
    starts: Sequence[float],
    marks: Sequence[float],
) -> None:
    """Écrit la part et sa grandeur dans chaque morceau assez large."""
    for place, start, part, text in zip(places, starts, share.parts_pct, share.texts, strict=True):
        if part and part >= NARROWEST:
            figure.add_annotation(
                x=free_place(start, start + part, marks),
                y=place,
                text=f"<b>{percent(part)}</b>{f'<br>{text}' if text else ''}",
                font={"size": 12, "color": theme.ink_on(share.color)},
                # Les hachures s'arrêtent autour du texte.
                bgcolor=share.color if share.est_hachure else None,
                showarrow=False,
            )


def free_place(start: float, end: float, marks: Sequence[float]) -> float:
    """Rend le milieu d'un morceau, ou le point le plus proche qu'aucun trait ne barre."""
    middle = (start + end) / 2
    tried = (middle, *(mark + gap for mark in marks for gap in (-HALF_TEXT, HALF_TEXT)))
    free = [
        point
        for point in tried
        if start + HALF_TEXT <= point <= end - HALF_TEXT
        and all(abs(point - mark) >= HALF_TEXT - 0.01 for mark in marks)
    ]
    return min(free, key=lambda point: abs(point - middle), default=middle)


def _add_ends(figure: go.Figure, places: Sequence[str], ends: Sequence[str]) -> None:
    for place, text in zip(places, ends, strict=True):
        figure.add_annotation(
            x=1.01, xref="paper", xanchor="left", y=place, text=text, showarrow=False
        )


def _add_mark(figure: go.Figure, mark: Mark) -> None:
    # D'une rangée à l'autre : leur rang place, de haut en bas.
    top, bottom = (mark.rows[0] - 0.42, mark.rows[1] + 0.42) if mark.rows else (1, 0)
    axis = "y" if mark.rows else "paper"
    place = {"type": "line", "x0": mark.at_pct, "x1": mark.at_pct, "y0": bottom, "y1": top}
    # Un liseré clair : le trait se lit aussi sur les parts foncées.
    for color, width in ((theme.BACKGROUND, 5), (theme.TARGET if mark.rows else theme.INK, 2)):
        figure.add_shape(**place, yref=axis, line={"color": color, "width": width})
    figure.add_annotation(
        x=mark.at_pct,
        xanchor=mark.cote,
        y=bottom,
        yref=axis,
        yanchor="top",
        text=short(mark.text),
        font={"size": 13, "color": theme.TARGET if mark.rows else theme.INK},
        showarrow=False,
    )
