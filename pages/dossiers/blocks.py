"""Les blocs de la page Dossiers : choisir, imprimer, emporter, écrire une étape de l'article 4.

Écrire demande le même droit que l'import ; lire, aucun.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

import queries
from pages.dossiers.contents import (
    ABSENT,
    EMPTY,
    NO_LINE,
    TITLES,
    WORDS,
    Section,
    answer,
    sections,
    sheets,
)
from pages.imports.access import may_import
from pages.shared.frame.address import choose_part
from pages.shared.frame.export import workbook_bytes
from pages.shared.frame.footer import EXAMPLE, PROTECTION
from pages.shared.frame.menu import show_link
from pages.shared.frame.projection import published
from pages.shared.frame.screen import (
    show_answer_sentences,
    show_file,
    show_html,
    show_note,
    show_state,
)
from pages.shared.frame.tables import table_html
from pages.shared.frame.view import View, current_view
from pages.shared.words.formatting import counted, day, escape, to_html
from queries import registres

PRINT = '<button type="button" class="imprimer hors-impression">Imprimer (Ctrl + P)</button>'
FOR_ONE = (
    "Choisissez une structure",
    "Un dossier parle d'une structure et d'une année : choisissez-les dans les filtres, avec "
    "l'EPCI s'il est le financeur.",
)
SAID = "etape_dite"


@published
def show_dossier() -> None:
    """Montre le dossier choisi pour la structure, l'EPCI et l'année des filtres."""
    view = current_view()
    if view.est_projection:
        raise queries.NonPublie
    kind = choose_part(TITLES, "dossier")
    if not view.filters.structure or not view.filters.annee:
        show_state(*FOR_ONE)
        _show_structures(view, kind)
        return
    found = sections(kind, view.frame)
    show_html(f"<h2>{to_html(f'{TITLES[kind]} · {view.sentence()}')}</h2>")
    show_answer_sentences(*answer(found))
    show_note(WORDS[kind])
    _show_tools(view, kind, found)
    for one in found:
        _show_section(one)
    mentions = (f"Données au {day(view.date_donnees)}", PROTECTION)
    show_note(" · ".join((*mentions, EXAMPLE) if view.est_exemple else mentions))


def _show_structures(view: View, kind: str) -> None:
    """Mène au dossier de chaque structure, pour l'année des filtres ou celle montrée d'abord."""
    when = view.filters.periode if view.filters.annee else view.options.periode
    with st.container(key="outils_structures", horizontal=True):
        for code, name in view.options.structures.items():
            address = replace(view.filters, periode=when, structure=code).address()
            show_link("dossiers", f"{name}, {when}", {**address, "dossier": kind})


def _show_tools(view: View, kind: str, found: list[Section]) -> None:
    if said := st.session_state.pop(SAID, ""):
        st.markdown(f"**{escape(said, 'markdown')}**")
    book = sheets(kind, found, view.sentence(), view.date_donnees, PROTECTION)
    with st.container(horizontal=True, key="outils_dossier"):
        show_html(PRINT)
        name = f"{kind}-article-4_{view.slug()}.xlsx"
        build = partial(workbook_bytes, book)
        show_file("Emporter (Excel)", build, name, f"xlsx_{kind}", type="tertiary")
        if kind == "fiche" and may_import(st.context.headers, view.filters.structure):
            _show_form(view)


def _show_section(one: Section) -> None:
    with st.container(key=f"indicateur_{one.description.name}"):
        lines = counted(one.frame.height, "ligne")
        show_html(f'<h3 class="constat">{to_html(one.description.titre)} : {to_html(lines)}</h3>')
        if one.frame.is_empty():
            show_note(EMPTY.get(one.description.name, NO_LINE))
            return
        name, title = one.description.name, one.description.titre
        show_html(table_html(one.shown(), title, kind="dossier", absent=ABSENT.get(name)))


def _show_form(view: View) -> None:
    """Montre de quoi écrire une étape de l'article 4 : sa date, son texte, la suite donnée."""
    with (
        st.popover("Écrire une étape de l'article 4", type="tertiary", key="ecrire_etape"),
        st.form("etape_article_4", clear_on_submit=True, border=False),
    ):
        _choose("Étape", "etape", registres.ETAPES)
        _choose("Suite (d'une décision)", "suite", registres.SUITES)
        st.text_input("Signataire (organisme)", key="etape_financeur", max_chars=120)
        st.date_input("Date", key="etape_jour", format="DD/MM/YYYY", value="today")
        st.text_area("Texte", key="etape_texte", max_chars=registres.TEXTE_MAX)
        st.text_input("Qui l'écrit (organisme ou fonction)", key="etape_par", max_chars=120)
        st.form_submit_button("Enregistrer l'étape", on_click=_save, args=(view,))


def _choose(label: str, name: str, choices: dict[str, str]) -> None:
    key = f"etape_{name}"
    st.selectbox(label, list(choices), format_func=choices.get, key=key, filter_mode=None)


def _save(view: View) -> None:
    if not may_import(st.context.headers, view.filters.structure):
        return
    names = ("financeur", "etape", "jour", "texte", "par", "suite")
    given = {name: st.session_state[f"etape_{name}"] for name in names}
    try:
        registres.add_step(view.filters.annee, view.filters.structure, **given, store=view.store)
    except queries.DemandeInvalide as refused:
        st.session_state[SAID] = str(refused)
        return
    st.session_state[SAID] = "L'étape est enregistrée."
