"""Ce que la personne regarde : une génération, des filtres, et les résultats qui en viennent.

La génération est lue une fois par exécution du script (pages/entree.py) et passée à chaque requête
et à chaque mémoire : une publication au milieu d'une exécution ne mélange jamais deux états.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import plotly.graph_objects as go
import polars as pl
import streamlit as st

import queries
from pages.shared.filters import Filters, Options, file_slug, sentence
from pages.shared.theme import take_finding

KEY = "vue"
Draw = Callable[[pl.DataFrame], go.Figure]
Arguments = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class View:
    """Une génération vue à travers des filtres."""

    store: Path
    generation: int
    est_exemple: bool
    date_donnees: date | None
    filters: Filters
    options: Options

    def frame(self, name: str, filters: Filters | None = None, **more: str) -> pl.DataFrame:
        """Rend le résultat d'une requête, gardé en mémoire ; `more` précise un paramètre."""
        arguments = {**(filters or self.filters).arguments(), **more}
        return _frame(str(self.store), self.generation, name, tuple(sorted(arguments.items())))

    def sentence(self) -> str:
        """Dit les filtres : « 2023 · CoVe · lieu des travaux »."""
        return sentence(self.filters, self.options)

    def slug(self) -> str:
        """Rend les filtres et la date des données pour un nom de fichier."""
        stamp = self.date_donnees.isoformat() if self.date_donnees else "sans-date"
        return f"{file_slug(self.filters, self.options)}_{stamp}"


def current_view() -> View:
    """Rend la vue que pages/entree.py a préparée pour cette exécution."""
    return st.session_state[KEY]


@st.cache_data(max_entries=600, show_spinner=False)
def _frame(store: str, generation: int, name: str, arguments: Arguments) -> pl.DataFrame:
    return queries.run(name, store=Path(store), generation=generation, **dict(arguments))


def figure(view: View, draw: Draw, frame: pl.DataFrame, **more: str) -> tuple[go.Figure, str]:
    """Rend la figure d'un résultat et son constat, gardés par génération et par filtres."""
    arguments = tuple(sorted({**view.filters.arguments(), **more}.items()))
    place = f"{draw.__module__}.{draw.__name__}"
    return _figure(str(view.store), view.generation, place, arguments, draw, frame)


@st.cache_resource(max_entries=600, show_spinner=False)
def _figure(
    store: str,
    generation: int,
    place: str,
    arguments: Arguments,
    _draw: Draw,
    _frame: pl.DataFrame,
) -> tuple[go.Figure, str]:
    """Dessine ; les arguments soulignés ne comptent pas dans la clé de la mémoire."""
    return take_finding(_draw(_frame))
