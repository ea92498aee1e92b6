"""Les décisions à prendre et déjà prises : ce que le copil a écrit, avec le chiffre concerné."""

from __future__ import annotations

from datetime import date

import polars as pl

from pages.pleniere.slide import Slide
from pages.pleniere.slides.contexte import NOMS, Contexte, build
from pages.shared.formatting import counted, day
from queries.copil import Note

GENRES = {"decision": "Décision", "commentaire": "Commentaire"}


def decisions(context: Contexte) -> Slide:
    """Rend le relevé : décisions d'abord, puis commentaires, les plus récents en tête."""
    latest = sorted(context.notes, key=lambda one: one.ecrite_le, reverse=True)
    ordered = sorted(latest, key=lambda one: one.genre != "decision")
    open_points = context.read("a_confirmer")
    waiting = counted(open_points.height, "point")
    return build(
        context,
        "decisions",
        _title(ordered),
        query="a_confirmer",
        tableau=(
            ("Date", "Nature", "Chiffre concerné", "Texte"),
            *((_day(one), GENRES[one.genre], subject(one), one.texte) for one in ordered),
        ),
        phrases=(
            *((sentence(one) for one in ordered) if ordered else _examples(open_points)),
            f"{waiting} de la convention à confirmer (page Méthode).",
        ),
        perimetre="le copil",
        periode="à ce jour",
    )


def _examples(open_points: pl.DataFrame) -> tuple[str, ...]:
    """Rend un point à trancher par sujet : de quoi ouvrir la discussion."""
    first = open_points.unique("sujet", keep="first", maintain_order=True)
    return tuple(f"{sujet} · {point}" for sujet, point in first.select("sujet", "point").rows())


def sentence(note: Note) -> str:
    """Dit une note en une phrase : sa date, le chiffre concerné, son texte."""
    return f"{GENRES[note.genre]} du {_day(note)} · {subject(note)} : {note.texte}"


def subject(note: Note) -> str:
    """Nomme le chiffre concerné, avec sa valeur du jour où la note a été écrite."""
    return f"{NOMS.get(note.diapositive, note.diapositive)}, {note.annee} : {note.chiffre}"


def _day(note: Note) -> str:
    return day(date.fromisoformat(note.ecrite_le))


def _title(notes: list[Note]) -> str:
    if not notes:
        return "Quelles décisions prendre aujourd'hui ?"
    taken = sum(one.genre == "decision" for one in notes)
    words = [
        counted(taken, "décision enregistrée", "décisions enregistrées"),
        counted(len(notes) - taken, "commentaire"),
    ]
    kept = [word for word, count in zip(words, (taken, len(notes) - taken), strict=True) if count]
    return f"{', '.join(kept)} : ce qu'il reste à suivre"
