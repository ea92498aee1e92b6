"""Ce qu'on emporte d'une séance : le PowerPoint et l'édition statique, d'un clic."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.pleniere.document import document_of, name_of
from pages.pleniere.edition.statique import edition_bytes
from pages.pleniere.powerpoint.presentation import powerpoint_bytes
from pages.pleniere.seance import Seance
from pages.shared.frame.screen import show_file

MOT = (
    "Les diapositives montrées, leurs tableaux et le relevé de décisions, en chiffres protégés "
    "seulement."
)


def show_remise(seance: Seance, *, est_exemple: bool) -> None:
    """Montre les deux boutons de téléchargement ; chaque fichier n'est fait qu'une fois pressé.

    Une seconde ou deux : le bouton montre qu'il travaille.
    """
    st.markdown(MOT)
    name = name_of(seance)
    for label, make, extension in (
        ("PowerPoint", make_powerpoint, "pptx"),
        ("Page à partager (HTML)", make_edition, "html"),
    ):
        show_file(
            label,
            partial(make, seance, est_exemple),
            f"{name}.{extension}",
            f"remise_{extension}",
            width="stretch",
        )


def make_powerpoint(seance: Seance, est_exemple: bool) -> bytes:
    """Rend le PowerPoint d'une séance. Lève queries.DemandeInvalide si les chiffres manquent."""
    return powerpoint_bytes(document_of(seance, est_exemple=est_exemple))


def make_edition(seance: Seance, est_exemple: bool) -> bytes:
    """Rend l'édition statique d'une séance. Lève comme make_powerpoint."""
    return edition_bytes(document_of(seance, est_exemple=est_exemple))
