"""La page Sorties à six mois : que deviennent les personnes six mois après leur premier contrat."""

import streamlit as st

from pages.shared.show import show, show_title
from pages.sorties import figures

show_title("Que deviennent les personnes six mois après leur premier contrat ?")
show(
    figures.sorties_a_six_mois,
    note="La barre va du taux le plus bas (aucune situation inconnue n'est positive) au plus haut "
    "(toutes le sont). Le point est le taux parmi les situations connues ; il n'est pas montré "
    "quand moins de la moitié des situations sont connues.",
)
show(figures.devenir_a_six_mois, query="sorties_a_six_mois")
left, right = st.columns(2, gap="large")
with left:
    show(figures.types_sorties_positives)
with right:
    show(figures.sorties_dynamiques)
show(figures.sorties_par_annee, periode="tout")
show(
    figures.sorties_par_structure,
    note="Une personne suivie par deux structures compte dans les deux.",
)
show(figures.situations_a_six_mois)
