"""Quoi de neuf, en phrases : une publication, ses mois nouveaux, corrigés, ses fichiers."""

from __future__ import annotations

from xml.sax.saxutils import escape as xml

from pages.shared.words.code_words import WORDS
from pages.shared.words.formatting import counted, day, join_words, month, typeset
from pages.shared.words.structures import STRUCTURE_NAMES
from queries.nouvelles import Mois, Nouvelle

FEED = "urn:clauses-sociales-vaucluse"
TITLE = "Clauses sociales d'insertion en Vaucluse : quoi de neuf"


def sentences(one: Nouvelle) -> list[str]:
    """Dit ce qu'une publication change pour un lecteur."""
    if one.est_premiere:
        kind = "des données d'exemple" if one.est_exemple else "des données importées"
        return [f"Première publication gardée : {kind}."]
    said = [
        _months(one.nouveaux, "mois d'heures nouveau", "mois d'heures nouveaux"),
        _months(
            one.corriges, "mois déjà publié a été corrigé", "mois déjà publiés ont été corrigés"
        ),
        _files(one.fichiers),
    ]
    return [typeset(one) for one in said if one] or ["Rien de changé dans les heures."]


def _months(found: tuple[Mois, ...], singular: str, plural: str) -> str:
    if not found:
        return ""
    names = join_words(sorted({STRUCTURE_NAMES.get(one, one) for one, _ in found}))
    first, last = min(when for _, when in found), max(when for _, when in found)
    span = month(first) if first == last else f"de {month(first)} à {month(last)}"
    return f"{counted(len(found), singular, plural)} ({names}, {span})."


def _files(found: tuple[tuple[str, str], ...]) -> str:
    if not found:
        return ""
    kinds = join_words(sorted({WORDS["format"].get(kind, kind) for kind, _ in found}))
    return f"{counted(len(found), 'fichier reçu', 'fichiers reçus')} : {kinds}."


def atom(found: list[Nouvelle]) -> str:
    """Rend le fil Atom des publications ; ni effectif, ni nombre d'heures."""
    entries = "".join(_entry(one) for one in found)
    updated = _moment(found[0]) if found else "1970-01-01T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>{FEED}</id><title>{xml(TITLE)}</title><updated>{updated}</updated>"
        f"<author><name>Comité de pilotage</name></author>{entries}</feed>\n"
    )


def _entry(one: Nouvelle) -> str:
    title = f"Publication n° {one.numero} du {day(one.publiee_le)}"
    return (
        f"<entry><id>{FEED}:{one.numero}</id><title>{xml(title)}</title>"
        f"<updated>{_moment(one)}</updated>"
        f"<content>{xml(' '.join(sentences(one)))}</content></entry>"
    )


def _moment(one: Nouvelle) -> str:
    """Rend l'instant d'une publication, décalage horaire compris : Atom l'exige."""
    return one.publiee_le.astimezone().isoformat()
