"""Ce que reçoit et rend un contrôle : la grille typée, la situation de lecture, des anomalies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from data.cast import Context


@dataclass(frozen=True)
class Situation:
    """Ce qu'un contrôle doit savoir : le format, la date d'extraction, les intitulés."""

    format: str
    extraction: date
    context: Context

    def heading(self, name: str) -> str:
        """Rend l'intitulé du fichier pour une colonne."""
        return self.context.heading(name)


Check = Callable[[pl.DataFrame, Situation], pl.DataFrame]
