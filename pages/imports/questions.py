"""Les questions d'un fichier à préciser : onglet, structure, date, année, colonnes, valeurs."""

from __future__ import annotations

import re
from collections.abc import Callable

import streamlit as st

from data.codes import labels
from data.columns import COLUMNS
from data.formats import Format, recognized_formats
from data.layout import Question
from data.mapping import Mapping
from data.prepare import Prepared
from data.proposal import Proposal, closest_format, propose
from data.values import read_date
from pages.imports.session import Session
from pages.shared.formatting import counted, escape

DATE_LABEL = "Date de l'extraction"
DATE_EXAMPLE = "30/09/2026"
DATE_HELP = "Écrivez la date en jour/mois/année, par exemple 30/09/2026."
NOT_READ = "Ne pas lire"
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


def _ask_columns(name: str, question: Question, session: Session) -> None:
    kinds = recognized_formats()
    likely = question.format or closest_format(list(question.intitules))
    chosen_format = st.selectbox(
        "Sorte d'export",
        list(kinds),
        index=list(kinds).index(likely),
        format_func=lambda one: kinds[one].label,
        key=f"sorte_{name}",
    )
    one, proposal = kinds[chosen_format], propose(question, chosen_format)
    st.markdown(
        "Dites à quoi répond chaque intitulé du fichier. Obligatoires : "
        + ", ".join(f"**{COLUMNS[column].label}**" for column in one.required)
        + ". Les valeurs qui peuvent désigner une personne sont masquées."
    )
    known = {text for text in question.intitules if one.column_of(text) or one.is_dropped(text)}
    with st.form(f"colonnes_{name}_{chosen_format}", border=False):
        answers = _ask_headings(name, question, one, proposal, set(question.intitules) - known)
        with st.expander(counted(len(known), "intitulé déjà reconnu", "intitulés déjà reconnus")):
            answers |= _ask_headings(name, question, one, proposal, known)
        if st.form_submit_button("Valider les colonnes", type="primary"):
            _keep_columns(name, session, one, answers)


def _ask_headings(
    name: str, question: Question, one: Format, proposal: Proposal, wanted: set[str]
) -> dict[str, str]:
    return {
        text: _ask_heading(name, text, samples, one, proposal)
        for text, samples in question.intitules.items()
        if text in wanted
    }


def _ask_heading(
    name: str, text: str, samples: tuple[str, ...], one: Format, proposal: Proposal
) -> str:
    suggested = proposal.colonnes.get(text, "")
    choices = ["", *one.headings]
    left, middle, right = st.columns([3, 3, 4], vertical_alignment="center")
    left.markdown(f"**{escape(text, 'markdown')}**")
    shown = [masked(sample, suggested) for sample in samples]
    middle.caption(escape(" · ".join(shown), "markdown") or "colonne vide")
    return right.selectbox(
        f"Colonne pour {escape(text, 'markdown')}",
        choices,
        index=choices.index(suggested),
        format_func=lambda column: COLUMNS[column].label if column else NOT_READ,
        label_visibility="collapsed",
        key=f"col_{name}_{one.name}_{text}",
    )


def _keep_columns(name: str, session: Session, one: Format, answers: dict[str, str]) -> None:
    chosen = [column for column in answers.values() if column]
    twice = sorted({COLUMNS[column].label for column in chosen if chosen.count(column) > 1})
    has_months = one.reshape is not None
    missing = [
        COLUMNS[column].label
        for column in one.required
        if column not in chosen and not (has_months and column in ("mois", "heures_realisees"))
    ]
    if twice:
        st.error(f"Deux intitulés répondent à la même colonne : {', '.join(twice)}.")
    elif missing:
        st.error(f"Il manque encore : {', '.join(missing)}.")
    else:
        structure = session.options(name).structure
        session.answer(name, mapping=Mapping(one.name, structure, answers))
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


def masked(sample: str, column: str) -> str:
    """Rend une valeur montrable : sa forme seule, sauf colonne reconnue sans rien de personnel."""
    if column and not COLUMNS[column].est_personnelle and COLUMNS[column].kind != "texte":
        return sample[:40]
    return re.sub(r"\d", "9", re.sub(r"[^\W\d_]", "x", sample))[:40]


SUBJECTS: dict[str, Callable[[str, Question, Session], None]] = {
    "feuille": _ask_sheet,
    "structure": _ask_structure,
    "date": _ask_date,
    "annee": _ask_year,
    "colonnes": _ask_columns,
    "valeurs": _ask_values,
}
