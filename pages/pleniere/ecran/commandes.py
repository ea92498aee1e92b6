"""La barre de commandes du diaporama : passer, choisir, noter, photographier, quitter.

Les touches (flèches, espace, Début, Fin) comptent leurs pas dans le navigateur et pressent le
bouton d'une diapositive, jamais « la suivante » : voir coque/diaporama.js.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.pleniere.ecran import presenter
from pages.pleniere.ecran.remise import show_remise
from pages.pleniere.ecran.sortie import show_exit
from pages.pleniere.seance import Seance
from pages.pleniere.slide import Slide
from pages.shared.frame.filters import Options

EVERYWHERE = {"": "Tout le Vaucluse"}


def show_commandes(
    seance: Seance, options: Options, slides: Sequence[Slide], rank: int, *, est_exemple: bool
) -> None:
    """Montre la barre : passer, année, EPCI, sommaire, notes, photos, fichiers, sortie."""
    last = len(slides) - 1
    _turn("Précédente", "precedente", slides[max(rank - 1, 0)].code, rank == 0)
    st.html(f'<p class="rang-diapo" role="status">{rank + 1} sur {last + 1}</p>', width="content")
    _turn("Suivante", "suivante", slides[min(rank + 1, last)].code, rank == last)
    _choose("Année", "annee", {str(one): str(one) for one in options.annees}, str(seance.annee))
    _choose("EPCI", "epci", EVERYWHERE | dict(options.epci), seance.epci)
    with st.popover("Sommaire", key="diapo_sommaire"):
        show_contents(seance, slides[rank].code)
    presenter.show_presenter(seance, slides[rank])
    with st.popover("Emporter", key="diapo_emporter"):
        show_remise(seance, est_exemple=est_exemple)
    st.html('<button type="button" class="plein-ecran">Plein écran</button>', width="content")
    show_exit({"periode": str(seance.annee), "epci": seance.epci})
    with st.container(key="diapo_bouts", width="content"):
        for place, one in enumerate(slides):
            _turn(f"Aller à : {one.nom}", f"vers_{place}", one.code, False)


def _turn(label: str, key: str, code: str, est_au_bout: bool) -> None:
    st.button(label, key=f"diapo_{key}", on_click=go_to, args=(code,), disabled=est_au_bout)


def go_to(code: str) -> None:
    """Écrit la diapositive dans l'adresse."""
    st.query_params["diapo"] = code
    st.session_state.pop(presenter.SAID, None)


def _choose(label: str, name: str, choices: Mapping[str, str], value: str) -> None:
    key = f"diapo_{name}"
    st.session_state[key] = value
    st.selectbox(
        label,
        list(choices),
        format_func=lambda code: choices.get(code, code),
        key=key,
        on_change=_write,
        args=(name, key),
        filter_mode=None,
        label_visibility="collapsed",
        width={"annee": 96, "epci": 212}[name],
    )


def _write(name: str, key: str) -> None:
    """Écrit un choix dans l'adresse ; la diapositive reste la même."""
    value = st.session_state[key]
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def show_contents(seance: Seance, current: str) -> None:
    """Montre toutes les diapositives ; chacune s'ouvre d'un clic, masquée ou non."""
    hidden = seance.masquees
    for one in seance.slides():
        mark = " (masquée)" if one.code in hidden else ""
        st.button(
            f"{one.nom}{mark}",
            key=f"diapo_aller_{one.code}",
            on_click=go_to,
            args=(one.code,),
            disabled=one.code in hidden,
            type="primary" if one.code == current else "tertiary",
            width="stretch",
        )
