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
from data.check.anomalies import AVERTISSEMENT, CORRIGEE, ECARTEE, flag, gather, shown
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
    "duree_hebdo": 168,
    "duree_inscription_mois": 720,
    "taux_realisation_pct": 10_000,
}
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
    parts, unknown, typed = [], {}, {}
    for name in names:
        series, found, labels = _cast_column(clean, COLUMNS[name], export)
        typed[name] = series
        parts.extend(found)
        if labels:
            unknown[name] = labels
    return Typed(clean.select("ligne").with_columns(**typed), gather(parts), unknown)


def _cast_column(
    frame: pl.DataFrame, column: Column, export: Recognized
) -> tuple[pl.Series, list[pl.DataFrame], dict[str, int]]:
    if column.kind == "code":
        return _cast_code(frame, column, export)
    if column.kind == "liste_codes":
        series, labels = _cast_code_list(frame, column, export)
        return series, [], labels
    expression = read_as(column, export)
    text = pl.col(column.name)
    frame, opened = _without_open_ends(frame, column, export)
    both = frame.with_columns(_valeur=expression)
    bad = values.is_unread(text, pl.col("_valeur"))
    reading = [*opened, *_reading_anomalies(both, bad, column, export)]
    limit = PLAFONDS_PROPRES.get(column.name, PLAFONDS.get(column.kind))
    if limit is None:
        return both["_valeur"].alias(column.name), reading, {}
    is_huge = (pl.col("_valeur").abs() >= limit).fill_null(value=False)
    reading.append(_huge(both, is_huge, column, export))
    kept = both.with_columns(_valeur=pl.when(~is_huge).then("_valeur"))["_valeur"]
    return kept.alias(column.name), reading, {}


def _without_open_ends(
    frame: pl.DataFrame, column: Column, export: Recognized
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Vide les dates de fin écrites « en cours » ; rend les lignes, et ce qui s'en dit."""
    if column.name not in values.FINS:
        return frame, []
    is_open = values.is_open_end(pl.col(column.name))
    told = flag(frame, is_open, export.heading(column.name), SANS_FIN, CORRIGEE)
    return frame.with_columns(pl.when(~is_open).then(column.name).alias(column.name)), [told]


def _huge(
    frame: pl.DataFrame, is_huge: pl.Expr, column: Column, export: Recognized
) -> pl.DataFrame:
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


def _reading_anomalies(
    frame: pl.DataFrame, bad: pl.Expr, column: Column, export: Recognized
) -> list[pl.DataFrame]:
    if column.kind not in WORDS:
        return []
    heading, text = export.heading(column.name), pl.col(column.name)
    decisive = is_decisive(column, export)
    gravite = ECARTEE if decisive else AVERTISSEMENT
    end = "ligne écartée, corrigez la cellule" if decisive else "considéré comme inconnu"
    subject = pl.lit("La valeur") if column.est_personnelle else shown(text)
    if column.name == "heures_realisees" and "_intitule" in frame.columns:
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
    if column.kind in ("siret", "insee"):
        parts.append(identifiers.flag_restored(frame, text, pl.col("_valeur"), heading))
    return [*parts, flag(frame, bad, heading, message, gravite)]


def is_decisive(column: Column, export: Recognized) -> bool:
    """Dit si une cellule illisible de cette colonne écarte sa ligne."""
    if column.name in export.format.filled or column.est_eliminatoire:
        return True
    if column.kind in ("date", "mois"):
        return column.name not in DATES_TOLEREES
    return column.kind in ("nombre", "entier", "montant") and column.name not in NOMBRES_TOLERES


def _cast_code(
    frame: pl.DataFrame, column: Column, export: Recognized
) -> tuple[pl.Series, list[pl.DataFrame], dict[str, int]]:
    learned = export.codes.get(column.name, {})
    known = {**alias_codes(column.codes), **learned}
    names = _label_names(frame, column.name)
    known |= {
        key(label): learned[key(name)] for label, name in names.items() if key(name) in learned
    }
    both = frame.with_columns(
        _valeur=pl.col(column.name).map_batches(
            lambda series: _to_codes(series, known, column.codes), return_dtype=pl.String
        )
    )
    is_lost = pl.col(column.name).is_not_null() & pl.col("_valeur").is_null()
    lost = _with_required(both, export).filter(is_lost)
    counts = dict(lost[column.name].value_counts().sort(column.name).iter_rows())
    series = both["_valeur"].alias(column.name)
    if column.name in CODE_VIDE:
        empty = frame[column.name].is_null()
        series = series.zip_with(~empty, pl.repeat(CODE_VIDE[column.name], len(series), eager=True))
    if column.est_decisive:
        return series, [], {names[label]: count for label, count in counts.items()}
    return series, [_unknown_label(lost, column, export, label) for label in counts], {}


def _with_required(frame: pl.DataFrame, export: Recognized) -> pl.DataFrame:
    """Ôte les lignes à qui manque l'obligatoire : écartées, leurs libellés n'intéressent plus."""
    names = [name for name in export.format.filled if name in frame.columns]
    return frame.drop_nulls(names) if names else frame


def _label_names(frame: pl.DataFrame, name: str) -> dict[str, str]:
    """Rend libellé -> ce qui s'en dit : lui-même, ou sa première ligne s'il peut être un nom."""
    first = frame.drop_nulls(name).group_by(name, maintain_order=True).agg(pl.col("ligne").first())
    return {
        label: said(label, f"libellé de la ligne {line}")
        for label, line in first.select(name, "ligne").iter_rows()
    }


def _to_codes(series: pl.Series, known: dict[str, str], codes: str) -> pl.Series:
    find = FINDERS.get(codes, lambda _text: None)
    texts = series.unique().drop_nulls().to_list()
    distinct = {text: known.get(key(text)) or find(text) for text in texts}
    return series.replace_strict(distinct, default=None, return_dtype=pl.String)


def _unknown_label(
    lost: pl.DataFrame, column: Column, export: Recognized, label: str
) -> pl.DataFrame:
    heading = export.heading(column.name)
    hint = "" if column.est_personnelle else suggestion(label, column.codes)
    gravite = ECARTEE if column.est_eliminatoire else AVERTISSEMENT
    end = "ligne écartée" if column.est_eliminatoire else "considéré comme inconnu"
    message = f"Un libellé n'est pas une valeur connue de cette colonne : {end}.{hint}"
    return flag(lost, pl.col(column.name) == label, heading, message, gravite)


def _cast_code_list(
    frame: pl.DataFrame, column: Column, export: Recognized
) -> tuple[pl.Series, dict[str, int]]:
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
            name = said(piece, f"libellé de la ligne {line}")
            codes[name] = known.get(key(piece)) or known.get(key(name))
        distinct[text] = "|".join(sorted({one for one in codes.values() if one})) or "autre"
        for name in [name for name, code in codes.items() if code is None and text in useful]:
            unknown[name] = unknown.get(name, 0) + count
    series = frame[column.name].replace_strict(distinct, default=None, return_dtype=pl.String)
    return series, unknown if column.est_decisive else {}
