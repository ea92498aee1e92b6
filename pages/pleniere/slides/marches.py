"""Les marchés en cours et les acheteurs qui les portent."""

from __future__ import annotations

import polars as pl

from pages.pleniere.contexte import Contexte, Fiche, build, span, year_label
from pages.pleniere.slide import Dessin, Serie, Slide
from pages.shared.words.findings.leaders import entries_of, first, leaders
from pages.shared.words.findings.nouns import MARCHES_CLAUSES, sentence
from pages.shared.words.formatting import number, percent

FICHE = Fiche(
    rang=70, nom="Marchés et donneurs d'ordre", indicateur="marches_par_type_donneur_ordre"
)


def diapositive(context: Contexte) -> Slide:
    """Rend les marchés en cours par type d'acheteur ; par année pour un EPCI."""
    years = context.yearly("marches_par_annee")
    own = years.filter(annee=context.annee)
    figures = _figures(context, own)
    title = _title(context, years)
    if context.epci:
        return _by_year(context, years, title, figures)
    types = context.here(FICHE.indicateur).filter(pl.col("marches") > 0)
    texts = [f"{number(count)} ({percent(part)})"
             for count, part in types.select("marches", "part_pct").iter_rows()]  # fmt: skip
    names = types["libelle"].to_list()
    series = (Serie("Marchés en cours", tuple(types["marches"]), tuple(texts)),)
    return build(
        context,
        f"{title}{_leader(types)}",
        unite="marchés en cours",
        dessin=Dessin("barres", tuple(names), series, "marchés"),
        chiffres=figures,
        tableau=(("Type d'acheteur", "Marchés en cours"), *zip(names, texts, strict=True)),
    )


def _by_year(
    context: Contexte, years: pl.DataFrame, title: str, figures: tuple[tuple[str, str], ...]
) -> Slide:
    labels = tuple(year_label(row) for row in years.rows(named=True))
    texts = tuple(number(count) for count in years["en_cours"])
    series = (Serie("Marchés en cours", tuple(years["en_cours"]), texts),)
    return build(
        context,
        title,
        query="marches_par_annee",
        unite="marchés en cours",
        dessin=Dessin("colonnes", labels, series, "marchés"),
        chiffres=figures,
        tableau=(("Année", "Marchés en cours"), *zip(labels, texts, strict=True)),
        phrases=("Le type d'acheteur n'est pas publié à cette maille.",),
        periode=span(labels),
    )


def _leader(types: pl.DataFrame) -> str:
    known = types.filter(pl.col("type_maitre_ouvrage") != "inconnu")
    best = leaders(entries_of(known, "libelle", "marches"))
    shown = first(best, alone="premier type d'acheteur", tied="premiers types d'acheteurs",
                  counted_as="types")  # fmt: skip
    if not best.est_seul:
        return f" ; {shown}" if shown else ""
    part = known.filter(marches=known["marches"].max())["part_pct"][0]
    return f" ; {shown} ({percent(part)})"


def _title(context: Contexte, years: pl.DataFrame) -> str:
    counts = dict(years.select("annee", "en_cours").iter_rows())
    now, before = counts.get(context.annee), counts.get(context.annee - 1)
    if now is None:
        return f"Aucun marché reçu pour {context.annee}"
    said = f"{sentence(MARCHES_CLAUSES.counted(now))} en cours {context.quand}"
    if before is None or not context.est_complete:
        return said
    return f"{said} ({number(before)} en {context.annee - 1})"


def _figures(context: Contexte, own: pl.DataFrame) -> tuple[tuple[str, str], ...]:
    keys = dict(context.here("chiffres_cles").select("indicateur", "texte").iter_rows())
    return (
        ("Marchés en cours", keys["marches_en_cours"]),
        ("Notifiés dans l'année", number(own["nouveaux"][0]) if own.height else "non reçus"),
        ("Donneurs d'ordre accompagnés", keys["donneurs_ordre_accompagnes"]),
    )
