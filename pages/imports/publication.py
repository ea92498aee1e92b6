"""Publier le lot préparé, et montrer les publications gardées."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.generations import current, generation, numbers
from data.importer import Lot, publish
from data.mapping import save_mapping
from data.people import CleRefusee
from data.prepare import IMPORTE
from data.publish import ImportEnCours, point_to
from pages.imports.preview import show_preview
from pages.imports.session import Session, forget
from pages.shared.formatting import counted, day
from queries.filters import typeset
from queries.protection import publication as protection

DONE = "import_publie"


def show_publish(lot: Lot, one: Session) -> None:
    """Montre ce qui changera et le bouton Publier ; ne montre rien si aucun fichier n'est prêt."""
    if not lot.accepted:
        st.warning("Aucun fichier n'est prêt : corrigez ou précisez, puis déposez à nouveau.")
        return
    if lot.key.message:
        st.info(lot.key.message)
    has_changes = show_preview(lot)
    waiting = sum(prepared.issue != IMPORTE for prepared in lot.fichiers)
    if waiting:
        st.warning(
            f"{counted(waiting, 'fichier ne sera pas publié', 'fichiers ne seront pas publiés')} ; "
            "les autres peuvent l'être dès maintenant."
        )
    if has_changes and st.button("Publier", type="primary"):
        _publish(lot, one)


def _publish(lot: Lot, one: Session) -> None:
    bar = st.progress(0.0, "Publication")
    try:
        advance = partial(_advance, bar)
        guard = partial(protection.protect, progress=advance)
        done = publish(lot, before_pointer=[guard], progress=advance)
    except (ImportEnCours, CleRefusee) as error:
        st.error(str(error))
        return
    for options in one.answers.values():
        if options.mapping:
            save_mapping(options.mapping)
    st.session_state[DONE] = done.number if done else 0
    forget()
    st.rerun()


def _advance(bar: DeltaGenerator, part: float, said: str) -> None:
    bar.progress(min(part, 1.0), said)


def show_history() -> None:
    """Montre les publications gardées et permet de revenir à l'une d'elles."""
    if done := st.session_state.pop(DONE, None):
        st.success(f"Publication n° {done} servie : toutes les pages montrent ces données.")
    served = current()
    if served is None:
        return
    st.caption(typeset(protection.said(served)))
    with st.expander("Publications gardées"):
        for number in reversed(numbers()):
            _show_generation(number, is_served=number == served.number)


def _show_generation(number: int, *, is_served: bool) -> None:
    one = generation(number)
    if one is None:
        return
    left, right = st.columns([4, 1], vertical_alignment="center")
    kind = "données d'exemple, inventées" if one.est_exemple else "données importées"
    when = day(datetime.fromisoformat(one.manifest["publie_le"]))
    left.markdown(
        f"Publication n° {number} du {when} : {kind}" + (" — servie" if is_served else "")
    )
    if not is_served and right.button("Revenir à celle-ci", key=f"revenir_{number}"):
        point_to(number)
        st.rerun()
