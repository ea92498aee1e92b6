"""Les listes de choix des filtres, dans le volet de gauche."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from pages.shared.frame.filters import (
    AXES,
    NAMES,
    OPEN_PERIODS,
    PARTS,
    PRECISE,
    PROJECTION,
    WHOLE,
    Filters,
    Options,
    period_code,
    read_address,
)
from pages.shared.frame.projection import is_projected
from pages.shared.words.formatting import escape

IN_ADDRESS = (*NAMES, "annee")
KEYS = ("annee", "part", "structure", "bassin", "epci", "axe")


def read_filters(options: Options) -> Filters:
    """Lit les filtres dans l'adresse ; dit en une phrase les valeurs écartées, une seule fois."""
    reading = read_address(st.query_params.to_dict(), options)
    for phrase in reading.ignored:
        st.warning(phrase)
    return replace(reading.filters, est_projection=is_projected(st.query_params.to_dict()))


def show_filters(filters: Filters, options: Options) -> None:
    """Montre les listes de choix et le bouton qui remet tout à zéro."""
    values = (
        str(filters.annee or filters.periode),
        filters.part,
        filters.structure,
        filters.bassin,
        filters.epci,
        filters.axe,
    )
    for key, value in zip(KEYS, values, strict=True):
        st.session_state[f"filtre_{key}"] = value
    years = {str(one): str(one) for one in options.annees}
    st.html('<p class="groupe">Filtres</p>')
    _choose_period({**years, **OPEN_PERIODS}, est_annee=bool(filters.annee))
    _choose("EPCI", "epci", {WHOLE: "Tous les EPCI", **options.epci})
    _choose("Bassin d'emploi", "bassin", {WHOLE: "Tous les bassins", **options.bassins})
    _choose("Structure", "structure", {WHOLE: "Les trois structures", **options.structures})
    _choose(
        "Territoire d'après",
        "axe",
        {code: label[0].upper() + label[1:] for code, label in AXES.items()},
        "Un même marché peut être rattaché au lieu des travaux, au siège de l'acheteur, à la "
        "résidence des personnes ou à la structure qui le suit : les totaux diffèrent.",
    )
    _show_precise(filters, options)
    # Toujours pressable : désactivé par sa propre pression, il perdrait le foyer du clavier.
    st.button("Tout remettre à zéro", on_click=_reset, key="remise_a_zero")


def _choose_period(years: Mapping[str, str], *, est_annee: bool) -> None:
    """Montre l'année et sa partie sur une ligne ; une période ouverte n'a pas de partie."""
    if not est_annee:
        _choose("Période", "annee", years)
        return
    year, part = st.columns([5, 7], gap="xxsmall")
    with year:
        _choose("Année", "annee", years)
    with part:
        _choose("Partie de l'année", "part", PARTS)


def _choose(
    label: str,
    key: str,
    choices: Mapping[str, str],
    more: str | None = None,
) -> None:
    st.selectbox(
        label,
        list(choices),
        format_func=lambda code: choices.get(code, code),
        key=f"filtre_{key}",
        on_change=_write_address,
        args=(key,),
        filter_mode=None if len(choices) < 12 else "contains",
        help=more,
    )


def _show_precise(filters: Filters, options: Options) -> None:
    """Montre la commune ou le quartier choisi sur la page Territoires, et de quoi l'effacer."""
    for name in PRECISE:
        code = getattr(filters, name)
        if code != WHOLE:
            label = f"✕ {escape(options.place(name, code), 'markdown')}"
            more = f"Effacer : {NAMES[name]}"
            st.button(label, key=f"effacer_{name}", on_click=_forget, args=(name,), help=more)


def _forget(*names: str) -> None:
    for name in names:
        st.query_params.pop(name, None)


def _write_address(changed: str) -> None:
    """Écrit l'adresse d'après les listes de choix ; un lieu y remplace la commune choisie."""
    chosen = {key: st.session_state.get(f"filtre_{key}", WHOLE) for key in KEYS}
    periode = period_code(chosen.pop("annee"), chosen.pop("part"))
    if changed not in ("epci", "bassin"):
        chosen |= {name: st.query_params.get(name, WHOLE) for name in PRECISE}
    _write(Filters(periode, **chosen))


def write_place(filters: Filters, name: str = "", code: str = WHOLE) -> None:
    """Écrit un lieu dans l'adresse, à la place de tout autre ; la période et la page restent."""
    _write(filters.at(name, code))


def _write(filters: Filters) -> None:
    # Ce qu'une page a choisi d'autre (une barre, une recherche) reste dans l'adresse.
    others = {name: text for name, text in st.query_params.items() if name not in IN_ADDRESS}
    st.query_params.from_dict({**filters.address(), **others})


def _reset() -> None:
    kept = {name: text for name, text in st.query_params.items() if name == PROJECTION}
    st.query_params.from_dict(kept)
