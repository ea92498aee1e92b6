"""Les heures mois par mois, et celles du même mois de l'année d'avant."""

from __future__ import annotations

import polars as pl

from pages.pleniere.contexte import Contexte, Fiche, build
from pages.pleniere.slide import Dessin, Serie, Slide
from pages.shared.words.findings.leaders import first, leaders, lowest
from pages.shared.words.formatting import hours, month, number, short_month

FICHE = Fiche(rang=30, nom="Heures par mois", indicateur="heures_realisees_par_mois")

HEURES = "heures_realisees"


def diapositive(context: Contexte) -> Slide:
    """Rend les heures de chaque mois et celles du même mois de l'année d'avant."""
    months = context.here("heures_realisees_par_mois")
    rows = months.rows(named=True)
    now, before = months[HEURES].to_list(), months["heures_annee_precedente"].to_list()
    texts, earlier = [number(one) for one in now], [number(one) for one in before]
    names = [short_month(row["mois"]) + _mark(row) for row in rows]
    drawing = Dessin(
        forme="colonnes",
        categories=tuple(names),
        series=(
            Serie(str(context.annee), tuple(now), tuple(texts)),
            Serie(str(context.annee - 1), tuple(before), tuple(earlier), "repere"),
        ),
        unite="heures",
    )
    return build(
        context,
        _monthly_title(context, months),
        unite="heures",
        dessin=drawing,
        tableau=(
            ("Mois", str(context.annee), str(context.annee - 1)),
            *zip([month(row["mois"]) + _mark(row) for row in rows], texts, earlier, strict=True),
        ),
    )


def _mark(row: dict) -> str:
    # L'astérisque se lit sans couleur ; le titre dit ce qu'il veut dire.
    return "*" if row["est_provisoire"] else ""


def _monthly_title(context: Contexte, months: pl.DataFrame) -> str:
    """Dit le mois le plus fort et le plus faible, parmi ceux dont la saisie est finie."""
    known = months.filter(pl.col(HEURES).is_not_null())
    if known.is_empty():
        return f"Aucun mois reçu pour {context.annee}"
    done = known.filter(~pl.col("est_provisoire"))
    more = " (* : mois provisoires)" if done.height < known.height else ""
    if done.is_empty():
        return f"Aucun mois de {context.annee} n'a sa saisie finie{more}"
    if done.height == 1:
        row = done.row(0, named=True)
        return f"Un seul mois fini en {context.annee} : {_name(row)} ({hours(row[HEURES])}){more}"
    entries = [(_name(row), row[HEURES]) for row in done.rows(named=True)]
    when = f"des mois finis de {context.annee}" if more else f"de {context.annee}"
    top = first(leaders(entries, hours), alone=f"Mois le plus fort {when}",
                tied=f"Mois les plus forts {when}")  # fmt: skip
    low = lowest(entries, hours)
    weakest = f" ; le plus faible : {low}" if low else ""
    return f"{top or f'Aucune heure {when}'}{weakest}{more}"


def _name(row: dict) -> str:
    return month(row["mois"]).rsplit(" ", 1)[0]
