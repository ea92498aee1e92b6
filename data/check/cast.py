"""Des textes d'une grille aux colonnes typées, avec les anomalies de chaque cellule.

Une cellule illisible dans une colonne qui compte écarte sa ligne ; ailleurs elle devient
inconnue, et c'est dit. Ce qui reste d'une cellule est une valeur de son type, ou rien ; une valeur
illisible n'est citée que si sa forme ne peut être celle de personne.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from data.check import identifiers, values
from data.check.anomalies import AVERTISSEMENT, CORRIGEE, ECARTEE, Doubt, flag, gather, shown
from data.columns import COLUMNS, Column
from data.recognize import Recognized, said
from data.reference import (
    alias_codes,
    find_epci,
    key,
    known_commune,
    known_quartier,
    label_parts,
    suggestion,
)

# Une date illisible dans ces colonnes n'écarte pas la ligne : aucun indicateur n'en dépend seul.
DATES_TOLEREES = {
    "date_saisie", "date_premier_contrat", "date_entree", "date_inscription_de", "date_demarrage",
    "date_versement",
}  # fmt: skip
NOMBRES_TOLERES = {
    "heures_controle", "taux_realisation_pct", "duree_hebdo", "montant_ht_eur",
    "duree_inscription_mois", "heures_formation",
}  # fmt: skip
CODE_VIDE = {"validation": "saisi"}
# Listes dont un libellé s'écrit de trop de façons pour une liste d'alias.
FINDERS = {"epci": find_epci}
# Un numéro lu comme une grandeur : un téléphone a neuf chiffres sans son zéro.
PLAFONDS = {"nombre": 10_000_000, "entier": 10_000_000, "montant": 100_000_000}
PLAFONDS_PROPRES = {
    "duree_hebdo": 168, "duree_inscription_mois": 720, "taux_realisation_pct": 10_000,
}  # fmt: skip
SANS_FIN = "Pas encore de fin (« en cours ») : la date de fin est laissée vide."
FORMES_DE_CODE = {"rome": r"^[A-N]\d{4}$", "naf": r"^\d{2}\.?\d{1,2}[A-Z]?$"}


@dataclass(frozen=True)
class Typed:
    """Des lignes typées, plus « ligne », et leurs anomalies ; exports et DECP la rendent.

    `unknown` : d'un export, les libellés inconnus des colonnes décisives.
    """

    frame: pl.DataFrame
    anomalies: pl.DataFrame
    unknown: dict[str, dict[str, int]] = field(default_factory=dict)


def cast_grid(grid: pl.DataFrame, export: Recognized) -> Typed:
    """Rend la grille typée : mêmes lignes, colonnes reconnues seulement, plus « ligne ».

    Ses textes sont déjà sans espaces inutiles (`values.plain`).
    """
    names = [name for name in grid.columns if name in COLUMNS]
    clean = grid.select(pl.col("ligne", "^_intitule$"), *names)
    coded = [name for name in names if COLUMNS[name].kind in ("code", "liste_codes")]
    typed, told = _cast_plain(clean, [one for one in names if one not in coded], export)
    unknown = {}
    for name in coded:
        cast = _cast_code if COLUMNS[name].kind == "code" else _cast_code_list
        typed[name], told[name], labels = cast(clean, COLUMNS[name], export)
        if labels:
            unknown[name] = labels
    found = gather([doubt for name in names for doubt in told[name]])
    frame = clean.select("ligne").with_columns(**{name: typed[name] for name in names})
    return Typed(frame, found, unknown)


def _cast_plain(
    clean: pl.DataFrame, names: list[str], export: Recognized
) -> tuple[dict[str, pl.Series], dict[str, list[Doubt]]]:
    """Rend les colonnes sans liste de codes, lues toutes à la fois, et les doutes de chacune."""
    closed, told = _without_open_ends(clean, names, export)
    read = closed.with_columns(
        read_as(COLUMNS[name], export).alias(f"_lu_{name}") for name in names
    )
    kept = []
    for name in names:
        column, value = COLUMNS[name], pl.col(f"_lu_{name}")
        told[name] += _reading_doubts(read, column, export)
        limit = PLAFONDS_PROPRES.get(name, PLAFONDS.get(column.kind))
        if limit is not None:
            is_huge = (value.abs() >= limit).fill_null(value=False)
            told[name].append(_huge(read, is_huge, column, export))
            value = pl.when(~is_huge).then(value)
        kept.append(value.alias(name))
    return read.select(kept).to_dict(), told


def _without_open_ends(
    frame: pl.DataFrame, names: list[str], export: Recognized
) -> tuple[pl.DataFrame, dict[str, list[Doubt]]]:
    """Vide les dates de fin écrites « en cours » ; rend les lignes, et ce qui s'en dit."""
    is_open = {one: values.is_open_end(pl.col(one)) for one in names if one in values.FINS}
    told: dict[str, list[Doubt]] = {one: [] for one in names}
    for one, is_ in is_open.items():
        told[one] = [flag(frame, is_, export.heading(one), SANS_FIN, CORRIGEE)]
    return frame.with_columns(pl.when(~is_).then(one) for one, is_ in is_open.items()), told


