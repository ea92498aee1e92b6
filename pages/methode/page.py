"""La page Méthode : les définitions, les sources, ce qui reste à confirmer."""

import streamlit as st

from pages.methode.blocks import show_definitions, show_expected, show_list, show_open_points
from pages.shared.frame.screen import show_title

show_title("Comment ces chiffres sont-ils calculés ?")
show_open_points()
words, rules, figures, open_points, expected, received, people, sources = st.tabs(
    [
        "Définitions",
        "Règles retenues",
        "Règles chiffrées",
        "À confirmer",
        "Prochaines données",
        "Imports reçus",
        "Personnes",
        "Sources",
    ]
)
with words:
    show_definitions()
with rules:
    show_list("regles_retenues")
with figures:
    show_list("parametres")
    show_list("regles_sorties")
with open_points:
    show_list("a_confirmer")
with expected:
    show_expected()
with received:
    show_list("imports_recus")
    show_list("marches_a_verifier")
    show_list("anomalies_recues")
    show_list("activite_territoire")
with people:
    show_list("registre_traitement")
    show_list("notice_information")
with sources:
    show_list("sources")
