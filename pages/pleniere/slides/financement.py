"""Qui paie les facilitateurs, EPCI par EPCI, au regard des parts de la convention."""

from __future__ import annotations

import polars as pl

from pages.financement.findings import gaps_of
from pages.pleniere.contexte import Contexte, Fiche, build
from pages.pleniere.slide import Dessin, Serie, Slide
from pages.shared.words.findings.nouns import sentence
from pages.shared.words.formatting import counted, join_words, percent

FICHE = Fiche(rang=90, nom="Financement", indicateur="financement_par_epci")

NON_RENSEIGNE = "non_renseigne"
NO_PLAN = (
    "Qui paie, combien, pour quel poste : le plan de financement de chaque structure se dépose sur "
    "la page Imports."
)


def diapositive(context: Contexte) -> Slide:
    """Rend la part de chaque financeur dans les postes de chaque EPCI."""
    every = context.whole("financement_departement")
    all_posts = context.whole(FICHE.indicateur)
    posts = all_posts.filter(~pl.col("est_sans_territoire"))
    places = posts["nom_epci"].unique(maintain_order=True).to_list()
    funders = every.filter(pl.col("montant_eur").is_not_null()).select("financeur", "libelle")
    series = tuple(_serie(posts, places, *one) for one in funders.iter_rows())
    limit = _limit(posts)
    return build(
        context,
        _title(context, every, posts),
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
        phrases=(*_missing(every), *_undrawn(all_posts)) if every.height else (NO_PLAN,),
        perimetre="tous les postes du Vaucluse",
    )


def _serie(posts: pl.DataFrame, places: list[str], code: str, label: str) -> Serie:
    parts = dict(posts.filter(financeur=code).select("nom_epci", "part_pct").iter_rows())
    values = tuple(parts.get(place) for place in places)
    texts = tuple(_written(value) if value else "" for value in values)
    return Serie(label, values, texts, "inconnu" if code == NON_RENSEIGNE else "principal", code)


def _written(part: float) -> str:
    """Écrit une part, à la décimale de la page ; entière, elle tient dans un segment étroit."""
    return percent(part, 1 if abs(part - round(part)) >= 0.05 else 0)


def _limit(posts: pl.DataFrame) -> float | None:
    """Rend la part que l'État ne dépasse pas, si elle est la même pour tous les postes."""
    limits = posts.filter(financeur="etat", sens="max")["seuil_pct"].drop_nulls().unique()
    return limits[0] if limits.len() == 1 else None


def _title(context: Contexte, every: pl.DataFrame, posts: pl.DataFrame) -> str:
    """Dit qui paie et, d'abord, ce qui s'écarte de la convention."""
    known = every.filter(
        pl.col("part_pct").is_not_null(), pl.col("financeur").is_in(["etat", "departement", "epci"])
    )
    if known.is_empty():
        return f"Le plan de financement {context.annee} n'est pas reçu"
    words = [f"{label} {_written(part)}" for label, part in
             known.select("libelle", "part_pct").iter_rows()]  # fmt: skip
    gaps = list(gaps_of(posts, "nom_epci"))
    if not gaps:
        return f"Qui paie les facilitateurs en {context.annee} : {join_words(words)}"
    more = f" (et {counted(len(gaps) - 1, 'autre écart', 'autres écarts')})" if gaps[1:] else ""
    return f"{sentence(gaps[0])}{more} ; en {context.annee}, {join_words(words)}"


def _missing(every: pl.DataFrame) -> tuple[str, ...]:
    rows = every.filter(financeur=NON_RENSEIGNE, montant_eur=pl.col("montant_eur").max())
    part = rows["part_pct"][0] if rows.height else None
    if not part:
        return ()
    posts = counted(every["nombre_postes"].max(), "poste")
    return (f"{percent(part)} du coût des {posts} n'a pas de financeur renseigné : à compléter.",)


def _undrawn(posts: pl.DataFrame) -> tuple[str, ...]:
    """Dit les postes que le titre compte et que le dessin n'a pas."""
    apart = posts.filter("est_sans_territoire")
    count = apart["nombre_postes"].max() if apart.height else 0
    if not count:
        return ()
    if count == 1:
        return ("Un poste sans territoire nommé compte dans le total, sans barre à lui.",)
    return (f"{count} postes sans territoire nommé comptent dans le total, sans barre à eux.",)
