"""Le classeur d'un territoire : une feuille par indicateur, les mêmes nombres qu'à l'écran."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import polars as pl
import streamlit as st

import queries
from pages.pnad.choices import pnad_view
from pages.shared.frame.export import Export, workbook_bytes
from pages.shared.frame.filters import Filters
from pages.shared.frame.footer import build_export
from pages.shared.frame.projection import published
from pages.shared.frame.screen import show_file, show_heading, show_note
from pages.shared.frame.view import View, current_view, held
from pages.territoires.comite.blocks import quarter_view
from pages.territoires.measures import to_table
from pages.territoires.sections import funding_view

# Indicateur -> nom de sa feuille (31 signes au plus), dans l'ordre de la page.
SHEETS = {
    "portrait": "Portrait",
    "territoires_comparables": "EPCI comparés",
    "somme_epci": "Somme des EPCI",
    "heures_realisees_par_annee": "Heures par année",
    "heures_realisees_par_mois": "Heures par mois",
    "beneficiaires_par_categorie": "Bénéficiaires",
    "beneficiaires_par_qpv": "Quartiers prioritaires",
    "sorties_a_six_mois": "Sorties à six mois",
    "types_sorties_positives": "Types de sorties",
    "marches_liste": "Marchés",
    "heures_par_donneur_ordre": "Heures par acheteur",
    "marches_par_programme": "Programmes",
    "entreprises_par_type": "Entreprises",
    "financement_par_epci": "Financement",
    "cle_repartition": "Clé de répartition",
    "pnad_acheteurs": "PNAD des acheteurs",
    "comite_technique": "Comité technique",
    "marches_en_retard": "Derrière leur calendrier",
    "marches_se_terminant": "Finissant sous six mois",
    "six_mois_par_structure": "Six mois sans situation",
    "evenements_trimestre": "Événements du trimestre",
}
CONTENTS = "Sommaire"
# Lues au trimestre du comité technique.
AT_QUARTER = (
    "comite_technique",
    "marches_en_retard",
    "marches_se_terminant",
    "six_mois_par_structure",
    "evenements_trimestre",
)
COMPARED = ("portrait", "territoires_comparables")
# Toutes les années : une seule ne se compare à rien.
EVERY_YEAR = ("heures_realisees_par_annee",)
WHAT = (
    "Un classeur Excel : le portrait, la comparaison, les heures, les publics, les sorties, les "
    "marchés, le financement, les achats et le comité technique. Chaque feuille porte sa "
    "définition, ses filtres et la date des données. Aucune personne n'y figure."
)
_KEY = "classeur_prepare"
Ask = tuple[Filters, str]


@published
def show_classeur() -> None:
    """Montre de quoi préparer le classeur, sa progression, puis de quoi le télécharger."""
    view = current_view()
    if view.est_projection:
        raise queries.NonPublie
    with st.container(key="indicateur_classeur"):
        show_heading("Le classeur", f"Une feuille par indicateur · {view.sentence()}")
        show_note(WHAT)
        ask: Ask = (view.filters, _quarter(view))
        if st.button("Préparer le classeur", key="preparer_classeur"):
            held()[_KEY] = (ask, _prepare(view))
        asked, content = held().get(_KEY, (None, b""))
        # Un classeur préparé pour d'autres filtres n'est pas celui de l'écran.
        if asked == ask:
            _show_ready(view, content)


def _quarter(view: View) -> str:
    return quarter_view(view).filters.periode if view.date_donnees else ""


def _prepare(view: View) -> bytes:
    bar = st.progress(0.0, "Préparation du classeur…")
    sheets = workbook_sheets(view, lambda done, name: bar.progress(done, f"Feuille : {name}"))
    content = workbook_bytes(sheets)
    bar.empty()
    return content


def _show_ready(view: View, content: bytes) -> None:
    show_file(
        f"Télécharger le classeur ({len(SHEETS) + 1} feuilles)",
        lambda: content,
        f"territoire_{view.slug()}.xlsx",
        "telecharger_classeur",
        type="primary",
    )


def workbook_sheets(view: View, follow: Callable[[float, str], None]) -> dict[str, Export]:
    """Rend les feuilles, sommaire d'abord ; `follow` reçoit la part faite et la feuille en cours.

    Un indicateur sans réponse pour ces filtres a une feuille vide, qui le dit.
    """
    found: dict[str, Export] = {}
    for rank, (name, sheet) in enumerate(SHEETS.items()):
        follow(rank / len(SHEETS), sheet)
        found[sheet] = _export(_view_of(view, name), name)
    return {CONTENTS: _contents(view, found), **found}


def _view_of(view: View, name: str) -> View:
    """Rend la vue où se lit un indicateur : celle de l'écran, ou la sienne."""
    if name in AT_QUARTER and view.date_donnees:
        return quarter_view(view)
    if name in EVERY_YEAR:
        return replace(view, filters=replace(view.filters, periode="tout"))
    theme = queries.describe(name).theme
    if theme == "financement":
        return funding_view(view) or view
    return pnad_view(view) if theme == "pnad" else view


def _export(view: View, name: str) -> Export:
    description = queries.describe(name)
    build = partial(build_export, view, description)
    try:
        frame = view.frame(name)
    except queries.DemandeInvalide as refused:
        return build(pl.DataFrame(), more=(("Sans réponse", str(refused)),))
    if frame.is_empty():
        return build(frame, more=(("À savoir", "Aucune ligne pour ces filtres."),))
    return build(to_table(frame) if name in COMPARED else frame)


def _contents(view: View, sheets: Mapping[str, Export]) -> Export:
    """Rend le sommaire : une ligne par feuille ; ses notes disent le territoire et la date."""
    lines = [(sheet, one.title, one.frame.height, _filters(one)) for sheet, one in sheets.items()]
    heads = ["Feuille", "Indicateur", "Lignes", "Filtres"]
    first = next(iter(sheets.values()))
    kept = ("Attention", "Filtres", "Date des données", "Complétude", "Protection")
    notes = tuple(note for note in first.notes if note[0] in kept)
    title = f"Clauses sociales d'insertion : {view.sentence()}"
    return Export(title, pl.DataFrame(lines, schema=heads, orient="row"), notes, view.slug())


def _filters(export: Export) -> str:
    return dict(export.notes)["Filtres"]
