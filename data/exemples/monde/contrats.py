"""Les contrats : chaque parcours est coupé en contrats, chacun sur un marché ouvert ces mois-là."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from data.exemples.monde.entreprises import (
    DIRECTE,
    PARTS_MODALITES,
    TYPES_CONTRAT,
    Entreprise,
    employer_for,
)
from data.exemples.monde.marches import Marche
from data.exemples.monde.personnes import Dossier
from data.exemples.socle.tirage import EXTRACTION, add_months, deck, month_end

# Ce qu'une journée de travail représente : sept heures, soit 28 quarts d'heure.
QUARTS_PAR_JOUR = 28


@dataclass(eq=False)
class Contrat:
    """Un contrat et ses heures : mois -> quarts d'heure."""

    dossier: Dossier
    marche: Marche
    entreprise: Entreprise
    employeur: Entreprise
    modalite: str
    type: str
    debut: date
    fin_prevue: date | None
    fin_reelle: date | None
    quarts: dict[date, int] = field(default_factory=dict)
    numero: str = ""
    motif: str | None = None

    @property
    def fin(self) -> date:
        """Fin du contrat au sens des décisions : réelle, sinon prévue, sinon encore ouvert."""
        return self.fin_reelle or self.fin_prevue or date.max


class Embauche:
    """De quoi habiller un contrat d'une structure : modalité, employeur, entreprise, type."""

    def __init__(self, rng: random.Random, structure: str) -> None:
        self.rng = rng
        self.structure = structure
        self.modalites = deck(rng, PARTS_MODALITES)

    def hire(
        self, dossier: Dossier, marche: Marche, debut: date, fin: date, quarts: dict[date, int]
    ) -> Contrat:
        """Contrat sur `marche`, chez l'un de ses attributaires ou par un employeur d'insertion."""
        engagements = marche.engagements
        weights = [one.quarts_engages for one in engagements]
        entreprise = self.rng.choices(engagements, weights)[0].entreprise
        modalite = next(self.modalites)
        employeur = employer_for(self.rng, self.structure, modalite)
        if employeur is None:
            modalite, employeur = DIRECTE, entreprise
        kind = self._kind(modalite, (fin - debut).days)
        contrat = Contrat(
            dossier, marche, entreprise, employeur, modalite, kind, debut, fin, fin, quarts
        )
        self._close(contrat)
        return contrat

    def _kind(self, modalite: str, days: int) -> str:
        kind = self.rng.choice(TYPES_CONTRAT[modalite])
        if kind == "CDI" and self.rng.random() < 0.7:
            kind = "CDD"
        if kind.endswith("6 mois"):
            return "CDD de plus de 6 mois" if days > 183 else "CDD de moins de 6 mois"
        return kind

    def _close(self, contrat: Contrat) -> None:
        """Fins prévue et réelle : ruptures, prolongations, oublis, contrats encore ouverts."""
        fin, draw = contrat.fin, self.rng.random()
        contrat.motif = "Fin de contrat"
        if fin >= date(2026, 8, 1) and draw < 0.6:
            contrat.fin_prevue = EXTRACTION + timedelta(days=self.rng.randint(15, 150))
            contrat.fin_reelle, contrat.motif = None, None
        elif contrat.type == "CDI":
            contrat.fin_prevue, contrat.motif = None, "Rupture"
        elif draw < 0.05:
            contrat.fin_reelle, contrat.motif = None, None
        elif draw < 0.17:
            contrat.fin_prevue = fin + timedelta(days=self.rng.randint(10, 60))
            contrat.motif = self.rng.choice(("Rupture anticipée", "Embauche", "Abandon"))
        elif draw < 0.30:
            contrat.fin_prevue = max(contrat.debut, fin - timedelta(days=self.rng.randint(5, 40)))


def hire_all(
    rng: random.Random,
    embauche: Embauche,
    dossier: Dossier,
    months: dict[date, int],
    marches: list[Marche],
    remaining: dict[int, int],
) -> Iterator[Contrat]:
    """Contrats d'une personne sur un territoire ; `remaining` : quarts à faire par marché."""
    for block in _blocks(months):
        is_first = True
        while block:
            need = sum(months[month] for month in block)
            marche = choose_market(rng, block[0], marches, remaining, need)
            length = sum(1 for month in block if month_end(month) <= marche.fin)
            if length > 1 and rng.random() < 0.35:
                length = rng.randint(1, length - 1)
            part, block = block[:length], block[length:]
            quarts = {month: months[month] for month in part}
            remaining[id(marche)] -= sum(quarts.values())
            debut, fin = _dates(rng, quarts, is_first, is_last=not block)
            yield embauche.hire(dossier, marche, debut, fin, quarts)
            is_first = False


def _blocks(months: dict[date, int]) -> list[list[date]]:
    """Suites de mois consécutifs."""
    blocks: list[list[date]] = []
    for month in sorted(months):
        if blocks and add_months(blocks[-1][-1], 1) == month:
            blocks[-1].append(month)
        else:
            blocks.append([month])
    return blocks


def choose_market(
    rng: random.Random,
    month: date,
    marches: list[Marche],
    remaining: dict[int, int],
    need: int,
) -> Marche:
    """Marché ouvert tout le mois, d'autant plus probable qu'il lui reste d'heures à faire.

    S'il ne reste nulle part `need` quarts d'heure, un marché dépassera ses heures prévues.
    """
    possible = [
        one
        for one in marches
        if one.engagements
        and one.demarrage
        and one.demarrage <= month
        and month_end(month) <= one.fin
    ]
    roomy = [one for one in possible if remaining[id(one)] >= need] or possible
    weights = [max(remaining[id(one)], one.quarts_prevus // 20) for one in roomy]
    return rng.choices(roomy, weights)[0]


def _dates(
    rng: random.Random, quarts: dict[date, int], is_first: bool, is_last: bool
) -> tuple[date, date]:
    """Premier et dernier jour, assez écartés pour les heures des mois extrêmes."""
    first, last = min(quarts), max(quarts)
    lengths = {month: _calendar_days(quarts[month]) for month in (first, last)}
    debut, fin = first, month_end(last)
    if is_first and rng.random() < 0.7:
        room = (month_end(first) - first).days + 1 - lengths[first]
        debut = first + timedelta(days=rng.randint(0, max(0, room)))
    if is_last:
        start = max(debut, last)
        soonest = min(month_end(last), start + timedelta(days=lengths[last] - 1))
        fin = soonest + timedelta(days=rng.randint(0, (month_end(last) - soonest).days))
    return debut, fin


def _calendar_days(quarts: int) -> int:
    """Jours de calendrier qu'il faut pour des heures, à cinq jours ouvrés par semaine."""
    return max(1, math.ceil(quarts / QUARTS_PAR_JOUR * 7 / 5))
