"""Les blocs de la page Territoires : le choix, la réponse, la carte, la comparaison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import plotly.graph_objects as go
import polars as pl
import streamlit as st

import queries
from pages.accueil import blocks as accueil
from pages.beneficiaires.figures import beneficiaires_par_epci
from pages.heures.figures import heures_par_epci
from pages.marches.derriere import tous_en_cours
from pages.shared.charts.cards import cards_html
from pages.shared.frame import address, pick
from pages.shared.frame.filters import when
from pages.shared.frame.footer import show_footer
from pages.shared.frame.projection import published
from pages.shared.frame.screen import (
    show_answer_sentences,
    show_chart,
    show_heading,
    show_html,
    show_note,
    show_state,
)
from pages.shared.frame.show import show
from pages.shared.frame.view import View, current_view, figure, seen_through
from pages.shared.words.completude import caveat
from pages.shared.words.formatting import escape, to_html
from pages.territoires import carte, comparison, places
from pages.territoires.measures import MEASURES, RATE, SHORT, to_table
from pages.territoires.portrait import answer, of_one_structure, portrait, to_know

GROUPS = {
    "Portrait": {"carte": "Portrait"},
    "Comparer": {"comparer": "Comparer"},
    "En chiffres": {
        "heures": "Heures",
        "publics": "Publics",
        "marches": "Marchés",
        "financement": "Financement",
        "achats": "Achats",
    },
    "Comité et feuille": {
        "comite": "Comité technique",
        "evenements": "Événements",
        "emporter": "À emporter",
    },
}
# Ce qu'un référent lit exactement de son territoire : ni rang, ni poste partagé avec d'autres.
BEYOND = {"comparer", "financement", "emporter"}
OWN_GROUPS = {
    words: {code: said for code, said in parts.items() if code not in BEYOND}
    for words, parts in GROUPS.items()
    if set(parts) - BEYOND
}
AMONG_OTHERS = (
    "Ces chiffres sont ceux de votre territoire, exacts. Ci-dessous, les EPCI côte à côte, tels "
    "que la plénière les publie."
)
PARTS = {code: words for parts in GROUPS.values() for code, words in parts.items()}
MAP_WIDTHS, SETTING_WIDTHS = (3, 2), (3, 3, 2, 2)
# La comparaison : avec aucun autre territoire, il reste la médiane et le département.
NO_OTHER = {"": "La médiane et le Vaucluse"}
SCALES = (
    "Chaque chiffre a son échelle, la même pour toutes ses barres. En nombre, le Vaucluse entier "
    "n'est pas dessiné : il écraserait les autres."
)
NOT_COMPARABLE = (
    "Un EPCI ou une commune se compare ; le Vaucluse entier, un quartier, un bassin ou le "
    "territoire d'une structure, non. Choisissez un EPCI ou une commune dans la liste "
    "« Territoire » ou sur la carte."
)


def whole(view: View) -> View:
    """Rend la même vue sans son territoire ; la structure et l'axe restent."""
    return replace(view, filters=replace(view.filters.at(), structure=view.filters.structure))


@published
def show_answer() -> None:
    """Montre la réponse du territoire choisi, en deux phrases."""
    view = current_view()
    if view.est_projection:
        _show_projected(view)
        return
    if view.protects("portrait"):
        accueil.show_answer()
        return
    frame = view.frame("portrait")
    first, second = answer(frame, when(view.filters.periode))
    second = f"{second} {caveat(view.frame('completude'))}".strip()
    show_answer_sentences(first, second)


@published
def show_portrait() -> None:
    """Montre quatre chiffres du territoire et leur place ; comment il est lu, ses marchés."""
    view = current_view()
    if view.protects("portrait"):
        accueil.show_key_figures()
        show_note(AMONG_OTHERS)
        _show_others(view)
        return
    frame, code = view.frame("portrait"), places.chosen(view.filters)
    with st.container(key="indicateur_portrait"):
        if code:
            show_html(cards_html(portrait(frame)))
        told = " ".join(to_know(frame, code, view.filters))
        show_html(f'<p class="pied">{to_html(told)}</p>')
        with st.container(key="outils_marches_du_territoire"):
            tous_en_cours(None)
        if code:
            taken = to_table(frame)
            show_footer(view, queries.describe("portrait"), taken, "portrait", est_bref=True)


def _show_projected(view: View) -> None:
    """Montre ce que publie le mode projection : des chiffres protégés, par EPCI au plus fin."""
    accueil.show_answer()
    accueil.show_key_figures()
    _show_others(view)


def _show_others(view: View) -> None:
    """Montre les EPCI côte à côte, en chiffres protégés."""
    with seen_through(replace(view, filters=view.filters.at(), est_projection=True)):
        show(heures_par_epci)
        show(beneficiaires_par_epci)


