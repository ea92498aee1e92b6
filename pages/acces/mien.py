"""Mon accès : qui est connecté, ce que son droit lui donne, comment entrer ou sortir."""

from __future__ import annotations

import streamlit as st

import queries
from data.publish.acces import explained
from pages.connexion import LOGIN_PATH, LOGOUT_PATH, identity
from pages.shared.frame.menu import show_link
from pages.shared.frame.screen import show_answer_sentences, show_html
from pages.shared.words.formatting import escape, to_html

NOBODY = (
    "Vous n'êtes pas connecté.",
    "Sans compte, on lit la plénière : les mêmes chiffres, protégés.",
)
NO_RIGHT = (
    "Votre compte n'a pas de droit en cours ici.",
    "Vous lisez la plénière. Un droit se demande à qui administre le tableau de bord ; il est "
    "daté, comme la convention bipartite qui le fonde.",
)
ON_MACHINE = (
    "Cette machine montre tout.",
    "Aucune connexion n'y est réglée : qui l'atteint lit les chiffres exacts. Les droits écrits "
    "plus bas s'appliqueront dès qu'une connexion sera réglée (README, « Le mettre sur un "
    "serveur »).",
)
SIGNED_IN = "Vous êtes connecté."


def show_mine(right: queries.Droit) -> None:
    """Montre qui lit, ce qui lui est ouvert, et de quoi entrer ou sortir."""
    who = identity(st.context.headers)
    if right.est_total:
        show_answer_sentences(*ON_MACHINE)
        return
    if who is None:
        show_answer_sentences(*NOBODY)
        _show_door(LOGIN_PATH, "Se connecter")
        return
    has_right = not right.est_pleniere or right.est_administrateur
    show_answer_sentences(*((SIGNED_IN, who.email) if has_right else NO_RIGHT))
    items = "".join(f"<li>{to_html(one)}</li>" for one in explained(right))
    show_html(f'<h2 class="constat">Ce que vous lisez</h2><ul class="manques">{items}</ul>')
    _show_door(LOGOUT_PATH, "Se déconnecter")


def _show_door(path: str, words: str) -> None:
    # Un lien ordinaire, dans la même fenêtre : la connexion se fait hors de l'application.
    show_html(
        f'<p class="lecture"><a href="{escape(path)}" target="_self">{to_html(words)}</a></p>'
    )


def show_public() -> None:
    """Montre ce qui s'ouvre sans compte."""
    with st.container(key="outils_sans_compte", horizontal=True):
        show_link("pleniere", "Ouvrir la plénière", {})
        show_link("protection", "Ce que la protection garantit", {})
