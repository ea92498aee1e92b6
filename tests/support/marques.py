"""Les marques d'un graphique, comptées face aux lignes du tableau qui est derrière lui."""

from __future__ import annotations

from collections.abc import Iterator

import plotly.graph_objects as go
import polars as pl

from pages.pleniere.slide import Slide
from pages.shared.charts.lone import is_blank

# Ce qui n'est d'aucune rangée : dit dans les phrases.
NOWHERE = ("inconnu", "hors_qpv", "non_precise", "hors_departement")
# Une rangée se fait de plusieurs lignes du tableau : la colonne qui nomme la rangée.
KEYS = ("poste", "epci", "structure", "constat", "annee")


def missing_marks(figure: go.Figure, frame: pl.DataFrame) -> str:
    """Dit ce qu'un graphique ne montre pas de son tableau sans l'avoir dit ; "" s'il montre tout.

    Il montre tout si ses rangées, ses cases ou ses points sont aussi nombreux que les lignes.
    """
    if is_blank(figure):
        return ""
    found = marks(figure)
    wanted = set(rows(frame))
    shown, among = (figure.layout.meta or {}).get("dessines", (0, 0))
    if among:
        is_said = shown in found and shown < among <= max(wanted)
        return "" if is_said else f"dit {shown} sur {among}, porte {sorted(found)}"
    return "" if found & wanted else f"porte {sorted(found)}, le tableau a {sorted(wanted)}"


def rows(frame: pl.DataFrame) -> Iterator[int]:
    """Rend les nombres de lignes qui font un tableau entier : sans total, sans zéros, par clé."""
    words = [name for name, kind in frame.schema.items() if kind == pl.String]
    values = [name for name, kind in frame.schema.items() if kind.is_numeric() and name != "annee"]
    tables = [frame]
    if "annee" in frame.columns:
        tables.append(frame.filter(pl.col("annee") == pl.col("annee").max()))
    for kept in tables:
        for one in (kept, *_without(kept, words[0])) if words else (kept,):
            full = one.filter(~pl.all_horizontal(pl.col(values).fill_null(0) == 0))
            yield from (one.height, full.height)
    key = next((name for name in KEYS if name in frame.columns), "")
    if key and frame[key].is_duplicated().any():
        yield frame[key].drop_nulls().n_unique()


def _without(frame: pl.DataFrame, name: str) -> Iterator[pl.DataFrame]:
    """Rend le tableau sans la ligne qui additionne les autres, puis sans ce qui n'a pas de lieu."""
    is_sum = pl.col(name).is_in(("total", "departement" if name == "maille" else "total"))
    rest = frame.filter(~is_sum.fill_null(False))
    yield rest
    yield rest.filter(~pl.col(name).is_in(NOWHERE).fill_null(False))


def marks(figure: go.Figure) -> set[int]:
    """Rend les nombres de marques d'un graphique : ses rangées, ses cases, ses points."""
    feet: set[str] = set()
    found, every = set(), 0
    for trace in figure.data:
        if trace.type == "heatmap":
            found |= {len(trace.y), len(trace.x), sum(len(row) for row in trace.z),
                      sum(one is not None for row in trace.z for one in row)}  # fmt: skip
        elif trace.type in ("bar", "scatter") and trace.x is not None and trace.y is not None:
            names, values = (trace.y, trace.x) if trace.orientation == "h" else (trace.x, trace.y)
            count = sum(one is not None for one in values)
            found |= {count, len(values)}
            every += count
            if trace.type == "bar":
                feet |= {str(one) for one in names if one is not None}
    return {*found, every, len(feet)}


def slide_marks(slide: Slide) -> tuple[int, int]:
    """Rend les catégories dessinées d'une diapositive et les rangées de son tableau."""
    assert slide.dessin
    named = [row for row in slide.tableau[1:] if row[0] != "Total"]
    return len(slide.dessin.categories), len(named)
