"""La table des pages et le menu, dont les liens gardent les filtres."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

import queries

SITE = "Clauses sociales en Vaucluse"
PAGES_FOLDER = Path(__file__).parent.parent
# adresse -> mot du menu. L'adresse est aussi le nom du dossier de la page.
MENU = {
    "accueil": "Accueil",
    "territoires": "Territoires",
    "heures": "Heures",
    "beneficiaires": "Bénéficiaires",
    "sorties": "Sorties à six mois",
    "marches": "Marchés et donneurs d'ordre",
    "entreprises": "Entreprises",
    "activite": "Activité des facilitateurs",
    "financement": "Financement",
    "pnad": "PNAD",
    "annexe2": "Annexe 2",
    "pleniere": "Plénière",
    "protection": "Protection",
    "imports": "Imports",
    "methode": "Méthode",
}
HOME = "accueil"
# Ces pages n'ouvrent que les chiffres protégés ; un serveur de plénière n'a qu'elles.
PROTECTED = ("pleniere", "protection")
SLIDES = "pleniere"
# La racine d'un serveur de plénière : le même diaporama, absent du menu.
ROOT = "racine"


def page_table() -> dict[str, st.Page]:
    """Rend les pages du site, dans l'ordre du menu ; la première est à la racine."""
    if queries.is_plenary():
        root = st.Page(
            _script(SLIDES), title=_title(SLIDES), url_path=ROOT, default=True, visibility="hidden"
        )
        return {ROOT: root} | {
            name: st.Page(_script(name), title=_title(name), url_path=name) for name in PROTECTED
        }
    return {
        name: st.Page(
            _script(name),
            title=_title(name),
            url_path="" if name == HOME else name,
            default=name == HOME,
        )
        for name in MENU
        if _script(name).is_file()
    }


def _script(name: str) -> Path:
    return PAGES_FOLDER / name / "page.py"


def _title(name: str) -> str:
    return f"{MENU[name]} · {SITE}"


def show_menu(pages: Mapping[str, st.Page], address: Mapping[str, str]) -> None:
    """Montre le nom du site et les liens vers les pages, filtres compris."""
    st.html(
        '<p class="marque"><strong>Clauses sociales d\'insertion</strong>'
        "<span>Vaucluse · CIE 84, ITV, MLJGA</span></p>"
    )
    with st.container(key="pages"):
        for name, page in pages.items():
            if name == ROOT:
                continue
            st.page_link(page, label=MENU[name], query_params=dict(address), width="stretch")


def show_link(name: str, label: str, address: Mapping[str, str]) -> None:
    """Montre un lien vers une page du site, filtres compris."""
    st.page_link(str(PAGES_FOLDER / name / "page.py"), label=label, query_params=dict(address))
