"""La page Méthode : les définitions, les sources, ce qui reste à confirmer."""

import streamlit as st

from pages.methode.blocks import show_definitions, show_expected, show_list
from pages.shared.show import show_title

show_title("Comment ces chiffres sont-ils calculés ?")
words, rules, open_points, expected, received, sources = st.tabs(
    [
        "Définitions",
        "Règles chiffrées",
        "À confirmer",
        "Prochaines données",
        "Imports reçus",
        "Sources",
    ]
)
with words:
    show_definitions()
with rules:
    show_list("parametres")
with open_points:
    show_list("a_confirmer")
with expected:
    show_expected()
with received:
    show_list("imports_recus")
    show_list("marches_a_verifier")
    show_list("anomalies_recues")
    show_list("activite_territoire")
with sources:
    show_list("sources")
