"""Quitter le diaporama, vers une page que le lecteur peut ouvrir."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

import queries
from pages.connexion import reader_right
from pages.shared.frame.menu import ACCESS, HOME, PAGES_FOLDER

PROTECTION = "protection"


def show_exit(address: Mapping[str, str]) -> None:
    """Montre le bouton de sortie ; vers l'accueil, les filtres de `address` sont gardés."""
    if st.button("Quitter", key="diapo_quitter"):
        target = _target()
        kept = {name: one for name, one in address.items() if one and target == HOME}
        st.switch_page(str(PAGES_FOLDER / target / "page.py"), query_params=kept)


def _target() -> str:
    """Rend l'accueil ; Protection d'un serveur de plénière ; Accès pour qui n'a pas de droit."""
    if queries.is_plenary():
        return PROTECTION
    return ACCESS if reader_right(st.context.headers).est_pleniere else HOME
