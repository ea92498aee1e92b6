"""Qui paie les facilitateurs, EPCI par EPCI, au regard des parts de la convention."""

from __future__ import annotations

import polars as pl

from pages.pleniere.slide import Dessin, Serie, Slide
from pages.pleniere.slides.contexte import Contexte, build
from pages.shared.formatting import counted, join_words, percent

QUERY = "financement_par_epci"
NON_RENSEIGNE = "non_renseigne"


def financement(context: Contexte) -> Slide:
    """Rend la part de chaque financeur dans les postes de chaque EPCI."""
    every = context.whole("financement_departement")
    posts = context.whole(QUERY).filter(~pl.col("est_sans_territoire"))
    places = posts["nom_epci"].unique(maintain_order=True).to_list()
    funders = every.filter(pl.col("montant_eur").is_not_null()).select("financeur", "libelle")
    series = tuple(_serie(posts, places, *one) for one in funders.iter_rows())
    limit = _limit(posts)
    return build(
        context,
        "financement",
        _title(context, every),
        query=QUERY,
        unite="% du coût des postes",
        dessin=Dessin(
            forme="part_100",
            categories=tuple(places),
            series=series,
            unite="%",
            repere=limit,
            repere_libelle=f"État : {percent(limit, 0)} au plus" if limit else "",
        )
        if places
        else None,
        tableau=(
            ("Postes", *(one.nom for one in series)),
            *((place, *(one.textes[rank] for one in series)) for rank, place in enumerate(places)),
        ),
        phrases=_missing(every),
        perimetre="tous les postes du Vaucluse",
    )


def _serie(posts: pl.DataFrame, places: list[str], code: str, label: str) -> Serie:
    parts = dict(posts.filter(financeur=code).select("nom_epci", "part_pct").iter_rows())
    values = tuple(parts.get(place) for place in places)
    texts = tuple(percent(value, 0) if value else "" for value in values)
    return Serie(label, values, texts, "inconnu" if code == NON_RENSEIGNE else "principal")


def _limit(posts: pl.DataFrame) -> float | None:
    """Rend la part que l'État ne dépasse pas, si elle est la même pour tous les postes."""
    limits = posts.filter(financeur="etat", sens="max")["seuil_pct"].drop_nulls().unique()
    return limits[0] if limits.len() == 1 else None


def _title(context: Contexte, every: pl.DataFrame) -> str:
    known = every.filter(
        pl.col("part_pct").is_not_null(), pl.col("financeur").is_in(["etat", "departement", "epci"])
    )
    if known.is_empty():
        return f"Le plan de financement {context.annee} n'est pas reçu"
    words = [f"{label} {percent(part, 0)}" for label, part in
             known.select("libelle", "part_pct").iter_rows()]  # fmt: skip
    return f"Qui paie les facilitateurs en {context.annee} : {join_words(words)}"


def _missing(every: pl.DataFrame) -> tuple[str, ...]:
    rows = every.filter(financeur=NON_RENSEIGNE, montant_eur=pl.col("montant_eur").max())
    part = rows["part_pct"][0] if rows.height else None
    if not part:
        return ()
    posts = counted(every["nombre_postes"].max(), "poste")
    return (
        f"{percent(part, 0)} du coût des {posts} n'a pas de financeur renseigné : à compléter.",
    )
