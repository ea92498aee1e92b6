"""Des barres d'une autre page aux marchés qui sont derrière : des liens vers leur liste."""

from __future__ import annotations

import html

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from pages.marches.listing import keep_choice, keep_group, with_marks
from pages.shared.charts.rows import BREAK
from pages.shared.frame.menu import show_link
from pages.shared.frame.pick import CHOICE, read_choice
from pages.shared.frame.screen import show_note
from pages.shared.frame.view import current_view
from pages.shared.words.formatting import counted, escape, typeset

HOW = "Pressez une barre, ou choisissez ici, pour voir ses marchés un par un."
PLACES = "Pour voir les marchés derrière une barre, prenez le territoire « lieu des travaux »."


def en_cours(drawn: go.Figure) -> None:
    """Mène de chaque barre à ses marchés en cours dans la période."""
    _show(drawn, "en_cours")


def avec_heures(drawn: go.Figure) -> None:
    """Mène de chaque barre à ses marchés qui ont des heures dans la période."""
    _show(drawn, "avec_heures")


def par_epci(drawn: go.Figure) -> None:
    """Mène de chaque EPCI à ses marchés : la liste ne connaît que le lieu de leurs travaux."""
    if current_view().filters.axe == "travaux":
        _show(drawn, "avec_heures")
    else:
        _say(PLACES)


def tous_en_cours(_drawn: go.Figure | None) -> None:
    """Mène à tous les marchés en cours dans la période, quand une barre les compte tous."""
    count = _markets("en_cours").height
    if count:
        words = counted(count, "marché clausé", "marchés clausés")
        _link(f"Voir les {words} en cours", "en_cours", "")


def named_bars(drawn: go.Figure) -> dict[str, str]:
    """Rend ce que désigne chaque barre d'une figure, et son nom : code -> nom."""
    traces = [one for one in drawn.data if one.type == "bar" and one.customdata is not None]
    pairs = [pair for one in traces for pair in zip(one.customdata, one.y, strict=True)]
    return {str(code): html.unescape(name.replace(BREAK, " ")) for code, name in pairs if code}


def _show(drawn: go.Figure, group: str) -> None:
    markets, bars = _markets(group), named_bars(drawn)
    counts = {code: keep_choice(markets, code).height for code in bars}
    chosen = read_choice()
    if chosen in bars:
        _show_chosen(bars[chosen], counts[chosen], group, chosen)
    if any(counts.values()):
        with st.popover("Marchés derrière les barres", type="tertiary"):
            _say(HOW)
            for code, name in bars.items():
                if counts[code]:
                    count = counted(counts[code], "marché")
                    _link(f"{escape(name, 'markdown')} · {count}", group, code)


def _show_chosen(name: str, count: int, group: str, code: str) -> None:
    if not count:
        _say(f"Aucun marché de la liste n'est derrière « {name} ».")
        return
    words = "le marché" if count == 1 else f"les {counted(count, 'marché')}"
    _link(f"Voir {words} derrière « {escape(name, 'markdown')} »", group, code)


def _say(words: str) -> None:
    show_note(words)


def _markets(group: str) -> pl.DataFrame:
    return keep_group(with_marks(current_view().frame("marches_liste")), group)


def _link(label: str, group: str, code: str) -> None:
    """Montre un lien vers la liste des marchés, filtres compris."""
    more = {"marches": group} | ({CHOICE: code} if code else {})
    show_link("marches", typeset(label), {**current_view().filters.address(), **more})
