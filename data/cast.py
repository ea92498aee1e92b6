"""Des textes d'une grille aux colonnes typées, avec les anomalies de chaque cellule.

Une cellule illisible dans une colonne qui compte écarte sa ligne ; ailleurs elle devient
inconnue, et c'est dit. Aucune valeur d'une colonne personnelle n'est citée.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from data import values
from data.anomalies import AVERTISSEMENT, CORRIGEE, ECARTEE, flag, gather, shown
from data.codes import aliases, suggestion
from data.columns import COLUMNS, Column
from data.reference import find_epci, key

# Une date illisible dans ces colonnes n'écarte pas la ligne : aucun indicateur n'en dépend seul.
DATES_TOLEREES = {
    "date_saisie",
    "date_premier_contrat",
    "date_entree",
    "date_inscription_de",
    "date_demarrage",
    "date_versement",
}
NOMBRES_TOLERES = {
    "heures_controle",
    "taux_realisation_pct",
    "duree_hebdo",
    "montant_ht_eur",
    "duree_inscription_mois",
    "heures_formation",
}
CODE_VIDE = {"validation": "saisi"}
# Listes dont un libellé s'écrit de trop de façons pour une liste d'alias.
FINDERS = {"epci": find_epci}


@dataclass(frozen=True)
class Context:
    """Ce qu'il faut savoir du fichier pour lire ses cellules.

    `headings` : notre colonne -> intitulé du fichier ; `codes` : notre colonne -> {libellé
    normalisé : code}, appris d'une correspondance ; `filled` : colonnes dont une
    cellule vide ou illisible écarte la ligne.
    """

    headings: dict[str, str]
    filled: tuple[str, ...]
    latest_year: int
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def heading(self, name: str) -> str:
        """Rend l'intitulé du fichier, sinon notre libellé."""
        return self.headings.get(name, COLUMNS[name].label)


@dataclass(frozen=True)
class Typed:
    """Une grille typée, ses anomalies, et les libellés inconnus des colonnes décisives."""

    frame: pl.DataFrame
    anomalies: pl.DataFrame
    unknown: dict[str, dict[str, int]]


def cast_grid(grid: pl.DataFrame, context: Context) -> Typed:
    """Rend la grille typée : mêmes lignes, colonnes reconnues seulement, plus « ligne »."""
    names = [name for name in grid.columns if name in COLUMNS]
    clean = grid.select(
        pl.col("ligne", "^_intitule$"), *(values.plain(pl.col(name)).alias(name) for name in names)
    )
    parts, unknown, typed = [], {}, {}
    for name in names:
        series, found, labels = _cast_column(clean, COLUMNS[name], context)
        typed[name] = series
        parts.extend(found)
        if labels:
            unknown[name] = labels
    return Typed(clean.select("ligne").with_columns(**typed), gather(parts), unknown)


def _cast_column(
    frame: pl.DataFrame, column: Column, context: Context
) -> tuple[pl.Series, list[pl.DataFrame], dict[str, int]]:
    if column.kind == "code":
        return _cast_code(frame, column, context)
    if column.kind == "liste_codes":
        return _cast_code_list(frame, column, context), [], {}
    expression = _expression(column, context)
    text = pl.col(column.name)
    both = frame.with_columns(_valeur=expression)
    bad = text.is_not_null() & pl.col("_valeur").is_null()
    reading = _reading_anomalies(both, bad, column, context)
    return both["_valeur"].alias(column.name), reading, {}


def _expression(column: Column, context: Context) -> pl.Expr:
    text = pl.col(column.name)
    birth_pivot = 10 if column.name == "date_naissance" else -20
    readers = {
        "nombre": lambda: values.number(text),
        "montant": lambda: values.amount(text),
        "entier": lambda: values.number(text).cast(pl.Int64, strict=False),
        "mois": lambda: values.month(
            text, pl.col("annee").cast(pl.Int64, strict=False), context.latest_year
        ),
        "date": lambda: values.date(text, context.latest_year - birth_pivot),
        "siret": lambda: values.siret(text),
        "insee": lambda: values.insee(text),
        "oui_non": lambda: values.yes_no(text),
        "numero": lambda: text.str.replace(r"^(\d+)\.0$", "$1"),
    }
    return readers.get(column.kind, lambda: text)()


