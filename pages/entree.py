"""L'entrée : réglages de la page, table des pages, filtres communs, bandeau.

Toute adresse passe ici avant sa page : aucune page ne s'affiche sans ses filtres ni ses mentions.
"""

from __future__ import annotations

import streamlit as st

import queries
from pages.imports.premier_demarrage import ensure_examples
from pages.pnad.choices import pnad_view
from pages.shared import banner, theme
from pages.shared.filter_widgets import read_filters, show_filters
from pages.shared.menu import ROOT, SLIDES, page_table, show_menu
from pages.shared.projection import show_unpublished
from pages.shared.show import show_state
from pages.shared.source import open_view, read_options, read_state
from pages.shared.view import KEY

# Les pages qui servent aussi quand rien n'a encore été reçu.
WITHOUT_DATA = ("imports",)
# Les pages qui montrent des fichiers reçus, ligne à ligne : jamais sur un écran partagé.
NOT_PROJECTED = ("imports",)
NO_PROJECTION = (
    "Cette page ne se projette pas",
    "Elle montre des fichiers reçus, ligne à ligne. Quittez le mode projection pour la rouvrir.",
)
# Les pages dont les réglages entrent dans la vue avant le bandeau, qui les dit.
OWN_VIEWS = {"pnad": pnad_view}

st.set_page_config(layout="wide", initial_sidebar_state="expanded")
theme.register()
pages = page_table()
page = st.navigation(list(pages.values()), position="hidden")

# Un serveur de plénière n'ouvre que les chiffres protégés : il n'importe rien.
if not queries.is_plenary():
    ensure_examples()
state = read_state()
if page.url_path in (SLIDES, ROOT):
    page.run()
    st.stop()
if state is None or queries.is_plenary():
    st.session_state[KEY] = None
    with st.sidebar:
        show_menu(pages, {})
    if state is None and page.url_path not in WITHOUT_DATA:
        banner.show_without_data()
        st.stop()
else:
    options = read_options(state)
    filters = read_filters(options)
    with st.sidebar:
        show_menu(pages, filters.address())
        show_filters(filters, options)
    view = open_view(state, filters, options)
    if page.url_path in OWN_VIEWS:
        view = OWN_VIEWS[page.url_path](view)
    st.session_state[KEY] = view
    banner.show(view, state.alerte)
    if view.est_projection and page.url_path in NOT_PROJECTED:
        show_state(*NO_PROJECTION)
        st.stop()
try:
    page.run()
except queries.NonPublie as refused:
    show_unpublished(str(refused))
