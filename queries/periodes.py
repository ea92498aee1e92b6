"""Les périodes d'une question : ce que s'écrit une période, et celle à quoi on la compare."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from queries.demandes import FiltreInvalide
from queries.parametres import in_force

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip
PREMIER_JOUR, DERNIER_JOUR = date(1900, 1, 1), date(2999, 12, 31)
_PERIODE = re.compile(r"(?P<annee>(?:19|20)\d\d)(?:-(?P<sorte>[ST])(?P<rang>[1-4]))?")


@dataclass(frozen=True)
class Periode:
    """Une période fermée, en jours ; `libelle` la nomme en français, `est_tout` : aucune."""

    libelle: str
    debut: date
    fin: date
    est_tout: bool = False


TOUT = Periode("toutes les données", PREMIER_JOUR, DERNIER_JOUR, est_tout=True)


def parse_period(text: str) -> Periode:
    """« 2023 », « 2023-S1 », « 2023-T3 », « convention », « tout » -> Periode."""
    if text == "tout":
        return TOUT
    if text == "convention":
        default = in_force()
        first, last = (date.fromisoformat(default[f"{end}_convention"]) for end in ("debut", "fin"))
        return Periode("durée de la convention", first, last)
    found = _PERIODE.fullmatch(text.upper())
    rank = int(found["rang"] or 1) if found else 0
    if not found or (found["sorte"] == "S" and rank > 2):
        raise FiltreInvalide(
            f"La période « {text} » n'est pas reconnue. Valeurs admises : une année (2023), "
            "un semestre (2023-S1), un trimestre (2023-T3), « convention » ou « tout »."
        )
    length = {"S": 6, "T": 3}.get(found["sorte"], 12)
    year, first = int(found["annee"]), length * (rank - 1) + 1
    last = first + length - 1
    end = date(year, last, monthrange(year, last)[1])
    name = {"S": "semestre", "T": "trimestre"}.get(found["sorte"])
    ordinal = "1er" if rank == 1 else f"{rank}e"
    return Periode(f"{ordinal} {name} {year}" if name else str(year), date(year, first, 1), end)


def finished(period: Periode, last_month: date | None) -> tuple[Periode, Periode] | None:
    """Rend les mois finis d'une période, et les mêmes un an plus tôt (ou sa durée plus tôt).

    Une période entamée (dernier mois fini avant sa fin) se réduit à ses mois finis : six mois de
    2026 se comparent à six mois de 2025. None sans période, ou si rien n'y est encore fini.
    """
    if period.est_tout or last_month is None or last_month < period.debut:
        return None
    years = max(1, period.fin.year - period.debut.year + 1)
    until = min(period.fin.replace(day=1), last_month)
    is_partial = until < period.fin.replace(day=1)
    now = _months(period.debut, until) if is_partial else period
    before = _months(_shifted(period.debut, years), _shifted(until, years))
    if is_partial or years > 1:
        return now, before
    return now, Periode(_earlier(period.libelle), before.debut, before.fin)


def _shifted(day: date, years: int) -> date:
    return date(day.year - years, day.month, 1)


def _months(first: date, last: date) -> Periode:
    """Rend la période d'un premier à un dernier mois, nommée par eux."""
    fin = date(last.year, last.month, monthrange(last.year, last.month)[1])
    return Periode(_between(first, fin), first, fin)


def _between(debut: date, fin: date) -> str:
    if debut.replace(day=1) == fin.replace(day=1):
        return f"{MOIS[fin.month - 1]} {fin.year}"
    if debut.year == fin.year:
        return f"{MOIS[debut.month - 1]} à {MOIS[fin.month - 1]} {fin.year}"
    return f"{MOIS[debut.month - 1]} {debut.year} à {MOIS[fin.month - 1]} {fin.year}"


def _earlier(libelle: str) -> str:
    *words, year = libelle.split(" ")
    return " ".join([*words, str(int(year) - 1)])
