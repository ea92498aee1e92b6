"""L'entrée : réglages de la page, table des pages, filtres communs, bandeau.

Toute adresse passe ici avant sa page : aucune page ne s'affiche sans ses filtres ni ses mentions.
"""

from __future__ import annotations

import streamlit as st

import queries
from pages.connexion import reader_right, take_note
from pages.imports.premier_demarrage import ensure_examples, still_protecting
from pages.pnad.choices import pnad_view
from pages.retrait import veille
from pages.shared import theme
from pages.shared.frame import banner, empty
from pages.shared.frame.filter_widgets import read_filters, show_filters
from pages.shared.frame.menu import (
    ACCESS,
    FOOT,
    HOME,
    SLIDES,
    home_of,
    page_table,
    show_foot,
    show_menu,
    show_section,
)
from pages.shared.frame.projection import project_first, show_unpublished
from pages.shared.frame.screen import TAKEN, show_state
from pages.shared.frame.source import State, open_view, read_options, read_state
from pages.shared.frame.view import KEY, open_for, read_again

# Les pages qui servent aussi quand rien n'a encore été reçu.
WITHOUT_DATA = ("imports", ACCESS)
# Les pages qui montrent des fichiers reçus, ligne à ligne : jamais sur un écran partagé.
NOT_PROJECTED = ("imports",)
NO_PROJECTION = (
    "Cette page ne se projette pas",
    "Elle montre des fichiers reçus, ligne à ligne. Quittez le mode projection pour la rouvrir.",
)
# Les pages dont les réglages entrent dans la vue avant le bandeau, qui les dit.
OWN_VIEWS = {"pnad": pnad_view}

st.set_page_config(layout="wide", initial_sidebar_state="auto")
theme.register()
droit = reader_right(st.context.headers)
pages = page_table(droit)
st.session_state[TAKEN] = take_note(st.context.headers)
page = st.navigation(list(pages.values()), position="hidden")
name = page.url_path or home_of(pages)
is_protected = queries.is_plenary() or droit.est_pleniere


def surround_without_figures(state: State | None, relue: str) -> None:
    """Montre ce qui entoure une page sans vue : son menu, ce qui est abîmé."""
    with st.sidebar:
        show_menu(pages, {}, name)
        if not is_protected:
            show_foot(pages, {})
    if state is None and name not in WITHOUT_DATA:
        banner.show_without_data()
        st.stop()
    banner.show_alert(state.alerte if state else "", relue)


def surround(state: State, relue: str) -> None:
    """Montre ce qui entoure une page : menu, filtres, bandeau ; prépare sa vue."""
    options = read_options(state, droit)
    if droit.est_financeur:
        project_first()
    filters = read_filters(options)
    with st.sidebar:
        show_menu(pages, filters.address(), name)
        if name not in FOOT:
            show_filters(filters, options)
        show_foot(pages, filters.address())
    view = open_view(state, filters, options, droit)
    if name in OWN_VIEWS:
        view = OWN_VIEWS[name](view)
    st.session_state[KEY] = view
    banner.show_alert(state.alerte, relue, still_protecting())
    banner.show(view, est_filtre=name not in FOOT)
    if name == HOME and not {"periode", "annee"} & set(st.query_params):
        banner.show_why(options)
    show_section(pages, filters.address(), name)
    if filters.est_projection and name in NOT_PROJECTED:
        show_state(*NO_PROJECTION)
        st.stop()


def show_page(state: State | None) -> None:
    """Montre la page demandée, et ce qui l'entoure."""
    open_for(queries.mark_of(state.store, state.generation) if state else ())
    relue = veille().note(state.generation) if state else ""
    if name == SLIDES:
        page.run()
        return
    if state is None or is_protected or name == ACCESS:
        surround_without_figures(state, relue)
    else:
        surround(state, relue)
    empty.reset()
    try:
        page.run()
        if st.session_state[KEY]:
            empty.show_all(st.session_state[KEY].sentence())
    except queries.NonPublie as refused:
        show_unpublished(str(refused))


# Un serveur de plénière n'ouvre que les chiffres protégés : il n'importe rien.
veille().begin()
if not queries.is_plenary():
    ensure_examples()
try:
    with read_again():
        show_page(read_state())
except queries.MagasinAbime as damaged:
    show_state("Les données publiées sont abîmées", str(damaged))
