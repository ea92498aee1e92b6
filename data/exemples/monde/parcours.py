"""Les parcours : qui travaille quels mois, et combien, par territoire et par année.

Effectifs et sommes d'heures sont ceux d'effectifs.py, exactement : on tire, puis on ajuste
quelques mois au quart d'heure. Toutes les heures de ce module sont en quarts d'heure.
"""

import math
import random
from collections.abc import Mapping
from datetime import date

from data.exemples.monde.personnes import Personne, Tireur
from data.exemples.socle.effectifs import BENEFICIAIRES, HEURES
from data.exemples.socle.territoires import Territoire
from data.exemples.socle.tirage import ANNEES

Plan = dict[Personne, dict[date, int]]
MAXIMUM_MENSUEL = 145 * 4
# Creux d'août et de décembre ; la fin de 2026 est saisie en retard.
SAISON = {8: 0.5, 12: 0.65, 1: 0.9, 6: 1.1, 7: 1.05, 10: 1.1}
RETARD_2026 = {7: 0.7, 8: 0.4, 9: 0.2}


def plan(
    rng: random.Random,
    territoire: Territoire,
    tireur: Tireur,
    noms: list[str],
    invites: Mapping[int, list[Personne]],
    fixes: Mapping[int, tuple[int, int]],
) -> Plan:
    """Mois et quarts d'heure de chaque personne du territoire, de septembre 2021 à 2026.

    `invites` : année -> personnes suivies aussi ailleurs ; elles ne continuent pas l'année d'après.
    `fixes` : année -> (personnes, quarts) déjà pris par les cas-limites.
    """
    result: Plan = {}
    apart = {person for forced in invites.values() for person in forced}
    for rank, annee in enumerate((2021, *ANNEES)):
        taken, quarts = fixes.get(annee, (0, 0))
        count = BENEFICIAIRES[territoire][rank] - taken
        forced = invites.get(annee, [])
        known = {person: months for person, months in result.items() if person not in apart}
        suite = _still_there(rng, known, annee, count)
        retours = _back(rng, known, annee, count)
        missing = count - len(suite) - len(retours) - len(forced)
        new = [tireur.draw(noms.pop(), annee) for _ in range(missing)]
        members = suite + retours + forced + new
        total = round(HEURES[territoire][rank] * 4) - quarts
        for person, months in _year(rng, annee, members, set(suite), total).items():
            result.setdefault(person, {}).update(months)
    return result


def _still_there(rng: random.Random, done: Plan, annee: int, count: int) -> list[Personne]:
    """Une partie de ceux qui travaillaient en décembre continue en janvier."""
    candidates = [person for person, months in done.items() if date(annee - 1, 12, 1) in months]
    return rng.sample(candidates, min(len(candidates) * 7 // 10, count // 3))


def _back(rng: random.Random, done: Plan, annee: int, count: int) -> list[Personne]:
    """Quelques personnes reviennent après une coupure."""
    candidates = [person for person, months in done.items() if max(months) < date(annee - 1, 11, 1)]
    return rng.sample(candidates, min(len(candidates), count // 20))


def _year(
    rng: random.Random, annee: int, members: list[Personne], suite: set[Personne], total: int
) -> Plan:
    """Répartit `total` entre les personnes (loi log-normale), puis entre leurs mois."""
    draws = [rng.lognormvariate(0, 1.0) * (1.3 if one in suite else 1) for one in members]
    scale = total / sum(draws)
    cells: dict[tuple[Personne, date], float] = {}
    for person, value in zip(members, draws, strict=True):
        months = _months(rng, annee, value * scale, person in suite)
        weights = [_weight(rng, month) for month in months]
        for month, weight in zip(months, weights, strict=True):
            cells[person, month] = value * scale * weight / sum(weights)
    result: Plan = {person: {} for person in members}
    for (person, month), quarts in fit(rng, cells, total).items():
        result[person][month] = quarts
    return result


def _months(rng: random.Random, annee: int, quarts: float, est_suite: bool) -> list[date]:
    """Mois consécutifs travaillés : assez pour les heures, sans dépasser un temps plein."""
    first, last = {2021: (9, 12), 2026: (1, 9)}.get(annee, (1, 12))
    needed = math.ceil(quarts / 4 / rng.uniform(55, 130))
    count = max(1, min(needed, last - first + 1))
    start = first if est_suite else min(rng.randint(first, last), last - count + 1)
    return [date(annee, month, 1) for month in range(start, start + count)]


def _weight(rng: random.Random, month: date) -> float:
    lag = RETARD_2026.get(month.month, 1) if month.year == 2026 else 1
    return SAISON.get(month.month, 1) * lag * rng.uniform(0.7, 1.3)


def fit(
    rng: random.Random, cells: Mapping[tuple[Personne, date], float], total: int
) -> dict[tuple[Personne, date], int]:
    """Arrondit au quart d'heure puis ajuste des cases au hasard jusqu'à la somme exacte."""
    rounded = {key: max(2, min(MAXIMUM_MENSUEL, round(value))) for key, value in cells.items()}
    gap = total - sum(rounded.values())
    keys = list(rounded)
    while gap:
        key = rng.choice(keys)
        step = max(-8, min(8, gap))
        value = max(2, min(MAXIMUM_MENSUEL, rounded[key] + step))
        gap -= value - rounded[key]
        rounded[key] = value
    return rounded
