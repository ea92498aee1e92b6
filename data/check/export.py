"""Contrôler un export reconnu : totaux et doublons, colonnes typées, contrôles, comptes."""

from __future__ import annotations

import polars as pl

from data.check import anomalies as notes
from data.check import values
from data.check.anomalies import AVERTISSEMENT, flag, gather
from data.check.cast import cast_grid
from data.check.controls import check_frame
from data.check.decimals import settle_numbers, with_nothing_read
from data.check.lines import Sorted, sort_lines
from data.check.moments import settle_days
from data.check.prepared import IMPORTE, Prepared, nothing_kept
from data.check.rows import (
    Rows,
    emptied_rows,
    notes_on_hollow,
    with_and_without_hours,
    with_structure,
)
from data.columns import COLUMNS, FORMES
from data.formats import AnneeManquante
from data.read.grid import FichierRefuse
from data.recognize import Recognized, cited, is_place
from data.words import nombre

# Ce qui ressemble à quelqu'un se cherche à la forme, dans toute colonne : un nom propre n'en a pas,
# et c'est le type de la colonne (code, commune, quartier…) qui l'arrête.
LIBRES = ("texte", "commune", "quartier", "code", "liste_codes", "rome", "naf")
# Plus large que `values.is_month_first`, qui tranche : un second nombre trop grand pour un mois.
MOIS_DEVANT = r"^\s*\d{1,2}[/.\-](?:1[3-9]|[23]\d)[/.\-]"
CHIFFREES = ("nombre", "entier", "montant")
# Une adresse ou une date y est chez elle : un chantier, une décision.
LIEUX = ("intitule_operation", "intitule_lot", "commune_epci", "territoire", "source_decision")


def check_export(export: Recognized) -> Prepared:
    """Rend le sort d'un export, ses lignes typées comprises ; lève FichierRefuse ou APreciser."""
    given = with_nothing_read(export, export.layout.grid)
    clean, personal = _blank_personal(values.plain_texts(given), export)
    grid, marks = settle_numbers(export, clean)
    lines = sort_lines(export, grid)
    long, empty = with_and_without_hours(_months_in_rows(export, lines.grid))
    read = ~pl.col("ligne").is_in([*lines.ignored, *lines.broken])
    useful = long.filter(read)
    _refuse_month_first(export, useful)
    settled = settle_days(useful, _dated(export, useful))
    _refuse_doubtful_days(export, settled.doubtful)
    typed = cast_grid(settled.frame, export)
    _ask_unknown_values(export, typed.unknown)
    frame = with_structure(typed.frame, export)
    # Une cellule illisible est devenue nulle : ne pas redire qu'elle est vide.
    checked = check_frame(frame, export).join(typed.anomalies, on=["ligne", "colonne"], how="anti")
    emptied = emptied_rows(export, empty.filter(read)) if empty.height else frame.clear()
    hollow = notes_on_hollow(grid.filter(read), long, emptied)
    parts = [marks, lines.anomalies, settled.anomalies, hollow, typed.anomalies, personal, checked]
    return _settle(export, long, Rows(frame, emptied), notes.gather(parts), lines)


def _months_in_rows(export: Recognized, grid: pl.DataFrame) -> pl.DataFrame:
    """Rend la grille avec les mois en lignes ; demande l'année si rien ne la dit."""
    if not export.format.reshape:
        return grid
    try:
        return export.format.reshape(grid, export.annee)
    except AnneeManquante:
        raise export.ask(
            "annee",
            f"Le fichier « {export.nom} » a des mois sans année : ajoutez une colonne « Année » ou "
            "l'année dans le nom du fichier (par exemple « Heures_2024 »).",
        ) from None


