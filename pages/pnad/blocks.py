"""Les blocs de la page PNAD : la réponse, les périmètres, la série nationale, deux notions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl
import streamlit as st

import queries
from pages.pnad import figures, gaps, national
from pages.pnad.choices import INVENTED, PERIMETERS, PLACE, show_choices, without_perimeter
from pages.pnad.words import SIDES, TWO_NOTIONS, answer, undated
from pages.shared.charts import panels
from pages.shared.frame import address
from pages.shared.frame.address import PART
from pages.shared.frame.filters import when
from pages.shared.frame.footer import show_footer
from pages.shared.frame.projection import published
from pages.shared.frame.screen import (
    show_answer_sentences,
    show_chart,
    show_heading,
    show_html,
    show_note,
    show_state,
)
from pages.shared.frame.show import show
from pages.shared.frame.view import View, current_view, figure
from pages.shared.words.formatting import number, to_html

PARTS = {
    "manque": "Acheteurs à appeler",
    "acheteurs": "Par acheteur",
    "loi": "Obligation d'août 2026",
    "prospects": "À préparer",
}
CALLS = {
    "reponses": "Réponses à demander",
    "suivi": "Déclarations à corriger",
    "acheteur": "Tout, par acheteur",
    "cpv": "Tout, par nature d'achat",
    "declarations": "Champs vides et doublons",
}
COMPARED = {
    "acheteur": "Acheteur",
    "categorie": "Catégorie",
    "epci": "EPCI",
    "forme": "Forme de contrat",
    "perimetre": "Périmètre",
    "france": "En France",
    "notions": "Déclaré et suivi",
}
# Une adresse d'hier ouvre la partie où est passé ce qu'elle montrait.
MOVED = {name: {"partie": "manque", "ou": name} for name in ("suivi", "declarations")}
NOTHING = (
    "Aucune donnée de la commande publique (DECP) reçue",
    "Sur la machine qui garde le magasin, « python -m data telecharger decp » télécharge le "
    "fichier national de data.gouv.fr, puis « python -m data importer FICHIER » n'en garde que le "
    "Vaucluse. Un fichier plus petit (extrait de decp.csv, JSON d'un profil d'acheteur, CSV de "
    "data.economie.gouv.fr), de 50 Mo au plus, peut être déposé sur la page Imports.",
)
HOW_TO_READ = (
    "Oui : l'acheteur déclare au moins une considération sociale. Non : il déclare qu'il n'y en a "
    "pas. Sans réponse : sa case est vide, ou se contredit ; ce n'est pas un non."
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
        show_answer_sentences(first, second)
    _show_undated(view)
    _show_reserve(state)
    show_choices(view)
    return True


def _show_undated(view: View) -> None:
    """Dit les contrats sans date, qui sinon manqueraient à chaque année en silence."""
    words = undated(view.frame("pnad_sans_date"))
    if words:
        show_html(f'<p class="lecture">{to_html(words)}</p>')


def _show_reserve(state: Mapping[str, object]) -> None:
    """Dit que les contrats sont inventés, tant qu'il en reste d'exemple."""
    if state["lignes_exemple"]:
        show_html(f'<p class="exemple">{to_html(INVENTED)}</p>')


@published
def show_projected() -> None:
    """Montre ce que publie le mode projection : des parts de contrats, jamais de liste."""
    state = current_view().frame("decp_etat").row(0, named=True)
    if not state["lignes"]:
        show_state(*NOTHING)
        return
    _show_reserve(state)
    show_note(PLACE)
    show_years()
    show_national()
    show(figures.pnad_par_epci)


def show_years() -> None:
    """Montre les réponses de chaque année, quelle que soit la période choisie."""
    show(figures.pnad_part, periode="tout", note=HOW_TO_READ)


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
        show_chart(drawn, found, "graphique_perimetres")
        show_footer(view, description, frame, "pnad_par_perimetre")


@published
def show_national() -> None:
    """Montre la série nationale, que ne change aucun filtre de la page."""
    view, description = current_view(), queries.describe("pnad_oecp")
    frame = view.frame("pnad_oecp")
    with st.container(key="indicateur_pnad_oecp"):
        drawn, found = figure(view, national.pnad_oecp, frame)
        show_heading(found, f"{description.titre} · en % · France entière, sans les filtres")
        show_chart(drawn, found, "graphique_oecp")
        show_note(NATIONAL)
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
        show_chart(drawn, TWO_NOTIONS, "graphique_notions")
        show_note(SIDES)
        show_footer(view, queries.describe("pnad_part"), both, "deux_notions")


def _panel(title: str, counts: pl.Series) -> panels.Panel:
    return panels.Panel(title, counts.to_list(), [number(one) for one in counts])


def show_where(dimension: str) -> None:
    """Montre, par acheteur ou par nature d'achat, ce qui est à corriger, compléter, préparer."""
    show_note(
        "À corriger : un facilitateur suit le marché, l'acheteur l'a déclaré sans. À compléter : "
        "case vide ou contradictoire. À préparer : sans clause, finit dans six à douze mois."
    )
    figures_of = {"acheteur": gaps.ou_gagner_acheteur, "cpv": gaps.ou_gagner_cpv}
    show(figures_of[dimension], query="pnad_ou_gagner", only={"dimension": dimension})


def choose_part() -> str:
    """Montre les parties de la page ; une ancienne adresse ouvre la partie qui a pris sa place."""
    st.query_params.update(MOVED.get(st.query_params.get(PART, ""), {}))
    return address.choose_part(PARTS)


def whole(view: View) -> View:
    """Rend la même vue, toutes périodes."""
    return replace(view, filters=replace(view.filters, periode="tout"))
