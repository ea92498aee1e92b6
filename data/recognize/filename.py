"""Ce que dit le nom d'un fichier : structure, date d'extraction, année."""

from __future__ import annotations

import re
from datetime import date

from data import reference
from data.words import normalize


def structure_in_name(nom: str) -> str:
    """Rend la structure que nomme un fichier (« Export_Heures_CIE84_2024.csv »), ou ""."""
    text = f"_{normalize(nom)}_"
    found = [
        (len(alias), code) for alias, code in reference.structures().items() if f"_{alias}_" in text
    ]
    return max(found)[1] if found else ""


def date_in_name(nom: str) -> date | None:
    """Rend la date d'extraction écrite dans un nom de fichier (aaaammjj), ou None.

    La plus tardive s'il y en a plusieurs : les autres disent la période (« 20230101-20231231 »).
    """
    found = re.findall(r"(?<!\d)(20\d\d)[-_]?(\d\d)[-_]?(\d\d)(?!\d)", nom)
    return max((day for parts in found if (day := _day(*map(int, parts)))), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def year_in_name(nom: str) -> int | None:
    """Rend l'année que nomme un fichier, hors date d'extraction, ou None."""
    bare = re.sub(r"(?<!\d)20\d\d[-_]?\d\d[-_]?\d\d(?!\d)", "", nom)
    years = set(re.findall(r"(?<!\d)(20\d\d)(?!\d)", bare))
    return int(years.pop()) if len(years) == 1 else None
