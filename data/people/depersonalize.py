"""Des lignes contrôlées aux lignes gardées : plus de nom, de prénom ni de date de naissance."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from data import reference
from data.check import Prepared, values
from data.people.numbers import Sceaux, with_numbers
from data.people.pseudonyms import with_facilitateur, with_personne
from data.schema import conform, tables

QUARTIERS = (
    ("nom_qpv", "code_qpv", "code_insee_residence"),
    ("qpv_travaux", "code_qpv_travaux", "code_insee_travaux"),
)


def depersonalize(done: Prepared, sceaux: Sceaux) -> Prepared:
    """Rend le même sort de fichier, lignes prêtes à charger ; les noms n'y sont plus."""
    if done.typed is None:
        return done
    rows = _ready_rows(done.typed, done.format, sceaux)
    births = _birth_dates(done.typed, sceaux)
    emptied = None if done.emptied is None else _ready_rows(done.emptied, done.format, sceaux)
    return replace(done, typed=None, rows=rows, emptied=emptied, births=births)


def _ready_rows(kept: pl.DataFrame, name: str, sceaux: Sceaux) -> pl.DataFrame:
    """Rend les lignes au schéma de la table, sans rien de personnel."""
    schema = tables()[name]
    frame = with_facilitateur(kept, sceaux.key)
    if "civilite" in frame.columns:
        sexe = pl.col("sexe") if "sexe" in frame.columns else pl.lit(None, pl.String)
        frame = frame.with_columns(sexe=pl.coalesce(sexe, "civilite"))
    if "personne" in schema:
        frame = with_personne(frame, sceaux.key)
    if "age_debut" in schema and "date_naissance" in frame.columns:
        age = values.age_on(pl.col("date_debut"), pl.col("date_naissance"))
        frame = frame.with_columns(age_debut=age)
    return conform(with_numbers(_with_places(frame), sceaux), schema)


def _with_places(frame: pl.DataFrame) -> pl.DataFrame:
    """Complète les codes de commune et de quartier à partir des noms qui se reconnaissent."""
    for place in ("travaux", "residence"):
        name, code = f"commune_{place}", f"code_insee_{place}"
        if name not in frame.columns:
            continue
        postal = "code_postal" if "code_postal" in frame.columns else None
        own = pl.col(code) if code in frame.columns else pl.lit(None, pl.String)
        found = reference.with_code_insee(frame.with_columns(_own=own), name, postal, "_found")
        frame = found.with_columns(pl.coalesce("_own", "_found").alias(code)).drop("_own", "_found")
    for name, code, commune in QUARTIERS:
        if name in frame.columns:
            near = commune if commune in frame.columns else None
            frame = reference.with_code_qpv(frame, name, near, code)
    return frame


def _birth_dates(kept: pl.DataFrame, sceaux: Sceaux) -> pl.DataFrame | None:
    """Rend structure, numero_participant, date_naissance ; None si le fichier n'en a pas."""
    wanted = ["structure", "numero_participant", "date_naissance"]
    is_there = set(wanted) <= set(kept.columns)
    return with_numbers(kept.select(wanted), sceaux) if is_there else None
