"""Le pied d'un indicateur : date, complétude, définition, tableau, et les fichiers à emporter."""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

import queries
from pages.shared.frame import projection
from pages.shared.frame.export import Export, csv_bytes, xlsx_bytes
from pages.shared.frame.screen import show_file, show_html
from pages.shared.frame.tables import table_html
from pages.shared.frame.view import View
from pages.shared.words import formatting
from pages.shared.words.completude import completeness, funding_completeness
from pages.shared.words.definitions import definition_html, rules_of
from pages.shared.words.formatting import slug, to_html
from pages.shared.words.labels import to_export

EXAMPLE = "Données d'exemple, inventées, calées sur les totaux publiés de 2023"
PROTECTION = "Chiffres exacts, ne pas diffuser"
Notes = tuple[tuple[str, str], ...]


def show_footer(
    view: View,
    description: queries.Description,
    frame: pl.DataFrame,
    name: str,
    *,
    est_bref: bool = False,
    a_tableau: bool = True,
    more: Notes = (),
) -> None:
    """Montre le pied d'un indicateur : date, complétude, définition, tableau, fichiers.

    `name` distingue les commandes de deux figures tirées d'une même requête ; `est_bref` tait la
    date et la complétude, dites juste au-dessus ; `a_tableau` est faux quand le tableau est déjà à
    l'écran ; `more` complète les notes des fichiers.
    """
    state = _completeness(view, description)
    rules = rules_of(description, view.frame("parametres"))
    day = formatting.day(view.date_donnees)
    if not est_bref:
        show_html(f'<p class="pied">Données au {day} · {to_html(state)}</p>')
    with st.container(key=f"outils_{name}", horizontal=True, gap="small"):
        with st.popover("Définition", type="tertiary", key=f"definition_{name}"):
            show_html(definition_html(description, rules))
        if a_tableau:
            with st.popover("Tableau", type="tertiary", key=f"tableau_{name}"):
                show_html(table_html(frame, description.titre, description.codes))
        export = build_export(view, description, frame, more)
        for label, build, extension in (("CSV", csv_bytes, "csv"), ("Excel", xlsx_bytes, "xlsx")):
            key = f"{extension}_{name}"
            show_file(
                label, partial(build, export), export.file_name(extension), key, type="tertiary"
            )


def build_export(
    view: View, description: queries.Description, frame: pl.DataFrame, more: Notes = ()
) -> Export:
    """Rend le fichier d'un indicateur : le tableau montré et de quoi le lire seul."""
    is_protected = view.protects(description.name)
    notes = [
        ("Indicateur", description.titre),
        ("Filtres", view.sentence()),
        *view.own.notes,
        *more,
        ("Date des données", formatting.day(view.date_donnees)),
        ("Complétude", _completeness(view, description)),
        ("Unité", description.unite),
        ("Définition", description.definition),
        ("Règles suivies", rules_of(description, view.frame("parametres"))),
        ("Source", description.source),
        ("Protection", projection.MENTION if is_protected else PROTECTION),
    ]
    if is_protected:
        notes.append(("Règle", projection.rule(view.store, view.generation)))
    if view.est_exemple:
        notes.insert(0, ("Attention", EXAMPLE))
    name = f"{slug(description.name)}_{view.slug()}"
    kept = tuple(note for note in notes if note[1])
    return Export(description.titre, to_export(frame, description.codes), kept, name)


def _completeness(view: View, description: queries.Description) -> str:
    """Dit ce qui est reçu : les heures, ou pour le financement les plans et l'activité."""
    if view.own.completude:
        return view.own.completude
    state = view.frame("completude")
    read = ("financement_par_structure", "cle_repartition")
    if description.theme != "financement" or any(view.protects(one) for one in read):
        return completeness(state)
    plans, keys = (view.frame(one) for one in read)
    return funding_completeness(description.name, plans, keys, state)
