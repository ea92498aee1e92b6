"""La page Territoires : la situation d'un territoire, sa place parmi les autres, ce qu'il y a."""

import streamlit as st

from pages.shared.frame.screen import show_title
from pages.territoires import blocks, sections
from pages.territoires.classeur import show_classeur
from pages.territoires.comite.blocks import show_comite
from pages.territoires.events import show_events
from pages.territoires.feuille.blocks import show_feuille, show_lien
from pages.territoires.places import show_choice

left, right = st.columns([3, 2], gap="large", vertical_alignment="bottom")
with left:
    show_title("Quelle est la situation sur mon territoire ?")
with right:
    show_choice()
blocks.show_answer()
match blocks.choose_part():
    case "carte":
        blocks.show_portrait()
        blocks.show_map()
    case "comparer":
        blocks.show_comparison()
    case "heures":
        sections.show_hours()
    case "publics":
        sections.show_people()
    case "marches":
        sections.show_markets()
    case "financement":
        sections.show_funding()
    case "achats":
        sections.show_purchases()
    case "evenements":
        show_events()
    case "comite":
        show_comite()
    case "emporter":
        show_classeur()
        show_lien()
        show_feuille()
