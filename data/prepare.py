"""Un fichier lu devient des lignes prêtes à charger, une question, ou un refus.

Feuille brute -> disposition -> totaux et doublons -> colonnes typées -> contrôles -> pseudonymes.
Noms et dates de naissance ne sortent pas d'ici, sauf les naissances gardées en mémoire le temps
de la commande pour calculer les âges des contrats.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import polars as pl

from data import anomalies as notes
from data import values
from data.ask import (
    SANS_EXTRACTION,
    ask_unknown_values,
    extraction_date,
    in_rows,
    with_structure,
)
from data.cast import Context, cast_grid
from data.check import Situation, check_frame
from data.columns import COLUMNS
from data.depersonalize import birth_dates, ready_rows
from data.filename import structure_in_name
from data.layout import APreciser, Question, choose_layout
from data.lines import Sorted, sort_lines
from data.mapping import Mapping, saved_mappings
from data.people import Key
from data.read import Feuille, FichierRefuse
from data.recognize import Layout

IMPORTE, REFUSE, A_PRECISER = "importe", "refuse", "a_preciser"


@dataclass(frozen=True)
class Options:
    """Ce que la personne a précisé pour un fichier (ou pour toute la commande)."""

    structure: str = ""
    extraction: date | None = None
    est_complet: bool = False
    feuille: str = ""
    annee: int | None = None
    mapping: Mapping | None = None
    store: Path | None = None


@dataclass(frozen=True)
class Prepared:
    """Le sort d'un fichier.

    `lignes` : lues, retenues, doublons, totaux, ecartees (lues = somme des autres) ; `heures` :
    lues, retenues ; `rows` : lignes prêtes (schéma de la table) ; `births` : structure,
    numero_participant, date_naissance, en mémoire seulement.
    """

    nom: str
    issue: str
    format: str = ""
    feuille: str = ""
    empreinte: str = ""
    extraction: date | None = None
    est_complet: bool = False
    lignes: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(
            ("lues", "retenues", "doublons", "totaux", "ecartees"), 0
        )
    )
    heures: dict[str, float] = field(default_factory=lambda: {"lues": 0.0, "retenues": 0.0})
    anomalies: pl.DataFrame = field(default_factory=notes.nothing)
    rows: pl.DataFrame | None = None
    births: pl.DataFrame | None = None
    question: Question | None = None


def prepare(
    nom: str, feuilles: list[Feuille] | FichierRefuse, options: Options, key: Key
) -> Prepared:
    """Rend le sort d'un fichier ; ne lève rien de ce qu'une personne peut corriger."""
    try:
        if isinstance(feuilles, FichierRefuse):
            raise feuilles
        return _prepare(nom, feuilles, options, key)
    except FichierRefuse as refusal:
        return Prepared(nom, REFUSE, anomalies=notes.whole_file(str(refusal), notes.ECARTEE))
    except APreciser as asked:
        question = asked.question
        message = notes.whole_file(question.message)
        return Prepared(
            nom, A_PRECISER, question.format, question.feuille, anomalies=message, question=question
        )


def _prepare(nom: str, feuilles: list[Feuille], options: Options, key: Key) -> Prepared:
    structure = options.structure or structure_in_name(nom)
    known = saved_mappings(structure, options.store, options.mapping)
    layout = choose_layout(nom, feuilles, options.feuille, known)
    extraction = extraction_date(nom, layout, options.extraction)
    learned = next((one for one in known if one.format == layout.format.name), None)
    context = Context(
        layout.headings,
        layout.format.filled,
        extraction.year,
        learned.codes() if learned else {},
    )
    grid = layout.grid().with_columns(values.plain(pl.exclude("ligne")))
    lines = sort_lines(nom, layout, grid, context)
    long = in_rows(nom, layout, lines.grid, options.annee)
    useful = long.filter(~pl.col("ligne").is_in([*lines.ignored, *lines.broken]))
    _refuse_month_first(nom, useful, context)
    typed = cast_grid(useful, context)
    ask_unknown_values(typed, layout)
    frame = with_structure(typed.frame, structure, layout)
    now = Situation(layout.format.name, extraction, context)
    # Une cellule illisible est devenue nulle : ne pas redire qu'elle est vide.
    checked = check_frame(frame, now).join(typed.anomalies, on=["ligne", "colonne"], how="anti")
    found = notes.gather([lines.anomalies, _hollow(grid, long, lines), typed.anomalies, checked])
    done = Prepared(
        nom, IMPORTE, layout.format.name, layout.feuille.nom,
        extraction=None if extraction == SANS_EXTRACTION else extraction,
        est_complet=options.est_complet,
    )  # fmt: skip
    return _settle(done, layout, long, frame, found, lines, key)


def _hollow(grid: pl.DataFrame, long: pl.DataFrame, lines: Sorted) -> pl.DataFrame:
    """Signale les lignes dont aucun mois n'est rempli : rien ne les représente plus."""
    gone = set(grid["ligne"]) - set(long["ligne"]) - lines.ignored - lines.broken
    said = "Aucun mois n'est rempli sur cette ligne : ligne écartée."
    return notes.flag(grid, pl.col("ligne").is_in(list(gone)), "", said, notes.ECARTEE)


