"""Ce que la personne regarde : une génération, des filtres, et les résultats qui en viennent.

La génération est lue une fois par exécution du script (pages/entree.py) et passée à chaque requête
et à chaque mémoire : une publication au milieu d'une exécution ne mélange jamais deux états.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import polars as pl
import streamlit as st

import queries
from pages.shared.frame import projection
from pages.shared.frame.filters import PROJECTION, Filters, Options, file_slug, sentence
from pages.shared.frame.screen import show_state
from pages.shared.theme import take_finding
from pages.shared.words.formatting import slug

KEY, TRIES, HELD = "vue", "relectures", "tenu"
READ_AT_MOST = 5
RETIREES = (
    "Les données changent en ce moment",
    "Cette page vient d'être relue cinq fois, et chaque fois la publication qu'elle lisait a été "
    "retirée : des effacements ou des imports se suivent. Rien n'est perdu. Attendez une minute, "
    "puis rechargez la page ; si cela dure, demandez à la personne qui importe les données ce qui "
    "est en cours.",
)
# Ce qu'une page montre d'abord : si le droit le couvre, la page est exacte.
KEY_FIGURES = "chiffres_cles"
# Une figure pèse cent kilo-octets : deux cents tiennent le copil d'un après-midi, et la mémoire
# du serveur (mesurée par tests/mesures/memoire.py) cesse de monter.
FRAMES_KEPT, FIGURES_KEPT = 300, 200
Draw = Callable[[pl.DataFrame], go.Figure]
Arguments = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Own:
    """Ce qu'une page ajoute aux filtres communs : ses réglages, leurs mots, l'état de ses données.

    `arguments` va aux requêtes ; `words` à la phrase des filtres ; `completude`, non vide, remplace
    celle des heures ; `notes` s'ajoute aux fichiers.
    """

    arguments: Arguments = ()
    words: tuple[str, ...] = ()
    completude: str = ""
    notes: Arguments = ()


@dataclass(frozen=True)
class View:
    """Une génération vue à travers des filtres."""

    store: Path
    generation: int
    est_exemple: bool
    date_donnees: date | None
    filters: Filters
    options: Options
    own: Own = Own()
    # Sur la vue et non sur ses filtres : une page qui change de filtres reste en projection.
    est_projection: bool = False
    # Ce que la personne a le droit de lire : passé à chaque question, jamais supposé.
    droit: queries.Droit = queries.PLENIERE
    # Ce qui a déjà été lu dans cette exécution : chaque pied relit la complétude, les paramètres.
    lus: dict[object, pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    def frame(self, name: str, filters: Filters | None = None, **more: str) -> pl.DataFrame:
        """Rend le résultat d'une requête, gardé en mémoire ; `more` précise un paramètre.

        Ce que le droit ne couvre pas se lit dans les chiffres protégés. Lève queries.NonPublie.
        """
        arguments = {**(filters or self.filters).arguments(), **dict(self.own.arguments), **more}
        given = tuple(sorted(arguments.items()))
        key = (self.est_projection, name, given)
        if key not in self.lus:
            self.lus[key] = self._read(name, arguments, given)
        return self.lus[key]

    def _read(self, name: str, arguments: Mapping[str, str], given: Arguments) -> pl.DataFrame:
        if self.est_projection:
            return projection.read(self.store, self.generation, name, arguments)
        if not queries.is_covered(name, self.droit, **arguments):
            return self._beyond(name, arguments)
        return _run(self.marque, self.droit, self.store, self.generation, name, given)

    def _beyond(self, name: str, arguments: Mapping[str, str]) -> pl.DataFrame:
        """Rend les chiffres protégés de ce que le droit ne couvre pas. Lève queries.HorsDroit."""
        try:
            return projection.read(self.store, self.generation, name, arguments)
        except queries.NonPublie as refused:
            raise queries.HorsDroit from refused

    @cached_property
    def marque(self) -> tuple[str, ...]:
        """Ce dont dépendent les résultats de cette vue, leurs questions mises à part."""
        return queries.mark_of(self.store, self.generation)

    @property
    def is_within_right(self) -> bool:
        """Dit si le droit donne les chiffres exacts de ces filtres."""
        return queries.is_covered(KEY_FIGURES, self.droit, **self.filters.arguments())

    def protects(self, name: str) -> bool:
        """Dit si ce résultat se montre ici en chiffres protégés."""
        given = {**self.filters.arguments(), **dict(self.own.arguments)}
        return self.est_projection or not queries.is_covered(name, self.droit, **given)

    def rounded(self, name: str) -> pl.DataFrame:
        """Rend des effectifs publiés, en mode projection. Lève queries.NonPublie."""
        return projection.read_rounded(self.store, self.generation, name, self.filters.arguments())

    def sentence(self) -> str:
        """Dit les filtres : « 2023 · CoVe · lieu des travaux »."""
        return " · ".join([sentence(self.filters, self.options), *self.own.words])

    def slug(self) -> str:
        """Rend les filtres et la date des données pour un nom de fichier."""
        stamp = self.date_donnees.isoformat() if self.date_donnees else "sans-date"
        names = [file_slug(self.filters, self.options), *map(slug, self.own.words), stamp]
        return "_".join(names)


def current_view() -> View:
    """Rend la vue que pages/entree.py a préparée pour cette exécution."""
    return st.session_state[KEY]


def open_for(marque: tuple[str, ...]) -> None:
    """Ouvre l'exécution d'une page : de ce qu'elle montrait avant, rien ne reste derrière elle, ni
    d'une autre publication que celle de `marque` ce qu'elle en tenait.
    """
    st.session_state[KEY] = None
    if st.session_state.get(HELD, (None,))[0] != marque:
        st.session_state[HELD] = (marque, {})


def held() -> dict[str, Any]:
    """Rend ce que la page tient, d'une exécution à l'autre, de la publication qu'elle montre."""
    return st.session_state[HELD][1]


