"""Les bénéficiaires par public : des effectifs arrondis, jamais un petit nombre."""

from __future__ import annotations

import polars as pl

import queries
from pages.pleniere.slide import Dessin, Serie, Slide
from pages.pleniere.slides.contexte import Contexte, build, evolution, share, unpublished
from pages.shared.formatting import lower_first

TOTAL = "total"
# Sous cet effectif, une évolution en pour cent ne dirait rien.
PETIT = 30


def beneficiaires(context: Contexte) -> Slide:
    """Rend les bénéficiaires de chaque public, du plus nombreux au moins nombreux."""
    every = context.here("beneficiaires_par_categorie")
    if every.is_empty():
        return unpublished(context, "beneficiaires", "beneficiaires_par_categorie")
    total = every.filter(categorie=TOTAL).row(0, named=True)
    publics = every.filter(pl.col("categorie") != TOTAL).sort(
        "beneficiaires", descending=True, nulls_last=True, maintain_order=True
    )
    texts = [share(*row) for row in publics.select("texte", "part_pct").iter_rows()]
    names = publics["libelle"].to_list()
    drawing = Dessin(
        forme="barres",
        categories=tuple(names),
        series=(Serie("Bénéficiaires", tuple(publics["beneficiaires"]), tuple(texts)),),
        unite="personnes",
    )
    return build(
        context,
        "beneficiaires",
        _title(context, total, publics),
        query="beneficiaires_par_categorie",
        unite="personnes",
        dessin=drawing if names else None,
        chiffres=(("Bénéficiaires", total["texte"]),),
        tableau=(
            ("Public", "Bénéficiaires", "Part"),
            ("Total", total["texte"], ""),
            *(
                (name, text, "" if part is None else f"{part} %")
                for name, text, part in publics.select("libelle", "texte", "part_pct").iter_rows()
            ),
        ),
        phrases=_notes(names),
        a_effectifs=True,
    )


def _title(context: Contexte, total: dict, publics: pl.DataFrame) -> str:
    if total["statut"] == "inconnu":
        return f"Bénéficiaires {context.quand} : données non reçues"
    said = f"{total['texte']} bénéficiaires {context.quand}{_compared(context, total)}"
    known = publics.filter(
        pl.col("part_pct").is_not_null(), pl.col("categorie") != "brsa_femmes"
    )  # « Femmes au RSA » est déjà dans deux autres publics.
    if known.is_empty():
        return f"{said} : pas de détail publié" if publics.is_empty() else said
    first = known.row(0, named=True)
    return f"{said} ; d'abord : {lower_first(first['libelle'])}, {first['part_pct']} %"


def _compared(context: Contexte, total: dict) -> str:
    """Dit l'évolution, quand les deux années sont pleines et assez nombreuses."""
    if not context.est_complete or total["beneficiaires"] is None:
        return ""
    try:
        years = context.yearly("beneficiaires_par_annee")
    except queries.NonPublie:
        return ""
    earlier = years.filter(annee=context.annee - 1)["beneficiaires"]
    if earlier.is_empty() or (earlier[0] or 0) < PETIT:
        return ""
    return f", {evolution(total['beneficiaires'], earlier[0])} qu'en {context.annee - 1}"


def _notes(names: list[str]) -> tuple[str, ...]:
    if not names:
        return ("Dans un territoire de si peu de personnes, aucun détail n'est publié.",)
    return ("Une personne peut être dans plusieurs publics : ces barres ne s'additionnent pas.",)
