"""Ce qu'est chaque colonne : doutes ouverts, colonnes reconnues repliées, une validation."""

from __future__ import annotations

import re
from datetime import date

import streamlit as st

from data.check.values import read_date
from data.columns import COLUMNS
from data.formats import Format, recognized_formats
from data.recognize import (
    Mapping,
    Proposal,
    Question,
    date_in_name,
    harmless,
    is_personal,
    propose,
    structure_in_name,
)
from data.reference import labels
from pages.imports.session import Session
from pages.shared.words.formatting import counted, day, escape

DATE_LABEL = "Date de l'extraction"
DATE_EXAMPLE = "30/09/2026"
DATE_HELP = "Écrivez la date en jour/mois/année, par exemple 30/09/2026."
NOT_READ = "Ne pas lire"
SAMPLES, LARGEUR_MONTREE = 3, 24
WIDTHS = [3, 3, 4]
STRUCTURE_LABEL = "Structure qui a produit cet export"


def ask_columns(name: str, question: Question, session: Session) -> None:
    """Demande structure, date et colonnes en un formulaire, la proposition déjà choisie."""
    kinds = recognized_formats()
    likely = propose(question).format
    chosen_format = st.selectbox(
        "Sorte d'export",
        list(kinds),
        index=list(kinds).index(likely),
        format_func=lambda one: kinds[one].label,
        help="Proposée d'après toutes les colonnes du fichier.",
        key=f"sorte_{name}",
    )
    one, proposal = kinds[chosen_format], propose(question, chosen_format)
    with st.form(f"colonnes_{name}_{chosen_format}", border=False):
        structure, extraction = _ask_origin(name, session)
        answers = _ask_headings(name, question, one, proposal)
        if st.form_submit_button("Valider les colonnes", type="primary"):
            _keep(name, session, one, answers, structure, extraction, proposal)


def _ask_origin(name: str, session: Session) -> tuple[str, str]:
    """Dit d'où et de quand vient le fichier, ou le demande avec le reste."""
    given = session.options(name)
    structure = given.structure or structure_in_name(name)
    extraction = date_in_name(name) or given.extraction
    known = labels("structure")
    said = [known[structure]] if structure else []
    said += [f"extrait le {day(extraction)}"] if extraction else []
    if said:
        st.caption(f"Structure et date : {', '.join(said)}.")
    if not structure:
        structure = st.radio(
            f"{STRUCTURE_LABEL} (si aucune colonne ne le dit)",
            ["", *known],
            format_func=lambda code: known.get(code, "Une colonne le dit"),
            horizontal=True,
            key=f"de_{name}_colonnes",
        )
    text = ""
    if not extraction:
        text = st.text_input(DATE_LABEL, placeholder=DATE_EXAMPLE, key=f"jour_{name}_colonnes")
    return structure or "", text


def _ask_headings(name: str, question: Question, one: Format, proposal: Proposal) -> dict[str, str]:
    sure = [text for text in proposal.colonnes if text in proposal.surs]
    doubts = [text for text in proposal.colonnes if text not in proposal.surs]
    if doubts:
        st.markdown(f"**{counted(len(doubts), 'colonne à confirmer', 'colonnes à confirmer')}**")
        found = {proposal.colonnes[text] for text in sure}
        if needed := [COLUMNS[column].label for column in one.required if column not in found]:
            st.caption(f"Indispensables à cette sorte d'export : {', '.join(needed)}.")
    else:
        st.markdown("Toutes les colonnes sont reconnues : il ne reste qu'à valider.")
    answers = {text: _ask_heading(name, text, question, one, proposal) for text in doubts}
    if proposal.mois:
        st.caption(counted(len(proposal.mois), "mois en colonne", "mois en colonnes") + ".")
    with st.expander(counted(len(sure), "colonne reconnue", "colonnes reconnues")):
        answers |= {text: _ask_heading(name, text, question, one, proposal) for text in sure}
    return {text: answers[text] for text in proposal.colonnes}


def _ask_heading(name: str, text: str, question: Question, one: Format, proposal: Proposal) -> str:
    suggested = proposal.colonnes[text]
    choices = ["", *one.headings]
    left, middle, right = st.columns(WIDTHS, vertical_alignment="center")
    left.markdown(f"**{escape(text, 'markdown')}**")
    middle.caption(escape(examples(question.intitules[text], suggested), "markdown"))
    return right.selectbox(
        f"Colonne pour {escape(text, 'markdown')}",
        choices,
        index=choices.index(suggested),
        format_func=lambda column: COLUMNS[column].label if column else NOT_READ,
        label_visibility="collapsed",
        key=f"col_{name}_{one.name}_{text}",
    )


def examples(values: tuple[str, ...], column: str) -> str:
    """Rend quelques valeurs montrables ; leur forme seule si elles peuvent désigner quelqu'un."""
    if not values:
        return "colonne vide"
    shown = values[:SAMPLES]
    if is_personal(column, values):
        return "masqué : " + " · ".join(dict.fromkeys(map(_form, shown)))
    return " · ".join(one if harmless(one) else _form(one) for one in shown)


def _form(text: str) -> str:
    """Rend la forme d'une valeur, sans elle : un nom peut être partout."""
    return re.sub(r"\d", "9", re.sub(r"[^\W\d_]", "x", text))[:LARGEUR_MONTREE]


def _keep(
    name: str,
    session: Session,
    one: Format,
    answers: dict[str, str],
    structure: str,
    extraction: str,
    proposal: Proposal,
) -> None:
    error = refusal(one, answers, proposal)
    dated = read_date(extraction) if extraction else None
    if extraction and dated is None:
        error = DATE_HELP
    if error:
        st.error(error)
        return
    given: dict[str, str | date] = {"structure": structure} if structure else {}
    if dated:
        given["extraction"] = dated
    session.answer(name, mapping=Mapping(one.name, structure, answers), **given)
    st.rerun()


def refusal(one: Format, answers: dict[str, str], proposal: Proposal) -> str:
    """Rend la phrase qui empêche de valider ces colonnes, ou ""."""
    chosen = [column for column in answers.values() if column]
    twice = sorted({COLUMNS[column].label for column in chosen if chosen.count(column) > 1})
    if twice:
        return f"Deux intitulés répondent à la même colonne : {', '.join(twice)}."
    given = {"mois", "heures_realisees"} if proposal.mois else set()
    missing = [
        COLUMNS[column].label
        for column in one.required
        if column not in chosen and column not in given
    ]
    return f"Il manque encore : {', '.join(missing)}." if missing else ""