@contextmanager
def read_again() -> Iterator[None]:
    """Relit la page depuis le début si la publication qu'elle lisait vient d'être retirée.

    Un effacement retire aussitôt celles d'avant ; la suivante, elle, est déjà servie. Si elles le
    sont l'une après l'autre, la page le dit ; un fichier qui manque toujours à la même publication
    manque vraiment : l'erreur est dite.
    """
    try:
        yield
    except (queries.MagasinVide, FileNotFoundError) as missing:
        served = queries.current()
        tried = (*st.session_state.get(TRIES, ()), served.number if served else 0)
        if len(tried) <= READ_AT_MOST:
            st.session_state[TRIES] = tried
            st.rerun()
        st.session_state[TRIES] = ()
        if isinstance(missing, FileNotFoundError) and len({*tried}) == 1:
            raise
        show_state(*RETIREES)
    else:
        st.session_state[TRIES] = ()


@contextmanager
def seen_through(view: View) -> Iterator[None]:
    """Montre ce qui suit à travers une autre vue, puis rend celle de la page."""
    before = current_view()
    st.session_state[KEY] = view
    try:
        yield
    finally:
        st.session_state[KEY] = before


def run_as(
    droit: queries.Droit, store: Path, generation: int, name: str, arguments: Arguments = ()
) -> pl.DataFrame:
    """Rend le résultat d'une requête pour un droit ; la mémoire est rangée par droit."""
    return _run(queries.mark_of(store, generation), droit, store, generation, name, arguments)


def _run(
    mark: tuple[str, ...],
    droit: queries.Droit,
    store: Path,
    generation: int,
    name: str,
    arguments: Arguments,
) -> pl.DataFrame:
    def make() -> pl.DataFrame:
        given = dict(arguments)
        return queries.run(name, store=store, generation=generation, droit=droit, **given)

    return _kept_frame(_key(mark, droit.cle, store, generation, name, arguments), make)


def _key(*parts: object) -> str:
    """Une clé en un seul texte : Streamlit en fait une empreinte plus vite que de plusieurs."""
    return repr(parts)


# Partagés et jamais changés : en rendre une copie à chaque fois coûtait le dixième d'une page.
@st.cache_resource(max_entries=FRAMES_KEPT, show_spinner=False)
def _kept_frame(key: str, _make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
    return _make()


def figure(view: View, draw: Draw, frame: pl.DataFrame, **more: str) -> tuple[go.Figure, str]:
    """Rend la figure d'un résultat et son constat, gardés par génération et par filtres."""
    key = _place_of(view, draw, more)
    return _kept_figure(key, lambda: take_finding(draw(frame)))


def told(view: View, tell: Callable[[pl.DataFrame], str], frame: pl.DataFrame) -> str:
    """Rend la phrase qui dit un résultat, gardée comme une figure."""
    return _kept_words(_place_of(view, tell, {}), lambda: tell(frame))


def _place_of(view: View, make: Callable[..., object], more: Mapping[str, str]) -> str:
    """Rend la clé de ce qu'une fonction fait d'un résultat, par génération et par filtres."""
    # Le mode entre dans la clé : une figure exacte ne se retrouve jamais en projection.
    mode = {PROJECTION: "oui"} if view.est_projection else {"droit": view.droit.cle}
    given = {**view.filters.arguments(), **dict(view.own.arguments), **more, **mode}
    place = f"{make.__module__}.{make.__name__}"
    return _key(view.marque, view.store, view.generation, place, sorted(given.items()))


@st.cache_resource(max_entries=FIGURES_KEPT, show_spinner=False)
def _kept_figure(key: str, _make: Callable[[], tuple[go.Figure, str]]) -> tuple[go.Figure, str]:
    return _make()


@st.cache_resource(max_entries=FRAMES_KEPT, show_spinner=False)
def _kept_words(key: str, _make: Callable[[], str]) -> str:
    return _make()
