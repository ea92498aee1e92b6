"""Ce qu'une page pose à l'écran : titre, constat, réponse, note, graphique, état, fichier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from pages.shared.charts.axes import name_axes
from pages.shared.charts.rows import least_px
from pages.shared.words.formatting import to_html, typeset

_SAID = "constats_dits"
CHART_CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
# Sans jeu de caractères : avec lui, Streamlit ne trouve pas d'extension.
FILE_TYPES = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".toml": "application/toml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

# Sur une figure apprêtée : la largeur qu'il lui faut.
_WIDTH = "_largeur"

# Où l'entrée pose de quoi noter un fichier emporté : `noter(nom du fichier)`.
TAKEN = "noter_un_fichier"


def show_title(text: str) -> None:
    """Ouvre une page par son titre, une question ou un constat : rien n'y est encore dit."""
    st.session_state[_SAID] = ()
    st.title(typeset(text), anchor=False)


def show_html(text: str) -> None:
    """Montre du HTML déjà neutralisé par `escape`."""
    st.html(text)


def show_chart(drawn: go.Figure, constat: str, key: str, **options: Any) -> None:
    """Montre un graphique ; `constat` en est le texte de remplacement, `options` celles du clic.

    Le nom de son cadre dit la largeur qu'il lui faut : au téléphone, il défile s'il le doit.
    """
    with st.container(key=f"largeur_{_ready(drawn)}_{key}"):
        st.plotly_chart(drawn, theme=None, config=CHART_CONFIG, alt=constat, key=key, **options)


def _ready(drawn: go.Figure) -> int:
    """Apprête une figure une seule fois, si souvent qu'on la montre ; rend sa largeur.

    Une figure gardée en mémoire ne change plus : ce que Plotly en recopie à chaque fois non plus.
    """
    if not hasattr(drawn, _WIDTH):
        sent = name_axes(drawn).to_dict()
        drawn.to_dict = lambda: sent
        setattr(drawn, _WIDTH, least_px(drawn))
    return getattr(drawn, _WIDTH)


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


def show_findings(findings: Sequence[str]) -> None:
    """Ouvre une page par ses constats, et les retient : plus bas, ils ne se redisent pas."""
    st.session_state[_SAID] = tuple(findings)
    first, *others = findings
    show_answer_sentences(f"{first}.", " ".join(f"{one}." for one in others))


def is_said(finding: str) -> bool:
    """Dit si un constat ouvre déjà la page."""
    return finding in st.session_state.get(_SAID, ())


def show_note(note: str) -> None:
    """Montre une phrase de lecture ; vide, elle ne montre rien."""
    if note:
        show_html(f'<p class="lecture">{to_html(note)}</p>')


def show_file(label: str, make: Callable[[], bytes], name: str, key: str, **looks: Any) -> None:
    """Offre un fichier, fait par `make` au moment où le bouton est pressé, jamais avant.

    Un fichier fait d'avance est retiré du serveur à l'exécution suivante : le bouton encore à
    l'écran ne donnait plus rien. `name` porte l'extension, qui dit le type ; `looks` l'allure. Ce
    qui s'emporte se dit au journal, si l'entrée a posé de quoi l'écrire (TAKEN).
    """
    take = st.session_state.get(TAKEN)

    def taken() -> bytes:
        if take:
            take(name)
        return make()

    st.download_button(
        label,
        data=taken,
        file_name=name,
        mime=FILE_TYPES[PurePath(name).suffix],
        key=key,
        on_click="ignore",
        **looks,
    )
