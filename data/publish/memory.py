"""Ce qu'un processus garde de ce qu'il a lu d'une publication : cela s'en va avec elle."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import polars as pl
import pyarrow as pa

GROSSE_OCTETS = 16 * 1024**2
Made = TypeVar("Made", bound=Callable[..., object])
_GARDES: list[Callable[[], None]] = []


def kept(most: int) -> Callable[[Made], Made]:
    """Comme `lru_cache(most)`, pour ce qui vient d'une publication : `forget_kept` le vide."""

    def wrap(make: Made) -> Made:
        made = lru_cache(maxsize=most)(make)
        _GARDES.append(made.cache_clear)
        return made

    return wrap


def set_aside(frame: pl.DataFrame) -> pl.DataFrame:
    """Rend la même table ; grosse, elle est lue là où elle vient d'être écrite, non en mémoire.

    Le fichier, temporaire et à ce compte seul, n'a plus de nom dès qu'il est ouvert : il s'en va
    avec la table. Sous Windows, où il en garderait un, elle reste en mémoire.
    """
    if frame.estimated_size() < GROSSE_OCTETS or os.name == "nt":
        return frame
    descriptor, path = tempfile.mkstemp(prefix="clauses-")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            frame.write_ipc(stream)
        # Polars lirait tout en mémoire ; Arrow ne lit que ce qu'on lui demande.
        with pa.memory_map(path) as mapped:
            return pl.from_arrow(pa.ipc.open_file(mapped).read_all())
    finally:
        Path(path).unlink()


def forget_kept() -> None:
    """Vide toutes ces mémoires."""
    for forget in _GARDES:
        forget()
