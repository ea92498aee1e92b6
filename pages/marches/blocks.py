"""Les blocs de la page Marchés : la typologie au choix, la liste qui est derrière."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl
import streamlit as st

import queries
from pages.marches import figures, listing
from pages.marches.rows import rows_html
from pages.shared.frame import address, empty, pick
from pages.shared.frame.footer import show_footer
from pages.shared.frame.projection import published
from pages.shared.frame.screen import show_chart, show_heading, show_html, show_state
from pages.shared.frame.show import draw_spoken, show
from pages.shared.frame.view import current_view
from pages.shared.words.formatting import escape, typeset

# Colonne de la liste -> la figure de cette typologie.
TYPOLOGIES = {
    "nature_marche": figures.marches_par_nature,
    "procedure_clause": figures.marches_par_procedure,
    "secteur_activite": figures.marches_par_secteur,
    "type_maitre_ouvrage": figures.marches_par_type_donneur_ordre,
    "tranche_montant": figures.marches_par_tranche_montant,
    "programme": figures.marches_par_programme,
    "etat": figures.marches_par_etat,
}

PICK_NOTE = (
    "Pressez une barre : la liste ci-dessous ne montre plus que ses marchés ; pressez-la encore "
    "pour les revoir tous. Au clavier, le choix « Restreindre à » fait la même chose."
)


@published
def show_typology() -> None:
    """Montre la typologie des marchés en cours selon ce qui est choisi, en nombre et en heures."""
    names = {column: listing.DIMENSIONS[column] for column in TYPOLOGIES}
    column = address.choose_part(names, "selon", "Les marchés en cours selon")
    a_liste = column in current_view().frame("marches_liste").columns
    show(TYPOLOGIES[column], note=PICK_NOTE if a_liste else "", est_a_choisir=a_liste)


@published
def show_programmes_by_year() -> None:
    """Montre les marchés en cours de chaque programme, année par année."""
    view, description = current_view(), queries.describe("marches_par_programme")
    frames = [
        view.frame("marches_par_programme", replace(view.filters, periode=str(year))).select(
            pl.lit(year).alias("annee"), pl.all()
        )
        for year in sorted(view.options.annees)
    ]
    frame = pl.concat(frames)
    with st.container(key="indicateur_programmes_par_annee"):
        if not frame["en_cours"].sum():
            empty.add(description.titre)
            return
        drawn, found = draw_spoken(view, figures.programmes_par_annee, frame)
        show_heading(found, f"{description.titre} et par année · en marchés")
        show_chart(drawn, found, "graphique_programmes")
        show_footer(view, description, frame, "programmes_par_annee")


@st.fragment
@published
def show_listing() -> None:
    """Montre les marchés un par un : ensemble, choix, recherche, ordre, fichiers."""
    view, description = current_view(), queries.describe("marches_liste")
    every = listing.with_marks(view.frame("marches_liste"))
    with st.container(key="indicateur_marches_liste"):
        show_html(f'<h2 class="constat">{escape(description.titre)}</h2>')
        if every.is_empty():
            empty.add(description.titre)
            return
        columns = st.columns([4, 4, 4, 3])
        group = _choose(columns[0], "Marchés", "marches", listing.GROUPS)
        kept = listing.keep_group(every, group)
        parts = {"": "Sans restriction", **listing.choices(kept)}
        choice = address.choose(columns[1], "Restreindre à", pick.CHOICE, parts)
        label = parts[choice] if choice else ""
        text = address.search(columns[2], "cherche", "école, Monteux, peinture…")
        sort = _choose(columns[3], "Ranger par", "tri", listing.SORTS)
        found = listing.search(listing.keep_choice(kept, choice), text)
        found = listing.order(found, sort)
        said = typeset(listing.sentence(found, group, label, text))
        if found.is_empty():
            show_state("Aucun marché ne répond à ce choix", f"{said}. Élargissez la recherche.")
            return
        show_html(rows_html(found, said))
        show_footer(
            view,
            description,
            found.drop(listing.MARKS),
            "marches_liste",
            est_bref=True,
            a_tableau=False,
            more=(("Choix", said),),
        )


def _choose(
    place: address.Place, label: str, name: str, choices: Mapping[str, tuple[object, ...]]
) -> str:
    """Rend un choix gardé dans l'adresse ; `choices` : code -> (mots, …)."""
    return address.choose(place, label, name, {code: str(one[0]) for code, one in choices.items()})
