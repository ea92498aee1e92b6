"""Les blocs de l'accueil : la réponse, les chiffres clés, ce qui manque, les chemins."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

import queries
from pages.accueil import figures
from pages.accueil.fil import ADDRESS
from pages.relances.lists import LISTES, frames
from pages.shared.charts.cards import cards_html
from pages.shared.frame.filters import Filters, when
from pages.shared.frame.footer import show_footer
from pages.shared.frame.menu import show_link
from pages.shared.frame.projection import published
from pages.shared.frame.screen import show_html, show_note
from pages.shared.frame.view import View, current_view
from pages.shared.words.completude import caveat, missing
from pages.shared.words.formatting import day, escape, to_html
from pages.shared.words.nouvelles import sentences
from queries.nouvelles import nouvelles

SEEN = "nouvelles_vues_jusqu_a"
WAYS = {
    "heures": ("Les heures", "Par mois, par année, par structure, par territoire, et au regard "
               "des heures prévues."),
    "beneficiaires": ("Les bénéficiaires", "Qui sont les personnes, et comment les publics se "
                      "recouvrent."),
    "sorties": ("Les sorties à six mois", "Ce que deviennent les personnes, et ce qu'on n'en sait "
                "pas."),
    "methode": ("La méthode", "Les définitions, les sources, ce qui reste à confirmer."),
}  # fmt: skip


@published
def show_answer() -> None:
    """Montre la réponse en une ou deux phrases, calculée pour la vue."""
    view = current_view()
    words = figures.answer(view.frame("chiffres_cles"), when(view.filters.periode))
    words = f"{words} {caveat(view.frame('completude'))}".strip()
    first, _, rest = words.partition(". ")
    bold = f"<strong>{to_html(first)}{'.' if rest else ''}</strong>"
    show_html(f'<p class="reponse">{bold} {to_html(rest)}</p>')


@published
def show_key_figures() -> None:
    """Montre quatre chiffres clés, puis les autres, et l'écart aux chiffres publiés."""
    view = current_view()
    frame = view.frame("chiffres_cles")
    cards = figures.chiffres_cles(frame)
    with st.container(key="indicateur_chiffres_cles"):
        show_html(cards_html([card for name, card in cards.items() if name in figures.FIRST]))
        others = [card for name, card in cards.items() if name not in figures.FIRST]
        show_html(cards_html(others, est_secondaire=True))
        if view.filters == Filters("2023"):
            published = figures.repere_2023(view.frame("repere_2023"))
            show_note(published)
        show_footer(view, queries.describe("chiffres_cles"), frame, "chiffres_cles")


@published
def show_missing() -> None:
    """Montre ce qui manque ou reste provisoire dans la vue, ou dit que rien ne manque."""
    view = current_view()
    phrases = missing(view.frame("completude"))
    if not view.est_projection:
        phrases += figures.unknown_exits(view.frame("sorties_a_six_mois"))
    items = "".join(f"<li>{to_html(phrase)}</li>" for phrase in phrases)
    if not view.est_projection:
        items += _to_call(view)
    nothing = "<li>Toutes les structures ont transmis tous les mois finis de la période.</li>"
    with st.container(key="indicateur_manques"):
        show_html(
            f'<h2 class="constat">Ce qui manque</h2><ul class="manques">{items or nothing}</ul>'
        )


def _to_call(view: View) -> str:
    """Rend, par liste à relancer qui n'est pas vide, son compte et le lien qui l'ouvre."""
    address = view.filters.address()
    links = [
        f'<a href="./relances?{escape(urlencode({**address, "liste": code}))}" target="_self">'
        f"{to_html(LISTES[code].counted(frame))}</a>"
        for code, frame in frames(view).items()
        if frame.height
    ]
    return f"<li>À relancer : {', '.join(links)}.</li>" if links else ""


def show_news() -> None:
    """Montre ce que la dernière publication a changé, à qui ne l'a pas encore vu."""
    view = current_view()
    found = [] if view.est_projection else nouvelles(view.store)
    if not found or not found[0].a_du_neuf or st.session_state.get(SEEN) == found[0].numero:
        return
    items = "".join(f"<li>{to_html(one)}</li>" for one in sentences(found[0]))
    dated = to_html(f"Quoi de neuf depuis la publication du {day(found[0].publiee_le)}")
    with st.container(key="indicateur_nouvelles"):
        show_html(
            f'<h2 class="constat">{dated}</h2><ul class="manques">{items}</ul>'
            f'<p class="pied"><a href="{ADDRESS}" target="_blank">Fil Atom des publications</a></p>'
        )
        st.button("C'est vu", key="nouvelles_vues", on_click=_remember, args=(found[0].numero,))


def _remember(number: int) -> None:
    st.session_state[SEEN] = number


def show_ways() -> None:
    """Montre une entrée vers chaque thème, filtres gardés."""
    address = current_view().filters.address()
    with st.container(key="indicateur_chemins"):
        show_html('<h2 class="constat">Pour aller plus loin</h2>')
        for column, (name, (label, words)) in zip(st.columns(4), WAYS.items(), strict=True):
            with column:
                show_link(name, label, address)
                show_html(f'<p class="pied">{to_html(words)}</p>')
