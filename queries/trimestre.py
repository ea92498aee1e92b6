"""Le dernier trimestre d'une période : celui dont parle un comité technique."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from queries.filters import Filtres, Periode, parse_period


def at_last_quarter(chosen: Filtres, day: date | None, *, est_ouvert: bool) -> Filtres:
    """Rend les mêmes filtres au dernier trimestre fini de la période, `day` étant le dernier connu.

    Un trimestre choisi est gardé, fini ou non. Le trimestre en cours s'il est seul dans la période.
    Avec `est_ouvert`, la période va du premier jour de ce trimestre au dernier jour connu.
    """
    period = chosen.periode
    if day is None and period.est_tout:
        return chosen
    last = max(period.debut, min(period.fin, day or period.fin))
    found = _quarter(last)
    if found.fin > last and found.debut > period.debut:
        found = _quarter(found.debut - timedelta(days=1))
    if est_ouvert and last > found.fin:
        label = f"depuis le {found.libelle}"
        found = Periode(label, found.debut, last)
    return replace(chosen, periode=found)


def _quarter(day: date) -> Periode:
    return parse_period(f"{day.year}-T{(day.month + 2) // 3}")
