"""Le bandeau de chaque page : les filtres en une phrase, et les mentions qui vont avec."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from pages.shared.frame import projection
from pages.shared.frame.filters import Options
from pages.shared.frame.footer import EXAMPLE, PROTECTION
from pages.shared.frame.view import View
from pages.shared.words import formatting
from pages.shared.words.formatting import HARD_SPACE, escape, join_words


def show_alert(alerte: str, *others: str) -> None:
    """Montre ce qui est abîmé dans le magasin, puis ce qui se prépare ou vient de changer."""
    if alerte:
        st.warning(escape(formatting.typeset(alerte), "markdown"))
    for said in filter(None, others):
        st.caption(said)


def show(view: View, *, est_filtre: bool = True) -> None:
    """Montre les filtres, la date des données, la protection ; dit si ce sont des exemples.

    Une page que les filtres ne changent pas ne les dit pas (`est_filtre` faux).
    """
    chosen = f'<span class="vue">{escape(view.sentence())}</span>' if est_filtre else ""
    with st.container(key="bandeau", horizontal=True, vertical_alignment="center"):
        st.html(
            f'<div class="bandeau">{chosen}'
            f'<span class="mention">Données au {formatting.day(view.date_donnees)}</span>'
            f"{_mention(view.est_projection)}</div>"
        )
        if view.is_within_right:
            projection.show_switch(view.est_projection)
    if est_filtre and not view.is_within_right:
        _show_own_places(view)
    if view.est_projection:
        st.html(f'<p class="regle">{escape(projection.rule(view.store, view.generation))}</p>')
    if view.est_exemple:
        st.html(f'<p class="exemple">{EXAMPLE}.</p>')


def _show_own_places(view: View) -> None:
    """Dit que ces filtres dépassent le droit, et mène à ce qu'il donne exactement."""
    own = [("epci", code) for code in sorted(view.droit.epci)]
    own += [("structure", code) for code in sorted(view.droit.structures)]
    links = [
        f'<a href="?{escape(urlencode(view.filters.at(name, code).address()))}" target="_self">'
        f"{escape(view.options.place(name, code))}</a>"
        for name, code in own
        if code in view.options.allowed(name)
    ]
    st.html(
        f'<p class="regle">Ces filtres dépassent votre accès{HARD_SPACE}: les chiffres sont '
        f"protégés. Vos chiffres exacts{HARD_SPACE}: {join_words(links)}.</p>"
    )


def show_why(options: Options) -> None:
    """Dit à qui arrive sans rien choisir pourquoi cette période-là."""
    period = options.periode
    if period.isdigit() and int(period) in options.annees_completes:
        why = "c'est la dernière année dont les douze mois d'heures sont reçus"
    elif period.isdigit():
        why = "aucune année n'est encore entière, et c'est la plus récente"
    else:
        why = "rien n'y est encore daté"
    st.html(f'<p class="pourquoi">Vous lisez {escape(period)}{HARD_SPACE}: {why}.</p>')


def _mention(est_projection: bool) -> str:
    if est_projection:
        return f'<span class="mention proteges">{projection.MENTION}</span>'
    return f'<span class="mention exacts">{PROTECTION}</span>'


def show_without_data() -> None:
    """Dit qu'aucune donnée n'a été reçue, et où en déposer."""
    st.html(
        '<div class="etat" role="status"><strong>Aucune donnée reçue pour l\'instant</strong>'
        "Déposez les exports du logiciel sur la page Imports : les chiffres apparaîtront ici dès "
        "leur publication.</div>"
    )
