"""Le serveur du projet, ses portes et sa coque, devant une page d'essai."""

import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import streamlit as st

# Rien ne s'écrit à la racine du projet pour un essai.
sys.dont_write_bytecode = True
project = import_module("app")
sys.dont_write_bytecode = False

app = st.App(
    str(Path(__file__).with_name("page_minime.py")),
    routes=project.app._user_routes,
    middleware=project.app._user_middleware,
)
