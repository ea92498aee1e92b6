"""Les heures par EPCI : la carte."""

from __future__ import annotations

import polars as pl

from pages.pleniere.slide import Dessin, Serie, Slide
from pages.pleniere.slides.contexte import Contexte, build
from pages.shared.formatting import hours, number, percent


def territoires(context: Contexte) -> Slide:
    """Rend la carte des heures de chaque EPCI du Vaucluse, quel que soit l'EPCI choisi."""
    frame = context.whole("heures_par_epci")
    places = frame.filter(pl.col("epci").str.contains(r"^\d{9}$"))
    rows = places.rows(named=True)
    texts = tuple(number(row["heures_realisees"]) for row in rows)
    drawing = Dessin(
        forme="carte",
        categories=tuple(places["nom"]),
        series=(Serie("Heures réalisées", tuple(places["heures_realisees"]), texts),),
        unite="heures",
        codes=tuple(places["epci"]),
    )
    return build(
        context,
        "territoires",
        _title(context, rows),
        query="heures_par_epci",
        unite="heures",
        dessin=drawing,
        tableau=(
            ("EPCI", "Heures réalisées", "Part"),
            *(
                (row["nom"], number(row["heures_realisees"]), percent(row["part_pct"], 0))
                for row in frame.rows(named=True)
            ),
        ),
        perimetre="tout le Vaucluse, d'après le lieu des travaux",
    )


def _title(context: Contexte, rows: list[dict]) -> str:
    if not rows:
        return f"Aucune heure reçue {context.quand}"
    own = next((row for row in rows if row["epci"] == context.epci), None)
    if context.epci and own is None:
        return f"{context.lieu} : aucune heure {context.quand}"
    chosen = own or rows[0]
    part = percent(chosen["part_pct"], 0)
    said = f"{chosen['nom']} : {hours(chosen['heures_realisees'])} {context.quand}, {part} du total"
    return said if own else f"{said}, en tête de {len(rows)} EPCI"
