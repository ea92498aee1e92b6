"""Ce qu'une page n'a pas à montrer, et ce qu'elle a déjà dit : rien ne se lit deux fois.

Les indicateurs vides se disent en une phrase, à la fin, plutôt qu'en une rangée d'encadrés.
"""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from pages.shared.frame.screen import show_state
from pages.shared.words.formatting import lower_first

_KEY, _SAID = "indicateurs_vides", "constats_dits"


def reset() -> None:
    """Oublie ce que l'exécution précédente n'avait pas à montrer, et ce qu'elle a dit."""
    st.session_state[_KEY] = []
    st.session_state[_SAID] = ()


def remember(findings: Collection[str]) -> None:
    """Retient les constats qui ouvrent la page."""
    st.session_state[_SAID] = tuple(findings)


def is_said(finding: str) -> bool:
    """Dit si un constat ouvre déjà la page."""
    return finding in st.session_state.get(_SAID, ())


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
