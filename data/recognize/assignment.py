"""Attribuer d'un coup une colonne à chaque intitulé : l'ensemble le plus croyable, pas le premier.

Nom et contenu donnent une note à chaque couple ; l'attribution optimale fait le reste, par
exclusion. Une note sous SEUIL vaut « rien » ; au-dessus de SUR, avec une avance nette sur toute
autre lecture, il n'y a rien à demander.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from data.columns import COLUMNS
from data.formats import Format, recognized_formats
from data.recognize.content import EXCLU, Profile
from data.recognize.lexicon import is_never_read
from data.recognize.likeness import likeness
from data.words import MONTHS, month_of, normalize

SEUIL = 0.5
SUR, AVANCE, NOMME = 0.85, 0.2, 0.4
MOIS_SUFFISANTS = 3
Intitules = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Assignment:
    """Les colonnes attribuées à une sorte d'export.

    `colonnes` : intitulé -> notre colonne ("" : ne pas lire), mois en colonnes exclus ; `surs` :
    intitulés qu'il est inutile de demander ; `total` : ce que vaut l'ensemble ; `mois` : intitulés
    qui sont des mois.
    """

    format: str
    colonnes: dict[str, str]
    surs: frozenset[str]
    total: float
    mois: tuple[str, ...] = ()


def assign(intitules: Intitules, one: Format) -> Assignment:
    """Attribue les colonnes de cette sorte aux intitulés (intitulé -> valeurs)."""
    return _assign(_profiles(intitules), one)


def best_assignment(intitules: Intitules) -> Assignment:
    """Rend l'attribution de la sorte d'export que tout l'ensemble des colonnes désigne."""
    seen = _profiles(intitules)
    every = [_assign(seen, one) for one in recognized_formats().values()]
    return max(every, key=lambda found: found.total)


def _profiles(intitules: Intitules) -> dict[str, Profile]:
    return {text: Profile(values) for text, values in intitules.items()}


def _assign(intitules: dict[str, Profile], one: Format) -> Assignment:
    months = _months(intitules) if one.reshape else ()
    headings = [text for text in intitules if text not in months]
    given = {"mois", "heures_realisees"} if months else set()
    columns = [name for name in one.headings if name not in given]
    scores = np.array(
        [_row(text, intitules[text], columns, one) for text in headings], dtype=float
    ).reshape(len(headings), len(columns))
    chosen = _best_whole(scores)
    colonnes = {text: columns[chosen[row]] if row in chosen else "" for row, text in
                enumerate(headings)}  # fmt: skip
    surs = frozenset(
        text
        for row, text in enumerate(headings)
        if _is_sure(scores, row, chosen, text, columns, one)
    )
    return Assignment(
        one.name, colonnes, surs, _total(scores, chosen, columns, one, given, len(months)), months
    )


def _months(intitules: Iterable[str]) -> tuple[str, ...]:
    found = tuple(
        text for text in intitules
        if month_of(text) or any(word in MONTHS for word in normalize(text).split("_"))
    )  # fmt: skip
    return found if len(found) >= MOIS_SUFFISANTS else ()


def _row(text: str, profile: Profile, columns: list[str], one: Format) -> list[float]:
    if one.is_dropped(text) and not one.column_of(text):
        return [EXCLU] * len(columns)
    known = one.column_of(text)
    if is_never_read(text) and not known:
        return [EXCLU] * len(columns)
    return [_score(text, profile, name, known, one) for name in columns]


def _score(text: str, profile: Profile, name: str, known: str | None, one: Format) -> float:
    said = profile.evidence(name)
    if known == name:
        # L'intitulé exact l'emporte, sauf si les valeurs le démentent tout à fait.
        return 1.6 if said > EXCLU else 0.4
    if said == EXCLU:
        return EXCLU
    named = likeness(text, name, one)
    bonus = 0.04 * (name in one.required)
    return named + 0.6 * said + bonus if named >= 0.2 else 0.55 * said + 0.5 * named + bonus


def _best_whole(scores: np.ndarray) -> dict[int, int]:
    """Rend intitulé -> colonne, par rang : la somme la plus haute, « rien » valant SEUIL."""
    if not scores.size:
        return {}
    nothing = np.full((scores.shape[0], scores.shape[0]), SEUIL)
    # Une seconde à charger, pour qui lit une page sans rien importer.
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(np.hstack([scores, nothing]), maximize=True)
    count = scores.shape[1]
    return {int(row): int(column) for row, column in zip(rows, columns, strict=True)
            if column < count}  # fmt: skip


def _is_sure(
    scores: np.ndarray, row: int, chosen: dict[int, int], text: str, columns: list[str], one: Format
) -> bool:
    """Une note haute, loin devant la deuxième lecture de l'intitulé et de la colonne."""
    if row not in chosen:
        return one.is_dropped(text) or is_never_read(text)
    if one.column_of(text):
        return scores[row, chosen[row]] > 1
    column = chosen[row]
    if likeness(text, columns[column], one) < NOMME:
        return False  # le contenu seul propose, il ne décide pas
    own = scores[row, column]
    rivals = [*np.delete(scores[row], column), *np.delete(scores[:, column], row)]
    return bool(own >= SUR and own - max(rivals, default=0.0) >= AVANCE)


def _total(
    scores: np.ndarray, chosen: dict[int, int], columns: list[str], one: Format,
    given: set[str], months: int,
) -> float:  # fmt: skip
    """Ce que vaut l'ensemble : colonnes comprises, moins ce qui manque d'obligatoire."""
    gained = sum(min(float(scores[row, column]), 1.5) for row, column in chosen.items())
    present = {columns[column] for column in chosen.values()} | given
    missing = sum(name not in present for name in one.required)
    unread = scores.shape[0] - len(chosen)
    return gained + 0.5 * months - 0.8 * missing - 0.25 * unread


def is_personal(column: str, values: tuple[str, ...]) -> bool:
    """Dit si des valeurs sont à masquer : par la colonne proposée, sinon par leur contenu."""
    profile = Profile(values)
    if column:
        return COLUMNS[column].est_personnelle or profile.is_private
    return profile.is_private or profile.is_birth or _may_name_someone(profile)


def _may_name_someone(profile: Profile) -> bool:
    """Un texte libre sans colonne peut nommer une personne : dans le doute, masqué."""
    is_words = profile.share(lambda one: any(letter.isalpha() for letter in one)) > 0.2
    return is_words and not profile.is_flag and not profile.is_reference
