"""Ce que l'entrée demande avant toute page : génération servie, date des données, choix offerts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl
import streamlit as st

import queries
from pages.shared.frame.filters import Filters, Options
from pages.shared.frame.view import View, run_as
from queries.protection.publish.attente import not_fresh


@dataclass(frozen=True)
class State:
    """La génération servie ; `alerte` dit un repli, des chiffres protégés périmés, ou attendus."""

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
    told = " ".join(filter(None, (queries.alert(store), _outdated(str(store), one.number))))
    return State(one.number, store, one.est_exemple, told)


def read_options(state: State, droit: queries.Droit) -> Options:
    """Rend les choix offerts par les filtres pour une génération."""
    mark = queries.mark_of(state.store, state.generation)
    return _options(mark, droit.cle, droit, state)


@st.cache_resource(max_entries=8, show_spinner=False)
def _options(mark: tuple[str, ...], cle: str, _droit: queries.Droit, _state: State) -> Options:
    return options_of(run_as(_droit, _state.store, _state.generation, "filtres_possibles"))


def open_view(state: State, filters: Filters, options: Options, droit: queries.Droit) -> View:
    """Rend la vue de cette exécution : la génération à travers les filtres, et un droit.

    Des filtres que ce droit ne couvre pas se montrent en chiffres protégés.
    """
    view = View(
        store=state.store,
        generation=state.generation,
        est_exemple=state.est_exemple,
        date_donnees=_data_day(state, droit),
        filters=filters,
        options=options,
        droit=droit,
    )
    return replace(view, est_projection=filters.est_projection or not view.is_within_right)


def _data_day(state: State, droit: queries.Droit) -> date | None:
    """Rend la date des données : la plus ancienne des dernières extractions des structures."""
    return run_as(droit, state.store, state.generation, "date_des_donnees").item()


def options_of(choices: pl.DataFrame) -> Options:
    """Rend les choix d'après `filtres_possibles` (filtre, code, libelle, est_complet).

    La période montrée d'abord est la dernière année entière, sinon la dernière reçue.
    """

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
        periode=default,
        annees_completes=tuple(int(code) for code in full),
        communes=dict(queries.contours("commune").sort("nom").select("code", "nom").iter_rows()),
        quartiers={
            row["code"]: f"{row['nom']} ({row['commune']})"
            for row in queries.quartiers().sort("commune", "nom").iter_rows(named=True)
        },
    )


# Les règles se lisent dans une centaine de fichiers : une fois la minute suffit.
@st.cache_data(max_entries=8, ttl=60, show_spinner=False)
def _outdated(store: str, generation: int) -> str:
    one = queries.current(Path(store))
    return not_fresh(one) if one and one.number == generation else ""
