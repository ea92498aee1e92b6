"""Les dispositions apprises : ce que la page sait déjà lire, à partager, emporter ou oublier."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from data.recognize import (
    CorrespondanceInvalide,
    Kept,
    delete_mapping,
    kept_mappings,
    move_mapping,
)
from data.reference import labels
from pages.imports.session import session
from pages.shared.frame.screen import show_file
from pages.shared.words.formatting import counted, escape

TOUTES = "Toutes les structures"


def show_learned() -> None:
    """Liste les dispositions apprises ; ne montre rien s'il n'y en a pas."""
    found = kept_mappings()
    if not found:
        return
    title = counted(len(found), "disposition apprise", "dispositions apprises")
    with st.expander(title):
        st.caption(
            "Chacune s'applique d'elle-même au prochain fichier de sa structure. En oublier une ne "
            "change pas les données déjà importées."
        )
        for one in found:
            _show(one)


def _show(one: Kept) -> None:
    said, whose, take, drop = st.columns([5, 3, 1.5, 1.5], vertical_alignment="bottom")
    said.markdown(f"**{escape(one.nom, 'markdown')}**  \n{escape(one.said, 'markdown')}")
    if one.mapping is not None:
        choices = ["", *labels("structure")]
        chosen = whose.selectbox(
            "Sert à",
            choices,
            index=choices.index(one.mapping.structure),
            format_func=lambda code: labels("structure").get(code, TOUTES),
            key=f"sert_{one.nom}",
        )
        if chosen != one.mapping.structure:
            _apply(lambda: move_mapping(one.nom, chosen))
    with take:
        show_file("Emporter", one.path.read_bytes, one.path.name, f"emporter_{one.nom}")
    if drop.button("Oublier", key=f"oublier_{one.nom}"):
        _apply(lambda: delete_mapping(one.nom))


def _apply(change: Callable[[], None]) -> None:
    """Change une disposition ; l'envoi en cours se relit avec ce qui reste appris."""
    try:
        change()
    except CorrespondanceInvalide as error:
        st.error(str(error))
        return
    session().lot = None
    st.rerun()
