"""Ce qui se met à part avant de lire les cellules : totaux, doublons, lignes abîmées."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from data.check import anomalies as notes
from data.check import values
from data.check.cast import is_decisive, read_as
from data.check.shifted import find_shifted, refuse_cut
from data.check.totals import find_duplicates, find_totals
from data.columns import COLUMNS
from data.read.grid import FichierRefuse
from data.recognize import Layout, Recognized
from data.words import month_columns

ABIMEE = "La ligne contient un caractère nul (fichier abîmé) : ligne écartée, ressaisissez-la."
DECALEE = (
    "La ligne a plus de cellules que l'en-tête, sans doute un séparateur de trop dans un texte : "
    "ligne écartée, corrigez-la."
)
PIED = (
    "La ligne n'a qu'une cellule remplie, comme un pied de page : ligne écartée, complétez-la si "
    "c'en est une."
)
COLONNES_D_UN_TABLEAU = 4
# Ce qui s'écrit de plusieurs façons et ne vaut qu'une chose.
SORTES_COMPAREES = ("oui_non", "date", "siret", "insee")
NOMBRES = ("nombre", "entier")
ERREUR = "La cellule contient une erreur du tableur"
HEURES_DITES = ("heures_engagees", "heures_prevues")
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


def sort_lines(export: Recognized, grid: pl.DataFrame) -> Sorted:
    """Met à part totaux, doublons et lignes abîmées ; refuse les formules sans résultat."""
    layout, one, sheet = export.layout, export.format, export.layout.feuille
    months = month_columns(grid.columns) if one.reshape else []
    measured = months or _measured(export, grid)
    heading = "" if months or not measured else export.heading(measured[0])
    found = find_totals(grid, one, measured, heading)
    totals, wrong = found.lines | _answered(export, found.doubtful), found.anomalies
    refuse_cut(export, totals)
    rest = grid.filter(~pl.col("ligne").is_in([*totals, *notes.aside(wrong)]))
    lines = rest["ligne"]
    decisive = {name for name in layout.columns.values() if _is_decisive(name, export)}
    _refuse_formulas(export, lines, decisive)
    errors = _cells_in(layout, sheet.error_cells, lines)
    empty = _cells_in(layout, sheet.empty_formulas, lines)
    parts = [wrong, _damaged(rest, sheet.damaged_lines, ABIMEE)]
    parts.append(_damaged(rest, _overflowing(layout), DECALEE))
    parts.append(find_shifted(export, rest, months))
    parts.append(_damaged(rest, _lonely(rest), PIED))
    for cells, what in ((errors, ERREUR), (empty, FORMULE)):
        parts += [_lost(rest, layout, name, cells, what, decisive) for name in _columns(cells)]
    found = notes.gather(parts)
    broken = set(found.filter(pl.col("gravite") == notes.ECARTEE)["ligne"])
    return Sorted(_blanked(grid, errors), totals, _duplicates(export, grid, rest), broken, found)


def _measured(export: Recognized, grid: pl.DataFrame) -> list[str]:
    """Rend la colonne dont un total se vérifie : la mesure, ou celle d'heures qui est remplie."""
    names = [one for one in (export.format.measure, *HEURES_DITES) if one in grid.columns]
    filled = [one for one in names if grid[one].null_count() < grid.height]
    return (filled or names)[:1]


def _answered(export: Recognized, doubtful: list[int]) -> set[int]:
    """Demande si des lignes sans libellé sont des totaux ; rend celles qui en sont."""
    if not doubtful:
        return set()
    said = (
        f"Dans « {export.nom} », une valeur est exactement la somme des lignes d'au-dessus "
        f"({notes.spans(doubtful)}) : dites si c'est un total, qui ne se compte pas."
    )
    ways = {"total": "C'est un total : ne pas le compter", "ligne": "C'est une ligne : la compter"}
    return set(doubtful) if export.choose("ligne_total", said, ways) == "total" else set()


def _is_decisive(name: str, export: Recognized) -> bool:
    """Dit si une cellule perdue de cette colonne (ou de ce mois) fausserait un chiffre."""
    if name not in COLUMNS or name in (*export.format.required, export.format.measure):
        return True
    return COLUMNS[name].est_decisive or is_decisive(COLUMNS[name], export)


def _damaged(rest: pl.DataFrame, lines: Iterable[int], said: str) -> pl.DataFrame:
    return notes.flag(rest, pl.col("ligne").is_in(list(lines)), "", said, notes.ECARTEE)


