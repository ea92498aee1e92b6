"""La première diapositive : où en est la clause, en trois phrases écrites depuis les chiffres."""

from __future__ import annotations

import polars as pl

import queries
from pages.accueil.figures import TITLES
from pages.pleniere.contexte import Contexte, Fiche, build
from pages.pleniere.slide import Slide
from pages.shared.words.completude import caveat
from pages.shared.words.findings.changes import is_partial, tail
from pages.shared.words.findings.leaders import entries_of, first, leaders
from pages.shared.words.findings.nouns import (
    BENEFICIAIRES,
    HEURES,
    MARCHES_CLAUSES,
    Noun,
    sentence,
)
from pages.shared.words.formatting import HARD_SPACE, number

FICHE = Fiche(rang=10, nom="Synthèse", indicateur="chiffres_cles")

MONTRES = ("heures_realisees", "beneficiaires", "marches_en_cours", "sorties_positives")
# « Femmes au RSA » est déjà dans deux autres publics.
SIMPLES = pl.col("categorie").is_in(["total", "brsa_femmes"]).not_()
SUPPORTED = Noun("donneur d'ordre accompagné", "donneurs d'ordre accompagnés")
AWARDED = Noun("entreprise attributaire", "entreprises attributaires", est_feminin=True)


NOT_KNOWN = "nombre inconnu"


def diapositive(context: Contexte) -> Slide:
    """Rend les chiffres clés et les trois phrases : activité, personnes, résultats."""
    rows = {row["indicateur"]: row for row in context.here("chiffres_cles").rows(named=True)}
    return build(
        context,
        _title(context, rows),
        chiffres=tuple((TITLES[name][0], _short(rows[name])) for name in MONTRES if name in rows),
        tableau=(
            ("Indicateur", str(context.annee), "Comparaison", "Unité"),
            *(
                (TITLES[name][0], _short(row), _earlier(row), row["unite"])
                for name, row in rows.items()
            ),
        ),
        phrases=(_activity(rows), _people(context, rows), _results(context)),
        a_effectifs=True,
    )


def _title(context: Contexte, rows: dict[str, dict]) -> str:
    """Dit ensemble les heures et les personnes : la diapositive suivante compare les heures."""
    worked, people = rows["heures_realisees"], rows["beneficiaires"]
    if worked["valeur"] is None:
        return f"Aucune heure reçue {context.quand}"
    said = sentence(HEURES.told(worked["valeur"]))
    if not any(one.isdigit() for one in people["texte"]):
        return f"{said} {context.quand}{tail(worked)}"
    return f"{said} et {_counted(people, BENEFICIAIRES)} {context.quand}"


def _short(row: dict) -> str:
    """Rend un chiffre sans ses centièmes : au fond de la salle, ils ne se lisent pas."""
    return row["texte"] if row["valeur"] is None else number(row["valeur"])


def _earlier(row: dict) -> str:
    """Rend la valeur d'avant, et celle qui s'y compare si ce n'est pas toute la période."""
    period, before = row["periode_precedente"], row["valeur_precedente"]
    if not period:
        return "sans comparaison"
    said = f"{row['texte_precedent'] if before is None else number(before)} ({period})"
    compared = row.get("periode_comparee")
    if compared and is_partial(str(compared)):
        return f"{number(row['valeur_comparee'])} ({compared}), contre {said}"
    return said


def _activity(rows: dict[str, dict]) -> str:
    names = (
        ("marches_en_cours", MARCHES_CLAUSES, " en cours"),
        ("donneurs_ordre_accompagnes", SUPPORTED, ""),
        ("entreprises", AWARDED, ""),
    )
    told = [f"{_counted(rows[name], noun)}{more}" for name, noun, more in names]
    return f"L'activité : {', '.join(told)}."


def _counted(row: dict, noun: Noun) -> str:
    """Écrit un chiffre et son nom accordé ; un petit nombre protégé garde son texte."""
    if row["valeur"] is None:
        is_count = any(one.isdigit() for one in row["texte"])
        return f"{row['texte']} {noun.plusieurs}" if is_count else f"{noun.plusieurs} : {NOT_KNOWN}"
    return noun.counted(row["valeur"])


def _people(context: Contexte, rows: dict[str, dict]) -> str:
    row = rows["beneficiaires"]
    return f"Les personnes : {_counted(row, BENEFICIAIRES)}{tail(row)}{_first_public(context)}."


def _first_public(context: Contexte) -> str:
    publics = context.here("beneficiaires_par_categorie").filter(SIMPLES)
    best = leaders(entries_of(publics, "libelle", "beneficiaires"))
    shown = first(best, alone="premier public", tied="premiers publics")
    if not best.est_seul:
        return f" ; {shown}" if shown else ""
    part = publics.filter(beneficiaires=publics["beneficiaires"].max())["part_pct"][0]
    return f" ; {shown}" + (f" ({part}{HARD_SPACE}%)" if part is not None else "")


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
