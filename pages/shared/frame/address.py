"""Les réglages propres à une page : comme les filtres, ils vivent dans l'adresse.

Une liste de choix lit l'adresse à chaque exécution et la réécrit à chaque changement ; la valeur
par défaut n'y est pas écrite.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from pages.shared.frame import pick

Place = st.delta_generator.DeltaGenerator
PART = "partie"
LONGEST_SEARCH = 80
# Au-delà, une liste se parcourt mieux en y tapant.
LONG_LIST = 12


def asked(name: str, choices: Mapping[str, str]) -> str:
    """Rend la valeur que l'adresse donne à un réglage, ou la première des valeurs admises."""
    value = st.query_params.get(name, "")
    return value if value in choices else next(iter(choices))


def choose(
    place: Place, label: str, name: str, choices: Mapping[str, str], more: str | None = None
) -> str:
    """Montre une liste de choix (code -> mots) gardée dans l'adresse, et rend le code choisi."""
    value = st.session_state[_key(name)] = asked(name, choices)
    place.selectbox(
        label,
        list(choices),
        format_func=lambda code: choices.get(code, code),
        key=_key(name),
        on_change=_write,
        args=(name, next(iter(choices))),
        filter_mode=None if len(choices) < LONG_LIST else "contains",
        help=more,
    )
    return value


def choose_part(parts: Mapping[str, str], name: str = PART, label: str = "") -> str:
    """Montre les parties d'une page (code -> mots), une à la fois, et rend celle choisie."""
    value = st.session_state[_key(name)] = asked(name, parts)
    st.segmented_control(
        label or "Partie de la page",
        list(parts),
        format_func=parts.get,
        key=_key(name),
        required=True,
        on_change=_write,
        args=(name, next(iter(parts))),
        label_visibility="visible" if label else "collapsed",
    )
    return value


def choose_in_groups(groups: Mapping[str, Mapping[str, str]], name: str = PART) -> str:
    """Montre les groupes de parties d'une page, puis les parties du groupe ; rend celle choisie.

    `groups` : mots du groupe -> (code -> mots). L'adresse ne porte que la partie.
    """
    every = {code: words for parts in groups.values() for code, words in parts.items()}
    default, value = next(iter(every)), asked(name, every)
    inside = next(words for words, parts in groups.items() if value in parts)
    _show_parts(
        "Partie de la page",
        f"{name}_groupe",
        {one: one for one in groups},
        inside,
        (_write_group, (name, groups, default)),
    )
    if len(groups[inside]) > 1:
        _show_parts(f"{inside} : que voir", name, groups[inside], value, (_write, (name, default)))
    return value


def _show_parts(
    label: str,
    name: str,
    parts: Mapping[str, str],
    value: str,
    written: tuple[Callable[..., None], tuple[object, ...]],
) -> None:
    st.session_state[_key(name)] = value
    st.segmented_control(
        label,
        list(parts),
        format_func=parts.get,
        key=_key(name),
        required=True,
        on_change=written[0],
        args=written[1],
        label_visibility="collapsed",
    )


def _write_group(name: str, groups: Mapping[str, Mapping[str, str]], default: str) -> None:
    """Écrit la première partie du groupe choisi."""
    first = next(iter(groups[st.session_state[_key(f"{name}_groupe")]]))
    pick.write(name, "" if first == default else first)
    pick.renew_charts()


def search(place: Place, name: str, example: str) -> str:
    """Montre un champ de recherche gardé dans l'adresse, et rend le texte cherché."""
    value = st.session_state[_key(name)] = st.query_params.get(name, "")[:LONGEST_SEARCH]
    place.text_input(
        "Chercher",
        key=_key(name),
        type="search",
        max_chars=LONGEST_SEARCH,
        placeholder=example,
        on_change=_write,
        args=(name,),
    )
    return value


def switch(label: str, name: str, value_on: str) -> bool:
    """Montre un interrupteur gardé dans l'adresse : `value_on` quand il est allumé."""
    value = st.session_state[_key(name)] = st.query_params.get(name, "") == value_on
    st.toggle(label, key=_key(name), on_change=_write_switch, args=(name, value_on))
    return value


def _key(name: str) -> str:
    return f"reglage_{name}"


def _write(name: str, default: str = "") -> None:
    value = st.session_state[_key(name)] or ""
    pick.write(name, "" if value == default else value)
    pick.renew_charts()


def _write_switch(name: str, value_on: str) -> None:
    pick.write(name, value_on if st.session_state[_key(name)] else "")
    pick.renew_charts()
