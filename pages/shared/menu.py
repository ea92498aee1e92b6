"""La table des pages et le menu, dont les liens gardent les filtres."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

SITE = "Clauses sociales en Vaucluse"
PAGES_FOLDER = Path(__file__).parent.parent
# adresse -> mot du menu. L'adresse est aussi le nom du dossier de la page.
MENU = {
    "accueil": "Accueil",
    "heures": "Heures",
    "beneficiaires": "Bénéficiaires",
    "sorties": "Sorties à six mois",
    "marches": "Marchés et donneurs d'ordre",
    "entreprises": "Entreprises",
    "activite": "Activité des facilitateurs",
    "annexe2": "Annexe 2",
    "imports": "Imports",
    "methode": "Méthode",
}
HOME = "accueil"


def page_table() -> dict[str, st.Page]:
    """Rend les pages du site, dans l'ordre du menu ; la première est à la racine."""
    return {
        name: st.Page(
            PAGES_FOLDER / name / "page.py",
            title=f"{label} · {SITE}",
            url_path="" if name == HOME else name,
            default=name == HOME,
        )
        for name, label in MENU.items()
        if (PAGES_FOLDER / name / "page.py").is_file()
    }


def show_menu(pages: Mapping[str, st.Page], address: Mapping[str, str]) -> None:
    """Montre le nom du site et les liens vers les pages, filtres compris."""
    st.html(
        '<p class="marque"><strong>Clauses sociales d\'insertion</strong>'
        "<span>Vaucluse · CIE 84, ITV, MLJGA</span></p>"
    )
    with st.container(key="pages"):
        for name, page in pages.items():
            st.page_link(page, label=MENU[name], query_params=dict(address), width="stretch")


def show_link(name: str, label: str, address: Mapping[str, str]) -> None:
    """Montre un lien vers une page du site, filtres compris."""
    st.page_link(str(PAGES_FOLDER / name / "page.py"), label=label, query_params=dict(address))
