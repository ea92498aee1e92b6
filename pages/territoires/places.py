"""Le territoire choisi : le plus précis de ceux que porte l'adresse, et la liste de tous."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.shared.frame.filter_widgets import write_place
from pages.shared.frame.filters import WHOLE, Filters, Options
from pages.shared.frame.pick import picked, renew_charts
from pages.shared.frame.view import current_view

# Du plus précis au plus large ; un bassin ne se choisit pas ici, mais il se dit.
MAILLES = ("qpv", "commune", "epci", "bassin", "structure")
OFFERED = {"epci": "EPCI", "structure": "structure", "commune": "commune", "qpv": "quartier"}
EVERYWHERE = "Tout le Vaucluse"
_KEY = "territoire_choisi"


def chosen(filters: Filters) -> str:
    """Rend le territoire choisi, « maille:code » ; vide pour tout le Vaucluse."""
    found = [(name, getattr(filters, name)) for name in MAILLES]
    return next((f"{name}:{code}" for name, code in found if code != WHOLE), "")


def places(options: Options) -> dict[str, str]:
    """Rend tous les territoires, « maille:code » -> « CoVe (EPCI) »."""
    found = {"": EVERYWHERE}
    for name, kind in OFFERED.items():
        words: Mapping[str, str] = options.allowed(name)
        found |= {f"{name}:{code}": f"{one} ({kind})" for code, one in words.items()}
    return found


def show_choice() -> None:
    """Montre la liste de tous les territoires : au clavier, ce que fait un clic sur la carte."""
    view = current_view()
    offered, code = places(view.options), chosen(view.filters)
    if code not in offered:
        offered[code] = view.options.place(*code.split(":"))
    st.session_state[_KEY] = code
    st.selectbox(
        "Territoire",
        list(offered),
        format_func=lambda one: offered.get(one, one),
        key=_KEY,
        on_change=_take_choice,
        filter_mode="contains",
        help="EPCI, commune, quartier prioritaire ou structure. Tapez les premières lettres ; ou "
        "pressez la carte. Ce choix suit de page en page.",
    )


def choose(code: str) -> None:
    """Choisit un territoire, « maille:code » ; vide, tout le Vaucluse."""
    name, _, one = code.partition(":")
    write_place(current_view().filters, name, one)
    # La carte oublie son dernier clic : le refaire doit compter.
    renew_charts()


def _take_choice() -> None:
    choose(st.session_state[_KEY])


def take_click(key: str) -> None:
    """Choisit le territoire pressé sur la carte ; relâcher ne change rien."""
    code = picked(st.session_state[key]["selection"]["points"])
    if code:
        name, _, one = code.partition(":")
        write_place(current_view().filters, name, one)
