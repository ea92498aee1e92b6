"""Une page d'essai : qui est là, avec quel droit, un fichier à emporter, un envoi."""

import streamlit as st

from pages.connexion import identity, right

headers = dict(st.context.headers)
who, droit = identity(headers), right(headers)
st.session_state["vues"] = st.session_state.get("vues", 0) + 1
name = who.email if who else "personne"
st.write(f"[qui={name}] [epci={','.join(sorted(droit.epci))}] [vues={st.session_state['vues']}]")
st.download_button("emporter", f"fichier de {name}".encode(), f"{name}.txt")
st.download_button("preparer", lambda: f"prepare pour {name}", f"{name}-prepare.txt")
st.file_uploader("deposer")
