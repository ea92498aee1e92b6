"""La première diapositive : où en est la clause, en trois phrases écrites depuis les chiffres."""

from __future__ import annotations

import polars as pl

import queries
from pages.accueil.figures import TITLES
from pages.pleniere.slide import Slide
from pages.pleniere.slides.contexte import Contexte, build, evolution, than
from pages.shared.completude import caveat
from pages.shared.formatting import HARD_SPACE, lower_first, number

MONTRES = ("heures_realisees", "beneficiaires", "marches_en_cours", "sorties_positives")
# Sous cet effectif, une évolution en pour cent ne dirait rien.
PETIT = 30
# « Femmes au RSA » est déjà dans deux autres publics.
SIMPLES = pl.col("categorie").is_in(["total", "brsa_femmes"]).not_()


def synthese(context: Contexte) -> Slide:
    """Rend les chiffres clés et les trois phrases : activité, personnes, résultats."""
    rows = {row["indicateur"]: row for row in context.here("chiffres_cles").rows(named=True)}
    return build(
        context,
        "synthese",
        _title(context, rows["heures_realisees"]),
        query="chiffres_cles",
        chiffres=tuple((TITLES[name][0], _short(rows[name])) for name in MONTRES if name in rows),
        tableau=(
            ("Indicateur", str(context.annee), "Comparaison", "Unité"),
            *(
                (TITLES[name][0], row["texte"], _earlier(row), row["unite"])
                for name, row in rows.items()
            ),
        ),
        phrases=(_activity(rows), _people(context, rows), _results(context)),
        a_effectifs=True,
    )


def _title(context: Contexte, row: dict) -> str:
    if row["valeur"] is None:
        return f"Aucune heure reçue {context.quand}"
    said = f"{_short(row)} heures d'insertion {context.quand}"
    if not row["valeur_precedente"]:
        return said
    gap = evolution(row["valeur"], row["valeur_precedente"])
    return f"{said}, {gap} {than(str(row['periode_precedente']))}"


def _short(row: dict) -> str:
    """Rend un chiffre sans ses centièmes : au fond de la salle, ils ne se lisent pas."""
    return row["texte"] if row["valeur"] is None else number(row["valeur"])


def _earlier(row: dict) -> str:
    period = row["periode_precedente"]
    return f"{row['texte_precedent']} ({period})" if period else "sans comparaison"


def _activity(rows: dict[str, dict]) -> str:
    markets, buyers = rows["marches_en_cours"], rows["donneurs_ordre_accompagnes"]
    companies = rows["entreprises"]
    return (
        f"L'activité : {_short(markets)} marchés clausés en cours, "
        f"{_short(buyers)} donneurs d'ordre accompagnés, "
        f"{_short(companies)} entreprises attributaires."
    )


def _people(context: Contexte, rows: dict[str, dict]) -> str:
    row = rows["beneficiaires"]
    said = f"Les personnes : {row['texte']} bénéficiaires"
    before = row["valeur_precedente"]
    if row["valeur"] is not None and before is not None and before >= PETIT:
        gap = evolution(row["valeur"], before)
        said += f", {gap} {than(str(row['periode_precedente']))} ({row['texte_precedent']})"
    return f"{said}{_first_public(context)}."


def _first_public(context: Contexte) -> str:
    publics = context.here("beneficiaires_par_categorie").filter(
        SIMPLES, pl.col("part_pct").is_not_null()
    )
    if publics.is_empty():
        return ""
    first = publics.sort("part_pct", descending=True, maintain_order=True).row(0, named=True)
    return f" ; premier public : {lower_first(first['libelle'])} ({first['part_pct']}{HARD_SPACE}%)"


def _results(context: Contexte) -> str:
    try:
        rates = context.here("taux_sorties").rows(named=True)
    except queries.NonPublie:
        said = "les sorties à six mois ne sont pas publiées à cette maille"
    else:
        said = _rate(rates[0]) if rates else "aucune échéance à six mois dans l'année"
    missing = caveat(context.whole("completude"))
    return f"Les résultats : {said}." + (f" {missing}" if missing else "")


def _rate(row: dict) -> str:
    if row["taux_pct"] is None:
        return "trop peu de situations connues à six mois pour un taux"
    low, high = row["borne_basse_pct"], row["borne_haute_pct"]
    between = f", entre {low} et {high}{HARD_SPACE}% selon les situations inconnues"
    bounds = between if low is not None and high is not None else ""
    return f"{row['taux_pct']}{HARD_SPACE}% de sorties positives à six mois{bounds}"
