"""Oracle des territoires : communes, quartiers, rangs, médianes, calendriers, en Python pur.

Comme tests/oracles/indicateurs.py, écrit d'après les textes, sans lire aucune requête.
"""

from __future__ import annotations

import statistics
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from tests.oracles.indicateurs import HORS_COURS, MUETS, Oracle
from tests.oracles.lecture import Row, plain, to_code, to_day, to_number
from tests.oracles.personnes import Personne, Portee, reference

PROVISOIRES = 3
CLOS = {"termine", "resilie"}
Lot = tuple[str, ...]


@dataclass(frozen=True)
class Lieu(Portee):
    """Une portée qui choisit aussi une commune ou un quartier."""

    commune: str | None = None
    qpv: str | None = None


@dataclass(frozen=True)
class Calendrier:
    """Un marché ouvert : heures prévues et réalisées, et part du temps écoulée, deux bornes."""

    prevues: float
    realisees: float
    au_mieux: float
    ecoulee: float
    sure: float

    @property
    def ecart(self) -> float:
        return self.realisees - self.prevues * self.ecoulee

    @property
    def ecart_au_mieux(self) -> float:
        return self.au_mieux - self.prevues * self.sure


class OracleTerritoires(Oracle):
    """L'oracle, à la commune et au quartier."""

    @cached_property
    def _codes_communes(self) -> dict[str, str]:
        """Code INSEE, ou « nom@code postal » (et « nom@ »), -> code INSEE."""
        known = {}
        for row in reference("ref_commune"):
            known[row["code_insee"]] = row["code_insee"]
            for name in filter(None, (row["nom"], *row["alias"].split("|"))):
                for postcode in ("", *row["codes_postaux"].split("|")):
                    known.setdefault(f"{plain(name)}@{postcode}", row["code_insee"])
        return known

    def _code_commune(self, name: object, postcode: str = "") -> str:
        known = self._codes_communes
        return known.get(f"{plain(name)}@{postcode}") or known.get(plain(name) + "@", "")

    @cached_property
    def _communes_sieges(self) -> dict[str, str]:
        return {row["siren"]: row["code_insee_siege"] for row in reference("ref_acheteur")}

    @cached_property
    def _quartiers(self) -> dict[tuple[str, str], str]:
        """(commune, nom comparable) -> code ; un nom propre à une commune y est cherché."""
        known = {}
        for row in reference("ref_qpv"):
            for name in f"{row['nom']}|{row['alias']}|{row['alias_commune']}".split("|"):
                known[row["code_insee"], plain(name)] = row["code"]
        return known

    def commune_marche(self, row: Row, axe: str) -> str:
        if axe == "acheteur":
            buyer = self.donneur_ordre(row["maitredouvrage"], row["siretmo"])
            return self._communes_sieges.get(buyer, "")
        code = to_code(row["codeinsee"], 5)
        return self._codes_communes.get(code) or self._code_commune(row["communedestravaux"])

    def commune_ligne(self, row: Row, axe: str) -> str:
        """Code INSEE d'une ligne d'heures ou de contrat."""
        if axe != "residence":
            found = self.marches.get(row["lot"])
            return self.commune_marche(found, axe) if found else ""
        fiche = self.fiches.get(row["numero"])
        return (
            self._code_commune(fiche["commune"], to_code(fiche["codepostal"], 5)) if fiche else ""
        )

    def qpv_ligne(self, row: Row, axe: str) -> str:
        commune = self.commune_ligne(row, axe)
        source, name = (
            (self.fiches.get(row["numero"]), "nomduqpv")
            if axe == "residence"
            else (self.marches.get(row["lot"]), "qpv")
        )
        return self._quartiers.get((commune, plain(source[name])), "") if source else ""

    def _retient(self, row: Row, portee: Portee) -> bool:
        if isinstance(portee, Lieu):
            if portee.commune and self.commune_ligne(row, portee.axe) != portee.commune:
                return False
            if portee.qpv and self.qpv_ligne(row, portee.axe) != portee.qpv:
                return False
        return super()._retient(row, portee)

    # Les heures de tous les territoires, en une lecture

    def heures_par_lieu(self, portee: Portee) -> dict[tuple[str, str], float]:
        """(EPCI, commune) -> heures de la période, où qu'elles soient."""
        totals: dict[tuple[str, str], float] = defaultdict(float)
        for row in self.heures_de(portee):
            place = self._epci_ligne(row, portee.axe), self.commune_ligne(row, portee.axe)
            totals[place] += row["heures"]
        return dict(totals)

    # Le comité technique

    def calendriers(self, fin: date) -> dict[Lot, Calendrier]:
        """Le calendrier de chaque marché ouvert à cette date ou à celle des données."""
        day = min(fin, self.extraction)
        first_provisional = _months_before(self.extraction, PROVISOIRES - 1)
        sure = min(day, first_provisional - timedelta(days=1))
        found = {}
        for lot, row in self.marches.items():
            span = _span(row, day)
            if span:
                planned = to_number(row["heuresprevues"])
                own, any_lot = self._heures_du_lot(lot, fin)
                parts = (_elapsed(span, one) for one in (day, sure))
                found[lot] = Calendrier(planned, own, any_lot, *parts)
        return found

    def _heures_du_lot(self, lot: Lot, fin: date) -> tuple[float, float]:
        """Heures du lot ; et avec celles que le marché écrit sans lot."""
        own = sum(row["heures"] for row in self._heures_de_lot[lot] if row["mois"] <= fin)
        if not lot[2]:
            return own, own
        bare = self._heures_de_lot[(*lot[:2], "")]
        shared = sum(row["heures"] for row in bare if row["mois"] <= fin)
        others = [one for one in self.marches if one[:2] == lot[:2]]
        return (own + shared if len(others) == 1 else own), own + shared

    @cached_property
    def _heures_de_lot(self) -> dict[Lot, list[Row]]:
        found = defaultdict(list)
        for row in self.heures:
            found[row["lot"]].append(row)
        return found

    def sans_situation(self, portee: Portee) -> set[Personne]:
        """Six mois atteints dans la période, plus en contrat, situation inconnue ou muette."""
        return {
            who
            for who in self.cohorte(portee)
            if self.etat(who, "convention") == "inconnu"
            and (self.situation(who) or "non_renseigne") in MUETS
        }


