"""La page Marchés et donneurs d'ordre : combien, où ils en sont, de quelles sortes, lesquels."""

import streamlit as st

from pages.activite.figures import donneurs_ordre_accompagnes_par_type
from pages.marches import figures
from pages.marches.blocks import show_listing, show_programmes_by_year, show_typology
from pages.shared.show import show, show_cards, show_title

show_title("Où en sont les marchés clausés ?")
show_cards(figures.marches_en_chiffres, query="marches_liste")
show(figures.marches_par_programme, est_a_choisir=True)
show_typology()
show_listing()
show(
    figures.heures_par_marche,
    query="marches_liste",
    note="Du début du marché à la fin de la période. La barre peut dépasser le trait : un marché "
    "peut demander plus d'heures que prévu.",
)
left, right = st.columns(2, gap="large")
with left:
    show(figures.marches_par_annee, periode="tout")
    show(figures.marches_par_etat, est_a_choisir=True)
with right:
    show(
        donneurs_ordre_accompagnes_par_type,
        note="Un donneur d'ordre accompagné a un marché en cours, ou a été accompagné dans la "
        "période.",
        est_a_choisir=True,
    )
show_programmes_by_year()
