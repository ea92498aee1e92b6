"""La page Entreprises : leurs trois rôles, leurs types, leurs secteurs, la part de chacune."""

import streamlit as st

from pages.entreprises import figures
from pages.marches.derriere import avec_heures, en_cours
from pages.shared.show import show, show_cards, show_phrase, show_title

show_title("Quelles entreprises portent la clause ?")
show_cards(
    figures.entreprises_roles,
    note="Ces trois nombres ne s'additionnent pas : une même entreprise peut remporter le marché, "
    "accueillir les personnes et signer leur contrat.",
)
show(
    figures.entreprises_recouvrement,
    note="Chaque entreprise est dans une seule rangée : les points noirs reliés disent quels rôles "
    "elle tient à la fois.",
)
show(
    figures.entreprises_par_type,
    note="Les trois premières colonnes comptent des entreprises, la dernière les heures des "
    "personnes qu'elles emploient. Les marchés sont ceux des attributaires.",
    derriere=en_cours,
)
left, right = st.columns(2, gap="large")
with left:
    show(figures.entreprises_par_secteur, derriere=en_cours)
with right:
    show(figures.concentration_heures_tranches)
show(figures.concentration_heures, derriere=avec_heures)
show_phrase(figures.heures_sans_employeuse, query="concentration_heures")
