"""Ce qu'une page pose à l'écran : titre, constat, réponse, note, graphique, état."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from pages.shared.charts.axes import name_axes
from pages.shared.words.formatting import to_html, typeset

CHART_CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False}


def show_title(text: str) -> None:
    """Montre le titre d'une page : une question ou un constat."""
    st.title(typeset(text), anchor=False)


def show_html(text: str) -> None:
    """Montre du HTML déjà neutralisé par `escape`."""
    st.html(text)


def show_chart(drawn: go.Figure, constat: str, key: str, **options: Any) -> None:
    """Montre un graphique ; `constat` en est le texte de remplacement, `options` celles du clic."""
    st.plotly_chart(
        name_axes(drawn), theme=None, config=CHART_CONFIG, alt=constat, key=key, **options
    )


def show_heading(constat: str, mesure: str) -> None:
    """Montre le constat d'un indicateur et, dessous, ce qui est mesuré."""
    show_html(f'<h2 class="constat">{to_html(constat)}</h2><p class="mesure">{to_html(mesure)}</p>')


def show_state(title: str, phrase: str) -> None:
    """Montre un état : rien à montrer, données partielles, erreur expliquée."""
    show_html(
        f'<div class="etat" role="status"><strong>{to_html(title)}</strong>{to_html(phrase)}</div>'
    )


def show_answer_sentences(first: str, second: str) -> None:
    """Montre la réponse d'une page : une phrase forte, puis celle qui la nuance."""
    show_html(f'<p class="reponse"><strong>{to_html(first)}</strong> {to_html(second)}</p>')


def show_note(note: str) -> None:
    """Montre une phrase de lecture ; vide, elle ne montre rien."""
    if note:
        show_html(f'<p class="lecture">{to_html(note)}</p>')
