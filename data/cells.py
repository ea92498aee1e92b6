"""Valeur enregistrée d'une cellule de classeur -> texte sans perte, tel que la personne le lit.

Source : ECMA-376, SpreadsheetML (§18.8.30 formats de nombre, §18.17.4 dates, §22.9.2.19 textes).
"""

import math
import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache

FORMATS_DATE = {*range(14, 18), 22, *range(27, 32), 36, 50, 51, 52, 53, 54, 57, 58}
FORMATS_HEURE = {*range(18, 22), 32, 33, 34, 35, 45, 46, 47, 55, 56}
JOUR_S = 86_400
FIN_1900, FIN_1904 = 2_958_466, 2_957_004  # premier jour de l'an 10000 : hors calendrier

_ENTIER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_ECHAPPE = re.compile("_x([0-9A-Fa-f]{4})_")
_COLONNE = re.compile("([A-Z]{1,3})([0-9]{1,7})")


@cache
def column_index(lettres: str) -> int:
    """« A » -> 0, « AA » -> 26."""
    index = 0
    for lettre in lettres:
        index = index * 26 + ord(lettre) - ord("A") + 1
    return index - 1


def split_reference(reference: str) -> tuple[int, int]:
    """« B7 » -> (ligne 7, colonne 1). Lève ValueError si ce n'est pas une référence."""
    trouve = _COLONNE.fullmatch(reference)
    if not trouve:
        raise ValueError("référence de cellule illisible")
    return int(trouve[2]), column_index(trouve[1])


@cache
def format_kind(numero: int, code: str | None) -> str:
    """Dit si un format montre une « date », une « heure », des zéros de tête (« 00000 ») ou rien.

    `numero` sert aux formats intégrés, dont le code n'est pas écrit dans le fichier.
    """
    if code is None:
        return "date" if numero in FORMATS_DATE else "heure" if numero in FORMATS_HEURE else ""
    code = re.sub(r'"[^"]*"|\\.|[_*].', "", code).split(";")[0].lower()
    if re.search(r"\[(h+|m+|s+)\]", code):
        return "heure"
    code = re.sub(r"\[[^\]]*\]", "", code)
    if re.fullmatch("0{2,}", code):
        return code
    if "general" in code or "standard" in code or "@" in code:
        return ""
    if re.search("[yjd]|aa", code):
        return "date"
    if re.search("[hs]", code):
        return "heure"
    return "date" if "m" in code else ""


def unescape(texte: str) -> str:
    """Rend les caractères que le format écrit « _x000D_ » ; ceux de contrôle disparaissent."""
    if "_x" not in texte:
        return texte
    return _ECHAPPE.sub(_character, texte)


def _character(trouve: re.Match[str]) -> str:
    code = int(trouve[1], 16)
    if 0xD800 <= code < 0xE000:
        return trouve[0]
    return chr(code) if code >= 0x20 or code in (9, 10, 13) else ""


@lru_cache(maxsize=65_536)
def number_text(brut: str, sorte: str = "", est_1904: bool = False) -> str:
    """Écrit un nombre enregistré selon la sorte de son format (`format_kind`).

    « 3.5600000000048E13 » -> « 35600000000048 », « 57.0 » -> « 57 » ; une date -> « 2024-01-20 »
    (avec l'heure si elle n'est pas minuit) ; une durée -> « 151:40 ». Une date hors calendrier
    (0, 29/02/1900) reste un nombre. Lève ValueError si `brut` n'est pas un nombre.
    """
    if sorte == "date":
        return _date_text(float(brut), est_1904) or number_text(brut)
    if sorte == "heure":
        return duration_text(float(brut))
    texte = brut if _ENTIER.fullmatch(brut) else _decimal_text(float(brut))
    return texte.zfill(len(sorte)) if sorte and texte.isdigit() else texte


def _decimal_text(valeur: float) -> str:
    if not math.isfinite(valeur):
        raise ValueError("nombre infini")
    return format(Decimal(repr(valeur)), "f").removesuffix(".0")


def _date_text(valeur: float, est_1904: bool) -> str | None:
    """Le calendrier 1900 compte un 29 février 1900 qui n'a pas existé (jour 60)."""
    debut, fin = (0, FIN_1904) if est_1904 else (1, FIN_1900)
    if not debut <= valeur < fin - 0.5 / JOUR_S or (not est_1904 and 60 <= valeur < 61):
        return None
    if est_1904:
        epoque = datetime(1904, 1, 1)
    else:
        epoque = datetime(1899, 12, 30) if valeur > 60 else datetime(1899, 12, 31)
    return moment_text(epoque + timedelta(seconds=round(valeur * JOUR_S)))


def moment_text(moment: datetime) -> str:
    """Date ISO, suivie de l'heure si elle n'est pas minuit."""
    if moment.hour or moment.minute or moment.second:
        return moment.isoformat(sep=" ", timespec="seconds")
    return moment.date().isoformat()


def duration_text(jours: float) -> str:
    """Durée ou heure en jours -> « 151:40 » (« 151:40:30 » s'il y a des secondes)."""
    heures, reste = divmod(round(abs(jours) * JOUR_S), 3600)
    minutes, secondes = divmod(reste, 60)
    signe = "-" if jours < 0 and (heures or reste) else ""
    return f"{signe}{heures}:{minutes:02}" + (f":{secondes:02}" if secondes else "")
