"""Un libellé reste un libellé : « 2022 » ou « 2022-01 » ne devient ni un nombre ni une date."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil

import plotly.graph_objects as go
import pytest

from pages.pleniere.ecran.drawing import draw
from pages.pleniere.slide import Dessin, Serie
from pages.shared import charts, theme
from pages.shared.charts import bars, goals, intervals, maps, overlaps, panels, shares, timelines
from pages.shared.charts.axes import name_axes
from pages.shared.frame import screen
from tests.support.places import ROOT

TROMPEURS = [("2022", "2023"), ("2022-01", "2022-02"), ("2022-01-15", "2022-02-28"), ("12", "7")]
DEUX, TEXTES, COULEURS = (4.0, 6.0), ("4", "6"), ("#14375a", "#b45309")
# Figure partagée -> ce qu'elle dessine de deux libellés.
FIGURES = {
    "ranked_bars": lambda names: bars.ranked_bars(names, DEUX, TEXTES),
    "stacked_rows": lambda names: bars.stacked_rows(names, [("Part", DEUX, "#14375a", False)]),
    "bars_with_goal": lambda names: goals.bars_with_goal(
        names, DEUX, DEUX, TEXTES, colors=COULEURS, names=("fait", "prévu")
    ),
    "bars_with_unknown": lambda names: bars.bars_with_unknown(
        names, DEUX, DEUX, TEXTES, colors=COULEURS
    ),
    "bars_with_part": lambda names: bars.bars_with_part(
        names, DEUX, DEUX, TEXTES, names=("tous", "dont")
    ),
    "intervals": lambda names: intervals.intervals(names, DEUX, DEUX, DEUX, TEXTES),
    "intersections": lambda names: overlaps.intersections(
        [[True, False], [True, True]], names, DEUX, TEXTES
    ),
    "side_by_side": lambda names: panels.side_by_side(names, [panels.Panel("Un", DEUX, TEXTES)]),
    "grid": lambda names: panels.grid(names, names, [DEUX, DEUX]),
    "stacked_shares": lambda names: shares.stacked_shares(
        [(one, "") for one in names], [shares.Share("Part", DEUX, TEXTES, "#14375a")], TEXTES
    ),
}
# Ces deux-là complètent une figure au lieu d'en rendre une.
AJOUTS = {
    "add_split_columns": lambda figure, names: timelines.add_split_columns(
        figure, names, DEUX, [False, True], ("sûr", "provisoire")
    ),
    "add_part_columns": lambda figure, names: timelines.add_part_columns(
        figure, names, (DEUX, DEUX), ("tous", "dont")
    ),
}
# La carte n'a pas d'axe de libellés : des degrés, que rien ne nomme.
SANS_LIBELLE = {"choropleth", "empty_map", "name_axes"}


def misread(figure: go.Figure) -> list[str]:
    """Les axes où Plotly devinerait : un texte, ou le pied d'une barre, sans nature déclarée."""
    found = []
    for trace in figure.to_plotly_json()["data"]:
        feet = "y" if trace.get("orientation") == "h" else "x"
        for letter in "xy":
            values = [one for one in trace.get(letter, []) if one is not None]
            is_foot = trace["type"] == "bar" and letter == feet
            if not is_foot and not any(isinstance(one, str) for one in values):
                continue
            axis = trace.get(f"{letter}axis", letter).replace(letter, f"{letter}axis", 1)
            kind = figure.to_plotly_json()["layout"].get(axis, {}).get("type")
            if kind != "category":
                found.append(f"{axis} : {kind}")
    return found


def shared_figures() -> set[str]:
    """Les fonctions publiques de pages/shared/charts qui rendent une figure."""
    modules = [
        importlib.import_module(f"{charts.__name__}.{one.name}")
        for one in pkgutil.iter_modules(charts.__path__)
    ]
    return {
        name
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_")
        and function.__module__ == module.__name__
        and inspect.signature(function).return_annotation == "go.Figure"
    }


