"""Les blocs de la page Annexe 2 : le tableau, ce qu'il faut pour l'imprimer et l'emporter."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

import queries
from pages.annexe2 import rows
from pages.shared.frame.filters import when
from pages.shared.frame.footer import show_footer
from pages.shared.frame.menu import MENU
from pages.shared.frame.projection import published
from pages.shared.frame.screen import show_answer_sentences, show_html
from pages.shared.frame.view import View, current_view
from pages.shared.words.formatting import escape, typeset

HOW = (
    "Le tableau de la convention, dans son ordre et ses mots. Chaque ligne mène à la page qui la "
    "détaille. À l'impression, il reste seul : titre, filtres, date, mentions et toutes ses lignes."
)


@published
def show_annex() -> None:
    """Montre le tableau entier de l'annexe 2, puis sa définition et ses fichiers."""
    view, description = current_view(), queries.describe("annexe_2")
    frame = view.frame("annexe_2")
    show_answer_sentences(*rows.answer(frame, when(view.filters.periode)))
    with st.container(key="indicateur_annexe_2"):
        show_html(
            f'<p class="lecture hors-impression">{escape(typeset(HOW))}</p>'
            '<button type="button" class="imprimer hors-impression">Imprimer (Ctrl + P)</button>'
        )
        show_html(rows.table_html(frame, lambda name: _address(view, name)))
        taken = rows.to_take_away(frame)
        show_footer(view, description, taken, "annexe_2", a_tableau=False)


def _address(view: View, indicator: str) -> str:
    """Rend l'adresse de la page d'un indicateur, filtres compris."""
    theme = queries.describe(indicator).theme
    return f"./{theme if theme in MENU else ''}?{urlencode(view.filters.address())}"
