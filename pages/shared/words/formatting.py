"""Les nombres, les dates et les mots comme on les écrit en français.

Une seule porte pour chaque écriture : aucune page ne met un nombre en forme elle-même.
"""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

THIN_SPACE = "\u202f"
HARD_SPACE = "\u00a0"
MINUS = "\u2212"
UNKNOWN = "non renseigné"
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
SHORT_MONTHS = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)
Number = int | float | Decimal


def number(value: Number | None, decimals: int = 0) -> str:
    """Écrit un nombre : « 126 550 », « 51,3 » ; « non renseigné » s'il manque.

    L'arrondi est celui de l'école (2,5 donne 3), pas celui de Python (2).
    """
    if value is None or value != value:
        return UNKNOWN
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(str(value)).quantize(step, rounding="ROUND_HALF_UP")
    text = f"{abs(rounded):,.{decimals}f}".replace(",", THIN_SPACE).replace(".", ",")
    return f"{MINUS}{text}" if rounded < 0 else text


def hours(value: Number | None) -> str:
    """Écrit des heures, arrondies à l'unité : « 126 550 h »."""
    return UNKNOWN if value is None else f"{number(value)}{HARD_SPACE}h"


def percent(value: Number | None, decimals: int = 1) -> str:
    """Écrit un taux donné en pour cent : « 51,3 % »."""
    return UNKNOWN if value is None else f"{number(value, decimals)}{HARD_SPACE}%"


def euros(value: Number | None, decimals: int = 0) -> str:
    """Écrit des euros : « 12 346 € » dans une phrase, « 12 345,67 € » où le centime compte."""
    return UNKNOWN if value is None else f"{number(value, decimals)}{HARD_SPACE}€"


def etp(value: Number | None, decimals: int = 2) -> str:
    """Écrit des équivalents temps plein, sans zéro inutile : « 1 ETP », « 0,57 ETP »."""
    if value is None:
        return f"ETP {UNKNOWN}"
    return f"{number(value, decimals).rstrip('0').rstrip(',')}{HARD_SPACE}ETP"


def counted(value: Number | None, singular: str, plural: str | None = None) -> str:
    """Écrit un nombre et son nom accordé au nombre écrit : « 1 marché », « 114 marchés »."""
    if value is None:
        return UNKNOWN
    # En français, le pluriel commence à deux, arrondi compris : 1,5 s'écrit 2.
    noun = singular if abs(value) < 1.5 else (plural or f"{singular}s")
    return f"{number(value)}{HARD_SPACE}{noun}"


def day(value: date | datetime | None) -> str:
    """Écrit une date : « 30 septembre 2026 », « 1er janvier 2024 »."""
    if value is None:
        return UNKNOWN
    first = "1er" if value.day == 1 else str(value.day)
    return f"{first} {MONTHS[value.month - 1]} {value.year}"


def month(value: date | str | None) -> str:
    """Écrit un mois, donné par une date ou « AAAA-MM » : « septembre 2026 »."""
    if value is None:
        return UNKNOWN
    first = as_month(value)
    return f"{MONTHS[first.month - 1]} {first.year}"


def short_month(value: date | str) -> str:
    """Écrit un mois court, sans l'année : « sept. »."""
    return SHORT_MONTHS[as_month(value).month - 1]


def span(months: list[str]) -> str:
    """Dit une suite de mois « AAAA-MM » : « en 2023 », « de janvier à juin 2023 »."""
    first, last = months[0], months[-1]
    if first[:4] == last[:4]:
        if first.endswith("-01") and last.endswith("-12"):
            return f"en {first[:4]}"
        if first == last:
            return f"en {month(first)}"
        return f"de {MONTHS[int(first[5:7]) - 1]} à {month(last)}"
    if first.endswith("-01") and last.endswith("-12"):
        return f"de {first[:4]} à {last[:4]}"
    return f"de {month(first)} à {month(last)}"


def as_month(value: date | str) -> date:
    """Rend le premier jour du mois d'une date ou de « AAAA-MM »."""
    if isinstance(value, str):
        return date(int(value[:4]), int(value[5:7]), 1)
    return date(value.year, value.month, 1)


def change(now: Number | None, before: Number | None, unit: str = "%") -> str | None:
    """Écrit une évolution signée : « +8 % », « −3 points » ; None si elle n'a pas de sens.

    `unit` vaut « % » (évolution relative) ou « points » (écart de deux taux).
    """
    if now is None or before is None or (unit == "%" and before <= 0):
        return None
    gap = float(now) - float(before)
    size = gap if unit != "%" else 100 * gap / float(before)
    shown = number(size, 0 if unit == "%" else 1)
    if shown.lstrip(MINUS) in ("0", "0,0"):
        return "stable"
    # Le pluriel commence à deux, arrondi compris.
    noun = "point" if unit == "points" and abs(size) < 1.95 else unit
    return f"{'' if size < 0 else '+'}{shown}{HARD_SPACE}{noun}"


def yes_no(value: bool | None) -> str:
    """Écrit « oui », « non » ou « non renseigné »."""
    return UNKNOWN if value is None else ("oui" if value else "non")


# Des libellés qui sont, ou que commence, un nom propre.
PROPER = ("État", "France", "Cap emploi", "Grand Avignon")


def lower_first(text: str) -> str:
    """Rend un libellé au milieu d'une phrase : « bénéficiaires du RSA », « TH » reste « TH ».

    Un nom propre garde sa majuscule : un nom de lieu ou d'entreprise ne passe pas par ici.
    """
    is_kept = text[1:2].isupper() or text.startswith(PROPER)
    return text if is_kept else text[:1].lower() + text[1:]


def join_words(words: list[str]) -> str:
    """Écrit une énumération : « CIE 84, ITV et MLJGA »."""
    return " et ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def plain(value: object, decimals: int = 0) -> str:
    """Écrit une valeur quelconque d'un tableau, selon son type."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, int | float | Decimal):
        return number(value, decimals)
    if isinstance(value, date):
        return day(value)
    return str(value)


_BEFORE_HIGH = re.compile(r"(?<=\S) (?=[;!?](?:\s|$))")
_BEFORE_COLON = re.compile(r"(?<=\S) (?=:(?:\s|$))")


def typeset(text: str) -> str:
    """Met les espaces insécables françaises : avant « : ; ! ? » et dans les guillemets."""
    text = _BEFORE_HIGH.sub(THIN_SPACE, text)
    text = _BEFORE_COLON.sub(HARD_SPACE, text)
    return text.replace("« ", f"«{HARD_SPACE}").replace(" »", f"{HARD_SPACE}»")


_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:@&])")


def is_invisible(letter: str) -> bool:
    """Dit si un caractère commande ou met en forme sans se voir (sens d'écriture, césure…)."""
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs")


def escape(text: object, sink: str = "html") -> str:
    """Rend inerte un texte importé, pour « html », « plotly » ou « markdown ».

    Un nom d'entreprise peut contenir des balises ou une image distante : tout texte venu d'un
    fichier passe ici, et ici seulement, avant l'écran.
    """
    words = "" if text is None else str(text)
    visible = "".join(one for one in words if not is_invisible(one))
    if sink == "markdown":
        return _MARKDOWN.sub(r"\\\1", visible)
    return html.escape(visible, quote=sink == "html")


def slug(text: str) -> str:
    """Rend un morceau de nom de fichier : « Par âge et niveau » -> « par-age-et-niveau »."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def to_html(text: str) -> str:
    """Rend une phrase pour du HTML : neutralisée, aux espaces françaises."""
    return typeset(escape(text))
