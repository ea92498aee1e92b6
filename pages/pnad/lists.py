"""Les listes de la page PNAD, à filtrer et à emporter : loi, suites, rapprochements, doublons."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl
import streamlit as st

import queries
from pages.pnad import gaps, listing, rows
from pages.pnad.blocks import whole
from pages.shared.frame.address import choose, search, switch
from pages.shared.frame.footer import show_footer
from pages.shared.frame.screen import show_heading, show_html, show_note, show_state
from pages.shared.frame.show import show, show_table
from pages.shared.frame.view import View, current_view
from pages.shared.words.formatting import counted, day

COUNTED = {
    "pnad_prospects": "contrat",
    "pnad_loi_climat": "contrat",
    "pnad_rapprochement": "constat",
    "pnad_doublons": "doublon",
}
UPCOMING = "Quelle que soit la période choisie : fin attendue de six à douze mois après le"
LAW = (
    "Depuis le 21 août 2026 (décret n° 2022-767 du 2 mai 2022), un contrat au-dessus du seuil "
    "européen comporte une condition d'exécution sociale (loi n° 2021-1104 du 22 août 2021, "
    "article 35 ; code de la commande publique, articles L. 2112-2-1 et L. 3114-2-1). Elle vaut "
    "pour les consultations engagées depuis ce jour : leur date est à demander à l'acheteur."
)
DEROGATION = (
    "L'acheteur peut y déroger, s'il le motive (article L. 2112-2-1). Les données n'en laissent "
    "voir qu'un cas, signalé : des travaux de moins de six mois."
)


def show_law() -> None:
    """Montre l'obligation légale, quelle que soit la période, le texte d'abord."""
    show_note(LAW)
    bilan = whole(current_view()).frame("pnad_loi_climat_bilan")
    if bilan.is_empty():
        show_state(
            "Aucun contrat visé",
            "Depuis l'entrée en vigueur de la loi, aucun contrat publié n'atteint le seuil "
            "européen de sa date.",
        )
    else:
        show(gaps.pnad_loi_climat_bilan, periode="tout")
        _show_law_list()
    show_note(DEROGATION)


@st.fragment
def _show_law_list() -> None:
    view = whole(current_view())
    every = view.frame("pnad_loi_climat")
    with st.container(key="indicateur_pnad_loi_climat"):
        _title("pnad_loi_climat", "Quelle que soit la période")
        places = st.columns([2, 3])
        situations = listing.values(every, "situation", "situation", "Toutes les situations")
        chosen = choose(places[0], "Situation", "situation", situations)
        text = search(places[1], "cherche", "école, Monteux…")
        found = listing.search(listing.keep(every, "situation", chosen), text, listing.LAW_SEARCHED)
        told = (situations[chosen], text)
        _show_list(view, "pnad_loi_climat", found, rows.law_html, told)


@st.fragment
def show_prospects() -> None:
    """Montre les contrats à préparer : structure, achat, montant, déclaration, recherche."""
    view = current_view()
    every = view.frame("pnad_prospects")
    with st.container(key="indicateur_pnad_prospects"):
        _title("pnad_prospects", f"{UPCOMING} {day(view.date_donnees)}")
        places = st.columns(4)
        offered = listing.structures(every)
        structure = choose(places[0], "Structure en charge", "charge", offered)
        found = listing.keep_structure(every, structure)
        told = [offered[structure]]
        for place, label, name, column, names, whole in (
            (places[1], "Achat", "achat", "code_division", "cpv_libelle", "Tous les achats"),
            (
                places[2],
                "Montant",
                "montant",
                "tranche_montant",
                "tranche_libelle",
                "Tous montants",
            ),
        ):
            values = listing.values(found, column, names, whole)
            chosen = choose(place, label, name, values)
            found = listing.keep(found, column, chosen)
            told.append(values[chosen])
        text = search(places[3], "cherche", "école, Monteux…")
        found = listing.search(found, text, listing.PROSPECTS_SEARCHED)
        _show_list(view, "pnad_prospects", found, rows.prospects_html, (*told, text))


@st.fragment
def show_pairs() -> None:
    """Montre le déclaré en regard du suivi : constat, confiance, recherche."""
    view = current_view()
    every = view.frame("pnad_rapprochement")
    with st.container(key="indicateur_pnad_rapprochement"):
        _title("pnad_rapprochement", view.sentence())
        places = st.columns([4, 2, 3])
        offered = listing.findings(every)
        finding = choose(places[0], "Constat", "constat", offered)
        found = listing.keep(every, "constat", finding)
        sure = listing.confidences(found)
        confidence = choose(places[1], "Confiance", "confiance", sure)
        text = search(places[2], "cherche", "école, Monteux, peinture…")
        found = listing.keep(found, "confiance", confidence)
        found = listing.search(found, text, listing.PAIRS_SEARCHED)
        told = (offered[finding], sure[confidence], text)
        _show_list(view, "pnad_rapprochement", found, rows.pairs_html, told)


def show_doubles() -> None:
    """Montre ce qui a été fusionné, et l'interrupteur qui le compte à part."""
    view = current_view()
    frame = view.frame("pnad_doublons")
    with st.container(key="indicateur_pnad_doublons"):
        _title("pnad_doublons", view.sentence())
        switch("Compter les doublons à part", "doublons", "separes")
        if frame.is_empty():
            show_state("Aucun doublon probable", "Aucun contrat de cette vue n'a été fusionné.")
            return
        _show_list(view, "pnad_doublons", frame, rows.doubles_html, ("",))


def show_conflicts() -> None:
    """Montre les contrats dont les versions ou les sources se contredisent."""
    view = current_view()
    if view.frame("pnad_conflits").is_empty():
        show_state(
            "Aucune contradiction", "Les versions et les sources de chaque contrat s'accordent."
        )
        return
    show_table("pnad_conflits", note="La première version est retenue, jamais la plus favorable.")


def _title(name: str, mesure: str) -> None:
    show_heading(queries.describe(name).titre, mesure)


def _show_list(
    view: View,
    name: str,
    found: pl.DataFrame,
    build: Callable[[pl.DataFrame, str], str],
    told: Sequence[str],
) -> None:
    """Montre une liste et ses fichiers ; `told` : les choix en mots, puis le texte cherché."""
    *chosen, text = told
    words = listing.sentence(counted(found.height, COUNTED[name]), chosen, text)
    if found.is_empty():
        show_state("Aucun contrat ne répond à ce choix", f"{words}. Élargissez la recherche.")
        return
    show_html(build(found, words))
    show_footer(
        view,
        queries.describe(name),
        found,
        name,
        est_bref=True,
        a_tableau=False,
        more=(("Choix", words),),
    )