def _huge(frame: pl.DataFrame, is_huge: pl.Expr, column: Column, export: Recognized) -> Doubt:
    decisive = is_decisive(column, export)
    end = "ligne écartée, corrigez la cellule" if decisive else "considérée comme inconnue"
    said = (
        f"La valeur est trop grande pour cette colonne (un numéro y est peut-être écrit) : {end}."
    )
    gravite = ECARTEE if decisive else AVERTISSEMENT
    return flag(frame, is_huge, export.heading(column.name), said, gravite)


def read_as(column: Column, export: Recognized) -> pl.Expr:
    """Rend ce que vaut une colonne de textes d'après sa sorte ; le texte même si elle est libre."""
    text = pl.col(column.name)
    birth_pivot = 10 if column.name == "date_naissance" else -20
    readers = {
        "nombre": lambda: values.number(text),
        "montant": lambda: values.amount(text),
        "entier": lambda: values.number(text).cast(pl.Int64, strict=False),
        "mois": lambda: values.month(
            text, pl.col("annee").cast(pl.Int64, strict=False), export.extraction.year
        ),
        "date": lambda: values.date(text, export.extraction.year - birth_pivot),
        "siret": lambda: identifiers.siret(text),
        "insee": lambda: identifiers.insee(text),
        "oui_non": lambda: values.yes_no(text),
        "numero": lambda: text.str.replace(r"^(\d+)\.0$", "$1"),
        "rome": lambda: _shaped(text, "rome"),
        "naf": lambda: _shaped(text, "naf"),
        "commune": lambda: _looked_up(text, known_commune),
        "quartier": lambda: _looked_up(text, known_quartier),
    }
    return readers.get(column.kind, lambda: text)()


def _shaped(text: pl.Expr, kind: str) -> pl.Expr:
    """Rend un code qui a la forme des siens, nul sinon."""
    code = identifiers.digits(text).str.to_uppercase()
    return pl.when(code.str.contains(FORMES_DE_CODE[kind])).then(code)


def _looked_up(text: pl.Expr, find: Callable[[str], str | None]) -> pl.Expr:
    """Rend ce qu'une liste fermée connaît du texte."""
    return values.each_once(
        text, lambda every: every.map_elements(find, return_dtype=pl.String), pl.String
    )


NOMBRE_DATE = "est une date, sans doute un nombre changé par le tableur (1.5 devient 01-mai)"
WORDS = {
    "rome": "n'est pas un code ROME (une lettre, quatre chiffres)",
    "naf": "n'est pas un code NAF",
    "commune": "n'est pas une commune du Vaucluse ni d'un EPCI à cheval",
    "quartier": "n'est pas un quartier prioritaire connu",
    "nombre": "n'est pas un nombre",
    "montant": "n'est pas un montant",
    "entier": "n'est pas un nombre entier",
    "date": "n'est pas une date possible (attendu : jour/mois/année)",
    "mois": "n'est pas un mois possible",
    "siret": "n'est pas un SIRET valable (14 chiffres, clé comprise)",
    "insee": "n'est pas un code à cinq chiffres",
    "oui_non": "ne se lit ni Oui ni Non",
}


def _reading_doubts(frame: pl.DataFrame, column: Column, export: Recognized) -> list[Doubt]:
    if column.kind not in WORDS:
        return []
    name = column.name
    heading, text, value = export.heading(name), pl.col(name), pl.col(f"_lu_{name}")
    may_be = _is_restored(frame, column)
    restored = [identifiers.flag_restored(frame, text, value, heading)] if may_be else []
    # Le plus souvent, tout s'est lu : rien d'autre n'est à chercher.
    if frame[name].null_count() == frame[f"_lu_{name}"].null_count():
        return restored
    bad = values.is_unread(text, value)
    decisive = is_decisive(column, export)
    gravite = ECARTEE if decisive else AVERTISSEMENT
    end = "ligne écartée, corrigez la cellule" if decisive else "considéré comme inconnu"
    subject = pl.lit("La valeur") if column.est_personnelle else shown(text)
    if name == "heures_realisees" and "_intitule" in frame.columns:
        subject = pl.format("{} ({})", subject, "_intitule")
    message = pl.format(f"{{}} {WORDS[column.kind]} : {end}.", subject)
    parts = []
    if column.kind in PLAFONDS:
        is_dated = bad & identifiers.is_dated(text)
        dated = pl.format(f"{{}} {NOMBRE_DATE} : {end}.", subject)
        parts.append(flag(frame, is_dated, heading, dated, gravite))
        bad = bad & ~is_dated
    if column.kind == "siret":
        advice = "mettez la colonne au format Texte"
        parts.append(identifiers.flag_scientific(frame, text, heading, advice))
        bad = bad & ~identifiers.is_scientific(text)
    return [*parts, *restored, flag(frame, bad, heading, message, gravite)]


