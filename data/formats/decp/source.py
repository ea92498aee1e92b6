"""Une écriture des DECP : ses intitulés, et sa remise en lignes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from data.words import normalize


def unchanged(frame: pl.DataFrame) -> pl.DataFrame:
    """Rend la grille telle quelle : une ligne de la source est déjà une ligne de la table."""
    return frame


@dataclass(frozen=True)
class Source:
    """Une écriture des DECP.

    `headings` : notre colonne (ou une colonne de passage) -> intitulés d'un tableau, ou chemins
    pointés d'un JSON ; `shape` : remise en lignes de la grille de textes ; `own` : intitulés qui
    n'existent que dans cette écriture ; `est_json` : lue contrat par contrat.
    """

    name: str
    label: str
    headings: dict[str, tuple[str, ...]]
    shape: Callable[[pl.DataFrame], pl.DataFrame] = unchanged
    own: tuple[str, ...] = ()
    est_json: bool = False

    def columns(self, header: list[str]) -> dict[str, str]:
        """Rend notre colonne -> intitulé du fichier, pour les intitulés reconnus.

        Points, soulignés et casse ne comptent pas : « acheteur.id » vaut « acheteur_id ».
        """
        known = {
            normalize(text): column for column, texts in self.headings.items() for text in texts
        }
        found: dict[str, str] = {}
        for text in header:
            column = known.get(normalize(text))
            if column:
                found.setdefault(column, text)
        return found
