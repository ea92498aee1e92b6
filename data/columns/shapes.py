"""La forme de ce qui désigne quelqu'un : mél, téléphone, numéros, naissance, adresse."""

from __future__ import annotations

import re

import polars as pl

MEL = r"[\w.+-]+@[\w-]+\.\w"
# Un même séparateur partout : « 01/02/2024 10:00 » n'est pas un téléphone.
TELEPHONE = "|".join(
    [
        *(rf"\b0[1-9](?:{mark}\d{{2}}){{4}}\b" for mark in (r"[ \u00a0]", r"\.", "-", "/", "")),
        r"(?:\+|\b00)33[ .\-\u00a0]?(?:\(0\))?[ .\-\u00a0]?[1-9](?:[ .\-\u00a0]?\d{2}){4}\b",
    ]
)
NIR = r"\b[1-478](?:[ .\u00a0]?\d){12}(?:[ .\u00a0]?\d{2})?\b"
FRANCE_TRAVAIL = r"^\s*\d{7}[A-Z]\s*$"
NAISSANCE = (
    r"(?i)\bn[ée]e?(?:\(e\))? le\b|\b\d{1,2}[/.\-]\d{1,2}[/.\-](?:19\d\d|200[0-8])\b"
    r"|\b(?:19\d\d|200[0-8])-\d{2}-\d{2}\b"
)
RUE = (
    r"(?i)^\s*\d{1,4}\s*(?:bis|ter|quater)?\s*,?\s+(?:rue|avenue|av|bd|boulevard|chemin|ch|impasse"
    r"|all[ée]es?|place|route|cours|lotissement|r[ée]sidence|quai|square|mont[ée]e|traverse)\b"
)
FORMES = {
    "mél": MEL,
    "téléphone": TELEPHONE,
    "numéro de sécurité sociale": NIR,
    "identifiant France Travail": FRANCE_TRAVAIL,
    "date de naissance": NAISSANCE,
    "adresse": RUE,
}
# Un numéro de marché peut avoir la forme d'un identifiant : il n'est mis sous pseudonyme
# (data/people) que pour un mél, un téléphone ou un numéro de quinze chiffres.
PERSONNEL_NUMERO = "|".join(
    [MEL, *(rf"\b0[1-9](?:{mark}\d{{2}}){{4}}\b" for mark in (r"[ \u00a0]", r"\.", "-")),
     r"\b0[67]\d{8}\b", r"\b[1-478](?:[ .\u00a0]?\d){14}\b"]
)  # fmt: skip


def is_personal(text: str) -> bool:
    """Dit si un texte contient ce qui désigne quelqu'un, un nom excepté : il n'a pas de forme."""
    return any(re.search(shape, text) for shape in FORMES.values())


def without_personal(text: pl.Expr) -> pl.Expr:
    """Rend un texte déjà rangé, nul s'il a la forme d'un mél, d'un téléphone ou d'un numéro."""
    shapes = [FORMES[one] for one in ("mél", "téléphone", "numéro de sécurité sociale")]
    return pl.when(~text.str.contains("|".join(shapes))).then(text)
