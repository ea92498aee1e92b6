"""Reconnaître un export : la ligne d'en-tête, le format, à quelle colonne répond chaque intitulé.

Rien n'est deviné : un intitulé ne vaut une colonne que par un alias du format ou par une
correspondance enregistrée. Ce qui manque est demandé.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from data.columns import COLUMNS
from data.formats import Format, formats
from data.formats.heures import month_of
from data.mapping import Mapping
from data.read import Feuille

HEADER_ROWS = 30
RESEMBLANCE = 2


@dataclass(frozen=True)
class Layout:
    """La disposition retenue d'une feuille.

    `columns` : colonne de la grille (« c3 ») -> notre colonne, ou l'intitulé s'il est un mois ;
    `headings` : notre colonne -> intitulé du fichier ; `missing` : colonnes obligatoires absentes ;
    `unknown` : intitulés sans correspondance ; `duplicated` : intitulés qui visent la même colonne.
    """

    feuille: Feuille
    header_line: int
    format: Format
    columns: dict[str, str]
    headings: dict[str, str]
    missing: tuple[str, ...]
    unknown: dict[str, str] = field(default_factory=dict)
    duplicated: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Toutes les colonnes obligatoires sont là, sans doublon."""
        return not self.missing and not self.duplicated

    @property
    def score(self) -> tuple[bool, int, int]:
        """Ce qui classe deux dispositions : complète, puis le plus d'intitulés compris."""
        return (not self.missing, len(self.columns), -len(self.unknown))

    def grid(self) -> pl.DataFrame:
        """Rend les lignes de données : « ligne » et une colonne de texte par colonne reconnue."""
        names = list(self.columns)
        cells = self.feuille.cells
        header = cells.filter(pl.col("ligne") == self.header_line).select(names).row(0)
        body = cells.filter(pl.col("ligne") > self.header_line).select("ligne", *names)
        repeated = pl.all_horizontal(
            pl.col(name).eq_missing(pl.lit(text)) for name, text in zip(names, header, strict=True)
        )
        empty = pl.all_horizontal(pl.col(name).is_null() for name in names)
        return body.filter(~repeated & ~empty).rename(self.columns)


def recognize(feuille: Feuille, mappings: list[Mapping]) -> Layout | None:
    """Rend la meilleure disposition d'une feuille, complète ou non ; None si elle est vide."""
    rows = feuille.cells.head(HEADER_ROWS)
    found = [
        layout
        for position in range(rows.height)
        for one in formats().values()
        for layout in [_layout(feuille, rows, position, one, _mapping_for(one, mappings))]
        if len(layout.columns) >= RESEMBLANCE
    ]
    return max(found, key=lambda layout: layout.score, default=None)


def _mapping_for(one: Format, mappings: list[Mapping]) -> Mapping:
    chosen = [mapping for mapping in mappings if mapping.format == one.name]
    return chosen[0] if chosen else Mapping(one.name)


def _layout(
    feuille: Feuille, rows: pl.DataFrame, position: int, one: Format, mapping: Mapping
) -> Layout:
    line, *cells = rows.row(position)
    names = rows.columns[1:]
    upper = _upper_level(rows, position, len(names))
    columns: dict[str, str] = {}
    headings: dict[str, str] = {}
    unknown: dict[str, str] = {}
    duplicated: list[str] = []
    for name, text, above in zip(names, cells, upper, strict=True):
        if text is None:
            continue
        target = _target(text, above, one, mapping)
        if target is None:
            unknown[name] = text
        elif target in columns.values():
            duplicated.append(text)
        elif target:
            columns[name] = target
            headings[target] = text
    missing = _missing(one, set(columns.values()))
    return Layout(feuille, line, one, columns, headings, missing, unknown, tuple(duplicated))


def _target(text: str, above: str | None, one: Format, mapping: Mapping) -> str | None:
    """Rend notre colonne, l'intitulé d'un mois, "" si le contenu n'est jamais lu, None sinon."""
    learned = mapping.column_of(text)
    if learned is not None:
        return learned
    column = one.column_of(text) or (one.column_of(f"{above} {text}") if above else None)
    if column:
        return column
    if one.is_dropped(text):
        return ""
    return text if one.reshape and month_of(text) else None


def _upper_level(rows: pl.DataFrame, position: int, width: int) -> list[str | None]:
    """Rend, pour chaque colonne, l'intitulé de l'étage au-dessus (cellules fusionnées étalées)."""
    if position == 0:
        return [None] * width
    spread: list[str | None] = []
    for text in rows.row(position - 1)[1:]:
        spread.append(text if text is not None else (spread[-1] if spread else None))
    return spread


def _missing(one: Format, present: set[str]) -> tuple[str, ...]:
    has_months = one.reshape is not None and any(
        name not in COLUMNS and month_of(name) for name in present
    )
    given = present | ({"mois", "heures_realisees"} if has_months else set())
    return tuple(name for name in one.required if name not in given)
