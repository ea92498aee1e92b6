"""Effacer une personne qui s'y oppose, retirer celles dont le dernier contrat est ancien.

Une identité n'est ici que le temps d'un formulaire, vidé dès qu'il est envoyé.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import streamlit as st

from data.check.values import read_date
from data.importer import Identite, erase, purge, purge_plan
from data.people import CleRefusee
from data.publish import PANNES, BeforePointer, ImportEnCours, PublicationRefusee, current, told
from data.reference import labels
from pages.imports.columns import DATE_HELP
from pages.shared.frame.view import held
from pages.shared.words.formatting import escape
from queries.parametres import seuil
from queries.protection.publish import publication as protection

RESULT, PLAN = "depart_fait", "purge_prevue"


def show_departures() -> None:
    """Montre le reçu de la dernière demande, puis les deux demandes ; rien sur les exemples."""
    for said in st.session_state.pop(RESULT, []):
        st.success(escape(said, "markdown"))
    served = current()
    if served is None or served.est_exemple:
        return
    with st.expander("Effacer une personne, retirer les plus anciennes"):
        _show_erase()
        st.divider()
        _show_purge()


def _show_erase() -> None:
    st.markdown(
        "**Une personne s'oppose, ou demande son effacement.** Ses lignes sont retirées partout, "
        "et les prochains imports ne la ramènent pas. Rien de ce qui est écrit ici n'est gardé. Si "
        "sa date de naissance manque, donnez sa structure et son numéro."
    )
    with st.form("effacer", clear_on_submit=True, border=False):
        left, middle, right = st.columns(3)
        nom, prenom = left.text_input("Nom de naissance"), middle.text_input("Prénom")
        born = right.text_input("Date de naissance", placeholder="05/06/1985")
        known = labels("structure")
        structure = left.selectbox(
            "Structure", ["", *known], format_func=lambda code: known.get(code, "Inconnue")
        )
        numero = middle.text_input("N° de participant")
        if st.form_submit_button("Effacer cette personne"):
            day = read_date(born) if born else None
            if born and day is None:
                st.error(DATE_HELP)
            else:
                identity = Identite(nom, prenom, day, structure, numero.strip())
                _carry_out(lambda guards: erase(identity, before_pointer=guards).phrases)


def _show_purge() -> None:
    st.markdown(
        f"**{seuil('conservation_annees')} ans après la fin de son dernier contrat**, une personne "
        "n'a plus à être ici. Ce qui partirait est dit d'abord."
    )
    if st.button("Dire qui partirait"):
        _attempt(lambda: held().update({PLAN: purge_plan(date.today())}))
    plan = held().get(PLAN)
    if plan is None:
        return
    for said in plan.phrases:
        st.markdown(escape(said, "markdown"))
    if plan.lignes and st.button("Retirer ces personnes", type="primary"):
        del held()[PLAN]
        _carry_out(lambda guards: _purged(plan.jour, guards))


def _purged(day: date, guards: Sequence[BeforePointer]) -> list[str]:
    plan, done = purge(day, before_pointer=guards)
    return [f"{plan.retirees} Publication n° {done.number} servie."]


def _carry_out(act: Callable[[Sequence[BeforePointer]], list[str]]) -> None:
    """Retire et publie, chiffres protégés compris ; le reçu se lit au tour suivant."""
    bar = st.progress(0.0, "Publication")

    def advance(part: float, said: str) -> None:
        bar.progress(min(part, 1.0), said)

    guard = partial(protection.protect, progress=advance)
    if _attempt(lambda: st.session_state.update({RESULT: act([guard])})):
        st.rerun()


def _attempt(act: Callable[[], None]) -> bool:
    """Agit ; sinon dit pourquoi, et rend faux."""
    try:
        act()
    except (ImportEnCours, CleRefusee, PublicationRefusee) as refusal:
        st.error(str(refusal))
        return False
    except PANNES as failure:
        st.error(told(failure))
        return False
    return True
