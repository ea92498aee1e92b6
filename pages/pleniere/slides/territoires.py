"""Les heures par EPCI : la carte."""

from __future__ import annotations

import polars as pl

import queries
from pages.pleniere.contexte import Contexte, Fiche, build
from pages.pleniere.slide import Dessin, Serie, Slide
from pages.shared.words.findings.leaders import first, leaders
from pages.shared.words.findings.nouns import sentence
from pages.shared.words.formatting import hours, number, percent

FICHE = Fiche(rang=80, nom="Territoires", indicateur="heures_par_epci")


def diapositive(context: Contexte) -> Slide:
    """Rend la carte des heures de chaque EPCI du Vaucluse, quel que soit l'EPCI choisi."""
    frame = context.whole("heures_par_epci")
    places = _with_zeros(context, frame.filter(pl.col("epci").str.contains(r"^\d{9}$")))
    rows = places.rows(named=True)
    texts = tuple(number(row["heures_realisees"]) for row in rows)
    drawing = Dessin(
        forme="carte",
        categories=tuple(places["nom"]),
        series=(Serie("Heures réalisées", tuple(places["heures_realisees"]), texts),),
        unite="heures",
        codes=tuple(places["epci"]),
    )
    apart = frame.filter(~pl.col("epci").is_in(places["epci"].implode()))
    return build(
        context,
        _title(context, rows),
        unite="heures",
        dessin=drawing,
        tableau=(
            ("EPCI", "Heures réalisées", "Part"),
            *(
                (row["nom"], number(row["heures_realisees"]), percent(row["part_pct"], 0))
                for row in (*rows, *apart.rows(named=True))
            ),
        ),
        perimetre="tout le Vaucluse, d'après le lieu des travaux",
    )


def _with_zeros(context: Contexte, places: pl.DataFrame) -> pl.DataFrame:
    """Ajoute les EPCI sans heure, quand tout est reçu : zéro n'est pas « aucune donnée »."""
    state = context.whole("completude")
    is_whole = state.height and not state["mois_manquants"].is_not_null().any()
    if places.is_empty() or not is_whole:
        return places
    every = queries.contours("epci").select(pl.col("code").alias("epci"), "nom")
    missing = (
        every.join(places, on="epci", how="anti")
        .sort("nom")
        .with_columns(heures_realisees=pl.lit(0.0), part_pct=pl.lit(0.0))
    )
    return pl.concat([places, missing.select(places.columns)], how="vertical_relaxed")


def _title(context: Contexte, rows: list[dict]) -> str:
    worked = [row for row in rows if row["heures_realisees"]]
    if not worked:
        return f"Aucune heure reçue {context.quand}"
    if context.epci:
        own = next((row for row in rows if row["epci"] == context.epci), None)
        if own is None:
            return f"{context.lieu} : aucune donnée {context.quand}"
        if not own["heures_realisees"]:
            return f"{context.lieu} : aucune heure {context.quand}"
        return f"{_said(own)} {context.quand}, {percent(own['part_pct'], 0)} du total"
    best = leaders([(row["nom"], row["heures_realisees"]) for row in worked], hours)
    if not best.est_seul:
        return sentence(first(best, alone="", tied=f"En tête {context.quand}"))
    top = f"{best.names[0]} : {best.text} {context.quand}"
    part = percent(worked[0]["part_pct"], 0)
    if len(worked) == 1:
        return f"{top}, le seul EPCI qui a des heures"
    return f"{top}, {part} du total, en tête des {len(worked)} EPCI qui ont des heures"


def _said(row: dict) -> str:
    return f"{row['nom']} : {hours(row['heures_realisees'])}"
