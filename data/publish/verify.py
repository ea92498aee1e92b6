"""Vérifier le magasin entier : ce qui est servi, ce qui est gardé, ce que le copil y a mis."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.publish import acces, copil
from data.publish.generations import examine
from data.publish.seal import Degat
from data.publish.served import Abimee, Etat, numbers, sentence, state


@dataclass(frozen=True)
class Verification:
    """L'état servi, et chaque dégât du magasin : générations gardées, notes et photos."""

    etat: Etat
    degats: tuple[Degat, ...]
    examinees: tuple[int, ...]
    sans_sceau: tuple[int, ...]


def verify(store: Path | None = None) -> Verification:
    """Relit chaque fichier de chaque publication gardée, et ce que le copil garde."""
    found = state(store)
    exams = [examine(number, store) for number in numbers(store)]
    seen = [*(found.degats if isinstance(found, Abimee) else ())]
    every = [*seen, *(one for exam in exams for one in exam.degats), *_beside(store)]
    old = [one.number for one in exams if one.generation and not one.generation.est_scellee]
    return Verification(
        found,
        tuple(dict.fromkeys(every)),
        tuple(one.number for one in exams),
        tuple(old),
    )


def _beside(store: Path | None) -> list[Degat]:
    """Les dégâts de ce qui se garde à côté des publications."""
    return [*copil.damages(store), *acces.damages(store)]


def alert(store: Path | None = None) -> str:
    """Rend ce que tout lecteur doit savoir d'un dégât (servi, notes, photos), ou ""."""
    found = state(store)
    said = [sentence(found)] if isinstance(found, Abimee) else []
    if lost := copil.damages(store):
        damages = ", ".join(one.phrase for one in lost)
        said.append(f"Ce que le copil a gardé est en partie abîmé : {damages}.")
    said += [f"Le registre des accès est abîmé : {one.phrase}." for one in acces.damages(store)]
    return " ".join(said)
