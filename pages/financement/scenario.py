"""Les réglages d'un scénario : lus dans l'adresse, écrits dans l'adresse, dits en mots."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.financement.key import CRITERIA
from pages.shared.frame import address
from pages.shared.frame.pick import write
from pages.shared.words.formatting import etp, euros, lower_first, number, percent
from pages.shared.words.structures import STRUCTURE_NAMES

AMOUNTS = {"cout_poste_eur": "Coût du poste (€)", "etp": "Temps du poste (ETP)"}
RATES = {
    "taux_etat_pct": "Part de l'État (%)",
    "taux_departement_pct": "Part du Département (%)",
    "taux_epci_pct": "Part de l'EPCI (%)",
}
WEIGHTS = {f"poids_{code}": title for code, title in CRITERIA.items()}
LABELS = {"territoire": "Territoire", **AMOUNTS, **RATES, **WEIGHTS}
NAMES = tuple(LABELS)
HEAVIEST, STEP = 5.0, 0.5
COLUMNS = 3
LONGEST = 60
MISSING = (
    "Aucun plan de financement reçu ne donne de poste moyen ici : donnez un coût, un temps et la "
    "part de chaque financeur."
)
NO_ACTIVITY = (
    "Aucune activité par territoire n'a été reçue pour cette vue : la clé ne peut être simulée."
)


def read(params: Mapping[str, str]) -> dict[str, str]:
    """Rend le scénario de l'adresse : nom du réglage -> texte, vérifié par la requête."""
    return {name: params[name][:LONGEST] for name in LABELS if params.get(name)}


def forget() -> None:
    """Retire le scénario de l'adresse ; les filtres y restent."""
    for name in LABELS:
        write(name, "")


def in_words(refusal: str) -> str:
    """Remplace les noms de réglages d'un refus par leurs mots à l'écran."""
    for name, words in LABELS.items():
        refusal = refusal.replace(f"«\u00a0{name}\u00a0»", f"«\u00a0{words}\u00a0»")
    return refusal


def whole(chosen: Mapping[str, str], frame: pl.DataFrame) -> dict[str, str]:
    """Rend tous les réglages, défauts compris : un lien qui ne dépend pas d'un plan futur."""
    return {**_defaults(frame), **dict.fromkeys(WEIGHTS, "1"), **chosen}


def _defaults(frame: pl.DataFrame) -> dict[str, str]:
    first = frame.row(0, named=True)
    rates = dict(frame.select("financeur", "taux_pct").iter_rows())
    values = {name: first[name] for name in AMOUNTS}
    values |= {name: rates.get(name[5:-4]) for name in RATES}
    return {name: f"{value:.2f}" for name, value in values.items() if value is not None}


def sentence(chosen: Mapping[str, str], frame: pl.DataFrame) -> str:
    """Dit le scénario : coût, temps, parts, territoire et poids."""
    first = frame.row(0, named=True)
    rates = [
        f"{row['libelle']} {percent(row['taux_pct'], 2)}"
        for row in frame.rows(named=True)
        if row["financeur"] in ("etat", "departement", "epci") and row["taux_pct"] is not None
    ]
    place = f"territoire {first['territoire']}" if first["territoire"] else ""
    parts = [euros(first["cout_poste_eur"], 2), etp(first["etp"]), *rates, place]
    return ", ".join(part for part in (*parts, weights_sentence(chosen)) if part)


def weights_sentence(chosen: Mapping[str, str]) -> str:
    """Dit les poids qui ne valent pas 1."""
    heavy = [
        f"{lower_first(title)} {chosen[name].replace('.', ',')}"
        for name, title in WEIGHTS.items()
        if name in chosen and _as_number(chosen[name]) != 1
    ]
    return f"poids : {', '.join(heavy)}" if heavy else "critères de même poids"


def show_controls(chosen: Mapping[str, str], frame: pl.DataFrame, key: pl.DataFrame) -> None:
    """Montre territoire, coût, temps et parts ; `frame` : le scénario calculé, `key` : la clé."""
    values = {**_defaults(frame), **chosen}
    places = st.columns(COLUMNS, gap="large")
    _choose_place(places[0], key)
    for place, (name, label) in zip(places[1:], AMOUNTS.items(), strict=True):
        shown = _as_number(values.get(name, ""))
        text = values.get(name, "") if shown is None else number(shown, 2)
        _follow(name, text.removesuffix(",00"))
        place.text_input(label, key=_key(name), on_change=_write, args=(name,), max_chars=20)
    for place, (name, label) in zip(st.columns(COLUMNS, gap="large"), RATES.items(), strict=True):
        _slide(place, name, label, values.get(name, "0"), 100.0)


def show_weights(chosen: Mapping[str, str]) -> None:
    """Montre le poids de chaque critère de la clé ; 1 pour tous dans l'annexe 3."""
    places = [*st.columns(COLUMNS, gap="large"), *st.columns(COLUMNS, gap="large")]
    for place, (name, label) in zip(places, WEIGHTS.items(), strict=True):
        _slide(place, name, f"Poids : {lower_first(label)}", chosen.get(name, "1"), HEAVIEST)


def _choose_place(place: DeltaGenerator, key: pl.DataFrame) -> None:
    rows = key.select("territoire", "structure").iter_rows()
    names = {one: f"{one} ({STRUCTURE_NAMES[structure]})" for one, structure in rows}
    address.choose(place, "Territoire", "territoire", {"": "Le poste entier", **names})


def _slide(place: DeltaGenerator, name: str, label: str, text: str, top: float) -> None:
    _follow(name, min(max(_as_number(text) or 0.0, 0.0), top))
    more = {"key": _key(name), "on_change": _write, "args": (name,)}
    place.slider(label, 0.0, top, step=STEP, format="localized", **more)


def _as_number(text: str) -> float | None:
    """Lit un nombre écrit en français ou dans l'adresse ; None si ce n'en est pas un."""
    bare = "".join(text.split()).replace(",", ".")
    return float(bare) if bare.replace(".", "", 1).isdecimal() else None


def _key(name: str) -> str:
    return f"scenario_{name}"


def _follow(name: str, value: object) -> None:
    """Met un réglage à la valeur de l'adresse, sa seule mémoire."""
    st.session_state[_key(name)] = value


def _write(name: str) -> None:
    value = st.session_state[_key(name)]
    write(name, f"{value:g}" if isinstance(value, float) else str(value or "").strip())
