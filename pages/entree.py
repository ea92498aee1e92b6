"""L'entrée : réglages de la page, table des pages, filtres communs, bandeau.

Toute adresse passe ici avant sa page : aucune page ne s'affiche sans ses filtres ni ses mentions.
"""

from __future__ import annotations

import streamlit as st

from pages.imports.premier_demarrage import ensure_examples
from pages.shared import banner, theme
from pages.shared.filter_widgets import read_filters, show_filters
from pages.shared.menu import page_table, show_menu
from pages.shared.source import open_view, read_options, read_state
from pages.shared.view import KEY

# Les pages qui servent aussi quand rien n'a encore été reçu.
WITHOUT_DATA = ("imports",)

st.set_page_config(layout="wide", initial_sidebar_state="expanded")
theme.register()
pages = page_table()
page = st.navigation(list(pages.values()), position="hidden")

ensure_examples()
state = read_state()
if state is None:
    st.session_state[KEY] = None
    with st.sidebar:
        show_menu(pages, {})
    if page.url_path not in WITHOUT_DATA:
        banner.show_without_data()
        st.stop()
else:
    options = read_options(state)
    filters = read_filters(options)
    with st.sidebar:
        show_menu(pages, filters.address())
        show_filters(filters, options)
    view = open_view(state, filters, options)
    st.session_state[KEY] = view
    banner.show(view, state.alerte)
page.run()
