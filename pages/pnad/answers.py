"""Oui, non, sans réponse : une barre empilée par groupe de contrats, et la cible où elle vaut."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from pages.shared import theme
from pages.shared.charts.shares import Mark, Share, stacked_shares
from pages.shared.words.formatting import counted, number, percent

Row = dict[str, object]
YES, NO, WITHOUT = "Oui", "Non", "Sans réponse"
NO_TARGET = "aucune cible"


def unanswered(row: Row) -> int:
    """Rend combien de contrats ne disent ni oui ni non : case vide, ou déclaration contraire."""
    return row["non_renseignes"] + row["contradictoires"]


def needed(row: Row) -> int | None:
    """Rend combien de « oui » il faut pour la cible ; None si elle est atteinte ou n'existe pas."""
    if row["cible_pct"] is None or not row["manquent_pour_la_cible"]:
        return None
    return row["avec"] + row["manquent_pour_la_cible"]


def verdict(row: Row) -> str:
    """Dit où en est la cible : atteinte, manquée, ou ni l'un ni l'autre ; "" sans cible."""
    if row["cible_pct"] is None:
        return ""
    count = needed(row)
    if count is None:
        return "atteint"
    return "manqué" if row["avec"] + unanswered(row) < count else "ni atteint ni manqué"


def answer_rows(names: Sequence[tuple[str, str]], rows: Sequence[Row]) -> go.Figure:
    """Une barre de 100 % par groupe ; au bout, les « oui » qu'il faut ; la cible, s'il y en a une.

    `names` : le groupe et sa précision ; `rows` : colonnes de `pnad_part`.
    """
    figure = stacked_shares(names, _shares(rows), [end_words(row) for row in rows], _marks(rows))
    figure.update_layout(legend={"traceorder": "normal"})
    return figure


def _shares(rows: Sequence[Row]) -> list[Share]:
    """Rend les trois parts ; ce qui n'est ni oui ni non est ce qui sépare les deux bornes."""
    lows = [row["borne_basse_pct"] for row in rows]
    highs = [row["borne_haute_pct"] for row in rows]
    known = [None not in pair for pair in zip(lows, highs, strict=True)]
    nos = [100 - high if ok else None for high, ok in zip(highs, known, strict=True)]
    rest = [high - low if ok else None for low, high, ok in zip(lows, highs, known, strict=True)]
    return [
        Share(YES, lows, [number(row["avec"]) for row in rows], theme.POSITIVE),
        Share(NO, nos, [number(row["sans"]) for row in rows], theme.NEGATIVE),
        Share(
            WITHOUT,
            rest,
            [number(unanswered(row)) for row in rows],
            theme.UNKNOWN,
            est_hachure=True,
        ),
    ]


def _marks(rows: Sequence[Row]) -> list[Mark]:
    """Rend un trait par suite de rangées qui ont la même cible : rien sur les autres."""
    marks: list[Mark] = []
    for place, row in enumerate(rows):
        target, last = row["cible_pct"], marks[-1] if marks else None
        if target is None:
            continue
        if last and last.rows == (last.rows[0], place - 1) and last.at_pct == target:
            marks[-1] = Mark(target, last.text, rows=(last.rows[0], place))
        else:
            marks.append(Mark(target, f"{percent(target, 0)}, la cible", rows=(place, place)))
    return marks


def end_words(row: Row) -> str:
    """Dit au bout d'une barre ce qu'il faut : « il faut 31 oui sur 101 »."""
    total = row["contrats"] - row["hors_format"]
    if not total:
        return "format de 2019, sans réponse possible"
    if row["cible_pct"] is None:
        return f"{counted(total, 'contrat')}, {NO_TARGET}"
    count = needed(row)
    if count is None:
        return f"atteint : {number(row['avec'])} oui sur {number(total)}"
    return f"il faut {number(count)} oui sur {number(total)}"
