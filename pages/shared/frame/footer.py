"""Le pied d'un indicateur : date, complétude, définition, tableau, et les fichiers à emporter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

import queries
from pages.shared.frame import projection
from pages.shared.frame.export import Export, csv_bytes, xlsx_bytes
from pages.shared.frame.screen import show_file, show_html
from pages.shared.frame.tables import table_html
from pages.shared.frame.view import View, read_again, told
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
    day = formatting.day(view.date_donnees)
    if not est_bref:
        state = _completeness(view, description)
        show_html(f'<p class="pied">Données au {day} · {to_html(state)}</p>')
    _show_tools(view, description, frame, name, a_tableau, more)


def _show_tools(
    view: View,
    description: queries.Description,
    frame: pl.DataFrame,
    name: str,
    a_tableau: bool,
    more: Notes,
) -> None:
    """Montre la définition, le tableau et les fichiers ; rien n'en est fait avant qu'on l'ouvre."""
    with st.container(key=f"outils_{name}", horizontal=True, gap="small"):
        _show_folded(view, description, frame, name, a_tableau)
        taken = file_name(view, description)
        for label, build, extension in (("CSV", csv_bytes, "csv"), ("Excel", xlsx_bytes, "xlsx")):
            make = partial(_built, build, view, description, frame, more)
            show_file(label, make, f"{taken}.{extension}", f"{extension}_{name}", type="tertiary")


# Un fragment : ouvrir une définition ou un tableau n'envoie qu'eux, et rien d'autre ne bouge.
@st.fragment
def _show_folded(
    view: View,
    description: queries.Description,
    frame: pl.DataFrame,
    name: str,
    a_tableau: bool,
) -> None:
    """Montre la définition et le tableau, faits une fois ouverts."""
    _show_opened(
        "Définition",
        f"definition_{name}",
        lambda: definition_html(description, rules_of(description, view.frame("parametres"))),
    )
    if a_tableau:
        _show_opened(
            "Tableau",
            f"tableau_{name}",
            lambda: table_html(frame, description.titre, description.codes),
        )


def _show_opened(label: str, key: str, make: Callable[[], str]) -> None:
    """Montre un volet dont le contenu n'est fait qu'une fois ouvert."""
    folded = st.popover(label, type="tertiary", key=key, on_change="rerun")
    if is_open(folded):
        with folded, read_again():
            show_html(make())


def is_open(folded: DeltaGenerator) -> bool:
    """Dit si ce volet est ouvert à l'écran."""
    return bool(folded.open)


def _built(
    build: Callable[[Export], bytes],
    view: View,
    description: queries.Description,
    frame: pl.DataFrame,
    more: Notes,
) -> bytes:
    return build(build_export(view, description, frame, more))


def file_name(view: View, description: queries.Description) -> str:
    """Rend le nom, sans extension, du fichier d'un indicateur."""
    return f"{slug(description.name)}_{view.slug()}"


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
    name = file_name(view, description)
    kept = tuple(note for note in notes if note[1])
    return Export(description.titre, to_export(frame, description.codes), kept, name)


def _completeness(view: View, description: queries.Description) -> str:
    """Dit ce qui est reçu : les heures, ou pour le financement les plans et l'activité."""
    if view.own.completude:
        return view.own.completude
    state = view.frame("completude")
    read = ("financement_par_structure", "cle_repartition")
    if description.theme != "financement" or any(view.protects(one) for one in read):
        return told(view, completeness, state)
    plans, keys = (view.frame(one) for one in read)
    return funding_completeness(description.name, plans, keys, state)
