"""Fixer un objectif là où il est décidé, en garder l'histoire, l'emporter au format d'import.

Écrire demande le même droit que l'import ; lire, aucun.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

import queries
from pages.imports.access import may_import, may_manage
from pages.shared.frame.export import Export, csv_bytes, xlsx_bytes
from pages.shared.frame.filters import WHOLE
from pages.shared.frame.projection import published
from pages.shared.frame.screen import show_file, show_heading, show_html, show_note, show_state
from pages.shared.frame.tables import table_html
from pages.shared.frame.view import View, current_view
from pages.shared.words.formatting import escape
from queries import registres

# Les intitulés que lit l'import des objectifs.
FORMAT_D = {
    "annee": "Année",
    "structure": "Structure",
    "nom_epci": "EPCI",
    "indicateur_libelle": "Indicateur",
    "valeur": "Valeur",
    "source_decision": "Source de la décision",
}
HOW = (
    "La convention ne dit ni qui fixe les objectifs ni quand : chacun porte la décision qui le "
    "fixe. Un objectif sans valeur est non fixé, jamais zéro. Le diaporama les lit à la prochaine "
    "publication des chiffres protégés."
)
SAID = "objectif_dit"


@published
def show_entry() -> None:
    """Montre de quoi fixer un objectif, l'histoire de ceux saisis, et le fichier à emporter."""
    view = current_view()
    if view.est_projection:
        raise queries.NonPublie
    with st.container(key="indicateur_objectifs_saisis"):
        show_note(HOW)
        if said := st.session_state.pop(SAID, ""):
            st.markdown(f"**{escape(said, 'markdown')}**")
        with st.container(horizontal=True, key="outils_objectifs_saisis"):
            if may_import(st.context.headers):
                _show_form(view)
            _show_files(view)
        _show_history(view)


def _show_form(view: View) -> None:
    with (
        st.popover("Fixer un objectif", key="fixer_objectif"),
        st.form("objectif_saisi", border=False),
    ):
        last = max(view.options.annees, default=2026)
        st.number_input("Année", 2020, 2100, last, key="objectif_annee")
        _choose("Structure", "objectif_structure", {WHOLE: "Toutes", **view.options.structures})
        _choose("EPCI", "objectif_epci", {WHOLE: "Tous", **view.options.epci})
        _choose("Indicateur", "objectif_indicateur", registres.labels("indicateur_objectif"))
        st.number_input("Valeur (vide : non fixé)", 0.0, value=None, key="objectif_valeur")
        st.text_input("Décision qui le fixe", key="objectif_decision", max_chars=200)
        st.date_input("Décidé le", key="objectif_jour", format="DD/MM/YYYY", value=None)
        st.text_input("Qui l'écrit (organisme ou fonction)", key="objectif_par", max_chars=60)
        st.form_submit_button("Enregistrer l'objectif", on_click=_save, args=(view,))


def _choose(label: str, key: str, choices: dict[str, str]) -> None:
    st.selectbox(label, list(choices), format_func=choices.get, key=key, filter_mode=None)


def _save(view: View) -> None:
    given = {
        name: st.session_state[f"objectif_{name}"]
        for name in ("annee", "indicateur", "valeur", "decision", "par", "structure", "epci",
                     "jour")
    }  # fmt: skip
    own, headers = given["structure"], st.context.headers
    # L'objectif d'une structure est à elle ; celui de toutes, à qui administre.
    if not (may_import(headers, own) if own else may_manage(headers)):
        st.session_state[SAID] = "Votre accès n'ouvre pas les objectifs de cette structure."
        return
    try:
        registres.set_objectif(**given, store=view.store)
    except queries.DemandeInvalide as refused:
        st.session_state[SAID] = str(refused)
        return
    st.session_state[SAID] = "L'objectif est enregistré."


def _show_files(view: View) -> None:
    if view.protects("objectifs_format_d"):
        return
    export = format_d(view.frame("objectifs_format_d"))
    for label, build, extension in (
        ("Objectifs (CSV à importer)", csv_bytes, "csv"),
        ("Objectifs (Excel à importer)", xlsx_bytes, "xlsx"),
    ):
        key = f"{extension}_objectifs_format_d"
        show_file(label, partial(build, export), export.file_name(extension), key, type="tertiary")


def format_d(frame: pl.DataFrame) -> Export:
    """Rend les objectifs aux intitulés que lit l'import, sans notes : elles seraient des lignes."""
    named = frame.select(pl.col(name).alias(said) for name, said in FORMAT_D.items())
    return Export("Objectifs", named, (), "Objectifs")


def _show_history(view: View) -> None:
    description = queries.describe("objectifs_saisis_historique")
    frame = view.frame(description.name)
    if frame.is_empty():
        show_state("Aucun objectif saisi ici", "Ceux d'un fichier reçu se lisent plus haut.")
        return
    show_heading(description.titre, description.definition)
    show_html(table_html(frame, description.titre, description.codes))
