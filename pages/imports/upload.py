"""Déposer des fichiers, et dire ce qu'ils ont en commun."""

from __future__ import annotations

import streamlit as st

from data.check.values import read_date
from data.recognize import Options
from data.reference import labels
from pages.imports.columns import DATE_EXAMPLE, DATE_HELP, DATE_LABEL
from pages.imports.envois import folder
from pages.imports.session import Session


def show_upload(one: Session) -> None:
    """Montre la zone d'envoi et les précisions communes ; retient les fichiers déposés."""
    st.markdown(
        "Déposez ensemble les exports d'une ou de plusieurs structures : marchés, entreprises, "
        "participants, contrats, heures, situations, actions ; ou des données essentielles de la "
        "commande publique (DECP). Rien ne change pour les lecteurs avant « Publier ». Les noms et "
        "les dates de naissance ne sont jamais gardés."
    )
    uploaded = st.file_uploader(
        "Fichiers à importer, 50 Mo au plus chacun",
        accept_multiple_files=True,
        key=f"envoi_{one.round}",
    )
    st.caption(
        "Se lisent : les classeurs Excel (.xlsx, .xlsm sans macros, .xlsb, .xls) et LibreOffice "
        "(.ods), les textes (.csv, .txt, .tsv) ; pour les DECP, aussi .json et .parquet, même "
        "compressés (.gz, .zip)."
    )
    st.caption(
        "Le fichier national des DECP est plus gros : il s'importe en ligne de commande "
        "(« python -m data telecharger decp », puis « python -m data importer »)."
    )
    # Un fichier déjà réclamé le reste ; celui qu'on a retiré de la zone s'efface.
    one.envois = {
        file.file_id: one.envois.get(file.file_id) or folder().claim(file.name, file.getvalue())
        for file in uploaded
    }
    with st.expander("Préciser pour tous les fichiers (facultatif)"):
        _show_common(one)


def _show_common(one: Session) -> None:
    known = {"": "Celle que dit chaque fichier", **labels("structure")}
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    structure = left.selectbox("Structure", list(known), format_func=known.get)
    text = middle.text_input(f"{DATE_LABEL}, si le fichier ne la dit pas", placeholder=DATE_EXAMPLE)
    day = read_date(text) if text else None
    if text and day is None:
        middle.error(DATE_HELP)
    complete = right.checkbox(
        "Exports complets",
        help="Les lignes déjà importées et absentes de ces fichiers seront retirées.",
    )
    one.common = Options(structure=structure, extraction=day, est_complet=complete)
