"""Les blocs d'une page du jumeau : titres, phrases, cartes, figures et pieds de nos pages."""

from __future__ import annotations

from collections.abc import Callable

import plotly.graph_objects as go
import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

import queries
from pages.shared.charts.cards import Card, cards_html
from pages.shared.charts.lone import in_words, is_blank
from pages.shared.charts.rows import least_px
from pages.shared.frame.export import Export, csv_bytes, xlsx_bytes
from pages.shared.frame.tables import table_html
from pages.shared.theme import drawn_of
from pages.shared.words import formatting
from pages.shared.words.completude import completeness
from pages.shared.words.definitions import definition_html, rules_of
from pages.shared.words.formatting import number, slug, to_html
from pages.shared.words.labels import to_export
from tests.mesures.jumeau.balises import components
from tests.mesures.jumeau.vue import Draw, Vue

# Les mots de nos pages (pages/shared/frame/footer.py, screen.py), sans importer Streamlit.
EXAMPLE = "Données d'exemple, inventées, calées sur les totaux publiés de 2023"
PROTECTION = "Chiffres exacts, ne pas diffuser"
CHART_CONFIG = {"displayModeBar": False, "responsive": True, "scrollZoom": False}
Tell = Callable[[pl.DataFrame], str]


def banner(vue: Vue, *, est_accueil: bool) -> Component:
    """Le bandeau : filtres, date, protection, exemples, et pourquoi cette année."""
    text = (
        f'<div class="bandeau"><span class="vue">{to_html(vue.sentence())}</span>'
        f'<span class="mention">Données au {formatting.day(vue.day())}</span>'
        f'<span class="mention exacts">{PROTECTION}</span></div>'
    )
    if vue.est_exemple:
        text += f'<p class="exemple">{EXAMPLE}.</p>'
    if est_accueil and vue.filters.periode == vue.options.periode:
        why = "c'est la dernière année dont les douze mois d'heures sont reçus"
        text += f'<p class="pourquoi">Vous lisez {vue.filters.periode} : {why}.</p>'
    return components(text)


def answer(first: str, second: str) -> Component:
    """La réponse d'une page."""
    said = f"<strong>{to_html(first)}</strong> {to_html(second)}"
    return components(f'<p class="reponse">{said}</p>')


def listed(title: str, items: list[str]) -> Component:
    """Un constat et ses phrases."""
    lines = "".join(f"<li>{to_html(one)}</li>" for one in items)
    return components(f'<h2 class="constat">{to_html(title)}</h2><ul class="manques">{lines}</ul>')


def cards(vue: Vue, name: str, rows: list[tuple[list[Card], bool]], note: str = "") -> Component:
    """Des rangées de chiffres clés et leur pied."""
    text = "".join(cards_html(one, est_secondaire=second) for one, second in rows)
    return html.Div([components(text), *_note(note), *foot(vue, name)])


def phrase(vue: Vue, tell: Tell) -> Component:
    """La phrase d'un indicateur et ses outils."""
    words = tell(vue.frame(tell.__name__))
    return html.Div([*_note(words), tools(tell.__name__, vue)])


def show(
    vue: Vue, draw: Draw, said: tuple[str, ...] = (), periode: str = "", tell: Tell | None = None
) -> Component:
    """Un indicateur : constat, mesure, figure, note, pied."""
    seen, name = vue.over(periode), draw.__name__
    frame, described = seen.frame(name), queries.describe(name)
    drawn, finding = seen.figure(draw, frame, str(vue.filters.annee or ""))
    told = ((tell and tell(frame)) or described.titre) if finding in said else finding
    unit = f"en {described.unite}" if described.unite else ""
    measure = ["" if told == described.titre else described.titre, unit, seen.sentence()]
    head = (
        f'<h2 class="constat">{to_html(told)}</h2>'
        f'<p class="mesure">{to_html(" · ".join(filter(None, measure)))}</p>'
    )
    return html.Div([components(head), *_drawn(drawn, name), *foot(seen, name)], id=f"bloc_{name}")


def _drawn(drawn: go.Figure, name: str) -> list[Component]:
    if is_blank(drawn):
        return []
    if instead := in_words(drawn):
        return _note(f"{instead}.")
    shown, among = drawn_of(drawn)
    more = f"{number(shown)} sur {number(among)} dessinés ; le tableau les a tous."
    graph = dcc.Graph(id=f"graphique_{name}", figure=drawn, config=CHART_CONFIG, responsive=True)
    height = {"height": f"{drawn.layout.height}px"}
    frame = html.Div(graph, style=height, className=f"largeur_{least_px(drawn)}")
    return [frame, *_note(more if among else "")]


def _note(words: str) -> list[Component]:
    return [html.P(words, className="lecture")] if words else []


def foot(vue: Vue, name: str) -> list[Component]:
    """La date, la complétude et les outils d'un indicateur."""
    state = completeness(vue.frame("completude"))
    words = f"Données au {formatting.day(vue.day())} · {state}"
    return [html.P(words, className="pied"), tools(name, vue)]


def tools(name: str, vue: Vue) -> Component:
    """Définition, tableau, fichiers : rien n'en est fait avant d'être demandé."""
    key = {"nom": name, "periode": vue.filters.periode}
    opened = [
        html.Details(
            [
                html.Summary(label, id={"sorte": "ouvrir", "quoi": what, **key}),
                html.Div(id={"sorte": "ouvert", "quoi": what, **key}),
            ]
        )
        for what, label in (("definition", "Définition"), ("tableau", "Tableau"))
    ]
    files = [
        html.Button(label, id={"sorte": "emporter", "quoi": what, **key})
        for what, label in (("csv", "CSV"), ("xlsx", "Excel"))
    ]
    return html.Div([*opened, *files], className="outils")


def opened(vue: Vue, what: str, name: str) -> Component:
    """La définition ou le tableau d'un indicateur."""
    described = queries.describe(name)
    if what == "definition":
        rules = rules_of(described, vue.frame("parametres"))
        return components(definition_html(described, rules))
    return components(table_html(vue.frame(name), described.titre, described.codes))


def taken(vue: Vue, what: str, name: str) -> tuple[bytes, str]:
    """Le fichier d'un indicateur et son nom."""
    described = queries.describe(name)
    notes = (
        ("Indicateur", described.titre),
        ("Filtres", vue.sentence()),
        ("Date des données", formatting.day(vue.day())),
        ("Complétude", completeness(vue.frame("completude"))),
        ("Définition", described.definition),
        ("Source", described.source),
        ("Protection", PROTECTION),
    )
    table = to_export(vue.frame(name), described.codes)
    one = Export(described.titre, table, notes, f"{slug(name)}_{vue.slug()}")
    return {"csv": csv_bytes, "xlsx": xlsx_bytes}[what](one), one.file_name(what)
