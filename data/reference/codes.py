"""Du libellé écrit dans un export au code des tables de référence.

Une correspondance est exacte après normalisation, ou absente : rien n'est deviné.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import polars as pl

from data.reference.tables import load
from data.words import normalize

_MOTS_VIDES = {"de", "d", "du", "des", "la", "le", "les", "l", "un", "une", "et", "ou",
               "article", "articles", "art"}  # fmt: skip
_SIGNES = (
    (r"\((?:e|s|es|ne|nes)\)", ""),
    (r"[<≤]\s*=?", " moins "),
    (r"[>≥]\s*=?|\+", " plus "),
    # Le tiret n'est « moins » que devant un nombre, et jamais dans « 12-24 mois ».
    (r"(?:^|(?<=[\s(]))(?<!\d\s)[-–−]\s*(?:de\s*)?(?=\d)", " moins "),
)
# « Jeune - 26 ans » et « DELD + 24 mois » ne se coupent pas.
_SEPARATEURS = (r"[,;|/\n]", r"\s(?:et|\+|-)\s(?!\s*(?:de\s)?\d)")
_TABLES = {
    "acheteur": ("ref_acheteur", "siren", "nom"),
    "bassin": ("ref_bassin", "code", "nom"),
    "categorie": ("ref_categorie", "code", "libelle"),
    "epci": ("ref_epci", "siren", "nom"),
    "programme": ("ref_programme", "code", "libelle"),
    "situation": ("ref_situation", "code", "libelle"),
    "structure": ("ref_structure", "code", "nom"),
}


def key(text: str) -> str:
    """« CDD de + de 6 mois » et « CDD > 6 mois » -> « cdd_plus_6_mois ».

    Garde le sens des signes < > + - devant un nombre, que la normalisation simple effacerait,
    et laisse de côté les petits mots (de, la, et, article…).
    """
    for pattern, replacement in _SIGNES:
        text = re.sub(pattern, replacement, text)
    words = [word for word in normalize(text).split("_") if word]
    return "_".join([word for word in words if word not in _MOTS_VIDES] or words)


@cache
def alias_codes(liste: str) -> dict[str, str]:
    """Alias normalisé par `key` -> code, pour une liste de `ref_code` ou une table nommée.

    Le code et le libellé valent alias. Lève `KeyError` si la liste n'existe pas.
    """
    codes: dict[str, str] = {}
    for code, *labels in _labels(liste):
        codes.update({key(label): code for label in (code, *labels)})
    if not codes:
        raise KeyError(liste)
    return codes


def _labels(liste: str) -> Iterable[list[str]]:
    """Chaque ligne de la liste : son code, son libellé, puis ses alias."""
    tables = load()
    if liste in _TABLES:
        table, code, label = _TABLES[liste]
        frame = tables[table]
    else:
        code, label = "code", "libelle"
        frame = tables["ref_code"].filter(pl.col("liste") == liste)
    columns = [name for name in (code, label, "sigle", "alias") if name in frame.columns]
    for row in frame.select(columns).iter_rows():
        yield [text for cell in row if cell for text in cell.split("|")]


@cache
def structures() -> dict[str, str]:
    """Alias passé par `data.words.normalize` -> code de structure (CIE84, ITV, MLJGA)."""
    return {
        normalize(label): code
        for code, *labels in _labels("structure")
        for label in (code, *labels)
    }


def label_parts(text: str, known: dict[str, str]) -> list[str]:
    """Rend les libellés d'une cellule à plusieurs valeurs (« BRSA, TH »), dans l'ordre.

    `known` : alias normalisé par `key` -> code ; un libellé qu'il connaît ne se coupe pas.
    """
    return list(_parts(text, known, _SEPARATEURS))


def _parts(text: str, codes: dict[str, str], separators: tuple[str, ...]) -> Iterable[str]:
    """Découpe seulement ce qui n'est pas déjà un alias entier (« CAP/BEP », « - de 26 ans »)."""
    text = text.strip()
    if not text:
        return
    if key(text) in codes or not separators:
        yield text
        return
    for part in re.split(separators[0], text):
        yield from _parts(part, codes, separators[1:])
