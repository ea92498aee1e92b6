"""Ce qui se met à part avant de lire les cellules : totaux, doublons, lignes abîmées."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from data import anomalies as notes
from data import values
from data.cast import Context, is_decisive
from data.columns import COLUMNS
from data.formats import Format
from data.formats.heures import month_columns
from data.read import FichierRefuse
from data.recognize import Layout
from data.totals import find_duplicates, find_totals

ABIMEE = "La ligne contient un caractère nul (fichier abîmé) : ligne écartée, ressaisissez-la."
DECALEE = (
    "La ligne a plus de cellules que l'en-tête, sans doute un séparateur de trop dans un texte : "
    "ligne écartée, corrigez-la."
)
ERREUR = "La cellule contient une erreur du tableur"
Cells = list[tuple[int, str]]  # ligne, colonne de la grille
FORMULE = "La cellule est une formule sans résultat enregistré"


@dataclass(frozen=True)
class Sorted:
    """Les lignes mises à part avant lecture : totaux, doublons, lignes abîmées.

    `grid` : la grille, sans ce que le tableur n'a pas su calculer dans les colonnes secondaires.
    """

    grid: pl.DataFrame
    totals: set[int]
    duplicates: set[int]
    broken: set[int]
    anomalies: pl.DataFrame

    @property
    def ignored(self) -> set[int]:
        """Les lignes dont le contenu ne se contrôle pas."""
        return self.totals | self.duplicates


def sort_lines(nom: str, layout: Layout, grid: pl.DataFrame, context: Context) -> Sorted:
    """Met à part totaux, doublons et lignes abîmées ; refuse les formules sans résultat."""
    one, sheet = layout.format, layout.feuille
    months = month_columns(grid.columns) if one.reshape else []
    measured = months or [name for name in (one.measure,) if name in grid.columns]
    heading = context.heading(one.measure) if measured == [one.measure] else ""
    totals, wrong = find_totals(grid, one, measured, heading)
    rest = grid.filter(~pl.col("ligne").is_in([*totals, *wrong["ligne"].to_list()]))
    lines = set(rest["ligne"].to_list())
    decisive = {name for name in layout.columns.values() if _is_decisive(name, one, context)}
    _refuse_formulas(nom, layout, lines, decisive)
    errors = _cells_in(layout, sheet.cellules_en_erreur, lines)
    empty = _cells_in(layout, sheet.formules_sans_valeur, lines)
    parts = [wrong, _damaged(rest, sheet.lignes_abimees, ABIMEE)]
    parts.append(_damaged(rest, _overflowing(layout), DECALEE))
    for cells, what in ((errors, ERREUR), (empty, FORMULE)):
        parts += [_lost(rest, layout, name, cells, what, decisive) for name in _columns(cells)]
    found = notes.gather(parts)
    broken = set(found.filter(pl.col("gravite") == notes.ECARTEE)["ligne"])
    return Sorted(_blanked(grid, errors), totals, _duplicates(layout, lines), broken, found)


def _is_decisive(name: str, one: Format, context: Context) -> bool:
    """Dit si une cellule perdue de cette colonne (ou de ce mois) fausserait un chiffre."""
    if name not in COLUMNS or name in (*one.required, one.measure):
        return True
    return COLUMNS[name].est_decisive or is_decisive(COLUMNS[name], context)


def _damaged(rest: pl.DataFrame, lines: Iterable[int], said: str) -> pl.DataFrame:
    return notes.flag(rest, pl.col("ligne").is_in(list(lines)), "", said, notes.ECARTEE)


def _overflowing(layout: Layout) -> list[int]:
    """Rend les lignes d'un texte qui débordent de l'en-tête ; un classeur ne se décale pas."""
    cells = layout.feuille.cells
    last = max(cells.columns.index(name) for name in layout.header)
    beyond = cells.columns[last + 1 :]
    if layout.feuille.nom or not beyond:
        return []
    spilled = pl.any_horizontal(pl.col(name).is_not_null() for name in beyond)
    return cells.filter(spilled)["ligne"].to_list()


def _columns(cells: Cells) -> set[str]:
    return {name for _, name in cells}


def _lines(cells: Cells, name: str) -> list[int]:
    return [line for line, found in cells if found == name]


def _lost(
    rest: pl.DataFrame, layout: Layout, name: str, cells: Cells, what: str, decisive: set[str]
) -> pl.DataFrame:
    aside = name in decisive
    end = "ligne écartée, corrigez-la" if aside else "considérée comme inconnue"
    gravite = notes.ECARTEE if aside else notes.AVERTISSEMENT
    heading = layout.headings.get(name, name)
    where = pl.col("ligne").is_in(_lines(cells, name))
    return notes.flag(rest, where, heading, f"{what} : {end}.", gravite)


def _blanked(grid: pl.DataFrame, cells: Cells) -> pl.DataFrame:
    return grid.with_columns(
        pl.when(~pl.col("ligne").is_in(_lines(cells, name))).then(pl.col(name)).alias(name)
        for name in _columns(cells)
    )


def _duplicates(layout: Layout, lines: set[int]) -> set[int]:
    """Rend les doublons exacts, colonnes non reconnues comprises : une différence compte."""
    cells = layout.feuille.cells
    rows = cells.filter(pl.col("ligne").is_in(list(lines)))
    return find_duplicates(rows.select("ligne", values.plain(pl.exclude("ligne"))))


def _cells_in(layout: Layout, cells: tuple[tuple[int, int], ...], lines: set[int]) -> Cells:
    return [
        (line, layout.columns[f"c{rank}"])
        for line, rank in cells
        if line in lines and f"c{rank}" in layout.columns
    ]


def _refuse_formulas(nom: str, layout: Layout, lines: set[int], decisive: set[str]) -> None:
    found = _cells_in(layout, layout.feuille.formules_sans_valeur, lines)
    named = sorted({layout.headings.get(name, name) for _, name in found if name in decisive})
    if named:
        where = notes.spans([line for line, name in found if name in decisive])
        raise FichierRefuse(
            f"Le fichier « {nom} » contient des formules sans résultat enregistré (colonne "
            f"« {', '.join(named)} », {where}) : ouvrez-le dans un tableur, enregistrez-le, puis "
            "déposez-le à nouveau. Elles auraient compté pour 0."
        )
