"""La table des pages et le menu, dont les liens gardent les filtres."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

import queries

SITE = "Clauses sociales en Vaucluse"
PAGES_FOLDER = Path(__file__).parents[2]
# adresse -> nom de la page. L'adresse est aussi le nom du dossier de la page.
MENU = {
    "accueil": "Accueil",
    "territoires": "Mon territoire",
    "relances": "À relancer",
    "heures": "Heures",
    "beneficiaires": "Bénéficiaires",
    "sorties": "Sorties à six mois",
    "marches": "Marchés et donneurs d'ordre",
    "entreprises": "Entreprises",
    "activite": "Activité des facilitateurs",
    "financement": "Financement et objectifs",
    "dossiers": "Fiche article 4 et solde",
    "pnad": "Achats publics",
    "copil": "Préparer le copil",
    "pleniere": "Plénière",
    "annexe2": "Annexe 2",
    "imports": "Imports",
    "methode": "Méthode",
    "protection": "Protection",
}
# Les six entrées du menu : leur mot, et leurs pages ; l'entrée ouvre la première.
SECTIONS = {
    "Accueil": ("accueil",),
    "Mon territoire": ("territoires", "relances"),
    "Résultats": ("heures", "beneficiaires", "sorties", "marches", "entreprises", "activite"),
    "Financement et objectifs": ("financement", "dossiers"),
    "Achats publics": ("pnad",),
    "Copil": ("copil", "pleniere", "annexe2"),
}
# Au pied du volet : ce qui ne dépend d'aucun filtre.
FOOT = ("imports", "methode", "protection")
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


def section_of(name: str) -> tuple[str, ...]:
    """Rend les pages de l'entrée du menu où est `name` ; elle seule si aucune ne l'a."""
    return next((pages for pages in SECTIONS.values() if name in pages), (name,))


def show_menu(pages: Mapping[str, st.Page], address: Mapping[str, str], name: str = "") -> None:
    """Montre le nom du site et les six entrées, filtres compris ; `name` : la page ouverte."""
    st.html(
        '<p class="marque"><strong>Clauses sociales d\'insertion</strong>'
        "<span>Vaucluse · CIE 84, ITV, MLJGA</span></p>"
    )
    if queries.is_plenary():
        entries = {MENU[one]: (one,) for one in pages if one != ROOT}
    else:
        entries = SECTIONS
    with st.container(key="pages"):
        for rank, (word, inside) in enumerate(entries.items()):
            state = "ouverte" if name in inside else "fermee"
            with st.container(key=f"entree_{state}_{rank}"):
                st.page_link(
                    pages[inside[0]], label=word, query_params=dict(address), width="stretch"
                )


def show_foot(pages: Mapping[str, st.Page], address: Mapping[str, str]) -> None:
    """Montre, au pied du volet, les pages qui ne dépendent d'aucun filtre."""
    with st.container(key="pied_menu", horizontal=True):
        for name in FOOT:
            st.page_link(pages[name], label=MENU[name], query_params=dict(address))


def show_section(pages: Mapping[str, st.Page], address: Mapping[str, str], name: str) -> None:
    """Montre, en haut de la page, les autres pages de la même entrée du menu."""
    inside = section_of(name)
    if len(inside) < 2:
        return
    with st.container(key="pages_section", horizontal=True):
        for one in inside:
            state = "ouvert" if one == name else "ferme"
            with st.container(key=f"onglet_{state}_{one}", width="content"):
                st.page_link(pages[one], label=MENU[one], query_params=dict(address))


def show_link(name: str, label: str, address: Mapping[str, str]) -> None:
    """Montre un lien vers une page du site, filtres compris."""
    st.page_link(str(PAGES_FOLDER / name / "page.py"), label=label, query_params=dict(address))
