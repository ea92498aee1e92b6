"""Un indicateur à l'écran, le même partout : constat, mesure, figure, note, pied."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from inspect import signature

import plotly.graph_objects as go
import polars as pl
import streamlit as st

import queries
from pages.shared.charts.cards import Card, cards_html
from pages.shared.charts.lone import in_words, is_blank
from pages.shared.frame import empty, projection
from pages.shared.frame.footer import show_footer
from pages.shared.frame.pick import chart_options
from pages.shared.frame.screen import (
    is_said,
    show_chart,
    show_findings,
    show_heading,
    show_html,
    show_note,
    show_state,
)
from pages.shared.frame.tables import table_html
from pages.shared.frame.view import Draw, View, current_view, figure, told
from pages.shared.theme import drawn_of
from pages.shared.words.formatting import number, to_html

Tell = Callable[[pl.DataFrame], str]


def show(
    draw: Draw,
    *,
    note: str = "",
    query: str = "",
    periode: str = "",
    only: Mapping[str, str] | None = None,
    est_a_choisir: bool = False,
    derriere: Callable[[go.Figure], None] | None = None,
    tell: Tell | None = None,
) -> None:
    """Montre l'indicateur qui porte le nom de la fonction de dessin.

    `draw(frame)` rend une figure dont `theme.say` dit le constat ; `note` est une phrase de
    lecture sous le graphique ; `query` nomme une requête qui porte un autre nom que la figure ;
    `periode` remplace celle des filtres (« tout » pour une comparaison d'années) ; `only` ne garde
    que les lignes qui ont ces valeurs, du dessin au tableau et aux fichiers ;
    `est_a_choisir` : presser une barre écrit dans l'adresse ce qu'elle désigne ; `derriere` aussi,
    et cette fonction montre sous le graphique ce qui est derrière ses barres ; `tell` dit ce qu'on
    y voit, quand le constat de la figure ouvre déjà la page.
    """
    view, name = _view_of(periode), draw.__name__
    description = queries.describe(query or name)
    with st.container(key=f"indicateur_{name}"):
        if view.protects(description.name) and description.name in projection.ROUNDED:
            # Deux figures d'une même requête ne diraient en projection que la même chose.
            if description.name == name:
                _show_rounded(view, description)
            return
        frame = _read(view, description, only)
        if frame is None:
            return
        drawn, found = draw_spoken(view, draw, frame)
        finding = found or description.titre
        _show_finding(description, view, finding, told(view, tell, frame) if tell else "")
        _show_drawn(drawn, finding, name, note, est_pressable=est_a_choisir or derriere is not None)
        if derriere:
            with st.container(key=f"outils_derriere_{name}", horizontal=True, gap="small"):
                derriere(drawn)
        show_footer(view, description, frame, name)


def _show_finding(
    description: queries.Description, view: View, finding: str, more: str = ""
) -> None:
    """Montre un constat ; s'il ouvre déjà la page, `more` ou, à défaut, ce qui est mesuré."""
    said = (more or description.titre) if is_said(finding) else finding
    show_heading(said, _measure(description, view, est_titre=said == description.titre))


def draw_spoken(view: View, draw: Draw, frame: pl.DataFrame) -> tuple[go.Figure, str]:
    """Rend la figure et son constat ; de toutes les années, elle parle de celle des filtres."""
    if "choisie" not in signature(draw).parameters:
        return figure(view, draw, frame)
    chosen = str(current_view().filters.annee or "")

    @wraps(draw)
    def spoken(given: pl.DataFrame) -> go.Figure:
        return draw(given, choisie=chosen)  # type: ignore[call-arg]

    return figure(view, spoken, frame, choisie=chosen)


def _show_drawn(
    drawn: go.Figure, finding: str, name: str, note: str, *, est_pressable: bool
) -> None:
    """Montre la figure et sa note ; à sa place, une phrase si elle ne compare rien."""
    if is_blank(drawn):
        return
    if instead := in_words(drawn):
        show_note(f"{instead}.")
        return
    options = chart_options(name) if est_pressable else {"key": f"graphique_{name}"}
    show_chart(drawn, finding, **options)
    show_note(" ".join(filter(None, (_drawn_words(drawn), note))))


def _drawn_words(drawn: go.Figure) -> str:
    """Dit combien de lignes sont dessinées, quand le tableau en a plus."""
    shown, among = drawn_of(drawn)
    return f"{number(shown)} sur {number(among)} dessinés ; le tableau les a tous." if among else ""


def _view_of(periode: str) -> View:
    view = current_view()
    return replace(view, filters=replace(view.filters, periode=periode)) if periode else view


def _show_rounded(view: View, description: queries.Description) -> None:
    """Montre les effectifs publiés d'un indicateur : la règle d'arrondi, pas la figure exacte."""
    try:
        frame = view.rounded(description.name)
    except queries.DemandeInvalide as refused:
        projection.show_unpublished(str(refused), description.titre)
        return
    _show_finding(description, view, description.titre)
    drawn = projection.draw_rounded(frame)
    show_chart(drawn, description.titre, f"graphique_{description.name}")
    show_footer(view, description, frame.drop("valeur"), description.name)


def show_lead(first: Draw, *others: Draw) -> None:
    """Ouvre une page par le constat de ses premiers indicateurs, à leurs filtres.

    Un indicateur vide ou non publié se tait : la page dira pourquoi plus bas.
    """
    view = current_view()
    if view.est_projection:
        return
    every = (_finding(view, draw) for draw in (first, *others))
    # Deux indicateurs non reçus disent la même chose : une fois suffit.
    found = list(dict.fromkeys(finding for finding in every if finding))
    if found:
        show_findings(found)


def _finding(view: View, draw: Draw) -> str:
    try:
        frame = view.frame(draw.__name__)
    except (queries.NonPublie, queries.DemandeInvalide):
        return ""
    return "" if _says_nothing(frame) else draw_spoken(view, draw, frame)[1]


def show_phrase(tell: Callable[[pl.DataFrame], str], *, query: str = "") -> None:
    """Montre la phrase d'un indicateur, là où une phrase est plus claire qu'un graphique.

    `tell` porte le nom de la requête, à moins que `query` la nomme ; une phrase vide ne montre
    rien.
    """
    view, name = current_view(), tell.__name__
    description = queries.describe(query or name)
    if view.protects(description.name) and description.name not in queries.protected_names():
        return
    frame = _read(view, description, est_tu=True)
    words = told(view, tell, frame) if frame is not None else ""
    if not words:
        return
    with st.container(key=f"phrase_{name}", horizontal=True, vertical_alignment="center"):
        show_html(f'<p class="lecture">{to_html(words)}</p>')
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
        show_note(note)
        show_footer(view, description, frame, name)


def show_table(name: str, *, note: str = "", tell: Tell | None = None) -> None:
    """Montre un résultat en tableau seul, quand un graphique ne dirait rien de plus.

    `tell` en dit le constat.
    """
    view = current_view()
    description = queries.describe(name)
    with st.container(key=f"indicateur_{name}"):
        frame = _read(view, description)
        if frame is None:
            return
        _show_finding(description, view, (tell and told(view, tell, frame)) or description.titre)
        show_html(table_html(frame, description.titre, description.codes))
        show_note(note)
        show_footer(view, description, frame, name)


def _read(
    view: View,
    description: queries.Description,
    only: Mapping[str, str] | None = None,
    *,
    est_tu: bool = False,
) -> pl.DataFrame | None:
    """Lit un résultat ; vide ou refusé, il laisse place à une phrase et None est rendu.

    `est_tu` : vide, il ne se dit pas, car rien n'y manque.
    """
    try:
        frame = view.frame(description.name)
        frame = frame.filter(**only) if only else frame
    except queries.NonPublie as refused:
        projection.show_unpublished(str(refused), description.titre)
        return None
    except queries.DemandeInvalide as refused:
        show_state("Cette question n'a pas de réponse ici", str(refused))
        return None
    if _says_nothing(frame):
        if not est_tu:
            empty.add(description.titre)
        return None
    return frame


def _says_nothing(frame: pl.DataFrame) -> bool:
    """Dit si un résultat n'a ni ligne ni personne : un graphique n'y montrerait que des axes."""
    return frame.is_empty() or ("personnes" in frame.columns and not frame["personnes"].sum())


def _measure(description: queries.Description, view: View, *, est_titre: bool = False) -> str:
    """Dit ce qui est mesuré ; sans le titre de l'indicateur, s'il est juste au-dessus."""
    has_unit = description.unite and not description.unite.startswith(("selon", "sans"))
    unit = f"en {description.unite}" if has_unit else ""
    parts = ["" if est_titre else description.titre, unit, view.sentence()]
    return " · ".join(part for part in parts if part)
