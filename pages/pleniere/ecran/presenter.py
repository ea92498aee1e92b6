"""Ce que fait le présentateur : noter une décision, masquer une diapositive, prendre une photo.

Écrire demande le même droit que l'import ; lire les photos, aucun.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from pages.imports.access import may_import
from pages.pleniere.seance import Seance
from pages.pleniere.slide import Slide, figures_of
from pages.pleniere.slides.decisions import GENRES, sentence
from pages.shared.words.formatting import day, escape, to_html
from queries import copil

CLOSED = (
    "Noter, masquer et photographier ne sont possibles que sur la machine qui porte les données, "
    "ou sur un serveur démarré avec CLAUSES_IMPORT=oui."
)
FROZEN = "Une photo ne change plus : revenez aux chiffres d'aujourd'hui pour noter ou masquer."
NO_NAMES = "Ce texte sera lu par tous : n'y nommez personne."
TODAY = "Chiffres d'aujourd'hui"
SAID = "copil_dit"


def show_presenter(seance: Seance, slide: Slide) -> None:
    """Montre les deux tiroirs du présentateur : noter, et les photos du copil."""
    with st.popover("Noter", key="diapo_noter"):
        _show_answer()
        if seance.photo:
            st.markdown(FROZEN)
        elif not may_import(st.context.headers):
            st.markdown(CLOSED)
        else:
            show_note_form(seance, slide)
            show_own_notes(seance, slide)
            show_hiding(seance, slide)
    with st.popover("Photos", key="diapo_photos"):
        _show_answer()
        show_photos(seance)
        if not seance.photo and may_import(st.context.headers):
            show_photo_form(seance)


def _show_answer() -> None:
    """Montre ce que la dernière demande a donné."""
    if SAID in st.session_state:
        st.markdown(f"**{escape(st.session_state[SAID], 'markdown')}**")


def _do(action: Callable[[], object], done: str) -> None:
    """Fait une demande du présentateur, et retient la phrase à montrer."""
    try:
        action()
        st.session_state[SAID] = done
    except copil.CopilRefuse as refused:
        st.session_state[SAID] = str(refused)


def show_note_form(seance: Seance, slide: Slide) -> None:
    """Montre de quoi attacher un commentaire ou une décision à un chiffre."""
    with st.form("copil_note", clear_on_submit=True, border=False):
        st.radio("Nature", list(GENRES), format_func=GENRES.get, horizontal=True, key="copil_genre")
        st.selectbox("Chiffre concerné", figures_of(slide), key="copil_chiffre", filter_mode=None)
        st.text_area("Texte", key="copil_texte", max_chars=copil.TEXTE_MAX, help=NO_NAMES)
        st.text_input(
            "Qui (organisme ou fonction)", key="copil_qui", max_chars=copil.NOM_MAX, help=NO_NAMES
        )
        st.date_input("Pour le", key="copil_pour", format="DD/MM/YYYY", value=None)
        st.form_submit_button("Enregistrer", on_click=_note, args=(seance, slide))


def _note(seance: Seance, slide: Slide) -> None:
    if not may_import(st.context.headers):
        return
    _do(
        lambda: copil.add_note(
            st.session_state["copil_genre"],
            st.session_state["copil_texte"],
            diapositive=slide.code,
            chiffre=st.session_state["copil_chiffre"],
            annee=seance.annee,
            epci=seance.epci,
            date_donnees=slide.date_donnees,
            responsable=st.session_state["copil_qui"],
            echeance=st.session_state["copil_pour"],
            store=seance.store,
        ),
        "C'est noté.",
    )


def show_own_notes(seance: Seance, slide: Slide) -> None:
    """Montre les notes de la diapositive, chacune avec de quoi l'effacer."""
    for one in seance.notes:
        if one.diapositive != slide.code and slide.code != "decisions":
            continue
        with st.container(horizontal=True, vertical_alignment="center", key=f"note_{one.cle}"):
            st.html(f"<p>{to_html(sentence(one))}</p>")
            st.button("Effacer", key=f"effacer_{one.cle}", on_click=_erase, args=(seance, one.cle))


def _erase(seance: Seance, cle: str) -> None:
    if may_import(st.context.headers):
        _do(lambda: copil.remove_note(cle, seance.store), "La note est effacée.")


def show_hiding(seance: Seance, slide: Slide) -> None:
    """Montre de quoi masquer cette diapositive, et montrer à nouveau les autres."""
    st.button("Masquer cette diapositive", key="copil_masquer", on_click=_hide,
              args=(seance, slide.code, True))  # fmt: skip
    if seance.masquees:
        st.button("Montrer toutes les diapositives", key="copil_montrer", on_click=_show_every,
                  args=(seance,))  # fmt: skip


def _hide(seance: Seance, code: str, est_masquee: bool) -> None:
    if may_import(st.context.headers):
        _do(lambda: copil.hide(code, est_masquee, seance.store), "")
        st.session_state.pop(SAID, None)


def _show_every(seance: Seance) -> None:
    for code in seance.masquees:
        _hide(seance, code, False)


def show_photos(seance: Seance) -> None:
    """Montre les photos gardées ; chacune se rouvre telle qu'elle a été prise."""
    found = copil.photos(seance.store)
    if not found:
        st.markdown("Aucune photo pour l'instant.")
        return
    if seance.photo:
        st.button(TODAY, key="photo_aujourdhui", on_click=_open, args=(None,), width="stretch")
    for one in found:
        st.button(
            f"{day(one.jour)} · {escape(one.nom, 'markdown')}",
            key=f"photo_{one.code}",
            on_click=_open,
            args=(one,),
            type="primary" if one.code == seance.photo else "secondary",
            width="stretch",
        )


def _open(one: copil.Photo | None) -> None:
    """Rouvre une photo avec ses filtres, ou revient aux chiffres d'aujourd'hui."""
    if one is None:
        st.query_params.pop("photo", None)
        return
    frozen = {"photo": one.code, "annee": str(one.content["annee"]), "epci": one.content["epci"]}
    st.query_params.from_dict({name: text for name, text in frozen.items() if text})


def show_photo_form(seance: Seance) -> None:
    """Montre de quoi figer ces chiffres, ces filtres et ces notes sous un nom et une date."""
    with st.form("copil_photo", clear_on_submit=True, border=False):
        st.text_input("Nom de la photo", key="copil_nom", max_chars=copil.NOM_MAX,
                      placeholder="Copil d'automne")  # fmt: skip
        st.date_input("Date du copil", key="copil_jour", format="DD/MM/YYYY", value="today")
        st.form_submit_button("Prendre la photo", on_click=_photograph, args=(seance,))


def _photograph(seance: Seance) -> None:
    if not may_import(st.context.headers):
        return
    jour: date = st.session_state["copil_jour"]
    _do(
        lambda: copil.take_photo(
            st.session_state["copil_nom"],
            jour,
            annee=seance.annee,
            epci=seance.epci,
            store=seance.store,
            number=seance.generation,
        ),
        "La photo est prise.",
    )
