"""Les questions d'un fichier à préciser : onglet, structure, date, année, colonnes, valeurs."""

from __future__ import annotations

import re
from collections.abc import Callable

import streamlit as st

from data.check import Prepared
from data.check.values import read_date
from data.columns import COLUMNS
from data.recognize import Mapping, Proposal, Question, propose
from data.reference import labels
from pages.imports.columns import DATE_EXAMPLE, DATE_HELP, DATE_LABEL, ask_columns
from pages.imports.session import Session
from pages.shared.words.formatting import counted, escape

TO_CHOOSE = "À choisir"


def show_question(one: Prepared, session: Session) -> None:
    """Montre la question d'un fichier et retient la réponse."""
    question = one.question
    if question is None:
        return
    SUBJECTS[question.sujet](one.nom, question, session)


def _ask_sheet(name: str, question: Question, session: Session) -> None:
    with st.form(f"feuille_{name}", border=False):
        chosen = st.radio("Onglet à importer", question.choix, key=f"onglet_{name}")
        if st.form_submit_button("Valider l'onglet"):
            session.answer(name, feuille=chosen)
            st.rerun()


def _ask_structure(name: str, _question: Question, session: Session) -> None:
    with st.form(f"structure_{name}", border=False):
        known = labels("structure")
        chosen = st.radio(
            "Structure qui a produit cet export",
            list(known),
            format_func=known.get,
            horizontal=True,
            key=f"de_{name}",
        )
        if st.form_submit_button("Valider la structure"):
            session.answer(name, structure=chosen)
            st.rerun()


def _ask_date(name: str, _question: Question, session: Session) -> None:
    with st.form(f"date_{name}", border=False):
        text = st.text_input(DATE_LABEL, placeholder=DATE_EXAMPLE, key=f"jour_{name}")
        if st.form_submit_button("Valider la date"):
            chosen = read_date(text)
            if chosen is None:
                st.error(DATE_HELP)
            else:
                session.answer(name, extraction=chosen)
                st.rerun()


def _ask_year(name: str, _question: Question, session: Session) -> None:
    with st.form(f"annee_{name}", border=False):
        chosen = st.text_input(
            "Année des mois du fichier", max_chars=4, placeholder="2025", key=f"an_{name}"
        )
        if st.form_submit_button("Valider l'année") and re.fullmatch(r"20\d\d", chosen):
            session.answer(name, annee=int(chosen))
            st.rerun()


def _ask_values(name: str, question: Question, session: Session) -> None:
    proposal = propose(question, question.format)
    with st.form(f"valeurs_{name}", border=False):
        answers = {
            column: {
                label: _ask_label(name, column, label, count, proposal)
                for label, count in found.items()
            }
            for column, found in question.valeurs.items()
        }
        if st.form_submit_button("Valider les libellés", type="primary"):
            _keep_values(name, question, session, answers)


def _ask_label(name: str, column: str, label: str, count: int, proposal: Proposal) -> str:
    known = labels(COLUMNS[column].codes)
    choices = ["", *known]
    suggested = proposal.valeurs[column][label]
    return st.selectbox(
        f"{COLUMNS[column].label} : « {escape(label, 'markdown')} » ({counted(count, 'ligne')})",
        choices,
        index=choices.index(suggested),
        format_func=lambda code: known.get(code, TO_CHOOSE),
        key=f"val_{name}_{column}_{label}",
    )


def _keep_values(
    name: str, question: Question, session: Session, answers: dict[str, dict[str, str]]
) -> None:
    if not all(code for learned in answers.values() for code in learned.values()):
        st.error("Choisissez une réponse pour chaque libellé.")
        return
    structure = session.options(name).structure
    session.answer(name, mapping=Mapping(question.format, structure, {}, answers))
    st.rerun()


def _ask_choice(name: str, question: Question, session: Session) -> None:
    """Montre ce que chaque réponse fait ; sans réponse possible, la phrase dit quoi corriger."""
    if not question.reponses:
        return
    with st.form(f"choix_{name}_{question.cle}", border=False):
        chosen = st.radio(
            "Votre réponse",
            list(question.reponses),
            index=None,
            format_func=lambda one: escape(question.reponses[one], "markdown"),
            key=f"reponse_{name}_{question.cle}",
        )
        if st.form_submit_button("Valider la réponse") and chosen:
            given = session.options(name).reponses
            session.answer(name, reponses={**given, question.cle: chosen})
            st.rerun()


SUBJECTS: dict[str, Callable[[str, Question, Session], None]] = {
    "feuille": _ask_sheet,
    "structure": _ask_structure,
    "date": _ask_date,
    "annee": _ask_year,
    "colonnes": ask_columns,
    "valeurs": _ask_values,
    "choix": _ask_choice,
}
