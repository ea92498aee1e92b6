"""Ce qu'on emporte d'une séance : le PowerPoint et l'édition statique, d'un clic."""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.pleniere.document import document_of, name_of
from pages.pleniere.edition.statique import HTML_TYPE, edition_bytes
from pages.pleniere.powerpoint.presentation import PPTX_TYPE, powerpoint_bytes
from pages.pleniere.seance import Seance

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
    _download(
        "PowerPoint", f"{name}.pptx", partial(make_powerpoint, seance, est_exemple), PPTX_TYPE
    )
    _download("Page à partager (HTML)", f"{name}.html", partial(make_edition, seance, est_exemple),
              HTML_TYPE)  # fmt: skip


def _download(label: str, name: str, make: partial[bytes], kind: str) -> None:
    st.download_button(
        label,
        data=make,
        file_name=name,
        mime=kind,
        key=f"remise_{name.rpartition('.')[2]}",
        on_click="ignore",
        width="stretch",
    )


def make_powerpoint(seance: Seance, est_exemple: bool) -> bytes:
    """Rend le PowerPoint d'une séance. Lève queries.DemandeInvalide si les chiffres manquent."""
    return powerpoint_bytes(document_of(seance, est_exemple=est_exemple))


def make_edition(seance: Seance, est_exemple: bool) -> bytes:
    """Rend l'édition statique d'une séance. Lève comme make_powerpoint."""
    return edition_bytes(document_of(seance, est_exemple=est_exemple))