def _months_before(day: date, months: int) -> date:
    """Premier jour du mois, tant de mois plus tôt."""
    year, rank = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, rank + 1, 1)


def _span(row: Row, day: date) -> tuple[date, date] | None:
    """Début et fin du calendrier d'un marché ouvert ce jour-là ; None s'il n'en a pas."""
    notified, ended = to_day(row["datedenotification"]), to_day(row["datedefinreelle"])
    start = to_day(row["datededemarrage"]) or notified
    end = to_day(row["datedefinprevisionnelle"])
    state = plain(row["statut"])
    is_open = notified and notified <= day and state not in HORS_COURS | {"suspendu"}
    is_open = is_open and (ended > day if ended else state not in CLOS)
    has_calendar = end and start and end >= start and to_number(row["heuresprevues"]) > 0
    return (start, end) if is_open and has_calendar else None


def _elapsed(span: tuple[date, date], day: date) -> float:
    start, end = span
    return max(0, min(1, ((day - start).days + 1) / ((end - start).days + 1)))


def ranks(values: dict[str, float | None]) -> dict[str, int | None]:
    """Rang de chacun : un de plus que ceux qui le dépassent."""
    known = [value for value in values.values() if value is not None]
    return {
        one: None if value is None else 1 + sum(other > value for other in known)
        for one, value in values.items()
    }


def comparables(epci: str) -> list[str]:
    """Les EPCI de son type et surtout en Vaucluse, s'ils sont trois ; sinon tous."""
    rows = {row["siren"]: row for row in reference("ref_epci")}
    mostly = {
        siren: row["type"]
        for siren, row in rows.items()
        if 2 * int(row["population_84"]) > int(row["population_totale"])
    }
    same = [siren for siren, kind in mostly.items() if kind == mostly.get(epci)]
    return same if epci in mostly and len(same) >= 3 else list(rows)


def median_of(epci: str, values: dict[str, float | None]) -> float | None:
    known = [values[one] for one in comparables(epci) if values[one] is not None]
    return statistics.median(known) if known else None
