"""Au premier démarrage sans données : importer les exports d'exemple, une seule fois."""

from __future__ import annotations

from functools import partial

import streamlit as st

from data.examples import ensure_examples as import_if_empty
from data.generations import FichierExactFerme, current
from data.publish import ImportEnCours
from queries.protection.publication import protect

MESSAGE = (
    "Premier démarrage : préparation des données d'exemple, inventées. Cela prend moins d'une "
    "minute, une seule fois."
)


def ensure_examples() -> None:
    """Importe les exemples si le magasin est vide, avec une barre de progression à l'écran."""
    if current():
        return
    place = st.empty()
    with place.container():
        st.space("large")
        st.title("Clauses sociales d'insertion en Vaucluse")
        st.markdown(MESSAGE)
        bar = st.progress(0.0, "Ouverture des exports")

        def advance(done: float, said: str) -> None:
            bar.progress(min(done, 1.0), said)

        try:
            import_if_empty(progress=advance, before_pointer=[partial(protect, progress=advance)])
        except (ImportEnCours, FichierExactFerme) as busy:
            st.info(str(busy))
            st.stop()
    place.empty()
    st.rerun()