def test_chaque_figure_partagee_a_son_essai():
    assert shared_figures() - SANS_LIBELLE == set(FIGURES)


@pytest.mark.parametrize("names", TROMPEURS, ids="/".join)
@pytest.mark.parametrize("figure", FIGURES)
def test_un_libelle_trompeur_reste_une_categorie(figure, names):
    assert misread(name_axes(FIGURES[figure](names))) == []


@pytest.mark.parametrize("names", TROMPEURS, ids="/".join)
@pytest.mark.parametrize("added", AJOUTS)
def test_une_colonne_au_libelle_trompeur_aussi(added, names):
    figure = theme.new_figure()
    AJOUTS[added](figure, names)
    assert misread(name_axes(figure)) == []


@pytest.mark.parametrize("names", TROMPEURS, ids="/".join)
@pytest.mark.parametrize("forme", ["barres", "colonnes", "courbe", "part_100", "bornes"])
def test_une_diapositive_aussi(forme, names):
    count = 3 if forme == "bornes" else 1
    series = tuple(Serie(f"Série {one}", DEUX, TEXTES) for one in range(count))
    assert misread(draw(Dessin(forme, names, series, "heures"))) == []


@pytest.mark.parametrize("names", TROMPEURS, ids="/".join)
def test_une_figure_qui_ne_dit_rien_a_des_categories(names):
    """Ce qu'écrit un nouveau venu : des barres, une courbe, sans parler d'axes."""
    drawn = go.Figure(go.Bar(x=names, y=DEUX))
    assert misread(drawn) == ["xaxis : None"]
    assert misread(name_axes(drawn)) == []
    for one in (go.Bar(x=DEUX, y=names, orientation="h"), go.Scatter(x=names, y=DEUX),
                go.Bar(x=[2022, 2023], y=DEUX), go.Bar(x=names, y=DEUX, xaxis="x2")):  # fmt: skip
        assert misread(name_axes(go.Figure(one))) == []


def test_un_nombre_reste_un_nombre_et_un_axe_declare_reste_declare():
    figure = name_axes(go.Figure(go.Scatter(x=[1, 2], y=DEUX)))
    assert figure.layout.xaxis.type is None and figure.layout.yaxis.type is None
    declared = go.Figure(go.Bar(x=["2022-01"], y=[1]), {"xaxis": {"type": "date"}})
    assert name_axes(declared).layout.xaxis.type == "date"


def test_rien_n_est_montre_sans_passer_par_la():
    """Deux sorties : `show_chart` (qui nomme les axes) et le diaporama (par `draw`)."""
    shown = {}
    for path in (ROOT / "pages").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("plotly_chart"):
                shown[path.relative_to(ROOT).as_posix()] = ast.unparse(node.args[0])
    assert shown == {
        "pages/shared/frame/screen.py": "drawn",
        "pages/pleniere/ecran/diaporama.py": "figure",
    }


def test_une_figure_montree_part_avec_ses_axes_et_n_est_pas_refaite(monkeypatch):
    sent = []
    monkeypatch.setattr(screen.st, "plotly_chart", lambda one, **_: sent.append(one.to_dict()))
    drawn = go.Figure(go.Bar(x=["2022-01", "2022-02"], y=DEUX))
    for _ in range(2):
        screen.show_chart(drawn, "constat", "cle")
    assert sent[0]["layout"]["xaxis"]["type"] == "category"
    assert sent[0] is sent[1]


def test_une_carte_reste_une_carte():
    """Les barres sans valeur de sa légende ne font pas des longitudes des catégories."""
    mapped = maps.Mapped("epci", {"248400053": 12.0}, "Heures", lambda one: f"{one}")
    drawn = name_axes(maps.choropleth(mapped))
    assert {drawn.layout.xaxis.type, drawn.layout.yaxis.type} <= {None, "linear"}
    assert any(trace.type == "bar" for trace in drawn.data)
