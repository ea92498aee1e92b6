"""La page Sorties à six mois : que deviennent les personnes six mois après leur premier contrat."""

import streamlit as st

from pages.shared.frame.address import choose_part
from pages.shared.frame.screen import show_title
from pages.shared.frame.show import show, show_lead
from pages.sorties import figures, findings

PARTS = {
    "taux": "Le taux, entre ses bornes",
    "types": "Quelles sorties",
    "annees": "D'une année à l'autre",
    "structures": "Par structure",
}

show_title("Que deviennent les personnes six mois après leur premier contrat ?")
show_lead(figures.sorties_a_six_mois)
match choose_part(PARTS):
    case "taux":
        show(
            figures.sorties_a_six_mois,
            note="La barre va du taux le plus bas (aucune situation inconnue n'est positive) au "
            "plus haut (toutes le sont). Le point est le taux parmi les situations connues ; il "
            "n'est pas montré quand moins de la moitié des situations sont connues.",
            tell=findings.range_words,
        )
        show(figures.devenir_a_six_mois, query="sorties_a_six_mois")
    case "types":
        left, right = st.columns(2, gap="large")
        with left:
            show(figures.types_sorties_positives)
        with right:
            show(figures.sorties_dynamiques)
        show(figures.situations_a_six_mois)
    case "annees":
        show(figures.sorties_par_annee, periode="tout")
    case "structures":
        show(
            figures.sorties_par_structure,
            note="Une personne suivie par deux structures compte dans les deux.",
        )
