"""Les blocs de la page PNAD : la réponse, les périmètres, la série nationale, deux notions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl
import streamlit as st

import queries
from pages.pnad import figures, gaps, national
from pages.pnad.choices import INVENTED, PERIMETERS, PLACE, show_choices, without_perimeter
from pages.pnad.words import SIDES, TWO_NOTIONS, answer
from pages.shared import panels
from pages.shared.address import choose_part
from pages.shared.definitions import said
from pages.shared.filters import when
from pages.shared.formatting import number
from pages.shared.projection import published
from pages.shared.show import (
    CHART_CONFIG,
    show,
    show_footer,
    show_heading,
    show_html,
    show_state,
)
from pages.shared.view import View, current_view, figure

PARTS = {
    "part": "La part",
    "acheteurs": "Par acheteur",
    "manque": "Ce qui manque",
    "loi": "L'obligation légale",
    "prospects": "À préparer",
    "suivi": "Déclaré et suivi",
    "declarations": "Les déclarations",
}
WHERE = {
    "acheteur": "Par acheteur",
    "cpv": "Par nature d'achat",
    "montant": "Par montant",
}
WHERE_FIGURES = {
    "acheteur": gaps.ou_gagner_acheteur,
    "cpv": gaps.ou_gagner_cpv,
    "montant": gaps.ou_gagner_montant,
}
NOTHING = (
    "Aucune donnée de la commande publique (DECP) reçue",
    "Sur la machine qui garde le magasin, « python -m data telecharger decp » télécharge le "
    "fichier national de data.gouv.fr, puis « python -m data importer FICHIER » n'en garde que le "
    "Vaucluse. Un fichier plus petit (extrait de decp.csv, JSON d'un profil d'acheteur, CSV de "
    "data.economie.gouv.fr), de 50 Mo au plus, peut être déposé sur la page Imports.",
)
HOW_TO_READ = (
    "La barre va de la borne basse (aucun des non renseignés n'a de considération sociale) à la "
    "borne haute (tous en ont une) ; le point est le taux parmi les renseignés."
)
NATIONAL = (
    "Ne se compare pas au point près : l'OECP comptait les clauses sociales des contrats d'au "
    "moins 90 000 €. Un acheteur local se compare aux collectivités, pas à l'ensemble."
)


@published
def show_answer() -> bool:
    """Montre la réponse et sa réserve ; rend faux, et dit comment faire, sans DECP reçues."""
    view = current_view()
    state = view.frame("decp_etat").row(0, named=True)
    if not state["lignes"]:
        show_state(*NOTHING)
        return False
    frame = view.frame("pnad_ensemble")
    if frame.is_empty():
        show_state(
            "Aucun contrat publié pour cette vue",
            f"Les contrats reçus vont du {state['premiere_notification']:%d/%m/%Y} au "
            f"{state['derniere_notification']:%d/%m/%Y}. Changez la période ou le périmètre.",
        )
    else:
        first, second = answer(frame.row(0, named=True), when(view.filters.periode))
        show_html(f'<p class="reponse"><strong>{said(first)}</strong> {said(second)}</p>')
    _show_reserve(state)
    show_choices(view)
    return True


def _show_reserve(state: Mapping[str, object]) -> None:
    """Dit que les contrats sont inventés, tant qu'il en reste d'exemple."""
    if state["lignes_exemple"]:
        show_html(f'<p class="exemple">{said(INVENTED)}</p>')


@published
def show_projected() -> None:
    """Montre ce que publie le mode projection : des parts de contrats, jamais de liste."""
    state = current_view().frame("decp_etat").row(0, named=True)
    if not state["lignes"]:
        show_state(*NOTHING)
        return
    _show_reserve(state)
    show_html(f'<p class="lecture">{said(PLACE)}</p>')
    show(figures.pnad_part, periode="tout", note=HOW_TO_READ)
    show_national()
    show(figures.pnad_par_epci)


@published
def show_perimeters() -> None:
    """Montre la part dans chacun des trois périmètres, les autres réglages gardés."""
    view, description = without_perimeter(current_view()), queries.describe("pnad_ensemble")
    frames = [
        view.frame("pnad_ensemble", perimetre_pnad=code).select(
            pl.lit(label).alias("libelle"), pl.all()
        )
        for code, label in PERIMETERS.items()
    ]
    frame = pl.concat(frames)
    with st.container(key="indicateur_pnad_par_perimetre"):
        if frame.is_empty():
            show_state("Rien à montrer ici", "Aucun contrat publié, dans aucun périmètre.")
            return
        drawn, found = figure(view, figures.pnad_par_perimetre, frame)
        show_heading(found, f"{description.titre}, par périmètre · {view.sentence()}")
        st.plotly_chart(
            drawn, theme=None, key="graphique_perimetres", config=CHART_CONFIG, alt=found
        )
        show_footer(view, description, frame, "pnad_par_perimetre")


@published
def show_national() -> None:
    """Montre la série nationale, que ne change aucun filtre de la page."""
    view, description = current_view(), queries.describe("pnad_oecp")
    frame = view.frame("pnad_oecp")
    with st.container(key="indicateur_pnad_oecp"):
        drawn, found = figure(view, national.pnad_oecp, frame)
        show_heading(found, f"{description.titre} · en % · France entière, sans les filtres")
        st.plotly_chart(drawn, theme=None, key="graphique_oecp", config=CHART_CONFIG, alt=found)
        show_html(f'<p class="lecture">{said(NATIONAL)}</p>')
        show_footer(view, description, frame, "pnad_oecp", est_bref=True)


@published
def show_two_notions() -> None:
    """Montre, sur deux panneaux, les considérations déclarées et les marchés clausés suivis."""
    view = whole(current_view())
    declared = view.frame("pnad_part").select("annee", "avec")
    followed = view.frame("marches_par_annee").select("annee", "nouveaux")
    both = declared.join(followed, on="annee", how="full", coalesce=True).sort("annee")
    with st.container(key="indicateur_deux_notions"):
        show_heading("Deux notions, jamais un rapport de l'une à l'autre", TWO_NOTIONS)
        drawn = panels.side_by_side(
            [f"en {year}" for year in both["annee"]],
            [
                _panel("Contrats déclarés avec une considération sociale (DECP)", both["avec"]),
                _panel("Marchés nouvellement clausés (suivi des facilitateurs)", both["nouveaux"]),
            ],
        )
        st.plotly_chart(
            drawn, theme=None, key="graphique_notions", config=CHART_CONFIG, alt=TWO_NOTIONS
        )
        show_html(f'<p class="lecture">{said(SIDES)}</p>')
        show_footer(view, queries.describe("pnad_part"), both, "deux_notions")


def _panel(title: str, counts: pl.Series) -> panels.Panel:
    return panels.Panel(title, counts.to_list(), [number(one) for one in counts])


@published
def show_where() -> None:
    """Montre où sont les contrats qui manquent, selon ce qui est choisi."""
    show_html(
        '<p class="lecture">'
        + said(
            "À corriger : un facilitateur suit le marché, l'acheteur l'a déclaré sans. À compléter "
            ": case vide ou contradictoire. À préparer : sans clause, finit dans six à douze mois."
        )
        + "</p>"
    )
    chosen = choose_part(WHERE, "ou", "Où trouver les contrats qui manquent")
    show(WHERE_FIGURES[chosen], query="pnad_ou_gagner")


def whole(view: View) -> View:
    """Rend la même vue, toutes périodes."""
    return replace(view, filters=replace(view.filters, periode="tout"))
