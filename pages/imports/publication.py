"""Publier le lot préparé, et montrer les publications gardées."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.check import IMPORTE
from data.importer import Lot, forget_opposed, publish
from data.people import CleRefusee
from data.publish import (
    PANNES,
    ImportEnCours,
    PublicationRefusee,
    current,
    generation,
    go_back,
    numbers,
    told,
)
from data.publish.acces import record
from data.recognize import save_mapping
from pages.connexion import identity
from pages.imports.access import may_manage
from pages.imports.premier_demarrage import start_protection
from pages.imports.preview import show_preview
from pages.imports.session import Session, forget
from pages.shared.frame.menu import MENU, show_link
from pages.shared.words.formatting import counted, day
from queries.demandes import typeset
from queries.protection.publish import publication as protection
from queries.protection.publish.attente import is_waiting

DONE, PUBLISHED = "import_publie", "sortes_publiees"
# Où se lit d'abord chaque sorte d'export, une fois publiée.
WHERE = {
    "marches": ("marches",),
    "engagements": ("entreprises",),
    "participants": ("beneficiaires",),
    "contrats": ("beneficiaires",),
    "heures": ("heures",),
    "situations": ("sorties", "relances"),
    "actions": ("activite",),
    "extraction": ("heures", "beneficiaires"),
    "activite": ("activite",),
    "financements": ("financement",),
    "objectifs": ("dossiers",),
    "decp": ("pnad",),
}


def show_publish(lot: Lot, one: Session) -> None:
    """Montre ce qui changera et le bouton Publier ; ne montre rien si aucun fichier n'est prêt."""
    if not lot.accepted:
        st.warning(
            "Aucun fichier n'est prêt : répondez aux questions ci-dessus ; un fichier refusé se "
            "corrige, puis se dépose à nouveau."
        )
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
        done = publish(lot, before_pointer=[protection.postpone], progress=advance)
    except (ImportEnCours, CleRefusee, PublicationRefusee) as error:
        st.error(str(error))
        return
    except PANNES as failure:
        st.error(told(failure))
        return
    for options in one.answers.values():
        if options.mapping:
            save_mapping(options.mapping)
    _note(lot)
    st.session_state[DONE] = done.number if done else 0
    st.session_state[PUBLISHED] = [prepared.format for prepared in lot.accepted]
    # Les chiffres exacts se lisent déjà ; les chiffres protégés sont un travail du serveur.
    start_protection()
    forget()
    st.rerun()


def _note(lot: Lot) -> None:
    """Dit l'import au journal, s'il vient de quelqu'un de connecté : des sortes, aucun nom."""
    if who := identity(st.context.headers):
        kinds = ", ".join(sorted({one.format for one in lot.accepted}))
        record("import", who, f"{counted(len(lot.accepted), 'fichier')} : {kinds}")


def _advance(bar: DeltaGenerator, part: float, said: str) -> None:
    bar.progress(min(part, 1.0), said)


def show_history() -> None:
    """Montre les publications gardées et permet de revenir à l'une d'elles."""
    if done := st.session_state.pop(DONE, None):
        st.success(f"Publication n° {done} servie : toutes les pages montrent ces données.")
        _show_where(st.session_state.pop(PUBLISHED, []))
    served = current()
    if served is None:
        return
    st.caption(typeset(protection.said(served)))
    with st.expander("Publications gardées"):
        for number in reversed(numbers()):
            _show_generation(number, is_served=number == served.number)


def _show_where(published: Sequence[str]) -> None:
    """Montre les pages où lire ce qui vient d'être publié, l'accueil d'abord."""
    names = dict.fromkeys(["accueil", *(name for one in published for name in WHERE[one])])
    with st.container(horizontal=True, vertical_alignment="center", key="ou_regarder"):
        st.markdown("Où regarder :", width="content")
        for name in names:
            show_link(name, MENU[name], {})


def _show_generation(number: int, *, is_served: bool) -> None:
    one = generation(number)
    # Les mêmes données, sans leurs chiffres protégés : une étape, non une publication où revenir.
    if one is None or (is_waiting(one) and not is_served):
        return
    left, right = st.columns([4, 1], vertical_alignment="center")
    kind = "données d'exemple, inventées" if one.est_exemple else "données importées"
    when = day(datetime.fromisoformat(one.manifest["publie_le"]))
    left.markdown(
        f"Publication n° {number} du {when} : {kind}" + (" — servie" if is_served else "")
    )
    may_go_back = not is_served and may_manage(st.context.headers)
    if may_go_back and right.button("Revenir à celle-ci", key=f"revenir_{number}"):
        _go_back(number)


def _go_back(number: int) -> None:
    """Revient à une publication, par le même verrou et les mêmes vérifications que la commande."""
    try:
        go_back(number)
        forget_opposed(before_pointer=[protection.protect])
    except (ImportEnCours, PublicationRefusee) as refusal:
        st.error(str(refusal))
        return
    except PANNES as failure:
        st.error(told(failure))
        return
    st.rerun()