def _blank_personal(grid: pl.DataFrame, export: Recognized) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rend la grille sans les cellules qui ressemblent à quelqu'un, et ce qui s'en dit."""
    doubts = []
    every = {name: _shapes_of(name) for name in grid.columns if name in COLUMNS}
    shaped = {name: shapes for name, shapes in every.items() if shapes}
    suspects = grid.select(
        _has_any(pl.col(name).unique(), shapes).any() for name, shapes in shaped.items()
    )
    shaped = {name: shapes for name, shapes in shaped.items() if suspects[name][0]}
    for name, shapes in shaped.items():
        for what, shape in shapes.items():
            said = f"La cellule a la forme d'un {what} : effacée, elle n'est gardée nulle part."
            said = said.replace("d'un adresse", "d'une adresse").replace("d'un date", "d'une date")
            is_one = pl.col(name).str.contains(shape)
            doubts.append(flag(grid, is_one, export.heading(name), said, AVERTISSEMENT))
    blanked = [
        pl.when(~_has_any(pl.col(name), shapes)).then(name) for name, shapes in shaped.items()
    ]
    return grid.with_columns(blanked), gather(doubts)


def _has_any(text: pl.Expr, shapes: dict[str, str]) -> pl.Expr:
    return text.str.contains("|".join(f"(?:{one})" for one in shapes.values()))


def _shapes_of(name: str) -> dict[str, str]:
    """Rend les formes qu'une colonne n'a pas le droit de contenir."""
    kind = COLUMNS[name].kind
    if kind in CHIFFREES:
        return {one: FORMES[one] for one in ("téléphone", "mél")}
    if kind not in LIBRES:
        return {}
    left = ("adresse", "date de naissance") if name in LIEUX else ()
    return {one: shape for one, shape in FORMES.items() if one not in left}


def _dated(export: Recognized, grid: pl.DataFrame) -> dict[str, str]:
    """Rend nos colonnes de dates et de mois -> intitulé du fichier."""
    names = [name for name in grid.columns if name in COLUMNS]
    return {name: export.heading(name) for name in names if COLUMNS[name].kind in ("date", "mois")}


def _refuse_doubtful_days(export: Recognized, doubtful: dict[str, list[int]]) -> None:
    for heading, lines in doubtful.items():
        raise FichierRefuse(
            f"Le fichier « {export.nom} » mêle, dans la colonne « {heading} », des dates à 22 h ou "
            f"23 h ({notes.spans(lines)}) et des dates sans heure : les premières sont sans doute "
            "écrites la veille, mais rien ne le prouve. Vérifiez-les, mettez toute la colonne au "
            "format jour/mois/année, puis déposez le fichier à nouveau."
        )


def _refuse_month_first(export: Recognized, grid: pl.DataFrame) -> None:
    dates = [name for name in grid.columns if name in COLUMNS and COLUMNS[name].kind == "date"]
    is_near = grid.select(pl.col(name).str.contains(MOIS_DEVANT).any() for name in dates)
    for name in (one for one in dates if is_near[one][0]):
        wrong = grid.filter(values.is_month_first(pl.col(name)))
        if wrong.height:
            raise FichierRefuse(
                f"Le fichier « {export.nom} » contient des dates écrites mois avant jour (colonne "
                f"« {export.heading(name)} », {notes.spans(wrong['ligne'].to_list())}) : toutes "
                "ses dates sont douteuses. Réexportez-le avec des dates jour/mois/année."
            )


def _ask_unknown_values(export: Recognized, unknown: dict[str, dict[str, int]]) -> None:
    """Demande à quoi répondent les libellés inconnus des colonnes décisives."""
    if not unknown:
        return
    said = " ; ".join(
        f"{export.layout.headings.get(name, name)} : "
        + ", ".join(f"{_named(label)} ({_rows(count)})" for label, count in labels.items())
        for name, labels in unknown.items()
    )
    raise export.ask(
        "valeurs",
        f"Des libellés ne sont pas reconnus ({said}). Dites à quoi ils correspondent : le "
        "chiffre en dépend.",
        unknown,
    )


def _named(label: str) -> str:
    return label if is_place(label) else f"« {label[:40]} »"


def _rows(count: int) -> str:
    return f"{nombre(count)} ligne{'s' if count > 1 else ''}"


def _settle(
    export: Recognized, long: pl.DataFrame, rows: Rows, found: pl.DataFrame, lines: Sorted
) -> Prepared:
    """Fait les comptes : lues = retenues + doublons + totaux + écartées."""
    aside = notes.aside(found) - lines.ignored
    kept = rows.filled.filter(~pl.col("ligne").is_in(list(aside)))
    emptied = rows.emptied.filter(~pl.col("ligne").is_in(list(aside)))
    said = [*export.layout.feuille.warnings, *_unread(export)]
    done = Prepared(
        export.nom,
        IMPORTE,
        export.format.name,
        export.layout.feuille.nom,
        extraction=export.dated,
        est_complet=export.est_complet,
        lignes={
            "lues": export.layout.grid.height,
            "retenues": pl.concat([kept["ligne"], emptied["ligne"]]).n_unique(),
            "doublons": len(lines.duplicates),
            "totaux": len(lines.totals),
            "ecartees": len(aside),
        },
        heures=_hours(export, long, kept),
        anomalies=notes.gather([*map(notes.whole_file, said), notes.still_told(found, aside)]),
        typed=kept,
        emptied=emptied,
    )
    return done if kept.height + emptied.height else nothing_kept(done)


def _hours(export: Recognized, long: pl.DataFrame, kept: pl.DataFrame) -> dict[str, float]:
    measure = export.format.measure
    if measure not in long.columns:
        return {"lues": 0.0, "retenues": 0.0}
    read = long.select(values.number(pl.col(measure)).sum()).item()
    return {"lues": round(float(read), 2), "retenues": round(float(kept[measure].sum()), 2)}


def _unread(export: Recognized) -> list[str]:
    """Nomme les colonnes que personne ne lit : un intitulé inconnu peut en cacher une utile."""
    names = cited(export.layout.unknown, len(export.layout.unknown))
    return [f"Colonnes non reconnues, que rien n'a lues : {names}."] if names else []
