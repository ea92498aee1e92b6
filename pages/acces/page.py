"""La page Accès : mon droit, se connecter ou se déconnecter ; le registre et le journal."""

import streamlit as st

from pages.acces.administration import show_journal, show_register
from pages.acces.mien import show_mine, show_public
from pages.connexion import reader_right
from pages.imports.access import may_manage
from pages.shared.frame.screen import show_title

show_title("Que puis-je lire ici ?")
right = reader_right(st.context.headers)
show_mine(right)
if right.est_pleniere:
    show_public()
if may_manage(st.context.headers):
    show_register()
    show_journal()
