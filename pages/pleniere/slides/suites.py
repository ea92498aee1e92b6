"""Les suites du dernier copil, en tête de séance : fait, pas fait, corrigé, décidé depuis."""

from __future__ import annotations

from datetime import date

from pages.pleniere import slides
from pages.pleniere.contexte import Contexte, Fiche, Ligne, build
from pages.pleniere.slide import Slide
from pages.pleniere.slides import decisions
from pages.shared.words.formatting import counted, day, join_words
from queries.copil import Note

FICHE = Fiche(rang=5, nom="Suites du dernier copil", indicateur="objectifs_et_realise")

STATUTS = {
    "a_faire": "À faire",
    "en_cours": "En cours",
    "faite": "Faite",
    "abandonnee": "Abandonnée",
}
COUNTED = {
    "faite": ("faite", "faites"),
    "en_cours": ("en cours", "en cours"),
    "a_faire": ("pas faite", "pas faites"),
    "abandonnee": ("abandonnée", "abandonnées"),
}
HEADS = ("Décision", "Qui", "Pour le", "Où en est-on", "Ce qui s'est passé", "Chiffre alors",
         "Chiffre maintenant")  # fmt: skip
NOBODY, NO_DAY = "non désigné", "non fixée"


def diapositive(context: Contexte) -> Slide | None:
    """Rend ce que sont devenues les décisions du dernier copil ; None s'il n'y en a pas."""
    before = context.comparaison.notes if context.comparaison else ()
    known = {one.cle for one in before}
    taken = [one for one in context.notes if one.genre == "decision"]
    # Prise et close depuis : elle n'est plus à suivre, sa fin se lit ici.
    followed = [one for one in taken if one.cle in known or decisions.is_closed(one)]
    if not followed or context.comparaison is None:
        return None
    since = len(taken) - len(followed)
    fixed = sum(one.nature == "corrige" for one in context.comparaison.ecarts)
    return build(
        context,
        f"Depuis {context.comparaison.depuis} : {join_words(_told(followed, since, fixed))}",
        tableau=(HEADS, *(row(one, context) for one in ordered(followed))),
        phrases=tuple(phrase(one, context.jour) for one in ordered(followed)),
        perimetre="le copil",
        periode=f"échéances au {day(context.jour)}",
    )


def _told(followed: list[Note], since: int, fixed: int) -> list[str]:
    counts = {code: sum(one.statut == code for one in followed) for code in COUNTED}
    said = [
        counted(count, f"décision {COUNTED[code][0]}", f"décisions {COUNTED[code][1]}")
        for code, count in counts.items()
        if count
    ]
    if since:
        said.append(counted(since, "décision prise depuis", "décisions prises depuis"))
    return [*said, counted(fixed, "chiffre corrigé", "chiffres corrigés")] if fixed else said


def ordered(notes: list[Note]) -> list[Note]:
    """Rend les décisions, celles qui attendent d'abord, la plus proche échéance en tête."""
    return sorted(notes, key=lambda one: (not one.est_ouverte, one.echeance or "9999"))


def row(one: Note, context: Contexte) -> Ligne:
    """Rend une décision en ligne : qui, quand, où elle en est, le chiffre alors et maintenant."""
    return (
        one.texte,
        one.responsable or NOBODY,
        due(one, context.jour),
        STATUTS[one.statut],
        happened(one),
        decisions.subject(one),
        slides.figure_now(context.read, one) or decisions.NO_FIGURE,
    )


def phrase(one: Note, today: date) -> str:
    """Dit une décision et sa suite en une phrase."""
    who = f"({one.responsable or NOBODY}, {due(one, today)})"
    return f"{STATUTS[one.statut]} · {one.texte.rstrip('.')} {who}. {happened(one)}".strip()


def due(one: Note, today: date) -> str:
    """Dit l'échéance d'une décision, et de combien une décision ouverte l'a passée."""
    if not one.echeance:
        return f"échéance {NO_DAY}"
    end = date.fromisoformat(one.echeance)
    late = (today - end).days
    told = f"pour le {day(end)}"
    return f"{told}, en retard de {counted(late, 'jour')}" if one.est_ouverte and late > 0 else told


def happened(one: Note) -> str:
    """Dit la dernière suite : « Relance envoyée (DDETS, 3 décembre 2026). »."""
    if not one.suites:
        return ""
    last = one.suites[-1]
    return f"{last.texte} ({last.par}, {day(date.fromisoformat(last.le))})."
