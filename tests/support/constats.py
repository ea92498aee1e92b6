"""Les constats de toutes les pages sur un magasin : chaque titre, et la table dont il est tiré."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

import plotly.graph_objects as go
import polars as pl

import queries
from pages.shared.theme import take_finding
from tests.support.places import ROOT

# Figures qui portent un autre nom que leur requête.
QUERIES = {
    "devenir_a_six_mois": "sorties_a_six_mois",
    "financement_par_resultats": "financement_et_resultats",
    "cout_par_heure": "financement_et_resultats",
    "heures_par_marche": "marches_liste",
    "ou_gagner_acheteur": "pnad_ou_gagner",
    "ou_gagner_cpv": "pnad_ou_gagner",
    "completude_par_acheteur": "pnad_acheteurs",
}
# Lues sur toutes les années, elles parlent de celle des filtres.
EVERY_YEAR = "choisie"
# Ce que la page garde de leur requête.
ONLY = {"ou_gagner_acheteur": "acheteur", "ou_gagner_cpv": "cpv"}
# Montrées pour toutes les périodes, sans parler d'aucune.
EVERY_PERIOD = ("pnad_loi_climat_bilan",)
# Leur table se fait sur la page, d'une année par rangée, d'un seul marché ou d'un périmètre.
MADE_ON_PAGE = ("programmes_par_annee", "mois_du_marche", "pnad_par_perimetre")


@dataclass(frozen=True)
class Constat:
    """Un titre, la requête et la table dont il est tiré, l'année choisie."""

    figure: str
    query: str
    frame: pl.DataFrame
    texte: str
    choisie: str
    dessin: go.Figure


def modules() -> list[ModuleType]:
    """Rend les modules des thèmes qui dessinent : un module neuf y est sans s'inscrire."""
    return [
        import_module(f"pages.{path.parent.name}.{path.stem}")
        for path in sorted((ROOT / "pages").glob("*/*.py"))
        if path.parent.name in queries.THEMES and "-> go.Figure" in path.read_text("utf-8")
    ]


def figures() -> dict[str, Callable[..., object]]:
    """Rend les fonctions de dessin des pages, par nom."""
    return {
        name: draw
        for module in modules()
        for name, draw in inspect.getmembers(module, inspect.isfunction)
        if draw.__module__ == module.__name__
        and _is_drawn_from_a_frame(draw)
        and name not in MADE_ON_PAGE
        and not name.startswith("_")
    }


def _is_drawn_from_a_frame(draw: Callable[..., object]) -> bool:
    """Dit si une figure se dessine de sa seule table : celle d'un indicateur."""
    if draw.__annotations__.get("return") != "go.Figure":
        return False
    needed = [
        one for one in inspect.signature(draw).parameters.values() if one.default is one.empty
    ]
    return [one.annotation for one in needed] == ["pl.DataFrame"]


def constats(store: Path, **filtres: str) -> Iterator[Constat]:
    """Rend chaque constat que montrent les pages pour ces filtres ; ce qui est vide n'en a pas."""
    drawn = figures()
    names = {name: QUERIES.get(name, name) for name in drawn}
    yearly = {name for name in drawn if EVERY_YEAR in inspect.signature(drawn[name]).parameters}
    year = str(filtres.get("periode", ""))[:4]
    choisie = year if year.isdigit() else ""
    whole = yearly | set(EVERY_PERIOD)
    own = queries.run_many({names[one] for one in drawn if one not in whole}, store, **filtres)
    every = queries.run_many({names[one] for one in whole}, store, **{**filtres, "periode": "tout"})
    for name, draw in drawn.items():
        frame = (every if name in whole else own)[names[name]]
        if name in ONLY:
            frame = frame.filter(dimension=ONLY[name])
        if _says_nothing(frame):
            continue
        given = {EVERY_YEAR: choisie} if name in yearly else {}
        dessin, texte = take_finding(draw(frame, **given))
        yield Constat(name, names[name], frame, texte, choisie, dessin)


def _says_nothing(frame: pl.DataFrame) -> bool:
    """Comme pages.shared.frame.show : rien à dessiner, donc rien à dire."""
    return frame.is_empty() or ("personnes" in frame.columns and not frame["personnes"].sum())
