"""Les parties de la page Territoires : les figures des autres pages, au territoire choisi."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

import queries
from pages.beneficiaires.figures import beneficiaires_par_categorie
from pages.beneficiaires.parcours import beneficiaires_par_qpv
from pages.entreprises.figures import entreprises_par_type
from pages.financement import figures as financement
from pages.financement.key import cle_repartition
from pages.heures import figures as heures
from pages.marches.derriere import avec_heures, en_cours
from pages.marches.figures import marches_par_programme
from pages.pnad.blocks import HOW_TO_READ
from pages.pnad.choices import INVENTED, PLACE, pnad_view
from pages.pnad.figures import pnad_acheteurs, pnad_part
from pages.shared.frame.filters import PRECISE, WHOLE
from pages.shared.frame.projection import published
from pages.shared.frame.screen import show_html, show_note, show_state
from pages.shared.frame.show import show
from pages.shared.frame.view import View, current_view, seen_through
from pages.shared.words.formatting import to_html
from pages.sorties.figures import devenir_a_six_mois, sorties_a_six_mois
from pages.territoires.figures import acheteurs_et_heures
from pages.territoires.market import show_market

OF_ITS_EPCI = (
    "Le financement se lit par EPCI, pas par commune ni par quartier : voici celui de son EPCI, {}."
)
NOT_FUNDED = "Le financement se lit par EPCI, bassin ou structure."


def show_hours() -> None:
    """Montre les heures du territoire : par mois, par année, prévues, par acheteur."""
    show(heures.heures_realisees_par_mois)
    left, right = st.columns(2, gap="large")
    with left:
        show(heures.heures_realisees_par_annee, periode="tout")
    with right:
        show(heures.heures_par_structure, derriere=avec_heures)
    show(heures.heures_par_donneur_ordre, derriere=avec_heures)


def show_people() -> None:
    """Montre les personnes du territoire : publics, quartiers, situation à six mois."""
    show(
        beneficiaires_par_categorie,
        note="Une personne peut être dans plusieurs publics : ces barres ne s'additionnent pas.",
    )
    show(sorties_a_six_mois)
    show(devenir_a_six_mois, query="sorties_a_six_mois")
    show(beneficiaires_par_qpv)


def show_markets() -> None:
    """Montre les marchés du territoire : acheteurs, un marché seul, programmes, entreprises."""
    show(
        acheteurs_et_heures,
        note="Sur toute la vie des marchés en cours. La barre peut dépasser le trait.",
        derriere=en_cours,
    )
    show_market()
    show(marches_par_programme, derriere=en_cours)
    show(entreprises_par_type, derriere=en_cours)


def show_funding() -> None:
    """Montre qui paie les postes du territoire et la clé ; pour une commune, de son EPCI."""
    view = funding_view(current_view())
    if view is None:
        show_state("Rien à montrer ici", NOT_FUNDED)
        return
    if view.filters != current_view().filters:
        name = view.options.epci[view.filters.epci]
        show_note(OF_ITS_EPCI.format(name))
    with seen_through(view):
        show(financement.financement_par_epci)
        show(financement.financement_par_poste)
        show(cle_repartition)


def funding_view(view: View) -> View | None:
    """Rend la vue où se lit le financement : d'une commune ou d'un quartier, celle de son EPCI.

    None si la commune n'est dans aucun.
    """
    name = next((one for one in PRECISE if getattr(view.filters, one) != WHOLE), "")
    if not name:
        return view
    epci = _epci_of(name, getattr(view.filters, name))
    return replace(view, filters=view.filters.at("epci", epci)) if epci else None


def _epci_of(name: str, code: str) -> str:
    """Rend l'EPCI d'une commune, ou de la commune d'un quartier."""
    communes = queries.contours("commune")
    if name == "qpv":
        town = queries.quartiers().filter(code=code)["commune"][0]
        return communes.filter(nom=town)["epci"][0]
    return communes.filter(code=code)["epci"][0]


@published
def show_purchases() -> None:
    """Montre les contrats déclarés par les acheteurs du territoire (PNAD)."""
    view = pnad_view(current_view())
    if not view.frame("decp_etat")["lignes"][0]:
        show_state(
            "Aucune donnée de la commande publique (DECP) reçue",
            "La page PNAD dit comment les recevoir.",
        )
        return
    if view.own.notes:
        show_html(f'<p class="exemple">{to_html(INVENTED)}</p>')
    show_note(PLACE)
    with seen_through(view):
        show(pnad_part, periode="tout", note=HOW_TO_READ)
        show(pnad_acheteurs)
