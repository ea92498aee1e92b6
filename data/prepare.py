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
from data.cast import Context, Typed, cast_grid
from data.check import Situation, check_frame
from data.codes import labels
from data.columns import COLUMNS
from data.depersonalize import birth_dates, ready_rows
from data.filename import date_in_name, structure_in_name, year_in_name
from data.formats.heures import AnneeManquante
from data.layout import APreciser, Question, choose_layout
from data.lines import Sorted, sort_lines
from data.mapping import Mapping, saved_mappings
from data.people import Key
from data.read import Feuille, FichierRefuse
from data.recognize import Layout

IMPORTE, REFUSE, A_PRECISER = "importe", "refuse", "a_preciser"
SANS_DATE = ("activite",)
SANS_EXTRACTION = date(2100, 1, 1)


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
        return Prepared(nom, REFUSE, anomalies=_whole_file(str(refusal), notes.ECARTEE))
    except APreciser as asked:
        question = asked.question
        message = _whole_file(question.message, notes.AVERTISSEMENT)
        return Prepared(
            nom, A_PRECISER, question.format, question.feuille, anomalies=message, question=question
        )


def _whole_file(message: str, gravite: str) -> pl.DataFrame:
    row = {"ligne": [None], "colonne": [None], "message": [message], "gravite": [gravite]}
    return pl.DataFrame(row, schema=notes.SCHEMA)


def _prepare(nom: str, feuilles: list[Feuille], options: Options, key: Key) -> Prepared:
    structure = options.structure or structure_in_name(nom)
    known = [options.mapping] if options.mapping else saved_mappings(structure, options.store)
    layout = choose_layout(nom, feuilles, options.feuille, known)
    extraction = _extraction(nom, layout, options)
    learned = next((one for one in known if one.format == layout.format.name), None)
    context = Context(
        layout.headings,
        layout.format.filled,
        extraction.year,
        learned.codes() if learned else {},
    )
    grid = layout.grid()
    lines = sort_lines(nom, layout, grid, context)
    long = _in_rows(nom, layout, grid, options.annee or year_in_name(nom))
    useful = long.filter(~pl.col("ligne").is_in([*lines.ignored, *lines.broken]))
    _refuse_month_first(nom, useful, context)
    typed = cast_grid(useful, context)
    _ask_unknown_values(typed, layout)
    frame = _with_structure(typed.frame, structure, layout)
    now = Situation(layout.format.name, extraction, context)
    # Une cellule illisible est devenue nulle : ne pas redire qu'elle est vide.
    checked = check_frame(frame, now).join(typed.anomalies, on=["ligne", "colonne"], how="anti")
    found = notes.gather([lines.anomalies, typed.anomalies, checked])
    done = Prepared(
        nom, IMPORTE, layout.format.name, layout.feuille.nom,
        extraction=None if extraction == SANS_EXTRACTION else extraction,
        est_complet=options.est_complet,
    )  # fmt: skip
    return _settle(done, layout, long, frame, found, lines, key)


def _in_rows(nom: str, layout: Layout, grid: pl.DataFrame, year: int | None) -> pl.DataFrame:
    """Rend la grille avec les mois en lignes, si le format en a."""
    if not layout.format.reshape:
        return grid
    try:
        long = layout.format.reshape(grid, year)
    except AnneeManquante:
        raise APreciser(
            Question(
                "annee",
                f"Le fichier « {nom} » a des mois en colonnes sans année : ajoutez une colonne "
                "« Année » ou l'année dans le nom du fichier (par exemple « Heures_2024 »).",
                layout.format.name,
                layout.feuille.nom,
            )
        ) from None
    return long if "annee" in long.columns else long.with_columns(annee=pl.lit(None, pl.String))


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


def _ask_unknown_values(typed: Typed, layout: Layout) -> None:
    if not typed.unknown:
        return
    said = " ; ".join(
        f"{layout.headings.get(name, name)} : "
        + ", ".join(f"« {label[:40]} » ({count} lignes)" for label, count in labels.items())
        for name, labels in typed.unknown.items()
    )
    raise APreciser(
        Question(
            "valeurs",
            f"Des libellés ne sont pas reconnus ({said}). Dites à quoi ils correspondent : le "
            "chiffre en dépend.",
            layout.format.name,
            layout.feuille.nom,
            valeurs=typed.unknown,
        )
    )


def _with_structure(frame: pl.DataFrame, structure: str, layout: Layout) -> pl.DataFrame:
    own = pl.col("structure") if "structure" in frame.columns else pl.lit(None, pl.String)
    filled = frame.with_columns(structure=pl.coalesce(own, pl.lit(structure or None, pl.String)))
    if filled["structure"].null_count():
        names = ", ".join(labels("structure"))
        raise APreciser(
            Question(
                "structure",
                f"Rien ne dit de quelle structure vient cet export ({names}) : précisez-la, ou "
                "mettez son sigle dans le nom du fichier.",
                layout.format.name,
                layout.feuille.nom,
            )
        )
    return filled


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
    warnings = [_whole_file(said, notes.AVERTISSEMENT) for said in layout.feuille.avertissements]
    settled = replace(
        done,
        lignes=counts,
        heures={name: round(float(total), 2) for name, total in hours.items()},
        anomalies=notes.gather([*warnings, told]),
        rows=ready_rows(kept, layout.format.name, key),
        births=birth_dates(kept),
    )
    return settled if counts["retenues"] else nothing_kept(settled)


def nothing_kept(done: Prepared) -> Prepared:
    """Rend le refus d'un fichier dont aucune ligne n'a pu être retenue, avec ses raisons."""
    said = (
        f"Aucune ligne du fichier « {done.nom} » n'a pu être retenue : rien n'est remplacé. "
        "Corrigez les lignes signalées, ou vérifiez que l'export n'est pas vide."
    )
    reasons = notes.gather([_whole_file(said, notes.ECARTEE), done.anomalies])
    return replace(done, issue=REFUSE, anomalies=reasons, rows=None, births=None)


def _extraction(nom: str, layout: Layout, options: Options) -> date:
    found = date_in_name(nom) or options.extraction
    if found:
        return found
    if layout.format.name in SANS_DATE:
        return SANS_EXTRACTION
    raise APreciser(
        Question(
            "date",
            f"Rien ne dit de quand date l'export « {nom} » : mettez la date dans son nom "
            "(aaaammjj), ou donnez-la. Elle décide de ce qui est échu.",
            layout.format.name,
            layout.feuille.nom,
        )
    )