def _refuse_month_first(nom: str, grid: pl.DataFrame, context: Context) -> None:
    names = [name for name in grid.columns if name in COLUMNS and COLUMNS[name].kind == "date"]
    for name in names:
        wrong = grid.filter(values.is_month_first(pl.col(name)))
        if wrong.height:
            raise FichierRefuse(
                f"Le fichier « {nom} » contient des dates écrites mois avant jour (colonne "
                f"« {context.heading(name)} », {notes.spans(wrong['ligne'].to_list())}) : toutes "
                "ses dates sont douteuses. Réexportez-le avec des dates jour/mois/année."
            )


def _settle(
    done: Prepared, layout: Layout, long: pl.DataFrame, frame: pl.DataFrame,
    found: pl.DataFrame, lines: Sorted, key: Key,
) -> Prepared:  # fmt: skip
    """Fait les comptes : lues = retenues + doublons + totaux + écartées."""
    is_aside = pl.col("gravite") == notes.ECARTEE
    aside = set(found.filter(is_aside)["ligne"]) - lines.ignored
    kept = frame.filter(~pl.col("ligne").is_in(list(aside)))
    measure = layout.format.measure
    has_measure = measure in long.columns
    counts = {
        "lues": layout.grid().height,
        "retenues": kept["ligne"].n_unique(),
        "doublons": len(lines.duplicates),
        "totaux": len(lines.totals),
        "ecartees": len(aside),
    }
    hours = {
        "lues": long.select(values.number(pl.col(measure)).sum()).item() if has_measure else 0.0,
        "retenues": kept[measure].sum() if has_measure else 0.0,
    }
    # Une ligne écartée n'appelle plus d'autre vérification.
    told = found.filter(is_aside | ~pl.col("ligne").is_in(list(aside)))
    said = [*layout.feuille.avertissements, *_unread(layout)]
    warnings = [notes.whole_file(one) for one in said]
    settled = replace(
        done,
        lignes=counts,
        heures={name: round(float(total), 2) for name, total in hours.items()},
        anomalies=notes.gather([*warnings, told]),
        rows=ready_rows(kept, layout.format.name, key),
        births=birth_dates(kept),
    )
    return settled if counts["retenues"] else nothing_kept(settled)


def _unread(layout: Layout) -> list[str]:
    """Nomme les colonnes que personne ne lit : un intitulé inconnu peut en cacher une utile."""
    names = ", ".join(f"« {text[:40]} »" for text in layout.unknown.values())
    if not names:
        return []
    return [f"Colonnes non reconnues, que rien n'a lues : {names}."]


def nothing_kept(done: Prepared) -> Prepared:
    """Rend le refus d'un fichier dont aucune ligne n'a pu être retenue, avec ses raisons."""
    said = (
        f"Aucune ligne du fichier « {done.nom} » n'a pu être retenue : rien n'est remplacé. "
        "Corrigez les lignes signalées, ou vérifiez que l'export n'est pas vide."
    )
    reasons = notes.gather([notes.whole_file(said, notes.ECARTEE), done.anomalies])
    return replace(done, issue=REFUSE, anomalies=reasons, rows=None, births=None)
