"""Ce que l'entrée demande avant toute page : génération servie, date des données, choix offerts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
import streamlit as st

import queries
from pages.shared.filters import Filters, Options
from pages.shared.view import View

# Seule année des exemples calée sur des totaux publiés : c'est elle qu'on montre d'abord.
EXAMPLE_PERIOD = "2023"


@dataclass(frozen=True)
class State:
    """La génération servie ; `alerte` dit un repli sur une publication plus ancienne."""

    generation: int
    store: Path
    est_exemple: bool
    alerte: str = ""


def read_state() -> State | None:
    """Rend l'état servi, None tant que rien n'a été publié. Une seule fois par exécution."""
    one = queries.current()
    if one is None:
        return None
    store = one.folder.parent.parent
    return State(one.number, store, one.est_exemple, queries.alert(store))


def read_options(state: State) -> Options:
    """Rend les choix offerts par les filtres pour une génération."""
    choices = _run(str(state.store), state.generation, "filtres_possibles")
    return options_of(choices, state.est_exemple)


def open_view(state: State, filters: Filters, options: Options) -> View:
    """Rend la vue de cette exécution : la génération à travers les filtres."""
    return View(
        store=state.store,
        generation=state.generation,
        est_exemple=state.est_exemple,
        date_donnees=_data_day(state),
        filters=filters,
        options=options,
        est_projection=filters.est_projection,
    )


def _data_day(state: State) -> date | None:
    """Rend la date des données : la plus ancienne des dernières extractions des structures."""
    return _run(str(state.store), state.generation, "date_des_donnees").item()


def options_of(choices: pl.DataFrame, est_exemple: bool) -> Options:
    """Rend les choix d'après `filtres_possibles` (filtre, code, libelle, est_complet)."""

    def named(filtre: str) -> dict[str, str]:
        rows = choices.filter(pl.col("filtre") == filtre)
        return dict(rows.select("code", "libelle").iter_rows())

    years = choices.filter(pl.col("filtre") == "annee")
    full = years.filter("est_complet")["code"].to_list()
    found = years["code"].to_list()
    default = (full or found or ["tout"])[0]
    return Options(
        annees=tuple(int(code) for code in found),
        structures=named("structure"),
        bassins=named("bassin"),
        epci=named("epci"),
        periode=EXAMPLE_PERIOD if est_exemple and EXAMPLE_PERIOD in found else default,
        communes=dict(queries.contours("commune").sort("nom").select("code", "nom").iter_rows()),
        quartiers={
            row["code"]: f"{row['nom']} ({row['commune']})"
            for row in queries.quartiers().sort("commune", "nom").iter_rows(named=True)
        },
    )


@st.cache_data(max_entries=32, show_spinner=False)
def _run(store: str, generation: int, name: str) -> pl.DataFrame:
    return queries.run(name, store=Path(store), generation=generation)
