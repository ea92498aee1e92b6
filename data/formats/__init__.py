"""Un fichier par sorte d'export ; ce dossier est parcouru, un nouveau fichier suffit.

Rien n'y entre ; en sort, pour chaque sorte, ce que ses intitulés veulent dire de nos colonnes, ce
qui identifie une ligne et ce qui en est gardé. Aucun fichier n'y est lu, aucune cellule jugée.
Chaque module expose `FORMAT` ; ajouter un format : un fichier ici, un échantillon dans
tests/exports/.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import polars as pl

from data.words import normalize

__all__ = ["AnneeManquante", "Format", "formats", "recognized_formats", "vocabulary"]


class AnneeManquante(Exception):
    """Des mois sans année (en colonnes ou en toutes lettres), et rien qui la dise."""


@dataclass(frozen=True)
class Format:
    """Une sorte d'export.

    `headings` : notre colonne -> intitulés admis, le premier étant celui attendu ;
    `required` : colonnes sans lesquelles rien n'est lu ; `filled` : celles dont une cellule vide
    écarte la ligne ; `identity` : ce qui fait qu'une ligne en remplace une autre (la structure s'y
    ajoute toujours) ; `kept` : colonnes gardées, toutes celles qui sont lues si rien n'en est dit,
    ce qu'un export de personnes doit dire ; `dropped` : intitulés connus dont le contenu n'est
    jamais lu ; `measure` : colonne d'heures de l'identité comptable ;
    `total_column` : colonne où « Total » suffit à nommer une ligne de total ;
    `reshape` : remise en forme d'une grille (mois en colonnes) ;
    `est_structure_facultative` : une structure vide vaut pour toutes, et ne se demande pas ;
    `est_lu_a_part` : un lecteur à lui ; aucun intitulé ne le fait reconnaître ni proposer.
    """

    name: str
    label: str
    headings: dict[str, tuple[str, ...]]
    required: tuple[str, ...]
    filled: tuple[str, ...]
    identity: tuple[str, ...]
    kept: tuple[str, ...] = ()
    measure: str = ""
    total_column: str = ""
    dropped: tuple[str, ...] = ()
    reshape: Callable[[pl.DataFrame, int | None], pl.DataFrame] | None = None
    derived: dict[str, pl.DataType | type[pl.DataType]] = field(default_factory=dict)
    est_structure_facultative: bool = False
    est_lu_a_part: bool = False

    def __post_init__(self) -> None:
        """Garde tout ce qui est lu si le format ne dit rien ; la structure est à part."""
        if not self.kept:
            read = tuple(name for name in self.headings if name != "structure")
            object.__setattr__(self, "kept", read)

    def column_of(self, heading: str) -> str | None:
        """Rend notre colonne pour un intitulé du fichier, ou None."""
        return _aliases(self.name).get(normalize(heading))

    def is_dropped(self, heading: str) -> bool:
        """Dit si l'intitulé est connu et son contenu jamais lu."""
        return normalize(heading) in _dropped(self.name)

    def known_keys(self) -> frozenset[str]:
        """Rend tous les intitulés de ce format, normalisés."""
        return _known(self.name)


@cache
def formats() -> dict[str, Format]:
    """Rend tous les formats du dossier, par nom."""
    names = sorted(one.name for one in pkgutil.iter_modules(__path__) if one.name != "commun")
    found = [importlib.import_module(f"{__name__}.{name}").FORMAT for name in names]
    return {one.name: one for one in found}


@cache
def recognized_formats() -> dict[str, Format]:
    """Rend les formats qui se reconnaissent à leurs intitulés, par nom."""
    return {name: one for name, one in formats().items() if not one.est_lu_a_part}


@cache
def _aliases(name: str) -> dict[str, str]:
    return {
        normalize(heading): column
        for column, headings in formats()[name].headings.items()
        for heading in headings
    }


@cache
def _dropped(name: str) -> frozenset[str]:
    return frozenset(normalize(text) for text in formats()[name].dropped)


@cache
def _known(name: str) -> frozenset[str]:
    return frozenset(_aliases(name)) | _dropped(name)


@cache
def vocabulary() -> frozenset[str]:
    """Rend tous les intitulés connus, normalisés : sert à choisir le séparateur d'un CSV."""
    return frozenset(
        normalize(heading)
        for one in recognized_formats().values()
        for headings in (*one.headings.values(), one.dropped)
        for heading in headings
    )
