"""Les blocs de la méthode : définitions générées des requêtes, listes, prochaines données."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import streamlit as st

import queries
from pages.methode import figures
from pages.shared.frame.footer import show_footer
from pages.shared.frame.menu import MENU
from pages.shared.frame.projection import published
from pages.shared.frame.screen import show_answer_sentences, show_heading, show_html, show_state
from pages.shared.frame.tables import table_html
from pages.shared.frame.view import View, current_view
from pages.shared.words.definitions import definitions_html
from pages.shared.words.findings.nouns import sentence
from pages.shared.words.formatting import counted, to_html

# Requêtes de service : elles préparent les pages et ne sont pas des indicateurs.
SERVICE = ("filtres_possibles", "date_des_donnees")
GLOSSARY = {
    "Clause sociale d'insertion": "Part des heures d'un marché réservée à des personnes éloignées "
    "de l'emploi.",
    "Facilitateur": "Personne d'une des trois structures qui aide acheteurs et entreprises à "
    "prévoir et à suivre la clause.",
    "Donneur d'ordre": "Acheteur ou maître d'ouvrage qui passe le marché.",
    "Heures prévues, engagées, réalisées": "Demandées au marché, promises par l'entreprise, "
    "travaillées. Seules les heures réalisées comptent dans le bilan.",
    "Bénéficiaire": "Personne dont les heures d'insertion de la période, corrections comprises, "
    "dépassent zéro.",
    "BRSA, DELD, DETLD, TH, QPV": "Bénéficiaire du RSA ; demandeur d'emploi de longue durée (un an "
    "et plus) ; de très longue durée (deux ans et plus) ; travailleur handicapé ; quartier "
    "prioritaire de la politique de la ville.",
    "EPCI": "Établissement public de coopération intercommunale : communauté d'agglomération ou "
    "de communes, métropole.",
    "NPNRU, PNRQAD": "Programmes nationaux de renouvellement urbain et de requalification des "
    "quartiers anciens dégradés.",
}


def _whole(view: View) -> View:
    """Rend la vue sans restriction : la méthode ne dépend pas des filtres."""
    return replace(view, filters=type(view.filters)("tout"))


@published
def show_open_points() -> None:
    """Ouvre la page : les règles retenues, et ce que le copil doit confirmer d'abord."""
    view = _whole(current_view())
    rules, waiting = view.frame("regles_retenues").height, view.frame("a_confirmer").height
    points = counted(waiting, "point reste", "points restent")
    todo = f"{points} à confirmer par le copil : c'est là qu'il faut commencer."
    show_answer_sentences(
        f"{counted(rules, 'règle retenue', 'règles retenues')} là où la convention ne tranche pas.",
        todo if waiting else "Aucun point ne reste à confirmer.",
    )


def show_definitions() -> None:
    """Montre le glossaire, puis la définition de chaque indicateur et de chaque notion."""
    show_html(definitions_html([(word, text, "") for word, text in GLOSSARY.items()]))
    described = [queries.describe(name) for name in queries.names() if name not in SERVICE]
    for theme, group in groupby(described, key=lambda one: one.theme):
        with st.expander(f"Indicateurs : {MENU.get(theme, sentence(theme))}"):
            show_html(_described(list(group)))
    with st.expander("Notions que les indicateurs partagent"):
        show_html(_described(queries.definitions()))


def _described(descriptions: list[queries.Description]) -> str:
    return definitions_html([(one.titre, one.definition, one.source) for one in descriptions])


@published
def show_list(name: str) -> None:
    """Montre une liste entière : règles, points à confirmer, imports, sources."""
    view = _whole(current_view())
    description = queries.describe(name)
    frame = view.frame(name)
    with st.container(key=f"indicateur_{name}"):
        show_heading(description.titre, description.definition)
        if frame.is_empty():
            show_state("Rien ici pour l'instant", "Aucune ligne reçue.")
            return
        show_html(table_html(frame, description.titre, description.codes))
        show_footer(view, description, frame, name, est_bref=True)


@published
def show_expected() -> None:
    """Montre, pour chaque structure, la prochaine donnée attendue, puis toutes."""
    view = _whole(current_view())
    phrases = figures.attentes(view.frame("attentes"), view.date_donnees)
    items = "".join(f"<li>{to_html(phrase)}</li>" for phrase in phrases)
    show_html(f'<ul class="manques">{items}</ul>')
    show_list("attentes")