def _lonely(rest: pl.DataFrame) -> list[int]:
    """Rend les lignes à une seule cellule : « Fait par … » n'est pas un participant."""
    names = [name for name in rest.columns if name != "ligne"]
    if len(names) < COLONNES_D_UN_TABLEAU:
        return []
    filled = pl.sum_horizontal(pl.col(name).is_not_null() for name in names)
    return rest.filter(filled == 1)["ligne"].to_list()


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


def _duplicates(export: Recognized, grid: pl.DataFrame, rest: pl.DataFrame) -> set[int]:
    """Rend les doublons exacts, colonnes non reconnues comprises : une différence compte.

    « Oui » et « O », ou deux écritures d'une même date, n'en sont pas une. `grid` dit ce que vaut
    un nombre : sa colonne a tranché entre « 1.234 » et « 1,234 ».
    """
    layout = export.layout
    # Une cellule fusionnée est répétée dans la grille, pas dans la feuille.
    near = rest["ligne"] if layout.feuille.merges else _near(rest)
    if near.len() < 2:
        return set()
    rows = _alike(layout, layout.feuille.cells.filter(pl.col("ligne").is_in(near.implode())))
    if rows.height < 2:
        return set()
    plain = rows.select("ligne", values.plain(pl.exclude("ligne")))
    named = plain.rename({cell: name for cell, name in layout.columns.items() if name in COLUMNS})
    kinds = {name: COLUMNS[name].kind for name in named.columns if name in COLUMNS}
    settled = [name for name, kind in kinds.items() if kind in NOMBRES]
    whole = named.drop(settled).join(grid.select("ligne", *settled), on="ligne", how="left")
    # Les nombres d'abord : presque toujours, eux seuls distinguent deux lignes semblables.
    known = whole.with_columns(_valued(name, export) for name in settled)
    others = [name for name in known.columns[1:] if name in settled or not _is_compared(name)]
    alike = known.filter(known.select(others).hash_rows().is_duplicated()) if others else known
    if alike.height < 2:
        return set()
    return find_duplicates(
        alike.with_columns(
            _valued(name, export) for name in kinds if _is_compared(name) and name not in settled
        )
    )


def _valued(name: str, export: Recognized) -> pl.Expr:
    """Rend ce que vaut une colonne, en texte ; ce qui y est écrit si rien ne s'y lit."""
    return pl.coalesce(read_as(COLUMNS[name], export).cast(pl.String), pl.col(name)).alias(name)


def _near(rest: pl.DataFrame) -> pl.Series:
    """Rend les lignes qu'une autre répète dans ce que nous lisons d'elles, déjà rangé."""
    texts = [name for name in rest.columns[1:] if not _is_compared(name)]
    if not texts:
        return rest["ligne"]
    return rest.filter(rest.select(texts).hash_rows().is_duplicated())["ligne"]


def _alike(layout: Layout, rows: pl.DataFrame) -> pl.DataFrame:
    """Rend les lignes dont tout ce qui ne s'écrit que d'une façon est aussi sur une autre.

    Le plus souvent il n'y en a pas, et rien n'est à interpréter pour le savoir.
    """
    texts = [cell for cell in rows.columns[1:] if not _is_compared(layout.columns.get(cell, ""))]
    if not texts:
        return rows
    return rows.filter(rows.select(values.plain(pl.col(texts))).hash_rows().is_duplicated())


def _is_compared(name: str) -> bool:
    """Dit si une colonne se compare par ce qu'elle vaut, non par ce qui y est écrit."""
    return name in COLUMNS and COLUMNS[name].kind in (*SORTES_COMPAREES, *NOMBRES)


def _cells_in(layout: Layout, cells: tuple[tuple[int, int], ...], lines: pl.Series) -> Cells:
    if not cells:
        return []
    known = set(lines.to_list())
    return [
        (line, layout.columns[f"c{rank}"])
        for line, rank in cells
        if line in known and f"c{rank}" in layout.columns
    ]


def _refuse_formulas(export: Recognized, lines: pl.Series, decisive: set[str]) -> None:
    layout = export.layout
    found = _cells_in(layout, layout.feuille.empty_formulas, lines)
    named = sorted({layout.headings.get(name, name) for _, name in found if name in decisive})
    if named:
        where = notes.spans([line for line, name in found if name in decisive])
        raise FichierRefuse(
            f"Le fichier « {export.nom} » contient des formules sans résultat enregistré (colonne "
            f"« {', '.join(named)} », {where}) : ouvrez-le dans un tableur, enregistrez-le, puis "
            "déposez-le à nouveau. Elles auraient compté pour 0."
        )
