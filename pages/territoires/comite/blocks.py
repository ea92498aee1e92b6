"""Le comité technique : un trimestre, un territoire, ce qui est fait, prévu et à voir."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

import polars as pl
import streamlit as st

import queries
from pages.shared.frame import address
from pages.shared.frame.filters import WHOLE, period_label
from pages.shared.frame.footer import show_footer
from pages.shared.frame.projection import published
from pages.shared.frame.screen import (
    show_answer_sentences,
    show_heading,
    show_html,
    show_note,
    show_state,
)
from pages.shared.frame.tables import table_html
from pages.shared.frame.view import View, current_view
from pages.shared.words.formatting import to_html
from pages.territoires.comite import marches, rows

# Dans l'adresse : le trimestre du comité, s'il n'est pas le dernier fini de la période.
QUARTER = "trimestre"
LIST_FOR_ONE = (
    "Choisissez une structure dans les filtres : elle seule voit la liste de ses participants, par "
    "leur numéro, jamais par leur nom."
)
LIST_NOTE = (
    "À relancer par la structure, d'après son propre suivi : le numéro est celui de son logiciel. "
    "Cette liste n'entre ni dans le classeur ni dans la feuille."
)
NOT_A_FINDING = (
    "Un marché n'avance pas toujours au rythme du calendrier : c'est un point à voir, pas un "
    "reproche. Le trait marque le temps écoulé, la barre les heures faites."
)


@published
def show_comite() -> None:
    """Montre la page d'un comité technique : le trimestre, la réponse, les points à voir."""
    asked = current_view()
    if asked.date_donnees is None:
        show_state("Aucun trimestre à montrer", "La date des données n'est pas connue.")
        return
    _choose_quarter(asked)
    view = quarter_view(asked)
    _show_parts(view)
    _show_markets(view, "marches_en_retard", marches.late_words, marches.late_html, NOT_A_FINDING)
    _show_markets(view, "marches_se_terminant", marches.ending_words, marches.ending_html)
    _show_six_months(view)


def quarter_view(view: View) -> View:
    """Rend la vue au trimestre de l'adresse, sinon au dernier fini de la période."""
    code = address.asked(QUARTER, _quarters(view)) or _last_quarter(view)
    return replace(view, filters=replace(view.filters, periode=code))


def _choose_quarter(view: View) -> None:
    place, _ = st.columns([1, 2])
    address.choose(place, "Trimestre du comité", QUARTER, _quarters(view))


def _quarters(view: View) -> dict[str, str]:
    """Rend les trimestres commencés à la date des données, le dernier d'abord."""
    last = view.date_donnees
    codes = [
        f"{year}-T{quarter}"
        for year in sorted(view.options.annees, reverse=True)
        for quarter in (4, 3, 2, 1)
        if last and (year, 3 * quarter - 2) <= (last.year, last.month)
    ]
    default = f"Dernier fini : {period_label(_last_quarter(view))}"
    return {WHOLE: default} | {code: period_label(code) for code in codes}


def _last_quarter(view: View) -> str:
    return str(view.frame("comite_technique")["trimestre"][0])


def _show_parts(view: View) -> None:
    """Montre la réponse en deux phrases, puis les trois volets."""
    frame, description = view.frame("comite_technique"), queries.describe("comite_technique")
    first, second = rows.answer(frame)
    with st.container(key="indicateur_comite_technique"):
        show_answer_sentences(first, second)
        told = f"{rows.quarter_words(frame)} · {view.sentence()}"
        show_html(f'<p class="mesure">{to_html(told)}</p>')
        show_html(rows.parts_html(frame, niveau=2))
        show_footer(view, description, frame, "comite_technique")


def _show_markets(
    view: View,
    name: str,
    tell: Callable[[pl.DataFrame], str],
    build: Callable[[pl.DataFrame, marches.Address, str], str],
    note: str = "",
) -> None:
    """Montre des marchés à voir, chacun mène à ses mois."""
    frame, description = view.frame(name), queries.describe(name)
    with st.container(key=f"indicateur_{name}"):
        if frame.is_empty():
            show_heading(f"{description.titre} : aucun", view.sentence())
            return
        show_heading(tell(frame), f"{description.titre} · {view.sentence()}")
        show_note(note)
        show_html(build(frame, _market_address, description.titre))
        show_footer(view, description, frame, name, a_tableau=False)


def _market_address(marche_id: str) -> str:
    """Rend l'adresse d'un marché seul, ses mois et ses entreprises, filtres de la page compris."""
    here = {**current_view().filters.address(), address.PART: "marches", "marche": marche_id}
    return f"./territoires?{urlencode(here)}"


def _show_six_months(view: View) -> None:
    """Montre les personnes à six mois sans situation : leur nombre ; la liste, à leur structure."""
    name = "six_mois_par_structure"
    frame, description = view.frame(name), queries.describe(name)
    with st.container(key=f"indicateur_{name}"):
        show_heading(rows.six_months_words(frame), f"{description.titre} · {view.sentence()}")
        show_footer(view, description, frame, name)
    with st.container(key="indicateur_six_mois_a_relancer"):
        if not view.filters.structure:
            show_note(LIST_FOR_ONE)
            return
        people = view.frame("six_mois_a_relancer")
        if people.is_empty():
            show_html('<p class="lecture">Aucune personne à relancer.</p>')
            return
        listed = queries.describe("six_mois_a_relancer")
        show_html(table_html(people, listed.titre, listed.codes))
        show_note(LIST_NOTE)
