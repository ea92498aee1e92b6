"""Les décisions du copil : qui, pour quand, où en est-on ; en prendre une, dire ce qui s'est passé.

Écrire demande le même droit que l'import ; lire, aucun.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from pages.copil.blocks import read_own_seance
from pages.imports.access import may_import
from pages.pleniere.ecran.presenter import NO_NAMES
from pages.pleniere.seance import Seance, read_of
from pages.pleniere.slides import decisions, figure_now
from pages.pleniere.slides.suites import NOBODY, STATUTS, due, happened, ordered
from pages.shared.frame.screen import show_html, show_state
from pages.shared.frame.tables import framed
from pages.shared.words.formatting import day, escape, to_html
from queries import copil
from queries.copil import Note

NO_DECISION = (
    "Aucune décision notée",
    "Une décision se note pendant la séance, sur la diapositive dont elle parle, par « Noter », ou "
    "ici même.",
)
HEADS = ("Décision", "Qui", "Pour le", "Où en est-on", "Chiffre alors", "Maintenant")
SAID = "decisions_dit"


def show_decisions() -> None:
    """Montre les décisions, celles qui attendent d'abord, et de quoi les suivre."""
    seance = read_own_seance()
    if seance is None:
        return
    with st.container(key="indicateur_decisions"):
        show_html("<h2>Ce qui a été décidé, et ce qu'il en est</h2>")
        taken = ordered([note for note in seance.notes if note.genre == "decision"])
        if taken:
            show_html(decisions_html(taken, seance))
        else:
            show_state(*NO_DECISION)
        if said := st.session_state.pop(SAID, ""):
            st.markdown(f"**{escape(said, 'markdown')}**")
        if may_import(st.context.headers):
            with st.container(horizontal=True, key="outils_decisions"):
                _show_taking(seance)
                _show_following(seance, taken)


def decisions_html(taken: list[Note], seance: Seance) -> str:
    """Rend le tableau des décisions ; une ligne dit aussi toutes ses suites."""
    heads = "".join(f'<th scope="col">{to_html(one)}</th>' for one in HEADS)
    rows = "".join(_row(one, seance) for one in taken)
    return framed("Décisions du copil", heads, rows, "decisions")


def _row(one: Note, seance: Seance) -> str:
    taken_on = day(date.fromisoformat(one.ecrite_le))
    told = f'{to_html(one.texte)}<span class="detail">décidé le {escape(taken_on)}</span>'
    state = f'{to_html(STATUTS[one.statut])}<span class="detail">{to_html(happened(one))}</span>'
    now = figure_now(read_of(seance), one)
    cells = (
        to_html(one.responsable or NOBODY),
        to_html(due(one, seance.jour)),
        state,
        to_html(decisions.subject(one)),
        to_html(now),
    )
    return f'<tr><th scope="row">{told}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _show_taking(seance: Seance) -> None:
    """Montre de quoi prendre une décision hors du diaporama, sans chiffre attaché."""
    with (
        st.popover("Noter une décision", key="prendre_decision"),
        st.form("decision_prise", clear_on_submit=True, border=False),
    ):
        st.text_area("Décision", key="decision_texte", max_chars=copil.TEXTE_MAX, help=NO_NAMES)
        st.text_input("Qui (organisme ou fonction)", key="decision_qui", max_chars=copil.NOM_MAX)
        st.date_input("Pour le", key="decision_pour", format="DD/MM/YYYY", value=None)
        st.form_submit_button("Enregistrer la décision", on_click=_take, args=(seance,))


def _take(seance: Seance) -> None:
    given = st.session_state
    _write(
        lambda: copil.add_note(
            "decision",
            given["decision_texte"],
            diapositive="",
            chiffre="",
            annee=seance.annee,
            epci=seance.epci,
            responsable=given["decision_qui"],
            echeance=given["decision_pour"],
            store=seance.store,
        ),
        "La décision est notée.",
    )


def _write(act: Callable[[], object], done: str) -> None:
    """Écrit dans le carnet, pour qui en a le droit, et retient ce qui en sera dit."""
    if not may_import(st.context.headers):
        return
    try:
        act()
        st.session_state[SAID] = done
    except copil.CopilRefuse as refused:
        st.session_state[SAID] = str(refused)


def _show_following(seance: Seance, taken: list[Note]) -> None:
    """Montre de quoi dire ce qui s'est passé d'une décision."""
    if not taken:
        return
    named = {one.cle: one.texte[:80] for one in taken}
    with (
        st.popover("Dire ce qui s'est passé", key="suivre_decision"),
        st.form("decision_suivie", clear_on_submit=True, border=False),
    ):
        st.selectbox(
            "Décision", list(named), format_func=named.get, key="suite_cle", filter_mode=None
        )
        st.selectbox(
            "Où en est-on", list(STATUTS), format_func=STATUTS.get, key="suite_statut",
            filter_mode=None,
        )  # fmt: skip
        st.text_area("Ce qui s'est passé", key="suite_texte", max_chars=copil.TEXTE_MAX,
                     help=NO_NAMES)  # fmt: skip
        st.text_input("Qui l'écrit (organisme ou fonction)", key="suite_par",
                      max_chars=copil.NOM_MAX)  # fmt: skip
        st.form_submit_button("Enregistrer la suite", on_click=_follow, args=(seance,))


def _follow(seance: Seance) -> None:
    given = [st.session_state[f"suite_{name}"] for name in ("cle", "statut", "texte", "par")]
    _write(lambda: copil.follow_note(*given, store=seance.store), "La suite est notée.")
