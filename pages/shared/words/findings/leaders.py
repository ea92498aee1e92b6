"""Ce qui se dit du premier d'une liste : un seul, des ex æquo, ou personne.

Deux valeurs qui s'écrivent de même sont à égalité : la liste ne départage pas ce que le lecteur ne
voit pas. L'inconnu n'est jamais premier, ni un zéro.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from pages.shared.words.formatting import UNKNOWN, Number, join_words, lower_first, number

Entry = tuple[str, Number | None]
Writer = Callable[[Number], str]
NAMED_TIES = 3
# En lettres : au-delà, des noms ne tiennent pas dans un titre court.
SHORT_NAMES = 40


@dataclass(frozen=True)
class Leaders:
    """Les premiers d'une liste : leurs noms, leur valeur écrite, ce qu'il y a derrière eux."""

    names: tuple[str, ...]
    text: str
    others: int

    @property
    def est_seul(self) -> bool:
        """Dit si un seul est premier."""
        return len(self.names) == 1


def entries_of(frame: pl.DataFrame, name: str, value: str) -> list[Entry]:
    """Rend ce qui se classe d'une table : un libellé, tel qu'au milieu d'une phrase, et sa valeur.

    Un nom propre (lieu, entreprise) se lit dans la table : sa majuscule lui reste.
    """
    return [(lower_first(str(label)), count) for label, count in frame.select(name, value).rows()]


def leaders(entries: Sequence[Entry], write: Writer = number) -> Leaders:
    """Rend les premiers ; aucun nom si rien n'est connu au-dessus de zéro.

    `write` écrit une valeur comme l'écran : c'est elle qui fait les ex æquo.
    """
    known = [(name, value) for name, value in entries if value is not None and value > 0]
    if not known:
        return Leaders((), UNKNOWN, 0)
    top = write(max(value for _, value in known))
    names = tuple(name for name, value in known if write(value) == top)
    return Leaders(names, top, len(known) - len(names))


def ranking(entries: Sequence[Entry], count: int, write: Writer = number) -> str:
    """Énumère les premiers et leurs valeurs : « A (12), B et C à égalité (8 chacun) ».

    Au moins `count` noms, s'il y en a, plus les ex æquo du dernier ; vide sans personne.
    """
    told, left, named = [], list(entries), 0
    while named < count and (found := leaders(left, write)).names:
        told.append(_group(found))
        named += len(found.names)
        left = [(name, value) for name, value in left if value and write(value) != found.text]
    return join_words(told)


def _group(found: Leaders) -> str:
    if found.est_seul:
        return f"{found.names[0]} ({found.text})"
    return f"{_shown(found)} à égalité ({found.text} chacun)"


def _shown(found: Leaders) -> str:
    """Énumère les ex æquo, les trois premiers et le nombre des autres s'ils sont nombreux."""
    rest = len(found.names) - NAMED_TIES
    if rest <= 1:
        return join_words(list(found.names))
    return join_words([*found.names[:NAMED_TIES], f"{rest} autres"])


def first(found: Leaders, *, alone: str, tied: str, counted_as: str = "") -> str:
    """Dit le premier, ou les ex æquo : « CDI, 18 % », « CDI et intérim à égalité, 18 % chacun ».

    `alone` ouvre la phrase d'un seul, `tied` celle de plusieurs ; vide sans personne. Dans un titre
    court, `counted_as` (« publics ») compte les ex æquo au lieu de les nommer, s'ils sont longs.
    """
    if not found.names:
        return ""
    if found.est_seul:
        return f"{alone} : {found.names[0]}, {found.text}"
    if counted_as and len(_shown(found)) > SHORT_NAMES:
        return f"{tied} : {len(found.names)} {counted_as} à égalité, {found.text} chacun"
    return f"{tied} : {_shown(found)} à égalité, {found.text} chacun"


def lowest(entries: Sequence[Entry], write: Writer = number) -> str:
    """Dit la plus basse de valeurs connues, si elle est seule et n'est pas aussi la plus haute."""
    known = [(name, value) for name, value in entries if value is not None]
    if not known:
        return ""
    low, high = (write(pick(value for _, value in known)) for pick in (min, max))
    names = [name for name, value in known if write(value) == low]
    return f"{names[0]}, {low}" if len(names) == 1 and low != high else ""


def spread(entries: Sequence[Entry], write: Writer = number) -> str:
    """Dit d'où à où va une liste : « de 12 % (A) à 40 % (B et C à égalité) », « 12 % partout ».

    Un zéro y compte, un inconnu non ; vide sous deux valeurs connues.
    """
    known = [(name, value) for name, value in entries if value is not None]
    if len(known) < 2:
        return ""
    ends = [write(pick(value for _, value in known)) for pick in (min, max)]
    if ends[0] == ends[1]:
        return f"{ends[0]} partout"
    low, high = (
        Leaders(tuple(name for name, value in known if write(value) == end), end, 0) for end in ends
    )
    return f"de {low.text} ({_tied(low)}) à {high.text} ({_tied(high)})"


def _tied(found: Leaders) -> str:
    return found.names[0] if found.est_seul else f"{_shown(found)} à égalité"
