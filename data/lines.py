"""Ce qui se met à part avant de lire les cellules : totaux, doublons, lignes abîmées."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from data import anomalies as notes
from data.cast import Context
from data.columns import COLUMNS
from data.formats.heures import month_of
from data.read import FichierRefuse
from data.recognize import Layout
from data.totals import find_duplicates, find_totals


@dataclass(frozen=True)
class Sorted:
    """Les lignes mises à part avant lecture : totaux, doublons, lignes abîmées."""

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
    one = layout.format
    months = [name for name in grid.columns if name not in COLUMNS and month_of(name)]
    measured = [one.measure] if one.measure in grid.columns else months
    heading = context.heading(one.measure) if measured == [one.measure] else ""
    totals, wrong = find_totals(grid, one.required, measured, heading)
    rest = grid.filter(~pl.col("ligne").is_in([*totals, *wrong["ligne"].to_list()]))
    duplicates = find_duplicates(rest)
    lines = set(rest["ligne"].to_list())
    damaged = lines & set(layout.feuille.lignes_abimees)
    said = "La ligne contient un caractère nul (fichier abîmé) : ligne écartée, ressaisissez-la."
    parts = [wrong, notes.flag(rest, pl.col("ligne").is_in(list(damaged)), "", said, notes.ECARTEE)]
    errors = _cells_in(layout, layout.feuille.cellules_en_erreur, lines)
    for line, name in errors:
        said = "La cellule contient une erreur du tableur : ligne écartée, corrigez la formule."
        here = pl.col("ligne") == line
        parts.append(notes.flag(rest, here, layout.headings.get(name, name), said, notes.ECARTEE))
    _refuse_formulas(nom, layout, lines, {*one.required, one.measure, *months})
    broken = damaged | {line for line, _ in errors} | set(wrong["ligne"].to_list())
    return Sorted(totals, duplicates, broken, notes.gather(parts))


def _cells_in(
    layout: Layout, cells: tuple[tuple[int, int], ...], lines: set[int]
) -> list[tuple[int, str]]:
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
