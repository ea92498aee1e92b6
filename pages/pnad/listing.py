"""Les listes de la page PNAD : quelles lignes garder, comment les nommer. Rien n'y est calculé."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from pages.marches.listing import bare
from pages.shared.words.labels import word
from pages.shared.words.pnad import CONFIDENCES, FINDINGS
from pages.shared.words.structures import STRUCTURE_NAMES

WHOLE = ""
# Entre deux structures en charge d'un même EPCI.
BETWEEN = "|"
PROSPECTS_SEARCHED = ("acheteur_nom", "objet", "numero", "titulaires", "cpv_libelle", "nom_epci")
PAIRS_SEARCHED = (
    "acheteur_nom",
    "numero",
    "numero_marche",
    "objet_declare",
    "objet_suivi",
    "entreprise",
)
LAW_SEARCHED = ("acheteur_nom", "objet", "numero", "titulaires", "nom_epci")


def structures(frame: pl.DataFrame) -> dict[str, str]:
    """Rend les structures en charge des contrats d'une liste : code -> nom et nombre."""
    texts = frame["structures"].drop_nulls().to_list()
    found = sorted({code for text in texts for code in text.split(BETWEEN)})
    counts = {code: keep_structure(frame, code).height for code in found}
    names = {code: f"{STRUCTURE_NAMES.get(code, code)} ({counts[code]})" for code in found}
    return {WHOLE: "Les trois structures", **names}


def keep_structure(frame: pl.DataFrame, code: str) -> pl.DataFrame:
    """Garde les contrats des territoires d'une structure ; vide, tous."""
    return frame.filter(pl.col("structures").str.contains(code, literal=True)) if code else frame


def values(frame: pl.DataFrame, column: str, names: str, whole: str) -> dict[str, str]:
    """Rend les valeurs d'une colonne et leur nombre : code -> « Travaux (12) »."""
    pairs = frame.select(code=pl.col(column), nom=pl.col(names)).drop_nulls()
    counts = pairs.group_by("code", "nom").len().sort("nom")
    told = {
        str(code): f"{word(names, str(name))} ({count})" for code, name, count in counts.iter_rows()
    }
    return {WHOLE: whole, **told}


def in_order(choices: Mapping[str, str], order: Sequence[str]) -> dict[str, str]:
    """Range des choix dans l'ordre donné, le premier (« tous ») restant en tête."""
    return {code: choices[code] for code in (WHOLE, *order) if code in choices}


def findings(frame: pl.DataFrame) -> dict[str, str]:
    """Rend les constats présents, dans l'ordre où les traiter."""
    every = values(frame, "constat", "constat_libelle", "Tous les constats")
    return in_order(every, tuple(FINDINGS))


def confidences(frame: pl.DataFrame) -> dict[str, str]:
    """Rend les confiances présentes, de la plus forte à la plus faible."""
    every = values(frame, "confiance", "confiance", "Toutes les confiances")
    return in_order(every, tuple(CONFIDENCES))


def keep(frame: pl.DataFrame, column: str, code: str) -> pl.DataFrame:
    """Garde les lignes d'une valeur ; vide, toutes."""
    return frame.filter(pl.col(column) == code) if code else frame


def search(frame: pl.DataFrame, text: str, columns: Sequence[str]) -> pl.DataFrame:
    """Garde les lignes qui portent chaque mot cherché, accents et casse indifférents."""
    words = bare(text).split()
    if not words:
        return frame
    lines = frame.select(columns).iter_rows()
    texts = [bare(" ".join(str(cell) for cell in line if cell is not None)) for line in lines]
    kept = [all(one in seen for one in words) for seen in texts]
    return frame.filter(pl.Series(kept, dtype=pl.Boolean))


def sentence(count: str, chosen: Sequence[str], text: str) -> str:
    """Dit ce que montre une liste : « 12 contrats · CIE 84 · Travaux · contenant « école » »."""
    named = [words.rpartition(" (")[0] for words in chosen if " (" in words]
    looked = [f"contenant « {text.strip()} »"] if text.strip() else []
    return " · ".join([count, *named, *looked])
