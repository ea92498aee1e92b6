"""La page Bénéficiaires : qui sont les personnes, et comment les publics se recouvrent."""

import streamlit as st

from pages.beneficiaires import figures, parcours
from pages.marches.derriere import avec_heures, par_epci
from pages.shared.show import show, show_phrase, show_title

show_title("Qui bénéficie de la clause d'insertion ?")
show(
    figures.beneficiaires_par_categorie,
    note="Une personne peut être dans plusieurs publics : ces barres ne s'additionnent pas. La "
    "part porte sur les personnes dont on sait si elles sont dans le public.",
)
show_phrase(figures.contrats_sans_heures)
show(
    figures.beneficiaires_recouvrements,
    note="Chaque personne est dans une seule rangée : les points noirs reliés disent dans quels "
    "publics elle est à la fois. Les combinaisons les plus rares sont dans le tableau.",
)
left, right = st.columns(2, gap="large")
with left:
    show(figures.beneficiaires_par_age)
with right:
    show(figures.beneficiaires_par_niveau)
left, right = st.columns(2, gap="large")
with left:
    show(figures.beneficiaires_par_structure)
    show(figures.beneficiaires_par_annee, periode="tout")
with right:
    show(figures.beneficiaires_par_epci, derriere=par_epci)
show(
    parcours.beneficiaires_par_qpv,
    note="Les quartiers sont ceux de la liste de 2024 ; un code de 2015, quand l'export l'écrit, "
    "est signalé. Hors quartier et sans réponse : dans le tableau.",
)
left, right = st.columns(2, gap="large")
with left:
    show(parcours.femmes_par_categorie)
with right:
    show(parcours.beneficiaires_par_prescripteur)
show(parcours.femmes_par_nature_marche, derriere=avec_heures)
show(parcours.beneficiaires_par_type_contrat)
left, right = st.columns(2, gap="large")
with left:
    show(parcours.parcours)
with right:
    show(parcours.contrats_par_rang)
show(
    parcours.situations_fin_contrat,
    note="Suivre les personnes dès la fin de leur emploi est un engagement de la convention ; la "
    "situation à six mois est sur la page Sorties.",
)
show(figures.heures_par_personne_classes)
show_phrase(figures.heures_par_personne)
