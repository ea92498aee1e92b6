"""Un indicateur à l'écran, le même partout : constat, mesure, graphique, tableau, fichiers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import plotly.graph_objects as go
import polars as pl
import streamlit as st

import queries
from pages.shared import formatting, projection
from pages.shared.cards import Card, cards_html
from pages.shared.completude import completeness, funding_completeness
from pages.shared.definitions import definition_html, rules_of, said
from pages.shared.export import XLSX_TYPE, Export, csv_bytes, xlsx_bytes
from pages.shared.formatting import slug, typeset
from pages.shared.labels import to_export
from pages.shared.pick import chart_options
from pages.shared.tables import table_html
from pages.shared.view import Draw, View, current_view, figure

EXAMPLE = "Données d'exemple, inventées, calées sur les totaux publiés de 2023"
PROTECTION = "Chiffres exacts, ne pas diffuser"
Notes = tuple[tuple[str, str], ...]
CHART_CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False}


def show(
    draw: Draw,
    *,
    note: str = "",
    query: str = "",
    periode: str = "",
    est_a_choisir: bool = False,
    derriere: Callable[[go.Figure], None] | None = None,
) -> None:
    """Montre l'indicateur qui porte le nom de la fonction de dessin.

    `draw(frame)` rend une figure dont `theme.say` dit le constat ; `note` est une phrase de
    lecture sous le graphique ; `query` nomme une requête qui porte un autre nom que la figure ;
    `periode` remplace celle des filtres (« tout » pour une comparaison d'années) ;
    `est_a_choisir` : presser une barre écrit dans l'adresse ce qu'elle désigne ; `derriere` aussi,
    et cette fonction montre sous le graphique ce qui est derrière ses barres.
    """
    view, name = _view_of(periode), draw.__name__
    description = queries.describe(query or name)
    with st.container(key=f"indicateur_{name}"):
        if view.est_projection and description.name in projection.ROUNDED:
            # Deux figures d'une même requête ne diraient en projection que la même chose.
            if description.name == name:
                _show_rounded(view, description)
            return
        frame = _read(view, description)
        if frame is None:
            return
        drawn, found = figure(view, draw, frame)
        finding = found or description.titre
        show_heading(finding, _measure(description, view))
        options = {"key": f"graphique_{name}"}
        if est_a_choisir or derriere:
            options = chart_options(name)
        st.plotly_chart(drawn, theme=None, config=CHART_CONFIG, alt=finding, **options)
        _show_note(note)
        if derriere:
            with st.container(key=f"outils_derriere_{name}", horizontal=True, gap="small"):
                derriere(drawn)
        show_footer(view, description, frame, name)


def _view_of(periode: str) -> View:
    view = current_view()
    return replace(view, filters=replace(view.filters, periode=periode)) if periode else view


def _show_note(note: str) -> None:
    if note:
        show_html(f'<p class="lecture">{said(note)}</p>')


def _show_rounded(view: View, description: queries.Description) -> None:
    """Montre les effectifs publiés d'un indicateur : la règle d'arrondi, pas la figure exacte."""
    try:
        frame = view.rounded(description.name)
    except queries.DemandeInvalide as refused:
        projection.show_unpublished(str(refused), description.titre)
        return
    show_heading(description.titre, _measure(description, view))
    drawn = projection.draw_rounded(frame)
    key = f"graphique_{description.name}"
    st.plotly_chart(drawn, theme=None, config=CHART_CONFIG, alt=description.titre, key=key)
    show_footer(view, description, frame.drop("valeur"), description.name)


def show_phrase(tell: Callable[[pl.DataFrame], str], *, query: str = "") -> None:
    """Montre la phrase d'un indicateur, là où une phrase est plus claire qu'un graphique.

    `tell` porte le nom de la requête, à moins que `query` la nomme ; une phrase vide ne montre
    rien.
    """
    view, name = current_view(), tell.__name__
    description = queries.describe(query or name)
    if view.est_projection and description.name not in queries.protected_names():
        return
    frame = _read(view, description)
    words = tell(frame) if frame is not None else ""
    if not words:
        return
    with st.container(key=f"phrase_{name}", horizontal=True, vertical_alignment="center"):
        show_html(f'<p class="lecture">{said(words)}</p>')
        show_footer(view, description, frame, name, est_bref=True)


def show_cards(
    build: Callable[[pl.DataFrame], Sequence[Card]], *, note: str = "", query: str = ""
) -> None:
    """Montre les chiffres clés d'un indicateur ; `build` porte le nom de la requête, ou `query`."""
    view, name = current_view(), build.__name__
    description = queries.describe(query or name)
    with st.container(key=f"indicateur_{name}"):
        frame = _read(view, description)
        if frame is None:
            return
        show_html(cards_html(build(frame)))
        _show_note(note)
        show_footer(view, description, frame, name)


def show_table(name: str, *, note: str = "") -> None:
    """Montre un résultat en tableau seul, quand un graphique ne dirait rien de plus."""
    view = current_view()
    description = queries.describe(name)
    with st.container(key=f"indicateur_{name}"):
        frame = _read(view, description)
        if frame is None:
            return
        show_heading(description.titre, _measure(description, view))
        show_html(table_html(frame, description.titre))
        _show_note(note)
        show_footer(view, description, frame, name)


def show_title(text: str) -> None:
    """Montre le titre d'une page : une question ou un constat."""
    st.title(typeset(text), anchor=False)


def show_html(text: str) -> None:
    """Montre du HTML déjà neutralisé par `escape`."""
    st.html(text)


def show_heading(constat: str, mesure: str) -> None:
    """Montre le constat d'un indicateur et, dessous, ce qui est mesuré."""
    show_html(f'<h3 class="constat">{said(constat)}</h3><p class="mesure">{said(mesure)}</p>')


def show_state(title: str, phrase: str) -> None:
    """Montre un état : rien à montrer, données partielles, erreur expliquée."""
    show_html(f'<div class="etat" role="status"><strong>{said(title)}</strong>{said(phrase)}</div>')


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
    rules = rules_of(description.theme, view.frame("parametres"))
    day = formatting.day(view.date_donnees)
    if not est_bref:
        show_html(f'<p class="pied">Données au {day} · {said(state)}</p>')
    with st.container(key=f"outils_{name}", horizontal=True, gap="small"):
        with st.popover("Définition", type="tertiary", key=f"definition_{name}"):
            show_html(definition_html(description, rules))
        if a_tableau:
            with st.popover("Tableau", type="tertiary", key=f"tableau_{name}"):
                show_html(table_html(frame, description.titre))
        export = build_export(view, description, frame, more)
        _download("CSV", export, "csv", f"csv_{name}")
        _download("Excel", export, "xlsx", f"xlsx_{name}")


def _download(label: str, export: Export, extension: str, key: str) -> None:
    build, kind = (
        (xlsx_bytes, XLSX_TYPE) if extension == "xlsx" else (csv_bytes, "text/csv; charset=utf-8")
    )
    st.download_button(
        label,
        data=partial(build, export),
        file_name=export.file_name(extension),
        mime=kind,
        key=key,
        on_click="ignore",
        type="tertiary",
    )


def build_export(
    view: View, description: queries.Description, frame: pl.DataFrame, more: Notes = ()
) -> Export:
    """Rend le fichier d'un indicateur : le tableau montré et de quoi le lire seul."""
    notes = [
        ("Indicateur", description.titre),
        ("Filtres", view.sentence()),
        *view.own.notes,
        *more,
        ("Date des données", formatting.day(view.date_donnees)),
        ("Complétude", _completeness(view, description)),
        ("Unité", description.unite),
        ("Définition", description.definition),
        ("Règles suivies", rules_of(description.theme, view.frame("parametres"))),
        ("Source", description.source),
        ("Protection", projection.MENTION if view.est_projection else PROTECTION),
    ]
    if view.est_projection:
        notes.append(("Règle", projection.rule(view.store, view.generation)))
    if view.est_exemple:
        notes.insert(0, ("Attention", EXAMPLE))
    name = f"{slug(description.name)}_{view.slug()}"
    kept = tuple(note for note in notes if note[1])
    return Export(description.titre, to_export(frame), kept, name)


def _completeness(view: View, description: queries.Description) -> str:
    """Dit ce qui est reçu : les heures, ou pour le financement les plans et l'activité."""
    if view.own.completude:
        return view.own.completude
    state = view.frame("completude")
    if description.theme != "financement" or view.est_projection:
        return completeness(state)
    plans, keys = view.frame("financement_par_structure"), view.frame("cle_repartition")
    return funding_completeness(description.name, plans, keys, state)


def _read(view: View, description: queries.Description) -> pl.DataFrame | None:
    """Lit un résultat ; vide ou refusé, il laisse place à une phrase et None est rendu."""
    try:
        frame = view.frame(description.name)
    except queries.NonPublie as refused:
        projection.show_unpublished(str(refused), description.titre)
        return None
    except queries.DemandeInvalide as refused:
        show_state("Cette question n'a pas de réponse ici", str(refused))
        return None
    if _says_nothing(frame):
        show_state("Rien à montrer ici", _empty_sentence(description.titre, view))
        return None
    return frame


def _says_nothing(frame: pl.DataFrame) -> bool:
    """Dit si un résultat n'a ni ligne ni personne : un graphique n'y montrerait que des axes."""
    return frame.is_empty() or ("personnes" in frame.columns and not frame["personnes"].sum())


def _measure(description: queries.Description, view: View) -> str:
    has_unit = description.unite and not description.unite.startswith(("selon", "sans"))
    unit = f"en {description.unite}" if has_unit else ""
    parts = [description.titre, unit, view.sentence()]
    return " · ".join(part for part in parts if part)


def _empty_sentence(titre: str, view: View) -> str:
    return (
        f"{titre} : aucune donnée ({view.sentence()}). Élargissez la période ou le territoire, "
        "ou vérifiez sur la page Imports que l'export de cette structure a été reçu."
    )
