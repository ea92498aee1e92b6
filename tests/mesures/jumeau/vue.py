"""Ce que le jumeau lit : la même base, par la même porte, gardée en mémoire comme chez nous.

Ni Streamlit ni rien de ce qui l'importe : la mémoire du jumeau est celle d'une application Dash.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from inspect import signature

import plotly.graph_objects as go
import polars as pl

import queries
from pages.shared.charts.axes import name_axes
from pages.shared.frame.filters import Filters, Options, file_slug, sentence
from pages.shared.theme import take_finding
from pages.shared.words.formatting import slug

# Autant que chez nous (pages/shared/frame/view.py).
FRAMES_KEPT, FIGURES_KEPT = 300, 200
Draw = Callable[..., go.Figure]
Arguments = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Vue:
    """Une publication vue à travers des filtres, par quelqu'un qui peut tout lire."""

    generation: int
    est_exemple: bool
    filters: Filters
    est_projection: bool = False

    def frame(self, name: str) -> pl.DataFrame:
        """Rend le résultat d'une requête."""
        return _run(self.generation, name, tuple(sorted(self.filters.arguments().items())))

    def figure(self, draw: Draw, frame: pl.DataFrame, chosen: str) -> tuple[go.Figure, str]:
        """Rend la figure d'un résultat et son constat ; `chosen` : l'année dont elle parle."""
        given = tuple(sorted(self.filters.arguments().items()))
        return _figure(self.generation, draw, chosen, given, _Kept(frame))

    def protects(self, _name: str) -> bool:
        """Rien n'est fermé à qui peut tout lire."""
        return False

    def over(self, periode: str) -> Vue:
        """Rend la même vue sur une autre période ; vide, elle-même."""
        return replace(self, filters=replace(self.filters, periode=periode)) if periode else self

    @property
    def options(self) -> Options:
        """Les choix offerts par les filtres."""
        return options(self.generation)

    def sentence(self) -> str:
        """Dit les filtres : « 2023 · CoVe · lieu des travaux »."""
        return sentence(self.filters, self.options)

    def day(self) -> date:
        """La date des données."""
        return _run(self.generation, "date_des_donnees", ()).item()

    def slug(self) -> str:
        """Rend les filtres et la date des données pour un nom de fichier."""
        names = [file_slug(self.filters, self.options), slug(self.day().isoformat())]
        return "_".join(names)


def open_vue(filters: Filters | None = None) -> Vue:
    """Rend la vue de la publication servie ; sans filtres, sa dernière année entière."""
    one = queries.current()
    assert one is not None, "rien n'est publié"
    chosen = filters or Filters(options(one.number).periode)
    return Vue(one.number, one.est_exemple, chosen)


@lru_cache(maxsize=FRAMES_KEPT)
def _run(generation: int, name: str, arguments: Arguments) -> pl.DataFrame:
    return queries.run(name, generation=generation, droit=queries.TOTAL, **dict(arguments))


@dataclass(frozen=True)
class _Kept:
    """Un résultat, qui ne compte pas dans la clé de la mémoire : les filtres y sont déjà."""

    frame: pl.DataFrame

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=FIGURES_KEPT)
def _figure(
    _generation: int, draw: Draw, chosen: str, _filters: Arguments, kept: _Kept
) -> tuple[go.Figure, str]:
    more = {"choisie": chosen} if "choisie" in signature(draw).parameters else {}
    drawn, finding = take_finding(draw(kept.frame, **more))
    return name_axes(drawn), finding


@lru_cache(maxsize=8)
def options(generation: int) -> Options:
    """Rend les choix offerts par les filtres : année, structure, bassin, EPCI."""
    choices = _run(generation, "filtres_possibles", ())

    def named(filtre: str) -> dict[str, str]:
        return dict(choices.filter(filtre=filtre).select("code", "libelle").iter_rows())

    years = choices.filter(filtre="annee")
    full = years.filter("est_complet")["code"].to_list()
    return Options(
        annees=tuple(map(int, years["code"])),
        structures=named("structure"),
        bassins=named("bassin"),
        epci=named("epci"),
        periode=(full or years["code"].to_list() or ["tout"])[0],
        annees_completes=tuple(map(int, full)),
    )
