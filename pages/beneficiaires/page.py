"""La page Bénéficiaires : qui sont les personnes, et comment les publics se recouvrent."""

import streamlit as st

from pages.beneficiaires import figures, findings, parcours
from pages.marches.derriere import avec_heures, par_epci
from pages.shared.frame.address import choose_part
from pages.shared.frame.screen import show_title
from pages.shared.frame.show import show, show_lead, show_phrase

PARTS = {
    "publics": "Les publics",
    "personnes": "Âge, formation, sexe",
    "lieux": "Où, et par qui",
    "parcours": "Contrats et parcours",
}

show_title("Qui bénéficie de la clause d'insertion ?")
show_lead(figures.beneficiaires_par_categorie, figures.beneficiaires_recouvrements)
match choose_part(PARTS):
    case "publics":
        show(
            figures.beneficiaires_par_categorie,
            note=figures.NOT_A_SUM,
            tell=findings.publics_words,
        )
        show_phrase(figures.contrats_sans_heures)
        show(
            figures.beneficiaires_recouvrements,
            note=figures.ONE_ROW_EACH,
            tell=findings.pairs_words,
        )
    case "personnes":
        left, right = st.columns(2, gap="large")
        with left:
            show(figures.beneficiaires_par_age)
            show(parcours.femmes_par_categorie)
        with right:
            show(figures.beneficiaires_par_niveau)
        show(parcours.femmes_par_nature_marche, derriere=avec_heures)
    case "lieux":
        left, right = st.columns(2, gap="large")
        with left:
            show(figures.beneficiaires_par_structure)
            show(parcours.beneficiaires_par_prescripteur)
        with right:
            show(figures.beneficiaires_par_epci, derriere=par_epci)
        show(parcours.beneficiaires_par_qpv, note=parcours.WHICH_QUARTERS)
    case "parcours":
        show(figures.beneficiaires_par_annee, periode="tout")
        show(parcours.beneficiaires_par_type_contrat)
        left, right = st.columns(2, gap="large")
        with left:
            show(parcours.parcours)
        with right:
            show(parcours.contrats_par_rang)
        show(parcours.situations_fin_contrat, note=parcours.A_COMMITMENT)
        show(figures.heures_par_personne_classes)
        show_phrase(figures.heures_par_personne)
