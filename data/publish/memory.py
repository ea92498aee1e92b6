"""Ce qu'un processus garde de ce qu'il a lu d'une publication : cela s'en va avec elle."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

Made = TypeVar("Made", bound=Callable[..., object])
_GARDES: list[Callable[[], None]] = []


def kept(most: int) -> Callable[[Made], Made]:
    """Comme `lru_cache(most)`, pour ce qui vient d'une publication : `forget_kept` le vide."""

    def wrap(make: Made) -> Made:
        made = lru_cache(maxsize=most)(make)
        _GARDES.append(made.cache_clear)
        return made

    return wrap


def forget_kept() -> None:
    """Vide toutes ces mémoires."""
    for forget in _GARDES:
        forget()
