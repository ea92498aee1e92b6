"""Le bandeau de chaque page : les filtres en une phrase, et les mentions qui vont avec."""

from __future__ import annotations

import streamlit as st

from pages.shared import formatting, projection
from pages.shared.formatting import escape
from pages.shared.show import EXAMPLE, PROTECTION
from pages.shared.view import View


def show(view: View, alerte: str = "") -> None:
    """Montre les filtres, la date des données, la protection ; dit si ce sont des exemples.

    `alerte` : phrase à montrer quand la dernière publication est illisible.
    """
    if alerte:
        st.warning(alerte)
    with st.container(key="bandeau", horizontal=True, vertical_alignment="center"):
        st.html(
            f'<div class="bandeau"><span class="vue">{escape(view.sentence())}</span>'
            f'<span class="mention">Données au {formatting.day(view.date_donnees)}</span>'
            f"{_mention(view.est_projection)}</div>"
        )
        projection.show_switch(view.est_projection)
    if view.est_projection:
        st.html(f'<p class="regle">{escape(projection.rule(view.store, view.generation))}</p>')
    if view.est_exemple:
        st.html(f'<p class="exemple">{EXAMPLE}.</p>')


def _mention(est_projection: bool) -> str:
    if est_projection:
        return f'<span class="mention proteges">{projection.MENTION}</span>'
    return f'<span class="mention exacts">{PROTECTION}</span>'


def show_without_data() -> None:
    """Dit qu'aucune donnée n'a été reçue, et où en déposer."""
    st.html(
        '<div class="etat" role="status"><strong>Aucune donnée reçue pour l\'instant</strong>'
        "Déposez les exports du logiciel sur la page Imports : les chiffres apparaîtront ici dès "
        "leur publication.</div>"
    )
