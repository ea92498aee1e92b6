"""La page Heures : combien, quand, au regard de quoi, pour qui, où."""

import streamlit as st

from pages.heures import figures, findings
from pages.marches.derriere import avec_heures, en_cours, par_epci
from pages.shared.frame.address import choose_part
from pages.shared.frame.screen import show_title
from pages.shared.frame.show import show, show_lead, show_phrase

PARTS = {
    "mois": "Mois par mois",
    "prevues": "Prévues et réalisées",
    "qui": "Par structure, EPCI, donneur d'ordre",
}

show_title("Combien d'heures d'insertion ont été réalisées ?")
show_lead(figures.heures_realisees_par_mois, figures.heures_prevues_et_realisees)
match choose_part(PARTS):
    case "mois":
        show(figures.heures_realisees_par_mois, tell=findings.peaks_words)
        show_phrase(figures.heures_formation)
        show_phrase(figures.heures_etp)
        left, right = st.columns(2, gap="large")
        with left:
            show(figures.heures_cumulees)
        with right:
            show(figures.heures_realisees_par_annee, periode="tout")
    case "prevues":
        show(
            figures.heures_prevues_et_realisees,
            note="Sur toute la vie des marchés en cours, jusqu'à la fin de la période. Le taux "
            "peut dépasser 100 % : un marché peut demander plus d'heures que prévu.",
            derriere=en_cours,
            tell=findings.rates_words,
        )
    case "qui":
        left, right = st.columns(2, gap="large")
        with left:
            show(figures.heures_par_structure, derriere=avec_heures)
            show(figures.heures_par_donneur_ordre, derriere=avec_heures)
        with right:
            show(figures.heures_par_epci, derriere=par_epci)
