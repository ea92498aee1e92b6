"""Les blocs de la page Marchés : la typologie au choix, la liste qui est derrière."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl
import streamlit as st

import queries
from pages.marches import figures, listing
from pages.marches.rows import rows_html
from pages.shared import pick
from pages.shared.formatting import escape, typeset
from pages.shared.projection import published
from pages.shared.show import (
    CHART_CONFIG,
    show,
    show_footer,
    show_heading,
    show_html,
    show_state,
)
from pages.shared.view import current_view, figure

# Colonne de la liste -> la figure de cette typologie.
TYPOLOGIES = {
    "nature_marche": figures.marches_par_nature,
    "procedure_clause": figures.marches_par_procedure,
    "secteur_activite": figures.marches_par_secteur,
    "type_maitre_ouvrage": figures.marches_par_type_donneur_ordre,
    "tranche_montant": figures.marches_par_tranche_montant,
}

PICK_NOTE = (
    "Pressez une barre : la liste ci-dessous ne montre plus que ses marchés ; pressez-la encore "
    "pour les revoir tous. Au clavier, le choix « Restreindre à » fait la même chose."
)


@published
def show_typology() -> None:
    """Montre la typologie des marchés en cours selon ce qui est choisi, en nombre et en heures."""
    choices = list(TYPOLOGIES)
    _follow("selon", choices, choices[0])
    st.segmented_control(
        "Les marchés en cours selon",
        choices,
        format_func=listing.DIMENSIONS.get,
        key="marches_selon",
        required=True,
        on_change=_write,
        args=("selon", choices[0]),
    )
    column = st.session_state["marches_selon"]
    a_liste = column in current_view().frame("marches_liste").columns
    show(TYPOLOGIES[column], note=PICK_NOTE if a_liste else "", est_a_choisir=a_liste)


def _follow(name: str, allowed: list[str], default: str) -> str:
    """Met une liste de choix à la valeur de l'adresse, ou à `default` si elle n'est pas admise."""
    asked = st.query_params.get(name, default)
    value = asked if asked in allowed else default
    st.session_state[f"marches_{name}"] = value
    return value


def _write(name: str, default: str = "") -> None:
    value = st.session_state[f"marches_{name}"] or ""
    pick.write(name, "" if value == default else value)
    pick.renew_charts()


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
            show_state("Rien à montrer ici", "Aucun marché reçu pour cette vue.")
            return
        drawn, found = figure(view, figures.programmes_par_annee, frame)
        show_heading(found, f"{description.titre} et par année · en marchés")
        st.plotly_chart(
            drawn, theme=None, key="graphique_programmes", config=CHART_CONFIG, alt=found
        )
        show_footer(view, description, frame, "programmes_par_annee")


@st.fragment
@published
def show_listing() -> None:
    """Montre les marchés un par un : ensemble, choix, recherche, ordre, fichiers."""
    view, description = current_view(), queries.describe("marches_liste")
    every = listing.with_marks(view.frame("marches_liste"))
    with st.container(key="indicateur_marches_liste"):
        show_html(f'<h3 class="constat">{escape(description.titre)}</h3>')
        if every.is_empty():
            show_state("Rien à montrer ici", "Aucun marché reçu pour cette vue.")
            return
        columns = st.columns([3, 4, 4, 3])
        group = _choose(columns[0], "Marchés", "marches", listing.GROUPS, "en_cours")
        kept = listing.keep_group(every, group)
        choice, label = _choose_part(columns[1], listing.choices(kept))
        text = _search(columns[2])
        sort = _choose(columns[3], "Ranger par", "tri", listing.SORTS, "etat")
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
    place: st.delta_generator.DeltaGenerator,
    label: str,
    name: str,
    choices: Mapping[str, tuple[object, ...]],
    default: str,
) -> str:
    """Rend un choix gardé dans l'adresse sous `name` ; `choices` : code -> (mots, …)."""
    _follow(name, list(choices), default)
    return place.selectbox(
        label,
        list(choices),
        format_func=lambda code: choices[code][0],
        key=f"marches_{name}",
        on_change=_write,
        args=(name, default),
        filter_mode=None,
    )


def _choose_part(
    place: st.delta_generator.DeltaGenerator, names: dict[str, str]
) -> tuple[str, str]:
    """Rend le choix et ses mots."""
    value = _follow(pick.CHOICE, ["", *names], "")
    place.selectbox(
        "Restreindre à",
        ["", *names],
        format_func=lambda code: names.get(code, "Sans restriction"),
        key=f"marches_{pick.CHOICE}",
        on_change=_write,
        args=(pick.CHOICE,),
        filter_mode="contains",
    )
    return value, names.get(value, "")


def _search(place: st.delta_generator.DeltaGenerator) -> str:
    st.session_state["marches_cherche"] = st.query_params.get("cherche", "")[:80]
    return place.text_input(
        "Chercher",
        key="marches_cherche",
        type="search",
        max_chars=80,
        placeholder="école, Monteux, peinture…",
        on_change=_write,
        args=("cherche",),
    )
