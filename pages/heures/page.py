"""La page Heures : combien, quand, au regard de quoi, pour qui, où."""

import streamlit as st

from pages.heures import figures
from pages.marches.derriere import avec_heures, en_cours, par_epci
from pages.shared.show import show, show_phrase, show_title

show_title("Combien d'heures d'insertion ont été réalisées ?")
show(figures.heures_realisees_par_mois)
show_phrase(figures.heures_formation)
show_phrase(figures.heures_etp)
show(
    figures.heures_prevues_et_realisees,
    note="Sur toute la vie des marchés en cours, jusqu'à la fin de la période. Le taux peut "
    "dépasser 100 % : un marché peut demander plus d'heures que prévu.",
    derriere=en_cours,
)
left, right = st.columns(2, gap="large")
with left:
    show(figures.heures_cumulees)
with right:
    show(figures.heures_realisees_par_annee, periode="tout")
left, right = st.columns(2, gap="large")
with left:
    show(figures.heures_par_structure, derriere=avec_heures)
    show(figures.heures_par_donneur_ordre, derriere=avec_heures)
with right:
    show(figures.heures_par_epci, derriere=par_epci)
