"""Une séance : les chiffres servis ou une photo, une année, un lieu, et les diapositives à montrer.

Ni Streamlit ni Plotly : l'écran, le PowerPoint et l'édition statique ouvrent la même séance.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import queries
from pages.pleniere.slide import Slide
from pages.pleniere.slides import compose
from pages.pleniere.slides.changements import changements
from pages.pleniere.slides.contexte import Read, open_contexte
from pages.shared.formatting import day
from queries import copil
from queries.copil import Note, Photo
from queries.ecarts import Etat, changes

# La diapositive des changements vient juste après la synthèse.
PLACE_CHANGEMENTS = 1


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

    def slides(self) -> list[Slide]:
        """Rend toutes les diapositives, masquées comprises, dans l'ordre."""
        return list(_slides(self, tuple(self.notes), _reference(self)))

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


@lru_cache(maxsize=200)
def _slides(seance: Seance, notes: tuple[Note, ...], reference: str) -> tuple[Slide, ...]:
    read, shown = read_of(seance), seance.figee
    frozen = shown.content["definitions"] if shown else None
    found = compose(read, seance.annee, seance.epci or None, notes, frozen)
    before = copil.photo(reference, seance.store) if reference else None
    if before:
        found.insert(PLACE_CHANGEMENTS, _changes(seance, read, before))
    return tuple(found)


def _changes(seance: Seance, read: Read, before: Photo) -> Slide:
    """Rend la diapositive de ce qui a changé depuis une photo."""
    shown = seance.figee
    now = shown.content["definitions"] if shown else copil.definitions()
    earlier = Etat(partial(copil.read_photo, before), before.content["definitions"])
    found = changes(earlier, Etat(read, now))
    since = f"« {before.nom} » ({day(before.jour)})"
    until = f"« {shown.nom} »" if shown else "aujourd'hui"
    return changements(open_contexte(read, seance.annee), found, since, until)
