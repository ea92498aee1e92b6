"""Les diapositives de la plénière, dans l'ordre de ce que la convention fait examiner (article 6).

Un fichier de ce dossier est une diapositive : il déclare sa `FICHE` (rang, nom, indicateur) et une
fonction pure, `diapositive` : des chiffres protégés entrent, une diapositive sort. Son nom de
fichier est son code. Rien d'autre n'est à inscrire ailleurs.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import import_module

import queries
from pages.pleniere.contexte import (
    Comparaison,
    Contexte,
    Fiche,
    Read,
    open_contexte,
)
from pages.pleniere.slide import Slide, figures_of
from pages.shared.words.formatting import join_words, lower_first, typeset
from queries.copil import Note

__all__ = ["compose", "fiches", "figure_now", "nom"]

Composition = Callable[[Contexte], Slide | None]


@dataclass(frozen=True)
class Made:
    """Une diapositive composée, ou rien ; `est_vaucluse` : à la place de celle de l'EPCI."""

    nom: str
    slide: Slide | None
    est_vaucluse: bool = False


@cache
def _found() -> tuple[tuple[Fiche, Composition], ...]:
    """Rend les fiches du dossier et leur composition, par rang."""
    modules = {
        one.name: import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__)
    }
    every = [(replace(one.FICHE, code=code), one.diapositive) for code, one in modules.items()]
    return tuple(sorted(every, key=lambda one: one[0].rang))


def fiches() -> tuple[Fiche, ...]:
    """Rend la fiche de chaque diapositive, dans l'ordre où elles se montrent."""
    return tuple(fiche for fiche, _ in _found())


def nom(code: str) -> str:
    """Rend le nom d'une diapositive ; son code, si elle n'existe plus (une note ancienne)."""
    return {one.code: one.nom for one in fiches()}.get(code, code)


def compose(
    read: Read,
    annee: int,
    epci: str | None = None,
    notes: Sequence[Note] = (),
    definitions: Mapping[str, str] | None = None,
    comparaison: Comparaison | None = None,
    jour: date | None = None,
) -> list[Slide]:
    """Rend les diapositives d'une année, pour un EPCI ou tout le Vaucluse.

    `read(nom, **filtres)` est `queries.run_protected`, ou la même chose sur une photo ; `notes` :
    les commentaires et décisions à relire ; `definitions` : celles d'une photo ; `comparaison` :
    ce qui a changé depuis une photo, s'il y en a une ; `jour` : celui où l'on regarde. Ce que
    les chiffres protégés n'ont pas pour un EPCI se montre pour le Vaucluse, ou manque ; la première
    diapositive le dit.
    """
    context = open_contexte(read, annee, epci, notes, definitions, comparaison, jour)
    made = [_composed(replace(context, fiche=fiche), draw) for fiche, draw in _found()]
    return _with_absences(context, [one for one in made if one])


def figure_now(read: Read, note: Note) -> str:
    """Rend le chiffre d'une note tel que ces données le disent, "" s'il n'y est plus."""
    label = note.chiffre.rpartition(" : ")[0]
    drawn = [one for one in _found() if one[0].code == note.diapositive]
    known = read("filtres_possibles").filter(filtre="annee")["code"]
    if not label or not drawn or str(note.annee) not in known:
        return ""
    fiche, draw = drawn[0]
    context = open_contexte(read, note.annee, note.epci or None)
    made = _composed(replace(context, fiche=fiche), draw)
    # Le chiffre du Vaucluse n'est pas la suite de celui d'un EPCI.
    own = figures_of(made.slide) if made and made.slide and not made.est_vaucluse else []
    found = [one for one in own if one.startswith(f"{label} : ")]
    return found[0].removeprefix(f"{label} : ") if found else ""


def _composed(context: Contexte, draw: Composition) -> Made | None:
    """Rend une diapositive, et si elle montre le Vaucluse à la place de l'EPCI.

    Sans chiffre publié ni pour l'un ni pour l'autre, elle n'a rien à montrer.
    """
    try:
        slide = draw(context)
        return Made(context.fiche.nom, slide) if slide else None
    except queries.NonPublie:
        return _of_the_whole(context, draw) if context.epci else Made(context.fiche.nom, None)


def _of_the_whole(context: Contexte, draw: Composition) -> Made:
    try:
        return Made(context.fiche.nom, draw(context.for_the_whole()), est_vaucluse=True)
    except queries.NonPublie:
        return Made(context.fiche.nom, None)


def _with_absences(context: Contexte, made: Sequence[Made]) -> list[Slide]:
    """Rend les diapositives ; la première dit celles qui manquent, ou qui montrent le Vaucluse."""
    shown = [one.slide for one in made if one.slide]
    absent = [lower_first(one.nom) for one in made if one.slide is None]
    wider = [lower_first(one.nom) for one in made if one.slide and one.est_vaucluse]
    told = []
    if wider:
        told.append(f"Montrés pour le Vaucluse, non publiés pour {context.lieu} : "
                    f"{join_words(wider)}.")  # fmt: skip
    if absent:
        told.append(f"Sans diapositive, faute de chiffre publié : {join_words(absent)}.")
    if not shown or not told:
        return shown
    first = replace(shown[0], phrases=(*shown[0].phrases, *map(typeset, told)))
    return [first, *shown[1:]]
