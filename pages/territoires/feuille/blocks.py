"""La feuille territoriale : deux pages A4 pour les élus, les mêmes nombres qu'à l'écran."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import streamlit as st

import queries
from pages.shared.frame.address import PART
from pages.shared.frame.filters import AXES, period_label, when
from pages.shared.frame.footer import EXAMPLE, PROTECTION
from pages.shared.frame.menu import SITE, show_link
from pages.shared.frame.projection import published
from pages.shared.frame.screen import show_heading, show_html, show_note
from pages.shared.frame.view import View, current_view
from pages.shared.words import formatting
from pages.shared.words.completude import completeness, missing
from pages.shared.words.formatting import escape, to_html
from pages.territoires import places
from pages.territoires.comite.blocks import quarter_view
from pages.territoires.comite.rows import parts_html
from pages.territoires.feuille import rows, vignette
from pages.territoires.portrait import answer, to_know
from pages.territoires.sections import funding_view

HOW = (
    "La feuille de ce territoire, à joindre à un courrier ou à remettre aux élus : deux pages A4, "
    "rien d'autre ne s'imprime. Dans la fenêtre d'impression, « Enregistrer en PDF » en fait un "
    "fichier."
)
LINK = (
    "Un lien rouvre cette page telle quelle, territoire et période compris, chez toute personne "
    "qui a accès au tableau de bord."
)
OVERLAP = "Une même personne peut être de plusieurs publics : ils ne s'additionnent pas."
MISSING_SHOWN = 3
METHOD = (
    "Heures : toutes natures, saisies par les facilitateurs. Bénéficiaire : au moins une heure "
    "dans la période. Sortie positive : situation que la convention compte telle, six mois après "
    "le début du premier contrat. Restant : heures prévues moins réalisées, sans descendre sous "
    "zéro."
)


@published
def show_feuille() -> None:
    """Montre la feuille telle qu'elle s'imprimera, le bouton d'impression et le lien."""
    view = current_view()
    if view.est_projection:
        raise queries.NonPublie
    with st.container(key="indicateur_feuille"):
        show_heading("La feuille du territoire", f"Deux pages A4 · {view.sentence()}")
        show_html(
            f'<p class="lecture">{to_html(HOW)}</p>'
            '<button type="button" class="imprimer">Imprimer (Ctrl + P)</button>'
        )
        show_html(sheet_html(view))


def show_lien() -> None:
    """Montre le lien qui rouvre la page dans le même état."""
    here = {name: value for name, value in st.query_params.items() if name != PART}
    with st.container(key="indicateur_lien"):
        show_heading("Le lien", current_view().sentence())
        show_note(LINK)
        with st.container(key="outils_lien_territoire", horizontal=True, gap="small"):
            address = {**current_view().filters.address(), **here}
            show_link("territoires", "Lien de ce territoire, à copier", address)


def sheet_html(view: View) -> str:
    """Rend les deux pages de la feuille, en HTML inerte."""
    frame = view.frame("portrait")
    name = str(frame["nom"][0])
    first, second = _first(view, frame), _second(view)
    return "".join(
        f'<article class="feuille" aria-label="Feuille, page {number} sur 2">{body}'
        f"{_foot(view, name, number)}</article>"
        for number, body in ((1, first), (2, second))
    )


def _first(view: View, frame: pl.DataFrame) -> str:
    """La première page : où l'on est, la réponse, les chiffres et leurs repères."""
    code = places.chosen(view.filters)
    every = view.frame("heures_realisees_par_annee", replace(view.filters, periode="tout"))
    people = view.frame("beneficiaires_par_categorie")
    # La première phrase dit comment changer de lecture : rien à faire sur du papier.
    known = " ".join(to_know(frame, code, view.filters)[1:])
    return (
        f"{_head(view, frame, code)}{rows.figures_html(frame)}"
        f'<h3>Tous les chiffres</h3>{rows.portrait_html(frame)}<p class="note">{to_html(known)}</p>'
        '<div class="deux">'
        f"{rows.bars_html('Heures réalisées, par année', rows.years(every), 'Aucune heure reçue.')}"
        f"{rows.bars_html('Bénéficiaires, par public', rows.publics(people), 'Aucun.')}"
        f'</div><p class="note">{to_html(OVERLAP)}</p>'
    )


def _second(view: View) -> str:
    """La seconde page : les sorties, les marchés, le trimestre, le financement, la méthode."""
    types, buyers = view.frame("types_sorties_positives"), view.frame("heures_par_donneur_ordre")
    return (
        "<h3>Que deviennent les personnes, six mois après ?</h3>"
        f"<p>{to_html(rows.exits_words(view.frame('sorties_a_six_mois')))}</p>"
        '<div class="deux">'
        f"{rows.bars_html('Types de sorties positives', rows.exits(types), 'Aucune connue.')}"
        f"{rows.bars_html('Heures réalisées, par acheteur', rows.buyers(buyers), 'Aucune.')}"
        "</div><h3>Marchés en cours : ceux qui ont le plus d'heures prévues</h3>"
        f"{rows.markets_html(view.frame('marches_liste'))}"
        f"{_quarter(view)}{_funding(view)}{_method(view)}"
    )


def _funding(view: View) -> str:
    payer = funding_view(view)
    if payer is None:
        return ""
    told = rows.funding_words(payer.frame("financement_par_epci"), payer.filters.epci)
    return f"<h3>Qui paie</h3><p>{to_html(told)}</p>" if told else ""


def _quarter(view: View) -> str:
    if view.date_donnees is None:
        return ""
    chosen = quarter_view(view)
    title = f"Comité technique, {period_label(chosen.filters.periode)}"
    return f"<h3>{to_html(title)}</h3>{parts_html(chosen.frame('comite_technique'))}"


def _head(view: View, frame: pl.DataFrame, code: str) -> str:
    name = str(frame["nom"][0])
    strong, soft = answer(frame, when(view.filters.periode))
    return (
        f'<header><div><p class="site">{to_html(SITE)}</p><h2>{to_html(name)}</h2>'
        f'<p class="mesure">{to_html(_moment(view))}</p>'
        f'<p class="reponse"><strong>{to_html(strong)}</strong> {to_html(soft)}</p></div>'
        f'<img src="{vignette.locator(code)}" alt="{escape(f"{name} dans le Vaucluse")}"></header>'
    )


def _moment(view: View) -> str:
    period = period_label(view.filters.periode)
    return f"{period[:1].upper()}{period[1:]} · {AXES[view.filters.axe]}"


def _method(view: View) -> str:
    """Dit la complétude, ce qui manque, et comment les chiffres se lisent."""
    state = view.frame("completude")
    lacks = missing(state)
    shown = lacks[:MISSING_SHOWN]
    if len(lacks) > MISSING_SHOWN:
        shown.append("La suite est sur la page Accueil.")
    told = [f"Heures reçues : {completeness(state)}.", *shown, METHOD]
    return f'<h3>Ce qui manque, et comment lire</h3><p class="note">{to_html(" ".join(told))}</p>'


def _foot(view: View, name: str, number: int) -> str:
    told = [
        name,
        _moment(view),
        f"Données au {formatting.day(view.date_donnees)}",
        PROTECTION,
        EXAMPLE if view.est_exemple else "",
        queries.CREDIT_CONTOURS if number == 1 else "",
        f"page {number} sur 2",
    ]
    return f"<footer>{to_html(' · '.join(one for one in told if one))}</footer>"
