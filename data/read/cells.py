"""Valeur enregistrée d'une cellule de classeur -> texte sans perte, tel que la personne le lit.

Source : ECMA-376, SpreadsheetML (§18.8.30 formats de nombre, §18.17.4 dates, §22.9.2.19 textes).
"""

import math
import re
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache

FORMATS_DATE = {*range(14, 18), 22, *range(27, 32), 36, 50, 51, 52, 53, 54, 57, 58}
FORMATS_HEURE = {*range(18, 22), 32, 33, 34, 35, 45, 46, 47, 55, 56}
JOUR_S = 86_400
FIN_1900, FIN_1904 = 2_958_466, 2_957_004  # premier jour de l'an 10000 : hors calendrier

# Un entier écrit chiffre à chiffre ne passe par aucun flottant : un numéro de vingt chiffres reste.
_ENTIER = re.compile(r"0|-?[1-9][0-9]{0,29}")
_DUREE = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?")
_ECHAPPE = re.compile("_x([0-9A-Fa-f]{4})_")
_COLONNE = re.compile("([A-Z]{1,3})([0-9]{1,7})")


@cache
def column_index(letters: str) -> int:
    """« A » -> 0, « AA » -> 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def split_reference(reference: str) -> tuple[int, int]:
    """« B7 » -> (ligne 7, colonne 1). Lève ValueError si ce n'est pas une référence."""
    found = _COLONNE.fullmatch(reference.replace("$", ""))
    if not found:
        raise ValueError("référence de cellule illisible")
    return int(found[2]), column_index(found[1])


@cache
def format_kind(number: int, code: str | None) -> str:
    """Dit si un format montre une « date », une « heure », des zéros de tête (« 00000 ») ou rien.

    `number` sert aux formats intégrés, dont le code n'est pas écrit dans le fichier.
    """
    if code is None:
        return "date" if number in FORMATS_DATE else "heure" if number in FORMATS_HEURE else ""
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


def unescape(text: str) -> str:
    """Rend les caractères que le format écrit « _x000D_ » ; ceux de contrôle disparaissent."""
    if "_x" not in text:
        return text
    return _ECHAPPE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    if 0xD800 <= code < 0xE000:
        return found[0]
    return chr(code) if code >= 0x20 or code in (9, 10, 13) else ""


@lru_cache(maxsize=65_536)
def number_text(raw: str, kind: str = "", est_1904: bool = False) -> str:
    """Écrit un nombre enregistré selon la sorte de son format (`format_kind`).

    « 3.5600000000048E13 » -> « 35600000000048 », « 57.0 » -> « 57 » ; une date -> « 2024-01-20 »
    (avec l'heure si elle n'est pas minuit) ; une durée -> « 151:40 ». Une date hors calendrier
    (0, 29/02/1900) reste un nombre. Lève ValueError si `raw` n'est pas un nombre.
    """
    if kind == "date" and 0 < float(raw) < 1:
        # Aucun jour : 7 h 30 saisies dans une colonne de dates, non un tiers d'heure.
        return duration_text(float(raw))
    if kind == "date":
        return _date_text(float(raw), est_1904) or number_text(raw)
    if kind == "heure":
        return duration_text(float(raw))
    text = raw if _ENTIER.fullmatch(raw) else _decimal_text(float(raw))
    return text.zfill(len(kind)) if kind and text.isdigit() else text


def _decimal_text(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError("nombre infini")
    return format(Decimal(repr(value)), "f").removesuffix(".0")


def _date_text(value: float, est_1904: bool) -> str | None:
    """Le calendrier 1900 compte un 29 février 1900 qui n'a pas existé (jour 60)."""
    first, last = (0, FIN_1904) if est_1904 else (1, FIN_1900)
    if not first <= value < last - 0.5 / JOUR_S or (not est_1904 and 60 <= value < 61):
        return None
    if est_1904:
        epoch = datetime(1904, 1, 1)
    else:
        epoch = datetime(1899, 12, 30) if value > 60 else datetime(1899, 12, 31)
    return moment_text(epoch + timedelta(seconds=round(value * JOUR_S)))


def moment_text(moment: datetime) -> str:
    """Date ISO, suivie de l'heure si elle n'est pas minuit."""
    if moment.hour or moment.minute or moment.second:
        return moment.isoformat(sep=" ", timespec="seconds")
    return moment.date().isoformat()


def duration_text(days: float) -> str:
    """Durée ou heure en jours -> « 151:40 » (« 151:40:30 » s'il y a des secondes)."""
    hours, rest = divmod(round(abs(days) * JOUR_S), 3600)
    minutes, seconds = divmod(rest, 60)
    sign = "-" if days < 0 and (hours or rest) else ""
    return f"{sign}{hours}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def iso_text(raw: str) -> str:
    """Date, instant, heure ou durée ISO 8601 d'une cellule -> texte ; un fuseau reste écrit.

    « 10:10:10 » et « PT7H30M » sont des durées ; le texte est rendu tel s'il n'est rien de cela.
    """
    duration = _DUREE.fullmatch(raw)
    if duration and any(duration.groups()):
        days, hours, minutes, seconds = (float(one or 0) for one in duration.groups())
        return duration_text(days + (hours * 3600 + minutes * 60 + seconds) / JOUR_S)
    try:
        clock = time.fromisoformat(raw)
    except ValueError:
        clock = None
    if clock is not None and ":" in raw:
        return duration_text((clock.hour * 3600 + clock.minute * 60 + clock.second) / JOUR_S)
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        return raw
    return moment_text(moment) if moment.tzinfo is None else raw
