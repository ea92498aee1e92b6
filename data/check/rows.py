"""Les lignes typées d'un export : de quelle structure elles sont, et les mois laissés vides.

La structure d'une ligne est la sienne, sinon celle du fichier, sinon on la demande. Un mois vide
d'un tableau large dit qu'il n'y a pas d'heures, le contrat y étant.
Une case vidée retire donc les heures que ce mois avait ; une ligne sans aucun mois ne dit rien de
faux, elle est retenue et signalée.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from data.check import anomalies as notes
from data.check.cast import cast_grid
from data.recognize import Recognized
from data.reference import labels


@dataclass(frozen=True)
class Rows:
    """Les lignes typées d'un export : celles qui portent une valeur, celles qui n'en ont pas."""

    filled: pl.DataFrame
    emptied: pl.DataFrame


def with_and_without_hours(long: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Sépare les mois remplis des mois vides ; un export déjà long n'a pas de mois vide."""
    if "_intitule" not in long.columns:
        return long, long.clear()
    is_empty = pl.col("heures_realisees").is_null()
    return long.filter(~is_empty), long.filter(is_empty)


def emptied_rows(export: Recognized, empty: pl.DataFrame) -> pl.DataFrame:
    """Rend les mois vides typés, là où tout ce qui identifie la ligne se lit."""
    frame = with_structure(cast_grid(empty, export).frame, export)
    keys = [one for one in export.format.filled if one not in (export.format.measure,)]
    return frame.filter(pl.all_horizontal(pl.col(one).is_not_null() for one in keys))


def notes_on_hollow(grid: pl.DataFrame, long: pl.DataFrame, emptied: pl.DataFrame) -> pl.DataFrame:
    """Signale les lignes de `grid` sans aucun mois ; sans identité, rien ne les représente."""
    written = pl.col("ligne").is_in(long["ligne"].unique().implode())
    hollow = set(grid.filter(~written)["ligne"])
    if not hollow:
        return notes.nothing()
    kept = hollow & set(emptied["ligne"])
    said = "Aucun mois n'est rempli sur cette ligne : {}."
    empties = said.format("les heures que ces mois avaient, s'il y en avait, sont retirées")
    return notes.gather(
        [
            notes.flag(grid, pl.col("ligne").is_in(list(kept)), "", empties, notes.AVERTISSEMENT),
            notes.flag(
                grid,
                pl.col("ligne").is_in(list(hollow - kept)),
                "",
                said.format("ligne écartée"),
                notes.ECARTEE,
            ),
        ]
    )


def with_structure(frame: pl.DataFrame, export: Recognized) -> pl.DataFrame:
    """Remplit les structures vides par celle du fichier ; la demande si des lignes n'en ont pas.

    La structure écrite dans une ligne l'emporte toujours. Là où elle est facultative, une cellule
    vide de sa colonne dit « toutes » : rien ne la remplit.
    """
    is_asked = not export.format.est_structure_facultative
    if not is_asked and "structure" in frame.columns:
        return frame
    own = pl.col("structure") if "structure" in frame.columns else pl.lit(None, pl.String)
    given = pl.lit(export.structure or None, pl.String)
    filled = frame.with_columns(structure=pl.coalesce(own, given))
    useful = filled.filter(_is_useful(export, frame))
    if is_asked and useful["structure"].null_count():
        raise export.ask(
            "structure",
            f"Rien ne dit de quelle structure vient cet export ({', '.join(labels('structure'))})"
            " : précisez-la, ou mettez son sigle dans le nom du fichier.",
        )
    return filled


def _is_useful(export: Recognized, frame: pl.DataFrame) -> pl.Expr:
    """Une ligne à qui manque l'obligatoire sera écartée : un pied de page ne se questionne pas."""
    names = [name for name in export.format.filled if name in frame.columns]
    return pl.all_horizontal(pl.col(name).is_not_null() for name in names)
