"""Le mode projection : d'un clic, chaque page ne montre plus que des chiffres protégés.

Il se garde dans l'adresse et dans la session : un lien, un rechargement ou le bouton retour ne
ramènent jamais de chiffres exacts sur un écran partagé ; seul l'interrupteur le fait.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import plotly.graph_objects as go
import polars as pl
import streamlit as st

import queries
from pages.shared.charts.bars import ranked_bars
from pages.shared.frame.filters import PLACES, PROJECTION
from pages.shared.words.formatting import HARD_SPACE, escape
from queries.protection.rules.liste import COLONNES_RETIREES, PROTEGES

Given = ParamSpec("Given")
Out = TypeVar("Out")

LABEL = "Mode projection"
MENTION = "Mode projection : chiffres protégés"
# Effectifs arrondis : ce qui nomme une rangée, et sa valeur.
ROUNDED: Mapping[str, tuple[str, str]] = {
    "beneficiaires_par_categorie": ("libelle", "beneficiaires"),
    "beneficiaires_par_epci": ("nom", "beneficiaires"),
    "beneficiaires_par_structure": ("nom", "beneficiaires"),
    "beneficiaires_par_annee": ("annee", "beneficiaires"),
    "sorties_a_six_mois": ("libelle", "personnes"),
    "types_sorties_positives": ("type_sortie", "sorties"),
    "heures_par_categorie": ("libelle", "heures_realisees"),
}
# Protégé, mais aux colonnes de l'écran exact.
SAME_SHAPE = ("chiffres_cles", "entreprises_par_type", "entreprises_par_secteur")
# Les mêmes quels que soient les filtres, ou quel que soit le territoire.
WITHOUT_FILTER = (
    "parametres",
    "repere_2023",
    "sources",
    "a_confirmer",
    "notice_information",
    "registre_traitement",
    "regles_retenues",
    "regles_sorties",
    "decp_etat",
    "pnad_oecp",
)
WITHOUT_PLACE = ("completude",)


def is_projected(address: Mapping[str, str]) -> bool:
    """Dit si la page se montre en chiffres protégés, et s'en souvient pour la session."""
    if address.get(PROJECTION) == "oui":
        st.session_state[PROJECTION] = True
    is_chosen = bool(st.session_state.get(PROJECTION))
    if is_chosen:
        st.query_params[PROJECTION] = "oui"
    return is_chosen


def project_first() -> None:
    """Montre d'abord des chiffres protégés à qui n'a pas encore choisi."""
    st.session_state.setdefault(PROJECTION, True)


def show_switch(est_projection: bool) -> None:
    """Montre l'interrupteur du mode projection."""
    st.session_state["interrupteur"] = est_projection
    st.toggle(LABEL, key="interrupteur", on_change=_switch)


def _switch() -> None:
    chosen = st.session_state["interrupteur"]
    st.session_state[PROJECTION] = chosen
    if chosen:
        st.query_params[PROJECTION] = "oui"
    else:
        st.query_params.pop(PROJECTION, None)


def rule(store: Path, generation: int) -> str:
    """Rend la règle d'écriture des chiffres protégés, ou ce qu'il faut faire pour en avoir."""
    found = queries.certificate(store, generation)
    return found.regle if found else str(queries.CubeAbsent())


def read(store: Path, generation: int, name: str, arguments: Mapping[str, str]) -> pl.DataFrame:
    """Rend un résultat publié, aux colonnes de l'écran exact. Lève queries.NonPublie.

    Une table d'effectifs n'est pas rendue ici : sa forme est autre (voir `read_rounded`).
    """
    if name in PROTEGES and name not in SAME_SHAPE:
        raise queries.NonPublie
    kept = {key: value for key, value in arguments.items() if not _is_dropped(name, key)}
    frame = queries.run_protected(name, store, generation, **kept)
    missing = [one for one in COLONNES_RETIREES.get(name, ()) if one not in frame.columns]
    return frame.with_columns(pl.lit(None, pl.String).alias(one) for one in missing)


def _is_dropped(name: str, key: str) -> bool:
    return name in WITHOUT_FILTER or (name in WITHOUT_PLACE and key in PLACES)


def read_rounded(
    store: Path, generation: int, name: str, arguments: Mapping[str, str]
) -> pl.DataFrame:
    """Rend les effectifs publiés d'un indicateur : une rangée, son texte, sa valeur arrondie.

    Colonnes : libelle, publie (à écrire tel quel), valeur (nulle si ce n'est pas un nombre).
    """
    if name not in ROUNDED:
        raise queries.NonPublie
    label, value = ROUNDED[name]
    frame = queries.run_protected(name, store, generation, **arguments)
    return frame.select(
        libelle=pl.col(label).cast(pl.String), publie=pl.col("texte"), valeur=pl.col(value)
    )


def draw_rounded(frame: pl.DataFrame) -> go.Figure:
    """Rend les barres d'effectifs arrondis ; « < 5 » s'écrit, sa barre est vide."""
    names, texts = frame["libelle"].to_list(), frame["publie"].to_list()
    return ranked_bars(names, frame["valeur"].fill_null(0).to_list(), texts)


def published(block: Callable[Given, Out]) -> Callable[Given, Out | None]:
    """Décore un bloc de page : ce qui n'y est pas publié laisse place à un encadré calme."""

    @wraps(block)
    def shown(*given: Given.args, **named: Given.kwargs) -> Out | None:
        try:
            return block(*given, **named)
        except queries.NonPublie as refused:
            show_unpublished(str(refused))
            return None

    return shown


def show_unpublished(phrase: str, titre: str = "") -> None:
    """Montre l'encadré de ce qui n'est pas publié ; `titre` nomme le chiffre absent."""
    named = f"{escape(titre)}. " if titre else ""
    head, _, rest = phrase.partition(f"{HARD_SPACE}: ")
    words = f"{named}{rest[:1].upper()}{rest[1:]}"
    st.html(f'<div class="etat" role="status"><strong>{head}</strong>{words}</div>')
