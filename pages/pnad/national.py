"""La série nationale de l'OECP, à part : ses deux ruptures, et la comparaison juste."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from pages.shared import theme
from pages.shared.words.findings.changes import points
from pages.shared.words.formatting import HARD_SPACE, join_words, percent
from pages.shared.words.labels import word

BREAKS = (
    "2024 : deux ruptures<br>seuil de 40 000 € au lieu de 90 000 €,<br>"
    "considération au lieu de clause"
)
# Une seule année plus ancienne, 2014 : un trait jusqu'à elle inventerait quatre années.
FIRST_DRAWN = 2019
# Là où le nom d'une ligne n'en croise pas une autre.
PLACES = {
    "tous": {"xanchor": "left", "xshift": 9},
    "collectivites": {"xanchor": "right", "yshift": -13},
    "etat_hopitaux": {"xanchor": "right", "yshift": 11},
    "entreprises_publiques": {"xanchor": "right", "yshift": -13},
}
DASHES = {
    "tous": "solid",
    "collectivites": "solid",
    "etat_hopitaux": "dot",
    "entreprises_publiques": "dash",
}


def pnad_oecp(frame: pl.DataFrame) -> go.Figure:
    """La série nationale jusqu'à la rupture.

    `frame` : annee, perimetre, part_pct, est_rupture, statut.
    """
    figure = theme.new_figure(380)
    before = frame.filter(~pl.col("est_rupture"), pl.col("annee") >= FIRST_DRAWN)
    for code in ("tous", "etat_hopitaux", "entreprises_publiques", "collectivites"):
        _add_series(figure, code, before.filter(perimetre=code).sort("annee"))
    _add_break(figure)
    figure.update_xaxes(tickformat="d", dtick=1, showgrid=False, range=[2018.7, 2025.6])
    figure.update_yaxes(range=[0, 50], ticksuffix=f"{HARD_SPACE}%")
    fair = before.filter(perimetre="collectivites").sort("annee")
    return theme.say(figure, _national_words(fair))


def _national_words(fair: pl.DataFrame) -> str:
    """Dit la série des collectivités et son écart ; `fair` : leurs années, triées."""
    rows = fair.drop_nulls("part_pct").rows(named=True)
    if not rows:
        return "La série nationale de l'OECP, avec ses deux ruptures en 2024"
    told = join_words([f"{percent(row['part_pct'])} en {row['annee']}" for row in rows])
    gap = points(rows[-1]["part_pct"], rows[0]["part_pct"]) if len(rows) > 1 else ""
    return f"Collectivités, en France : {told}{f' ({gap})' if gap else ''}"


def _add_series(figure: go.Figure, code: str, frame: pl.DataFrame) -> None:
    if frame.is_empty():
        return
    is_fair = code == "collectivites"
    color = theme.MAIN if is_fair else theme.SOFT_INK
    figure.add_scatter(
        x=frame["annee"].to_list(),
        y=frame["part_pct"].to_list(),
        mode="lines+markers",
        name=word("perimetre", code),
        line={"color": color, "width": 3 if is_fair else 1.5, "dash": DASHES[code]},
        marker={"size": 9 if is_fair else 6},
        hovertemplate="%{x} : %{y:.1f} %<extra>" + word("perimetre", code) + "</extra>",
    )
    last = frame.row(-1, named=True)
    text = f"{word('perimetre', code)} {percent(last['part_pct'])}"
    figure.add_annotation(
        x=last["annee"],
        y=last["part_pct"],
        text=f"<b>{text}</b>" if is_fair else text,
        font={"color": color, "size": 13},
        **PLACES[code],
        showarrow=False,
    )


def _add_break(figure: go.Figure) -> None:
    """Trace la rupture : ce qui la suit n'est pas encore publié."""
    line = {"color": theme.SOFT_INK, "width": 1.5, "dash": "dash"}
    figure.add_shape(type="line", x0=2023.88, x1=2023.88, y0=0, y1=50, line=line)
    figure.add_annotation(
        x=2023.93,
        y=50,
        text=BREAKS.replace(" :", f"{HARD_SPACE}:"),
        font={"size": 12, "color": theme.SOFT_INK},
        align="left",
        xanchor="left",
        yanchor="top",
        showarrow=False,
    )
