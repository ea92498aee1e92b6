"""Administrer : lire, donner et retirer des droits ; relire le journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import polars as pl
import streamlit as st

from data.publish.acces import (
    ROLES,
    AccesRefuse,
    Attribution,
    give,
    read_access,
    read_journal,
    said_dates,
    said_given,
    said_role,
    withdraw,
)
from pages.connexion import identity
from pages.imports.access import may_manage
from pages.shared.frame.screen import show_html, show_note, show_state
from pages.shared.frame.tables import table_html
from pages.shared.words.findings.nouns import sentence
from pages.shared.words.formatting import counted, escape, to_html
from queries.registres import labels

SAID = "acces_dit"
SHOWN = 200
DESIGNATIONS = {
    "email": "Une adresse",
    "domaine": "Toutes les adresses d'un domaine",
    "revendication": "Une revendication du fournisseur (nom=valeur)",
}
SORTES = {
    "connexion": "Connexion",
    "deconnexion": "Déconnexion",
    "refus": "Refus",
    "droit": "Droit",
    "import": "Import",
    "export": "Fichier emporté",
}
JOURNAL = (
    "Qui s'est connecté, a importé, emporté un fichier, changé un droit ; ni chiffre, ni personne "
    "suivie. Une adresse que le registre ne connaît pas reste un pseudonyme."
)


def show_register() -> None:
    """Montre le registre des droits, et de quoi en donner ou en retirer un."""
    found, today = read_access(), date.today()
    with st.container(key="indicateur_registre"):
        current = sum(one.is_current(today) for one in found.attributions)
        words = counted(current, "droit est en cours", "droits sont en cours")
        said = words if current else "Aucun droit n'est en cours"
        show_html(f'<h2 class="constat">{to_html(said)}</h2>')
        if done := st.session_state.pop(SAID, ""):
            st.markdown(f"**{escape(done, 'markdown')}**")
        if found.degat:
            show_state("Le registre des droits est abîmé", found.degat.phrase)
            return
        for number, why in found.ignorees.items():
            show_note(f"Ligne {number} ignorée, elle ne donne rien : {why}.")
        if found.lignes:
            show_html(table_html(_rows(found.lignes, today), "Registre des droits"))
        with st.container(key="outils_registre", horizontal=True):
            _show_giving()
            _show_withdrawing([key for key, one in found.lignes.items() if not one.retire_le])


def _rows(lines: Mapping[int, Attribution], today: date) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "N°": number,
                "Droit": said_role(one),
                "À qui": one.valeur,
                "Quand": said_dates(one, today),
                "Pourquoi": one.motif,
                "Décidé par": one.par,
            }
            for number, one in lines.items()
        ]
    )


def _show_giving() -> None:
    with (
        st.popover("Donner un droit", key="donner_droit"),
        st.form("droit", clear_on_submit=True, border=False),
    ):
        roles = {code: words for code, (_, words) in ROLES.items()}
        _choose("Rôle", "role", {code: sentence(words) for code, words in roles.items()})
        _choose("Territoire (d'un référent EPCI)", "epci", {"": "", **labels("epci")})
        own = {"": "", **labels("structure")}
        _choose("Structure (d'une structure, d'un facilitateur)", "structure", own)
        _choose("Désigné par", "sorte", DESIGNATIONS)
        st.text_input("Adresse, domaine ou revendication", key="droit_valeur", max_chars=120)
        st.date_input("Du", key="droit_du", format="DD/MM/YYYY", value="today")
        st.date_input("Au (compris)", key="droit_au", format="DD/MM/YYYY", value=None)
        st.text_input("Pourquoi (convention bipartite)", key="droit_motif", max_chars=120)
        st.form_submit_button("Donner ce droit", on_click=_give)


def _choose(label: str, name: str, choices: dict[str, str]) -> None:
    key = f"droit_{name}"
    st.selectbox(label, list(choices), format_func=choices.get, key=key, filter_mode=None)


def _show_withdrawing(numbers: list[int]) -> None:
    if not numbers:
        return
    with (
        st.popover("Retirer un droit", key="retirer_droit"),
        st.form("retrait", clear_on_submit=True, border=False),
    ):
        st.selectbox("N° du droit", numbers, key="retrait_numero", filter_mode=None)
        st.form_submit_button("Retirer ce droit", on_click=_withdraw)


def _give() -> None:
    given = {name: st.session_state[f"droit_{name}"] for name in ("role", "epci", "structure")}
    kept = {name: value for name, value in given.items() if value}
    named = {st.session_state["droit_sorte"]: st.session_state["droit_valeur"].strip()}
    end = st.session_state["droit_au"]
    if end is None:
        st.session_state[SAID] = "Dites jusqu'à quand : un droit a une fin."
        return
    dates = {"du": st.session_state["droit_du"], "au": end}
    motif = st.session_state["droit_motif"].strip()
    row = {**kept, **named, **dates, **({"motif": motif} if motif else {})}

    def act() -> str:
        number = give(row, _author())
        return said_given(number, read_access().lignes[number])

    _attempt(act)


def _withdraw() -> None:
    number = st.session_state["retrait_numero"]

    def act() -> str:
        withdraw(number, _author())
        return f"Droit n° {number} retiré."

    _attempt(act)


def _attempt(act: Callable[[], str]) -> None:
    if not may_manage(st.context.headers):
        return
    try:
        st.session_state[SAID] = act()
    except AccesRefuse as refused:
        st.session_state[SAID] = str(refused)


def _author() -> str:
    who = identity(st.context.headers)
    return who.email if who else "à la machine"


def show_journal() -> None:
    """Montre les dernières lignes du journal."""
    lines = read_journal()
    with st.container(key="indicateur_journal"):
        words = counted(len(lines), "ligne au journal", "lignes au journal")
        said = words if lines else "Le journal est vide"
        show_html(f'<h2 class="constat">{to_html(said)}</h2>')
        show_note(JOURNAL)
        if not lines:
            return
        frame = pl.DataFrame(
            [
                {
                    "Quand": f"{one.le:%d/%m/%Y %H:%M}",
                    "Quoi": SORTES.get(one.sorte, one.sorte),
                    "Qui": one.qui or "personne",
                    "Précision": one.quoi,
                }
                for one in lines[:SHOWN]
            ]
        )
        show_html(table_html(frame, "Journal des accès"))
        if len(lines) > SHOWN:
            show_note(f"Les {SHOWN} dernières ; le fichier journal/journal.jsonl les a toutes.")
