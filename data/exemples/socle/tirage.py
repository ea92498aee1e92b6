"""Tirages reproductibles : un générateur par sujet, et des paquets de cartes pour les parts."""

import calendar
import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TypeVar

Value = TypeVar("Value")
EXTRACTION = date(2026, 9, 30)
ANNEES = (2022, 2023, 2024, 2025, 2026)


def rng_for(subject: str) -> random.Random:
    """Générateur propre à un sujet : changer l'un ne décale pas les autres."""
    return random.Random(f"clauses sociales, exemples, {subject}")


def deck(rng: random.Random, parts: Mapping[Value, int]) -> Iterator[Value]:
    """Distribue sans fin un paquet battu : les parts sont tenues à une carte près."""
    cards = [value for value, count in parts.items() for _ in range(count)]
    while True:
        rng.shuffle(cards)
        yield from list(cards)


def add_months(day: date, months: int) -> date:
    """Même quantième `months` mois plus tard, ramené à la fin du mois s'il n'existe pas."""
    rank = day.year * 12 + day.month - 1 + months
    year, month = divmod(rank, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_end(day: date) -> date:
    """Dernier jour du mois de `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def random_day(rng: random.Random, first: date, last: date) -> date:
    """Jour tiré entre deux bornes comprises."""
    return first + timedelta(days=rng.randint(0, (last - first).days))


def spread(rng: random.Random, total: int, count: int, minimum: int) -> list[int]:
    """Découpe `total` en `count` parts inégales d'au moins `minimum`, de somme exacte."""
    weights = [rng.lognormvariate(0, 0.8) for _ in range(count)]
    rest = total - minimum * count
    parts = [minimum + int(rest * weight / sum(weights)) for weight in weights]
    parts[parts.index(max(parts))] += total - sum(parts)
    return parts
