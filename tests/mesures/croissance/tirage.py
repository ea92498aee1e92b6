"""Tirages du monde de la croissance : une graine, des colonnes entières, toujours les mêmes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from data.exemples.monde.personnes import DEBUTS, FINS, MILIEUX
from data.exemples.socle.siret import luhn_key

PREMIERE_ANNEE = 2017
# De janvier 2017 à septembre 2026 : dix exports annuels, le dernier arrêté à l'extraction.
MOIS = 117
# Personnes, lots et entreprises d'un Vaucluse ; la part de chaque structure.
PERSONNES, LOTS, ENTREPRISES, ACTIONS = 6_000, 2_000, 500, 600
PARTS = {"CIE84": 0.5, "ITV": 0.25, "MLJGA": 0.25}
EXTRACTION = date(2026, 9, 30)
# « è » et « é » se liraient pareil sans accent : deux personnes n'en feraient qu'une.
NOMS = [debut + milieu + fin for debut in DEBUTS for milieu in MILIEUX[:-1] for fin in FINS]


@dataclass(frozen=True)
class Taille:
    """Combien de Vaucluse, et depuis quelle graine."""

    vaucluse: float
    graine: int = 84

    def count(self, of_one: int, structure: str, least: int = 4) -> int:
        """Rend l'effectif d'une structure, pour un effectif d'un Vaucluse."""
        return max(least, round(of_one * self.vaucluse * PARTS[structure]))


class Des:
    """Les dés d'une structure : tout ce qui se tire pour elle, dans l'ordre."""

    def __init__(self, graine: int, rang: int) -> None:
        self.rng = np.random.default_rng([graine, rang])

    def among(self, weights: Mapping[object, float] | Sequence[object], size: int) -> pl.Series:
        """Tire `size` valeurs, selon leur poids ou toutes égales ; None est une case vide."""
        parts = weights if isinstance(weights, Mapping) else dict.fromkeys(weights, 1)
        total = sum(parts.values())
        chances = [part / total for part in parts.values()]
        ranks = self.rng.choice(len(parts), size=size, p=chances)
        return pl.Series(list(parts), strict=False).gather(ranks)

    def between(self, first: int, last: int, size: int) -> pl.Series:
        """Tire `size` entiers, bornes comprises."""
        return pl.Series(self.rng.integers(first, last + 1, size))

    def is_one_in(self, percent: float, size: int) -> pl.Series:
        """Tire `size` oui ou non : oui, `percent` fois sur cent."""
        return pl.Series(self.rng.random(size) * 100 < percent)


def first_day(month: pl.Expr) -> pl.Expr:
    """Le premier jour du mois de ce rang, 0 pour janvier de la première année."""
    year = PREMIERE_ANNEE + month.cast(pl.Int32).floordiv(12)
    return pl.date(year, month.cast(pl.Int32).mod(12) + 1, 1)


def last_name(rank: int) -> str:
    """Un nom par rang, jamais deux fois le même : composé au-delà du stock."""
    whole, part = divmod(rank, len(NOMS))
    return NOMS[part] if not whole else f"{NOMS[part]}-{NOMS[whole - 1]}"


def siret_of(rank: int) -> str:
    """Le SIRET d'une entreprise inventée, dans une plage de SIREN jamais attribuée."""
    prefix = f"{600_000 + rank:08d}"
    siren = prefix + luhn_key(prefix)
    return f"{siren}0001{luhn_key(siren + '0001')}"
