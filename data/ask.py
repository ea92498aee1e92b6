"""Ce que le fichier ne dit pas et qui change un chiffre : on le cherche, sinon on le demande."""

from __future__ import annotations

from datetime import date

import polars as pl

from data.cast import Typed
from data.codes import labels
from data.filename import date_in_name, year_in_name
from data.formats.heures import AnneeManquante
from data.layout import APreciser, Question
from data.recognize import Layout
from data.text import nombre

SANS_DATE = ("activite", "financements", "objectifs")
SANS_EXTRACTION = date(2100, 1, 1)


def extraction_date(nom: str, layout: Layout, given: date | None) -> date:
    """Rend la date d'extraction : celle du nom du fichier, sinon `given`, sinon la demande."""
    found = date_in_name(nom) or given
    if found:
        return found
    if layout.format.name in SANS_DATE:
        return SANS_EXTRACTION
    raise APreciser(
        Question(
            "date",
            f"Rien ne dit de quand date l'export « {nom} » : mettez la date dans son nom "
            "(aaaammjj), ou donnez-la. Elle décide de ce qui est échu.",
            layout.format.name,
            layout.feuille.nom,
        )
    )


def in_rows(nom: str, layout: Layout, grid: pl.DataFrame, year: int | None) -> pl.DataFrame:
    """Rend la grille avec les mois en lignes ; demande l'année si rien ne la dit (décision 12)."""
    if not layout.format.reshape:
        return grid
    try:
        return layout.format.reshape(grid, year or year_in_name(nom))
    except AnneeManquante:
        raise APreciser(
            Question(
                "annee",
                f"Le fichier « {nom} » a des mois sans année : ajoutez une colonne « Année » ou "
                "l'année dans le nom du fichier (par exemple « Heures_2024 »).",
                layout.format.name,
                layout.feuille.nom,
            )
        ) from None


def ask_unknown_values(typed: Typed, layout: Layout) -> None:
    """Demande à quoi répondent les libellés inconnus des colonnes décisives."""
    if not typed.unknown:
        return
    said = " ; ".join(
        f"{layout.headings.get(name, name)} : "
        + ", ".join(f"« {label[:40]} » ({_rows(count)})" for label, count in labels.items())
        for name, labels in typed.unknown.items()
    )
    raise APreciser(
        Question(
            "valeurs",
            f"Des libellés ne sont pas reconnus ({said}). Dites à quoi ils correspondent : le "
            "chiffre en dépend.",
            layout.format.name,
            layout.feuille.nom,
            valeurs=typed.unknown,
        )
    )


def _rows(count: int) -> str:
    return f"{nombre(count)} ligne{'s' if count > 1 else ''}"


def with_structure(frame: pl.DataFrame, structure: str, layout: Layout) -> pl.DataFrame:
    """Remplit les structures vides par `structure` ; la demande si des lignes utiles n'en ont pas.

    La structure écrite dans une ligne l'emporte toujours. Là où elle est facultative, une cellule
    vide de sa colonne dit « toutes » : rien ne la remplit.
    """
    is_asked = not layout.format.est_structure_facultative
    if not is_asked and "structure" in frame.columns:
        return frame
    own = pl.col("structure") if "structure" in frame.columns else pl.lit(None, pl.String)
    filled = frame.with_columns(structure=pl.coalesce(own, pl.lit(structure or None, pl.String)))
    useful = filled.filter(_is_useful(layout, frame))
    if is_asked and useful["structure"].null_count():
        names = ", ".join(labels("structure"))
        raise APreciser(
            Question(
                "structure",
                f"Rien ne dit de quelle structure vient cet export ({names}) : précisez-la, ou "
                "mettez son sigle dans le nom du fichier.",
                layout.format.name,
                layout.feuille.nom,
            )
        )
    return filled


def _is_useful(layout: Layout, frame: pl.DataFrame) -> pl.Expr:
    """Une ligne à qui manque l'obligatoire sera écartée : un pied de page ne se questionne pas."""
    names = [name for name in layout.format.filled if name in frame.columns]
    return pl.all_horizontal(pl.col(name).is_not_null() for name in names)
