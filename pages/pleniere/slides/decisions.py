"""Les décisions à prendre et en cours : ce qui attend, et ce que le copil a écrit.

Une décision close est sur la diapositive des suites ; sans elle, une phrase dit où la relire.
"""

from __future__ import annotations

from datetime import date

from pages.pleniere import slides
from pages.pleniere.a_decider import Sujet, sujets
from pages.pleniere.contexte import Contexte, Fiche, build
from pages.pleniere.slide import Slide
from pages.shared.words.findings.nouns import sentence as sentence_case
from pages.shared.words.formatting import counted, day, join_words
from queries.copil import Note

FICHE = Fiche(rang=120, nom="Décisions", indicateur="objectifs_et_realise")

NOTHING = (
    "Rien n'attend de décision dans les chiffres publiés : ni objectif manqué, ni règle rompue, ni "
    "transmission qui manque, ni marché qui finit sans suite."
)
NO_FIGURE = "sans chiffre attaché"
GENRES = {"decision": "Décision", "commentaire": "Commentaire"}


def diapositive(context: Contexte) -> Slide:
    """Rend le relevé : décisions ouvertes, puis commentaires, les plus récents en tête."""
    shown = [one for one in context.notes if not is_closed(one)]
    latest = sorted(shown, key=lambda one: one.ecrite_le, reverse=True)
    ordered = sorted(latest, key=lambda one: one.genre != "decision")
    found = sujets(context)
    return build(
        context,
        _title(ordered, found),
        tableau=(
            ("Date", "Nature", "Chiffre concerné", "Texte"),
            *((_day(one), GENRES[one.genre], subject(one), one.texte) for one in ordered),
        ),
        phrases=(
            *(sentence(one) for one in ordered),
            *_closed(context),
            *([one.phrase for one in found] or [NOTHING]),
        ),
        perimetre=context.lieu if context.epci else "le copil",
        periode="à ce jour",
    )


def is_closed(note: Note) -> bool:
    """Dit si une décision est faite ou abandonnée ; un commentaire n'est jamais clos."""
    return note.genre == "decision" and not note.est_ouverte


def _closed(context: Contexte) -> list[str]:
    """Dit où relire les décisions closes quand la séance n'a pas de diapositive des suites."""
    count = sum(is_closed(one) for one in context.notes)
    if not count or context.comparaison:
        return []
    return [f"{counted(count, 'décision close', 'décisions closes')} : page Préparer le copil."]


def sentence(note: Note) -> str:
    """Dit une note en une phrase : sa date, le chiffre concerné, son texte."""
    due = f"pour le {day(date.fromisoformat(note.echeance))}" if note.echeance else ""
    charge = ", ".join(one for one in (note.responsable, due) if one)
    told = f"{GENRES[note.genre]} du {_day(note)} · {subject(note)} : {note.texte}"
    return f"{told.rstrip('.')} ({charge})" if charge else told


def subject(note: Note) -> str:
    """Nomme le chiffre concerné, avec sa valeur du jour où la note a été écrite."""
    if not note.diapositive:
        return NO_FIGURE
    return f"{slides.nom(note.diapositive)}, {note.annee} : {note.chiffre}"


def _day(note: Note) -> str:
    return day(date.fromisoformat(note.ecrite_le))


def _title(notes: list[Note], found: list[Sujet]) -> str:
    """Dit ce qui est décidé et reste à suivre, puis ce qui attend de l'être."""
    waiting = join_words([one.compte for one in found])
    if not notes:
        asked = "Quelles décisions prendre ?"
        return f"{asked} {sentence_case(waiting)}" if found else asked
    taken = sum(one.genre == "decision" for one in notes)
    counts = (
        (taken, "décision à suivre", "décisions à suivre"),
        (len(notes) - taken, "commentaire", "commentaires"),
    )
    said = ", ".join(counted(*one) for one in counts if one[0])
    return f"{said} ; à décider : {waiting}" if found else said
