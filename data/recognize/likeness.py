"""À quel point un intitulé nomme une colonne : mots, abréviations, ordre ; de 0 à 1."""

from __future__ import annotations

import math
from collections import Counter
from functools import cache

from rapidfuzz import fuzz

from data.columns import COLUMNS
from data.formats import Format, formats
from data.recognize.lexicon import CONTEXTE, ideas, members, words

PROCHE = 84
INCONNU = 0.7
DEJA_CONNU = 0.6


@cache
def same_idea(seen: str, wanted: str) -> float:
    """Dit à quel point deux mots d'intitulé se valent : égaux, synonymes, abrégés, mal écrits."""
    if seen == wanted:
        return 1.0
    if wanted in members(seen):
        return 0.92
    # Un mot qui a déjà un sens est rarement l'abréviation d'un autre.
    doubt = DEJA_CONNU if seen in ideas() else 1.0
    return doubt * max(_shortened(seen, one) for one in members(wanted))


def _shortened(seen: str, whole: str) -> float:
    """Note une abréviation (« mché », « prév ») ou une faute de frappe."""
    if seen.isdigit() or whole.isdigit() or seen[0] != whole[0]:
        return 0.0
    if len(seen) > 1 and whole.startswith(seen):
        return 0.9 if len(seen) > 2 else 0.75
    letters = iter(whole)
    if 2 < len(seen) < len(whole) and all(letter in letters for letter in seen):
        return 0.8
    ratio = fuzz.ratio(seen, whole)
    return ratio / 100 * 0.9 if len(seen) > 3 and ratio >= PROCHE else 0.0


@cache
def descriptions(format_name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Rend notre colonne -> les suites de mots qui la nomment."""
    one = formats()[format_name]
    return {
        column: tuple({tuple(words(text)): None for text in (*headings, COLUMNS[column].label)})
        for column, headings in one.headings.items()
    }


@cache
def _weights(format_name: str) -> dict[str, float]:
    """Rend mot -> son poids : un mot que beaucoup de colonnes portent en distingue peu."""
    known = descriptions(format_name)
    count = Counter(
        word for texts in known.values() for word in {one for text in texts for one in text}
    )
    return {word: 0.35 + math.log(len(known) / seen) / 3 for word, seen in count.items()}


def likeness(heading: str, column: str, one: Format) -> float:
    """Note de 0 à 1 ce que l'intitulé dit de la colonne."""
    if one.column_of(heading) == column:
        return 1.0
    return _likeness(tuple(words(heading)), column, one.name)


@cache
def _likeness(seen: tuple[str, ...], column: str, format_name: str) -> float:
    texts = descriptions(format_name)[column]
    return max((_alike(seen, text, _weights(format_name)) for text in texts), default=0.0)


def _alike(seen: tuple[str, ...], wanted: tuple[str, ...], weights: dict[str, float]) -> float:
    if not seen or not wanted:
        return 0.0
    told = [(weights[word], max(same_idea(one, word) for one in seen)) for word in wanted]
    heard = [
        (_heard_weight(one, wanted, weights), max(same_idea(one, word) for word in wanted))
        for one in seen
    ]
    covered, explained = _mean(told), _mean(heard)
    both = covered + explained
    return 0.97 * 2 * covered * explained / both if both else 0.0


def _heard_weight(one: str, wanted: tuple[str, ...], weights: dict[str, float]) -> float:
    best = max(wanted, key=lambda word: same_idea(one, word))
    if same_idea(one, best):
        return weights[best]
    is_context = any(same_idea(one, word) for word in CONTEXTE)
    return 0.3 if is_context else INCONNU


def _mean(scores: list[tuple[float, float]]) -> float:
    return sum(weight * score for weight, score in scores) / sum(weight for weight, _ in scores)
