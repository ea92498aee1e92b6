"""Ce qu'une page n'a pas à montrer : une phrase, à la fin, plutôt qu'une rangée d'encadrés."""

from __future__ import annotations

import streamlit as st

from pages.shared.frame.screen import show_state
from pages.shared.words.formatting import lower_first

_KEY = "indicateurs_vides"


def reset() -> None:
    """Oublie ce que l'exécution précédente n'avait pas à montrer."""
    st.session_state[_KEY] = []


def add(titre: str) -> None:
    """Retient un indicateur sans données pour cette vue."""
    kept = st.session_state.setdefault(_KEY, [])
    if titre not in kept:
        kept.append(titre)


def show_all(sentence: str) -> None:
    """Dit ce qui n'a pas de données, en une fois ; `sentence` : les filtres en une phrase."""
    kept = st.session_state.get(_KEY, [])
    if not kept:
        return
    told = " ; ".join([kept[0], *map(lower_first, kept[1:])])
    show_state(
        "Rien à montrer ici",
        f"{told} : aucune donnée ({sentence}). Élargissez la période ou le territoire, ou vérifiez "
        "sur la page Imports que l'export de cette structure a été reçu.",
    )