def choose_part() -> str:
    """Montre les parties de la page et rend celle choisie ; aucune en mode projection."""
    view = current_view()
    if view.est_projection:
        return ""
    return address.choose_in_groups(OWN_GROUPS if view.protects("portrait") else GROUPS)


@published
def show_map() -> None:
    """Montre la carte, la liste à côté, et ce que la carte ne montre pas."""
    view = whole(current_view())
    if current_view().protects("portrait"):
        return
    with st.container(key="indicateur_carte"):
        head = st.container()
        settings, marks = _choose_map()
        name = carte.MAPS[settings["maille"]][1]
        frame = view.frame(name)
        drawn, found = _drawn_map(view, frame, settings, marks)
        with head:
            show_heading(found, f"{queries.describe(name).titre} · {view.sentence()}")
        left, right = st.columns(MAP_WIDTHS, gap="medium")
        with left:
            _show_chart(drawn, found)
        with right:
            _show_ranking(carte.ranking(frame, settings))
        beyond = carte.beyond(view.frame("somme_epci"), settings["maille"], settings["indicateur"])
        show_note(beyond)
        show_footer(view, queries.describe(name), to_table(frame), "carte")


def _choose_map() -> tuple[dict[str, str], tuple[bool, bool]]:
    """Montre les réglages de la carte : indicateur, mesure, maille ; quartiers, structures."""
    first, second, third, fourth = st.columns(SETTING_WIDTHS, vertical_alignment="bottom")
    indicator = address.choose(first, "Indicateur", "indicateur", SHORT)
    measures = {code: words for code, (words, _) in MEASURES.items()}
    mailles = {code: words for code, (words, _) in carte.MAPS.items()}
    measure = "nombre"
    with second:
        if indicator != RATE:
            measure = address.choose_part(measures, "mesure", "Mesure")
    with third:
        maille = address.choose_part(mailles, "maille", "Carte par")
    with fourth:
        a_qpv = address.switch("Quartiers", "quartiers", "oui")
        a_structures = address.switch("Structures", "structures", "oui")
    return {"indicateur": indicator, "mesure": measure, "maille": maille}, (a_qpv, a_structures)


def _drawn_map(
    view: View, frame: pl.DataFrame, settings: dict[str, str], marks: tuple[bool, bool]
) -> tuple[go.Figure, str]:
    """Rend la carte et son constat, gardés en mémoire par réglages et territoire choisi."""
    chosen = places.chosen(current_view().filters)

    def territoires(frame: pl.DataFrame) -> go.Figure:
        return carte.draw(frame, settings, chosen, marks)

    return figure(view, territoires, frame, **settings, choisi=chosen, marques=str(marks))


def _show_chart(drawn: go.Figure, found: str) -> None:
    key = f"carte_{pick.round_of_choices()}"
    clicked = partial(places.take_click, key)
    show_chart(drawn, found, key, on_select=clicked, selection_mode="points")


def _show_ranking(rows: Sequence[tuple[str, str, str]]) -> None:
    """Montre les premiers territoires : chacun se choisit comme sur la carte."""
    chosen = places.chosen(current_view().filters)
    with st.container(key="liste_territoires"):
        for rank, (code, name, value) in enumerate(rows, start=1):
            words = f"{rank}. {escape(name, 'markdown')} · **{escape(value, 'markdown')}**"
            st.button(
                f"▸ {words}" if code == chosen else words,
                key=f"territoire_{code}",
                type="tertiary",
                on_click=places.choose,
                args=(code,),
            )


@published
def show_comparison() -> None:
    """Montre le territoire face à un autre, à la médiane et au département."""
    current = current_view()
    view, (maille, _, code) = whole(current), places.chosen(current.filters).partition(":")
    with st.container(key="indicateur_comparaison"):
        if maille not in carte.MAPS or current.filters.bassin:
            show_state("Rien à comparer ici", NOT_COMPARABLE)
            return
        name = carte.MAPS[maille][1]
        frame = view.frame(name)
        pairs = frame.select(maille, "nom").unique().sort("nom").iter_rows()
        others = NO_OTHER | {one: words for one, words in pairs if one != code}
        other = address.choose(st, "Comparer avec", "avec", others)

        def comparaison(frame: pl.DataFrame) -> go.Figure:
            return comparison.comparaison(frame, code, other)

        drawn, found = figure(view, comparaison, frame, code=code, avec=other)
        show_heading(found, f"{queries.describe(name).titre} · {view.sentence()}")
        show_chart(drawn, found, "graphique_comparer")
        structure = view.filters.structure
        show_note(f"{SCALES} {of_one_structure(structure)}" if structure else SCALES)
        kept = frame.filter(pl.col(maille).is_in([code, other]))
        show_footer(view, queries.describe(name), to_table(kept), "comparaison")
