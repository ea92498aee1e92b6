"""La page Activité des facilitateurs : du contact à la clause, et ce qu'ils ont fait."""

import streamlit as st

from pages.activite import figures, findings
from pages.marches.derriere import en_cours, tous_en_cours
from pages.shared.frame.address import choose_part
from pages.shared.frame.screen import show_title
from pages.shared.frame.show import show, show_lead, show_table

PARTS = {
    "entonnoir": "Du contact à la clause",
    "actions": "Ce qu'ils ont fait",
    "collectivites": "Comités et collectivités",
    "territoires": "Par territoire (annexe 3)",
}

show_title("Que font les facilitateurs auprès des donneurs d'ordre ?")
show_lead(figures.entonnoir_donneurs_ordre, figures.actions_par_nature)
match choose_part(PARTS):
    case "entonnoir":
        show(
            figures.entonnoir_donneurs_ordre,
            note="La part foncée suit les donneurs d'ordre contactés dans la période. Les autres "
            "ont été contactés avant, ou sont venus d'eux-mêmes.",
            derriere=tous_en_cours,
        )
        left, right = st.columns(2, gap="large")
        with left:
            show(figures.donneurs_ordre_contactes)
        with right:
            show(figures.donneurs_ordre_accompagnes_par_type, derriere=en_cours)
    case "actions":
        show(figures.actions_par_nature)
        show(figures.actions_par_mois)
        show(figures.actions_par_annee, periode="tout")
    case "collectivites":
        show(figures.comites_de_suivi)
        show(figures.collectivites_sensibilisees_par_type)
        show_table(
            "collectivites_sensibilisees",
            note="Le code INSEE et le SIREN de l'EPCI permettent de les placer sur une carte.",
            tell=findings.with_clause_words,
        )
    case "territoires":
        show_table(
            "activite_territoire",
            note="Annexe 3 de la convention, telle que la structure l'a transmise : elle ne dépend "
            "pas des filtres.",
            tell=findings.annexe_words,
        )
