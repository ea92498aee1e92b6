"""Le choix d'une barre : il vit dans l'adresse, comme les filtres.

Une barre porte dans `customdata` ce qu'elle désigne (« nature_marche:travaux ») ; la presser
l'écrit dans l'adresse, la presser encore l'en retire. Une liste de choix fait la même chose au
clavier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

CHOICE = "choix"
_ROUND = "tour_des_choix"


def read_choice() -> str:
    """Rend le choix de l'adresse ; vide sans choix."""
    return st.query_params.get(CHOICE, "")


def write(name: str, value: str) -> None:
    """Écrit un réglage dans l'adresse ; vide, il en est retiré."""
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def renew_charts() -> None:
    """Fait oublier aux graphiques la barre pressée : le choix vient d'ailleurs."""
    st.session_state[_ROUND] = round_of_choices() + 1


def round_of_choices() -> int:
    """Rend combien de fois les graphiques ont oublié leur choix : il entre dans leur clé."""
    return st.session_state.get(_ROUND, 0)


def chart_options(name: str) -> dict[str, Any]:
    """Rend les réglages d'un graphique dont les barres se choisissent."""
    key = f"graphique_{name}_{round_of_choices()}"
    return {"key": key, "on_select": partial(_take, key), "selection_mode": "points"}


def _take(key: str) -> None:
    write(CHOICE, picked(st.session_state[key]["selection"]["points"]))


def picked(points: Sequence[Mapping[str, Any]]) -> str:
    """Rend ce que désigne la barre pressée ; vide si elle vient d'être relâchée."""
    if not points:
        return ""
    code = points[0].get("customdata", "")
    return str(code[0] if isinstance(code, list) else code)
