"""Les blocs de la page Copil : tout vient de la séance que montre le diaporama."""

from __future__ import annotations

import streamlit as st

import queries
from pages.pleniere.ecran.diaporama import read_seance
from pages.pleniere.ecran.remise import show_remise
from pages.pleniere.seance import Seance
from pages.shared.frame.menu import show_link
from pages.shared.frame.screen import show_html, show_state
from pages.shared.frame.source import options_of, read_state
from pages.shared.frame.view import current_view
from pages.shared.words.formatting import counted, day, to_html

NOT_YET = (
    "Pas encore de chiffres protégés",
    "Le diaporama n'ouvre que des chiffres protégés ; la page Protection dit pourquoi.",
)


def show_opening() -> None:
    """Dit ce que le diaporama montre, et l'ouvre."""
    seance = read_own_seance()
    if seance is None:
        show_state(*NOT_YET)
        return
    count = counted(len(seance.shown()), "diapositive, un constat", "diapositives, un constat")
    dated = day(current_view().date_donnees)
    told = f"{count} chacune, en chiffres protégés pour {seance.annee} ; données au {dated}."
    asked = next((one.titre for one in seance.shown() if one.code == "decisions"), "")
    show_html(
        f'<p class="reponse"><strong>{to_html(asked)}.</strong> {to_html(told)} Le '
        "diaporama s'ouvre en plein écran : flèches, "
        "espace, télécommande ou boutons.</p>"
    )
    with st.container(key="outils_copil", horizontal=True):
        address = current_view().filters.address()
        show_link("pleniere", "Ouvrir le diaporama", address)
        show_link("annexe2", "Annexe 2 de la convention", address)


def show_findings() -> None:
    """Montre le constat de chaque diapositive, dans l'ordre de la séance."""
    seance = read_own_seance()
    if seance is None:
        return
    rows = "".join(f"<li>{to_html(slide.titre)}</li>" for slide in seance.shown())
    with st.container(key="indicateur_constats"):
        show_html(f"<h2>Ce que la séance dira</h2><ol class='constats'>{rows}</ol>")


def show_documents() -> None:
    """Montre ce qui s'emporte : le PowerPoint et la page à partager."""
    seance = read_own_seance()
    if seance is None:
        return
    with st.container(key="indicateur_documents"):
        show_html("<h2>À emporter</h2>")
        show_remise(seance, est_exemple=current_view().est_exemple)


def read_own_seance() -> Seance | None:
    """Rend la séance de l'adresse ; None si rien n'est encore protégé (`show_opening` le dit)."""
    state = read_state()
    if state is None:
        return None
    try:
        choices = queries.run_protected("filtres_possibles", state.store, state.generation)
    except queries.CubeAbsent:
        return None
    options = options_of(choices)
    return read_seance(st.query_params.to_dict(), state, options)
