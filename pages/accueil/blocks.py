"""Les blocs de l'accueil : la réponse, les chiffres clés, ce qui manque, les chemins."""

from __future__ import annotations

import streamlit as st

import queries
from pages.accueil import figures
from pages.shared.cards import cards_html
from pages.shared.completude import caveat, missing
from pages.shared.definitions import said
from pages.shared.filters import Filters, period_label, when
from pages.shared.menu import show_link
from pages.shared.projection import published
from pages.shared.show import show_footer, show_html
from pages.shared.view import current_view

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
    bold = f"<strong>{said(first)}{'.' if rest else ''}</strong>"
    show_html(f'<p class="reponse">{bold} {said(rest)}</p>')


@published
def show_key_figures() -> None:
    """Montre quatre chiffres clés, puis les autres, et l'écart aux chiffres publiés."""
    view = current_view()
    frame = view.frame("chiffres_cles")
    cards = figures.chiffres_cles(frame, period_label(view.filters.periode))
    with st.container(key="indicateur_chiffres_cles"):
        show_html(cards_html([card for name, card in cards.items() if name in figures.FIRST]))
        others = [card for name, card in cards.items() if name not in figures.FIRST]
        show_html(cards_html(others, est_secondaire=True))
        if view.filters == Filters("2023"):
            published = figures.repere_2023(view.frame("repere_2023"))
            show_html(f'<p class="lecture">{said(published)}</p>')
        show_footer(view, queries.describe("chiffres_cles"), frame, "chiffres_cles")


@published
def show_missing() -> None:
    """Montre ce qui manque ou reste provisoire dans la vue, ou dit que rien ne manque."""
    view = current_view()
    phrases = missing(view.frame("completude"))
    if not view.est_projection:
        phrases += figures.unknown_exits(view.frame("sorties_a_six_mois"))
    items = "".join(f"<li>{said(phrase)}</li>" for phrase in phrases)
    nothing = "<li>Toutes les structures ont transmis tous les mois finis de la période.</li>"
    with st.container(key="indicateur_manques"):
        show_html(
            f'<h3 class="constat">Ce qui manque</h3><ul class="manques">{items or nothing}</ul>'
        )


def show_ways() -> None:
    """Montre une entrée vers chaque thème, filtres gardés."""
    address = current_view().filters.address()
    with st.container(key="indicateur_chemins"):
        show_html('<h3 class="constat">Pour aller plus loin</h3>')
        for column, (name, (label, words)) in zip(st.columns(4), WAYS.items(), strict=True):
            with column:
                show_link(name, label, address)
                show_html(f'<p class="pied">{said(words)}</p>')
