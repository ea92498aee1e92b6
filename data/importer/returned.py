"""Ce qui peut être renvoyé à l'auteur d'un export : ses lignes signalées, sans colonne personnelle.

Y entrent un export reconnu et ses anomalies ; en sortent les lignes telles que reçues, avec leurs
remarques. Une colonne personnelle, par son sens ou par ses valeurs, n'y est jamais.
"""

from __future__ import annotations

import polars as pl

from data.check import anomalies as notes
from data.columns import COLUMNS
from data.columns import is_personal as is_personal_text
from data.recognize import Recognized, harmless, is_personal
from data.reference import known_commune

LIGNE, REMARQUES, MASQUE = "Ligne du fichier", "Remarques", "(masqué)"


def returned_lines(export: Recognized, anomalies: pl.DataFrame) -> pl.DataFrame:
    """Rend les lignes signalées : leur numéro, leurs colonnes non personnelles, leurs remarques."""
    told = (
        anomalies.drop_nulls("ligne")
        .with_columns(pl.col("gravite").replace_strict(notes.GRAVITES))
        .group_by("ligne", maintain_order=True)
        .agg(pl.format("{} : {}", "gravite", "message").str.join("\n").alias(REMARQUES))
    )
    grid = export.layout.grid.with_columns(pl.col("ligne").cast(pl.Int64))
    lines = _masked(grid.join(told, on="ligne", how="inner").sort("ligne"))
    shown = [name for name in lines.columns if _may_leave(name, lines)]
    return lines.select(
        pl.col("ligne").alias(LIGNE),
        *(pl.col(name).alias(export.layout.headings.get(name, name)) for name in shown),
        REMARQUES,
    )


def _masked(lines: pl.DataFrame) -> pl.DataFrame:
    """Rend les mêmes lignes, toute cellule qui peut désigner quelqu'un masquée."""
    names = [name for name in lines.columns if name not in ("ligne", REMARQUES)]
    texts = {name: lines[name].to_list() for name in names}
    shown = {
        name: {one: one if _is_harmless(name, one) else MASQUE for one in set(every)}
        for name, every in texts.items()
    }
    return lines.with_columns(
        pl.Series(name, [shown[name][one] for one in every], pl.String)
        for name, every in texts.items()
        if any(one is not None for one in every)
    )


def _is_harmless(name: str, text: str | None) -> bool:
    if text is None or harmless(text):
        return True
    kind = COLUMNS[name].kind if name in COLUMNS else ""
    if kind == "commune":
        return known_commune(text) is not None
    return kind in ("texte", "numero") and not is_personal_text(text)


def _may_leave(name: str, lines: pl.DataFrame) -> bool:
    if name in ("ligne", REMARQUES):
        return False
    values = tuple(set(lines[name].to_list()) - {None})
    return not is_personal(name if name in COLUMNS else "", values)
