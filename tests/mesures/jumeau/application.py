"""L'application Dash jumelle : menu, six filtres, une page à la fois, ses outils à la demande."""

from __future__ import annotations

from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component

from pages.shared.frame.filters import AXES, OPEN_PERIODS, WHOLE, Filters, period_code
from pages.shared.frame.filters import PARTS as YEAR_PARTS
from tests.mesures.jumeau.blocs import opened, taken
from tests.mesures.jumeau.contenu import PAGES, PARTS
from tests.mesures.jumeau.vue import open_vue
from tests.support.places import ROOT

SHELL = ROOT / "pages" / "shared" / "shell" / "coque"
MENU = {"/": "Accueil", "/heures": "Heures"}
KEYS = ("annee", "part", "structure", "bassin", "epci", "axe")
# Ce que la coque ne dit pas, faute des cadres de Streamlit.
STYLE = """<style>
body { margin: 0; font-family: system-ui, sans-serif; color: #1c2733; }
.volet { position: fixed; inset: 0 auto 0 0; width: 260px; padding: 1rem; background: #f4f5f2;
  box-sizing: border-box; overflow: auto; }
main { margin-left: 260px; padding: 0 2.25rem; max-width: 1240px; box-sizing: border-box; }
.deux { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 3rem; }
.outils { display: flex; gap: 1.4rem; }
</style>"""
PAGE = f"""<!DOCTYPE html>
<html lang="fr">
<head>{{%metas%}}<title>{{%title%}}</title>{{%css%}}{STYLE}</head>
<body>{{%app_entry%}}<footer>{{%config%}}{{%scripts%}}{{%renderer%}}</footer></body>
</html>"""


def application() -> Dash:
    """Rend l'application, prête à servir ; ses feuilles de style sont les nôtres."""
    app = Dash(
        "jumeau",
        assets_folder=str(SHELL),
        assets_ignore=r".*\.js$",
        index_string=PAGE,
        title="Jumeau",
        update_title="",
        suppress_callback_exceptions=True,
    )
    app.layout = _layout
    _add_page(app)
    _add_tools(app)
    return app


def _layout() -> Component:
    vue = open_vue()
    choices = vue.options
    years = {str(one): str(one) for one in choices.annees} | OPEN_PERIODS
    lists = {
        "annee": ("Année", years, vue.filters.periode),
        "part": ("Partie de l'année", YEAR_PARTS, WHOLE),
        "epci": ("EPCI", {WHOLE: "Tous les EPCI", **choices.epci}, WHOLE),
        "bassin": ("Bassin d'emploi", {WHOLE: "Tous les bassins", **choices.bassins}, WHOLE),
        "structure": ("Structure", {WHOLE: "Les trois structures", **choices.structures}, WHOLE),
        "axe": ("Territoire d'après", AXES, "travaux"),
    }
    links = [html.P(dcc.Link(word, href=path)) for path, word in MENU.items()]
    side = [links, [_choice(key, *given) for key, given in lists.items()]]
    radio = dcc.RadioItems(id="partie", options=dict(PARTS), value="mois", inline=True)
    return html.Div(
        [
            dcc.Location(id="adresse"),
            dcc.Download(id="fichier"),
            html.Nav([one for group in side for one in group], className="volet"),
            html.Main([html.Div(radio, id="parties"), html.Div(id="page")]),
        ]
    )


def _choice(key: str, label: str, choices: dict[str, str], value: str) -> Component:
    given = [{"value": code, "label": words} for code, words in choices.items()]
    one = dcc.Dropdown(
        id=f"filtre_{key}", options=given, value=value, clearable=False, searchable=len(given) > 11
    )
    return html.Div([html.Label(label), one], className=f"st-key-filtre_{key}")


def _filters(given: dict[str, str]) -> Filters:
    periode = period_code(given["annee"], given["part"])
    return Filters(periode, **{key: given[key] for key in KEYS[2:]})


def _chosen(kind: type[Input | State]) -> dict[str, Input | State]:
    return {key: kind(f"filtre_{key}", "value") for key in KEYS}


def _add_page(app: Dash) -> None:
    @app.callback(
        Output("page", "children"),
        Output("parties", "style"),
        inputs={
            "path": Input("adresse", "pathname"),
            "part": Input("partie", "value"),
            "given": _chosen(Input),
        },
    )
    def show_page(path: str, part: str, given: dict[str, str]) -> tuple[list[Component], dict]:
        has_parts = path == "/heures"
        shown = PAGES.get(path, PAGES["/"])(open_vue(_filters(given)), part)
        return shown, {} if has_parts else {"display": "none"}


def _add_tools(app: Dash) -> None:
    every = {"quoi": ALL, "nom": ALL, "periode": ALL}

    @app.callback(
        output=Output({"sorte": "ouvert", **every}, "children"),
        inputs={"_": Input({"sorte": "ouvrir", **every}, "n_clicks"), "given": _chosen(State)},
        prevent_initial_call=True,
    )
    def open_tool(_: list[int], given: dict[str, str]) -> list[object]:
        asked, places = ctx.triggered_id, [one["id"] for one in ctx.outputs_list]
        if not asked or not ctx.triggered[0]["value"]:
            return [no_update] * len(places)
        vue = open_vue(_filters(given)).over(asked["periode"])
        keys = ("quoi", "nom", "periode")
        return [
            opened(vue, asked["quoi"], asked["nom"])
            if all(one[key] == asked[key] for key in keys)
            else no_update
            for one in places
        ]

    @app.callback(
        output=Output("fichier", "data"),
        inputs={"_": Input({"sorte": "emporter", **every}, "n_clicks"), "given": _chosen(State)},
        prevent_initial_call=True,
    )
    def take_file(_: list[int], given: dict[str, str]) -> object:
        asked = ctx.triggered_id
        if not asked or not ctx.triggered[0]["value"]:
            return no_update
        vue = open_vue(_filters(given)).over(asked["periode"])
        body, name = taken(vue, asked["quoi"], asked["nom"])
        return dcc.send_bytes(body, name)