WORDS = {
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
    frame: pl.DataFrame, bad: pl.Expr, column: Column, context: Context
) -> list[pl.DataFrame]:
    if column.kind not in WORDS:
        return []
    heading, text = context.heading(column.name), pl.col(column.name)
    decisive = is_decisive(column, context)
    gravite = ECARTEE if decisive else AVERTISSEMENT
    end = "ligne écartée, corrigez la cellule" if decisive else "considéré comme inconnu"
    subject = pl.lit("La valeur") if column.est_personnelle else _cited(column)
    if column.name == "heures_realisees" and "_intitule" in frame.columns:
        subject = pl.format("{} ({})", subject, "_intitule")
    message = pl.format(f"{{}} {WORDS[column.kind]} : {end}.", subject)
    parts = []
    if column.kind == "siret":
        broken = values.is_scientific(text)
        said = "Le SIRET a été abîmé par le tableur (notation scientifique) : ligne écartée, "
        said += "mettez la colonne au format Texte."
        parts.append(flag(frame, broken, heading, said, ECARTEE))
        bad = bad & ~broken
    if column.kind in ("siret", "insee"):
        repaired = pl.col("_valeur") != values.digits(text).str.to_uppercase()
        said = "Zéros de tête rétablis."
        parts.append(flag(frame, repaired, heading, said, CORRIGEE))
    return [*parts, flag(frame, bad, heading, message, gravite)]


def _cited(column: Column) -> pl.Expr:
    """Cite la cellule si elle ressemble à ce qu'elle devrait être.

    Un nom propre dans une colonne de nombres vient d'une ligne décalée : il ne se répète pas.
    """
    text = pl.col(column.name)
    if column.kind == "oui_non":
        return shown(text)
    has_number = text.str.contains(r"\d")
    return pl.when(has_number).then(shown(text)).otherwise(pl.lit("La valeur"))


def is_decisive(column: Column, context: Context) -> bool:
    """Dit si une cellule illisible de cette colonne écarte sa ligne."""
    if column.name in context.filled or column.est_eliminatoire:
        return True
    if column.kind in ("date", "mois"):
        return column.name not in DATES_TOLEREES
    return column.kind in ("nombre", "entier", "montant") and column.name not in NOMBRES_TOLERES


def _cast_code(
    frame: pl.DataFrame, column: Column, context: Context
) -> tuple[pl.Series, list[pl.DataFrame], dict[str, int]]:
    known = {**aliases(column.codes), **context.codes.get(column.name, {})}
    both = frame.with_columns(
        _valeur=pl.col(column.name).map_batches(
            lambda series: _to_codes(series, known, column.codes), return_dtype=pl.String
        )
    )
    # Une ligne à qui manque l'obligatoire sera écartée : son libellé n'intéresse plus personne.
    filled = [pl.col(name).is_not_null() for name in context.filled if name in frame.columns]
    is_lost = pl.col(column.name).is_not_null() & pl.col("_valeur").is_null()
    lost = both.filter(pl.all_horizontal([is_lost, *filled]))
    counts = dict(lost[column.name].value_counts().sort(column.name).iter_rows())
    series = both["_valeur"].alias(column.name)
    if column.name in CODE_VIDE:
        empty = frame[column.name].is_null()
        series = series.zip_with(~empty, pl.repeat(CODE_VIDE[column.name], len(series), eager=True))
    if column.est_decisive:
        return series, [], counts
    return series, [_unknown_label(lost, column, context, label) for label in counts], {}


def _to_codes(series: pl.Series, known: dict[str, str], codes: str) -> pl.Series:
    find = FINDERS.get(codes, lambda _text: None)
    texts = series.unique().drop_nulls().to_list()
    distinct = {text: known.get(key(text)) or find(text) for text in texts}
    return series.replace_strict(distinct, default=None, return_dtype=pl.String)


def _unknown_label(
    lost: pl.DataFrame, column: Column, context: Context, label: str
) -> pl.DataFrame:
    heading = context.heading(column.name)
    cited = "Un libellé" if column.est_personnelle else f"« {label[:40]} »"
    hint = "" if column.est_personnelle else suggestion(label, column.codes)
    gravite = ECARTEE if column.est_eliminatoire else AVERTISSEMENT
    end = "ligne écartée" if column.est_eliminatoire else "considéré comme inconnu"
    message = f"{cited} n'est pas une valeur connue de cette colonne : {end}.{hint}"
    return flag(lost, pl.col(column.name) == label, heading, message, gravite)


def _cast_code_list(frame: pl.DataFrame, column: Column, context: Context) -> pl.Series:
    """Rend les codes reconnus joints par « | » ; « autre » si rien n'est reconnu, nul si vide."""
    known = {**aliases(column.codes), **context.codes.get(column.name, {})}

    def read(text: str) -> str:
        whole = known.get(key(text))
        pieces = [whole] if whole else [known.get(key(one)) for one in _pieces(text)]
        return "|".join(sorted({one for one in pieces if one})) or "autre"

    distinct = {text: read(text) for text in frame[column.name].unique().drop_nulls().to_list()}
    return frame[column.name].replace_strict(distinct, default=None, return_dtype=pl.String)


def _pieces(text: str) -> list[str]:
    for mark in (";", "/", "|", "+ ", "\n", " et ", "&"):
        text = text.replace(mark, ",")
    return [piece for piece in text.split(",") if piece.strip()]
