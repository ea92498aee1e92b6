"""Les blocs de la page Financement : la réponse, le sommaire, les règles, les versements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import queries
from pages.financement import cards, goals, key, results, rows
from pages.shared.frame import address
from pages.shared.frame.footer import show_footer
from pages.shared.frame.menu import show_link
from pages.shared.frame.projection import published
from pages.shared.frame.screen import (
    show_answer_sentences,
    show_heading,
    show_html,
    show_note,
    show_state,
)
from pages.shared.frame.view import View, current_view
from pages.shared.words.formatting import to_html

# code d'adresse -> mots ; les premières parties demandent un plan de financement.
GROUPS = {
    "Qui paie quoi": {"parts": "Qui paie quoi"},
    "Règles et versements": {"regles": "Les règles", "versements": "Les versements"},
    "Clé et simulation": {"cle": "La clé de répartition", "simulation": "Simulation"},
    "Résultats et objectifs": {
        "resultats": "Ce que l'argent a acheté",
        "objectifs": "Les objectifs",
    },
}
PARTS = {code: words for parts in GROUPS.values() for code, words in parts.items()}
OF_A_PLAN = ("parts", "regles", "versements")
PROJECTED = ("parts",)
RESERVES = (
    "Le coût rapporte tout le financement du poste aux seules heures d'insertion.",
    "Le poste a d'autres missions : conseil aux acheteurs, information des entreprises, suivi, "
    "animation du territoire.",
    "Peu d'heures font monter ce coût : un territoire rural ou un démarrage n'est pas moins bien "
    "servi.",
    "Les marchés d'une année donnent encore des heures les années suivantes.",
    "Il ne classe donc ni les structures, ni les territoires.",
)


@published
def show_answer() -> bool:
    """Montre la réponse en deux phrases ; rend faux si la vue n'a aucun plan, et le dit."""
    view = current_view()
    department = view.frame("financement_departement")
    if department.is_empty():
        _show_no_plan(view)
        return False
    rules = pl.DataFrame() if view.est_projection else view.frame("regles_financement")
    first, second = cards.answer(department, rules)
    show_answer_sentences(first, second)
    return True


def choose_part(*, a_plan: bool) -> str:
    """Rend la partie de la page à montrer ; sans plan, celles qui s'en passent.

    En mode projection, seules les parts sont publiées : un coût de poste dirait un salaire.
    """
    if current_view().est_projection:
        return address.choose_part({code: PARTS[code] for code in PROJECTED})
    kept = {
        title: {code: words for code, words in parts.items() if a_plan or code not in OF_A_PLAN}
        for title, parts in GROUPS.items()
    }
    return address.choose_in_groups({title: parts for title, parts in kept.items() if parts})


def _show_no_plan(view: View) -> None:
    """Dit qu'aucun plan n'est reçu pour la vue, et mène au dernier exercice reçu."""
    every = view.frame("financement_departement", replace(view.filters, periode="tout"))
    if every.is_empty():
        show_state(
            "Aucun plan de financement reçu pour cette vue",
            f"Aucun plan ne répond à {view.sentence()}. Déposez le plan de financement de la "
            "structure sur la page Imports : qui paie, combien, pour quel poste. Sans lui, les "
            "parts, les règles et les versements ne peuvent être dits.",
        )
        return
    last = every["annees"][0]
    show_state(
        "Aucun plan de financement reçu pour cette période",
        f"Le dernier exercice reçu est {last}. Les parts, les règles et les versements ne peuvent "
        f"être dits pour {view.sentence()}.",
    )
    with st.container(key="outils_dernier_exercice"):
        last_year = replace(view.filters, periode=last).address()
        show_link("financement", f"Voir l'exercice {last}", last_year)


def side_by_side(query: str) -> Sequence[DeltaGenerator]:
    """Rend où montrer un indicateur et sa mise en garde : l'un sous l'autre s'il est vide."""
    if current_view().frame(query).is_empty():
        return st.container(), st.container()
    return st.columns([2, 1], gap="large")


@published
def show_rules() -> None:
    """Montre chaque règle de la convention : son article, le constat, si elle tient, de combien."""
    _show_rows("regles_financement", rows.rules_words, rows.rules_html)


@published
def show_department_payments() -> None:
    """Montre l'acompte et le solde du Département : dus, reçus, en retard, pièce attendue."""
    _show_rows("versements_departement", rows.payments_words, rows.payments_html)


@published
def show_printed_key() -> None:
    """Montre le tableau imprimé par la convention et le même, recalculé de ses propres nombres."""
    _show_rows("annexe_3_imprimee", key.printed_words, key.printed_html, note=key.printed_note)


@published
def show_results() -> None:
    """Montre chaque année ce que le financement a permis, par structure et par EPCI."""
    _show_rows(
        "financement_et_resultats", results.results_words, results.results_html, periode="tout"
    )


@published
def show_goals() -> None:
    """Montre les objectifs fixés face au réalisé, et nomme ceux qui ne le sont pas."""
    _show_rows("objectifs_et_realise", goals.goals_words, goals.goals_html)


@published
def show_reserves() -> None:
    """Montre ce qu'il faut savoir avant de lire un coût par heure."""
    items = "".join(f"<li>{to_html(one)}</li>" for one in RESERVES)
    with st.container(key="indicateur_reserves"):
        show_html(f'<h2 class="constat">À lire avec réserve</h2><ul class="manques">{items}</ul>')


def _show_rows(
    name: str,
    tell: Callable[[pl.DataFrame], str],
    build: Callable[[pl.DataFrame, str], str],
    *,
    note: Callable[[pl.DataFrame], str] | None = None,
    periode: str = "",
) -> None:
    """Montre une requête en lignes ; `periode` remplace celle des filtres."""
    view, description = current_view(), queries.describe(name)
    if periode:
        view = replace(view, filters=replace(view.filters, periode=periode))
    frame = view.frame(name)
    with st.container(key=f"indicateur_{name}"):
        if frame.is_empty():
            show_state(description.titre, f"Rien à lire pour {view.sentence()}.")
            return
        show_heading(tell(frame), f"{description.titre} · {view.sentence()}")
        show_html(build(frame, description.titre))
        if note:
            show_note(note(frame))
        show_footer(view, description, frame, name, a_tableau=False)