def _is_restored(frame: pl.DataFrame, column: Column) -> bool:
    """Dit si un code lu peut différer de ce qui est écrit : des zéros de tête, une espace."""
    if column.kind not in ("siret", "insee"):
        return False
    return bool((frame[column.name] != frame[f"_lu_{column.name}"]).any())


def is_decisive(column: Column, export: Recognized) -> bool:
    """Dit si une cellule illisible de cette colonne écarte sa ligne."""
    if column.name in export.format.filled or column.est_eliminatoire:
        return True
    if column.kind in ("date", "mois"):
        return column.name not in DATES_TOLEREES
    return column.kind in ("nombre", "entier", "montant") and column.name not in NOMBRES_TOLERES


def _cast_code(
    frame: pl.DataFrame, column: Column, export: Recognized
) -> tuple[pl.Series, list[Doubt], dict[str, int]]:
    learned = export.codes.get(column.name, {})
    known = {**alias_codes(column.codes), **learned}
    first = _first_lines(frame, column.name)
    if learned:
        known |= {key(label): learned[key(name)] for label, line in first.items()
                  if key(name := _said(label, line)) in learned}  # fmt: skip
    find = FINDERS.get(column.codes, lambda _text: None)
    codes = {label: known.get(key(label)) or find(label) for label in first}
    series = frame[column.name].replace_strict(codes, default=None, return_dtype=pl.String)
    if column.name in CODE_VIDE:
        series = frame.select(
            pl.when(pl.col(column.name).is_null())
            .then(pl.lit(CODE_VIDE[column.name]))
            .otherwise(series)
        ).to_series()
    unknown = [label for label, code in codes.items() if code is None]
    if not unknown:
        return series, [], {}
    lost = _with_required(frame, export).filter(pl.col(column.name).is_in(unknown))
    counts = dict(lost[column.name].value_counts().sort(column.name).iter_rows())
    if column.est_decisive:
        return series, [], {_said(label, first[label]): count for label, count in counts.items()}
    return series, [_unknown_label(lost, column, export, label) for label in counts], {}


def _with_required(frame: pl.DataFrame, export: Recognized) -> pl.DataFrame:
    """Ôte les lignes à qui manque l'obligatoire : écartées, leurs libellés n'intéressent plus."""
    names = [name for name in export.format.filled if name in frame.columns]
    return frame.drop_nulls(names) if names else frame


def _first_lines(frame: pl.DataFrame, name: str) -> dict[str, int]:
    """Rend chaque libellé et sa première ligne."""
    is_first = pl.col(name).is_not_null() & pl.col(name).is_first_distinct()
    return dict(frame.select(name, "ligne").filter(is_first).iter_rows())


def _said(label: str, line: int) -> str:
    """Rend ce qui se dit d'un libellé : lui-même, ou sa première ligne s'il peut être un nom."""
    return said(label, f"libellé de la ligne {line}")


def _unknown_label(lost: pl.DataFrame, column: Column, export: Recognized, label: str) -> Doubt:
    heading = export.heading(column.name)
    hint = "" if column.est_personnelle else suggestion(label, column.codes)
    gravite = ECARTEE if column.est_eliminatoire else AVERTISSEMENT
    end = "ligne écartée" if column.est_eliminatoire else "considéré comme inconnu"
    message = f"Un libellé n'est pas une valeur connue de cette colonne : {end}.{hint}"
    return flag(lost, pl.col(column.name) == label, heading, message, gravite)


def _cast_code_list(
    frame: pl.DataFrame, column: Column, export: Recognized
) -> tuple[pl.Series, list[Doubt], dict[str, int]]:
    """Rend les codes reconnus joints par « | », nuls si vide, et les libellés à demander.

    Rien de reconnu est « autre » ; un libellé inconnu ne se demande que d'une colonne décisive.
    """
    known = {**alias_codes(column.codes), **export.codes.get(column.name, {})}
    filled = frame.drop_nulls(column.name).group_by(column.name, maintain_order=True)
    useful = set(_with_required(frame, export)[column.name].drop_nulls())
    distinct, unknown = {}, {}
    for text, line, count in filled.agg(pl.col("ligne").first(), pl.len()).iter_rows():
        codes = {}
        for piece in label_parts(text, known):
            name = _said(piece, line)
            codes[name] = known.get(key(piece)) or known.get(key(name))
        distinct[text] = "|".join(sorted({one for one in codes.values() if one})) or "autre"
        for name in [name for name, code in codes.items() if code is None and text in useful]:
            unknown[name] = unknown.get(name, 0) + count
    series = frame[column.name].replace_strict(distinct, default=None, return_dtype=pl.String)
    return series, [], unknown if column.est_decisive else {}
