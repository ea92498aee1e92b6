"""Une séance : les chiffres servis ou une photo, une année, un lieu, et les diapositives à montrer.

Ni Streamlit ni Plotly : l'écran, le PowerPoint et l'édition statique ouvrent la même séance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import queries
from pages.pleniere.contexte import Comparaison, Read
from pages.pleniere.slide import Slide
from pages.pleniere.slides import compose
from pages.shared.words.formatting import day
from queries import copil
from queries.copil import Note, Photo
from queries.ecarts import Etat, compare


@dataclass(frozen=True)
class Seance:
    """Ce qui est montré : une publication (ou une photo, par son code), une année, un EPCI."""

    store: Path
    generation: int
    annee: int
    epci: str = ""
    photo: str = ""

    @property
    def figee(self) -> Photo | None:
        """La photo montrée ; None pour les chiffres servis."""
        return copil.photo(self.photo, self.store) if self.photo else None

    @property
    def notes(self) -> list[Note]:
        """Les notes à relire : celles de la photo, ou celles d'aujourd'hui."""
        return self.figee.notes if self.figee else copil.read_notes(self.store)

    @property
    def masquees(self) -> frozenset[str]:
        """Les diapositives masquées, de la photo ou d'aujourd'hui."""
        if self.figee:
            return frozenset(self.figee.content["masquees"])
        return copil.read_hidden(self.store)

    @property
    def jour(self) -> date:
        """Le jour où l'on regarde : aujourd'hui, ou celui de la photo."""
        return self.figee.jour if self.figee else date.today()

    def slides(self) -> list[Slide]:
        """Rend toutes les diapositives, masquées comprises, dans l'ordre."""
        mark = queries.mark_of(self.store, self.generation)
        return list(_slides(self, tuple(self.notes), _reference(self), self.jour, mark))

    def shown(self) -> list[Slide]:
        """Rend les diapositives à montrer ; la première reste, il en faut une."""
        hidden = self.masquees
        every = self.slides()
        return [one for one in every if one.code not in hidden] or every[:1]


def read_of(seance: Seance) -> Read:
    """Rend la lecture des chiffres protégés de la séance."""
    if seance.figee:
        return partial(copil.read_photo, seance.figee)
    return partial(queries.run_protected, store=seance.store, generation=seance.generation)


def _reference(seance: Seance) -> str:
    """Rend le code de la photo à laquelle comparer : la plus récente d'avant, ou ""."""
    found = copil.photos(seance.store)
    if seance.photo:
        codes = [one.code for one in found]
        found = found[codes.index(seance.photo) + 1 :] if seance.photo in codes else []
    return found[0].code if found else ""


@queries.kept(200)
def _slides(
    seance: Seance, notes: tuple[Note, ...], reference: str, jour: date, _: tuple[str, ...]
) -> tuple[Slide, ...]:
    read, shown = read_of(seance), seance.figee
    frozen = shown.content["definitions"] if shown else None
    before = copil.photo(reference, seance.store) if reference else None
    compared = _compared(seance, read, before) if before else None
    return tuple(compose(read, seance.annee, seance.epci or None, notes, frozen, compared, jour))


def _compared(seance: Seance, read: Read, before: Photo) -> Comparaison:
    """Rend ce qui a changé depuis une photo."""
    shown = seance.figee
    now = shown.content["definitions"] if shown else copil.definitions()
    earlier = Etat(partial(copil.read_photo, before), before.content["definitions"])
    found = compare(earlier, Etat(read, now))
    since = f"« {before.nom} » ({day(before.jour)})"
    until = f"« {shown.nom} »" if shown else "aujourd'hui"
    return Comparaison(tuple(found), since, until, tuple(before.notes))
