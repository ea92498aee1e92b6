"""La table des pages et le menu, dont les liens gardent les filtres."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from typing import Literal

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
    "acces": "Accès",
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
FOOT = ("imports", "acces", "methode", "protection")
HOME = "accueil"
# Ces pages n'ouvrent que les chiffres protégés ; un serveur de plénière n'a qu'elles.
PROTECTED = ("pleniere", "protection")
SLIDES = "pleniere"
ACCESS = "acces"
# Ce que lit qui n'a pas de droit : où se connecter, et les chiffres protégés.
WITHOUT_RIGHT = (ACCESS, *PROTECTED)
# La racine de qui n'a que quelques pages : la première d'entre elles, absente du menu.
ROOT = "racine"


def page_table(droit: queries.Droit) -> dict[str, st.Page]:
    """Rend les pages que ce droit ouvre, dans l'ordre du menu ; la première est à la racine."""
    if queries.is_plenary():
        return _few(SLIDES, PROTECTED)
    if droit.est_pleniere:
        return _few(ACCESS, WITHOUT_RIGHT)
    return {
        name: st.Page(
            _script(name),
            title=_title(name),
            url_path="" if name == HOME else name,
            default=name == HOME,
        )
        for name in _written()
        if _is_open(name, droit)
    }


def _few(first: str, names: tuple[str, ...]) -> dict[str, st.Page]:
    """Rend quelques pages, chacune à son adresse ; la racine montre la première, hors du menu."""
    root = st.Page(
        _script(first), title=_title(first), url_path=ROOT, default=True, visibility="hidden"
    )
    own = {name: st.Page(_script(name), title=_title(name), url_path=name) for name in names}
    return {ROOT: root} | own


def home_of(pages: Mapping[str, st.Page]) -> str:
    """Rend la page que montre la racine : l'accueil, sinon l'accès, sinon le diaporama."""
    return next(one for one in (HOME, ACCESS, SLIDES) if one in pages)


def _is_open(name: str, droit: queries.Droit) -> bool:
    """Dit si ce droit ouvre cette page ; ce qu'elle montre, lui, dépend de chaque chiffre."""
    if droit.est_total:
        return True
    if name == "imports":
        return bool(droit.importe)
    return name != "relances" or bool(droit.structures)


@cache
def _written() -> tuple[str, ...]:
    """Rend les pages du menu qui existent."""
    return tuple(name for name in MENU if _script(name).is_file())


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
    entries = _entries(pages)
    with st.container(key="pages"):
        for word, inside in entries.items():
            with _framed("entree_ouverte", name in inside):
                st.page_link(
                    pages[inside[0]], label=word, query_params=dict(address), width="stretch"
                )


def _entries(pages: Mapping[str, st.Page]) -> dict[str, tuple[str, ...]]:
    """Rend les entrées du menu, et leurs pages parmi celles qui sont ouvertes."""
    if HOME not in pages:
        return {MENU[one]: (one,) for one in pages if one != ROOT}
    return {word: tuple(one for one in inside if one in pages) for word, inside in SECTIONS.items()}


def show_foot(pages: Mapping[str, st.Page], address: Mapping[str, str]) -> None:
    """Montre, au pied du volet, les pages qui ne dépendent d'aucun filtre."""
    with st.container(key="pied_menu", horizontal=True):
        for name in (one for one in FOOT if one in pages):
            st.page_link(pages[name], label=MENU[name], query_params=dict(address))


def show_section(pages: Mapping[str, st.Page], address: Mapping[str, str], name: str) -> None:
    """Montre, en haut de la page, les autres pages de la même entrée du menu."""
    inside = [one for one in section_of(name) if one in pages]
    if len(inside) < 2:
        return
    with st.container(key="pages_section", horizontal=True):
        for one in inside:
            with _framed("onglet_ouvert", one == name, width="content"):
                st.page_link(pages[one], label=MENU[one], query_params=dict(address))


def _framed(
    key: str, is_here: bool, width: Literal["content", "stretch"] = "stretch"
) -> AbstractContextManager[object]:
    """Rend de quoi encadrer le lien où l'on est ; un autre se passe de cadre."""
    return st.container(key=key, width=width) if is_here else nullcontext()


def show_link(name: str, label: str, address: Mapping[str, str]) -> None:
    """Montre un lien vers une page du site, filtres compris."""
    st.page_link(str(PAGES_FOLDER / name / "page.py"), label=label, query_params=dict(address))
