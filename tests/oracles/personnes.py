"""Oracle, socle : personnes, territoires, heures et bénéficiaires, relus des lignes brutes."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from tests.oracles.lecture import Row, extraction_day, plain, read_exports, to_code, to_day, to_yes
from tests.support.places import ROOT

REFERENCE = ROOT / "data" / "reference"
LONGUE_DUREE, TRES_LONGUE_DUREE = 12, 24
Personne = tuple[str, ...]


@dataclass(frozen=True)
class Portee:
    """Ce que choisit une question : période, structure, EPCI sur un axe."""

    debut: date = date.min
    fin: date = date.max
    structure: str | None = None
    epci: str | None = None
    axe: str = "travaux"


def reference(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def add_months(day: date, months: int) -> date:
    """Mois calendaires : six mois après le 31 août vient le dernier jour de février."""
    years, rank = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(years + (rank == 11), (rank + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(years, rank + 1, min(day.day, last))


def age_at(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Personnes:
    """Les exports lus : personnes, territoires, heures, bénéficiaires et leurs catégories."""

    def __init__(self, paths: list[Path]) -> None:
        lignes = read_exports(paths)
        for row in (one for rows in lignes.values() for one in rows):
            row["lot"] = (row["structure"], plain(row.get("nmarche")), plain(row.get("nlot")))
            row["numero"] = (row["structure"], plain(row.get("nparticipant")))
        self.marches = {row["lot"]: row for row in lignes["marches"]}
        self.engagements, self.actions = lignes["engagements"], lignes["actions"]
        self.fiches = {row["numero"]: row for row in lignes["participants"]}
        self.contrats, self.situations = lignes["contrats"], lignes["situations"]
        self.heures = [one for one in lignes["heures"] if plain(one.get("valide")) != "rejete"]
        self.extraction = min(extraction_day(path) for path in paths)
        self._lieux: dict[tuple[str, tuple[str, ...]], str] = {}

    # Les personnes

    @cached_property
    def _personnes(self) -> dict[tuple[str, str], Personne]:
        """Nom, prénom et naissance font la personne ; sans naissance, son numéro chez elle."""
        found: dict[tuple[str, str], Personne] = {}
        for number, row in self.fiches.items():
            born = to_day(row["datedenaissance"])
            named = (plain(row["nom"]), plain(row["prenom"]), str(born))
            found[number] = named if born else number
        return found

    def personne(self, row: Row) -> Personne:
        """La personne d'un numéro ; sans fiche, elle reste propre à sa structure."""
        return self._personnes.get(row["numero"], row["numero"])

    @cached_property
    def _contrats_de(self) -> dict[Personne, list[Row]]:
        found = defaultdict(list)
        for row in self.contrats:
            found[self.personne(row)].append(row)
        return found

    @cached_property
    def t0(self) -> dict[Personne, date]:
        """Début du premier contrat, toutes structures confondues, avant tout filtre."""
        return {who: min(row["debut"] for row in rows) for who, rows in self._contrats_de.items()}

    # Les territoires

    @cached_property
    def _epci_de_commune(self) -> dict[str, str]:
        known = {}
        for row in reference("ref_commune"):
            known[row["code_insee"]] = row["epci"]
            for name in filter(None, (row["nom"], *row["alias"].split("|"))):
                for postcode in ("", *row["codes_postaux"].split("|")):
                    known.setdefault(f"{plain(name)}@{postcode}", row["epci"])
        return known

    def _epci_commune(self, name: object, postcode: str = "") -> str:
        known = self._epci_de_commune
        return known.get(f"{plain(name)}@{postcode}") or known.get(plain(name) + "@", "")

    @cached_property
    def _structures_de_epci(self) -> dict[str, set[str]]:
        found = defaultdict(set)
        for row in reference("ref_structure_territoire"):
            found[row["epci"]].add(row["structure"])
        return found

    @cached_property
    def _sirens(self) -> dict[str, str]:
        """Nom d'acheteur comparable -> SIREN, d'après la liste de référence puis les exports."""
        known = {}
        for row in reference("ref_acheteur"):
            for name in (row["nom"], *row["alias"].split("|")):
                known[plain(name)] = row["siren"]
        for row in self.marches.values():
            if row["siretmo"]:
                known[plain(row["maitredouvrage"])] = to_code(row["siretmo"], 14)[:9]
        return known

    def donneur_ordre(self, name: object, siret: object = None) -> str:
        """Un SIREN, sinon un nom comparable."""
        siren = to_code(siret, 14)[:9] if siret else self._sirens.get(plain(name))
        return siren or plain(name)

    @cached_property
    def _sieges(self) -> dict[str, str]:
        return {row["siren"]: row["epci_siege"] for row in reference("ref_acheteur")}

    def _epci_marche(self, row: Row, axe: str) -> str:
        if axe == "acheteur":
            return self._sieges.get(self.donneur_ordre(row["maitredouvrage"], row["siretmo"]), "")
        code = to_code(row["codeinsee"], 5)
        return self._epci_de_commune.get(code) or self._epci_commune(row["communedestravaux"])

    def _epci_ligne(self, row: Row, axe: str) -> str:
        key = row["numero"] if axe == "residence" else row["lot"]
        if (axe, key) not in self._lieux:
            self._lieux[axe, key] = self._epci_lu(key, axe)
        return self._lieux[axe, key]

    def _epci_lu(self, key: tuple[str, ...], axe: str) -> str:
        if axe != "residence":
            return self._epci_marche(self.marches[key], axe) if key in self.marches else ""
        fiche = self.fiches.get(key)
        return (
            self._epci_commune(fiche["commune"], to_code(fiche["codepostal"], 5)) if fiche else ""
        )

    def _retient(self, row: Row, portee: Portee) -> bool:
        """Une ligne (heures, contrat) est-elle de la structure et du territoire choisis ?"""
        if portee.structure not in (None, row["structure"]):
            return False
        if portee.epci and portee.axe == "structure":
            return row["structure"] in self._structures_de_epci[portee.epci]
        return not portee.epci or self._epci_ligne(row, portee.axe) == portee.epci

    # Les heures et les bénéficiaires

    def heures_de(self, portee: Portee) -> Iterator[Row]:
        """Heures de la période et du périmètre, rejets exclus."""
        for row in self.heures:
            if portee.debut <= row["mois"] <= portee.fin and self._retient(row, portee):
                yield row

    def heures_realisees(self, portee: Portee) -> float:
        return sum(row["heures"] for row in self.heures_de(portee))

    def heures_par_mois(self, portee: Portee) -> dict[str, float]:
        totals: dict[str, float] = defaultdict(float)
        for row in self.heures_de(portee):
            totals[f"{row['mois']:%Y-%m}"] += row["heures"]
        return dict(totals)

    def beneficiaires(self, portee: Portee) -> set[Personne]:
        totals: dict[Personne, float] = defaultdict(float)
        for row in self.heures_de(portee):
            totals[self.personne(row)] += row["heures"]
        return {who for who, total in totals.items() if total > 0}

    @cached_property
    def _fiches_de(self) -> dict[Personne, list[Row]]:
        found = defaultdict(list)
        for number, row in self.fiches.items():
            found[self._personnes[number]].append(row)
        return found

    def _age(self, who: Personne, portee: Portee) -> int | None:
        """Âge au début du premier contrat touchant la période, toutes structures confondues.

        À défaut d'un tel contrat (heures hors contrat) : le dernier commencé avant sa fin.
        """
        rows = self._contrats_de.get(who, [])
        births = [to_day(row["datedenaissance"]) for row in self._fiches_de[who]]
        starts = [row["debut"] for row in rows if row["debut"] <= portee.fin]
        touching = [
            row["debut"]
            for row in rows
            if row["debut"] <= portee.fin and row["fin"] >= portee.debut
        ]
        start = min(touching) if touching else max(starts, default=None)
        return age_at(births[0], start) if start and births and births[0] else None

    def _inscrit(self, who: Personne, months: int) -> bool:
        """Inscrit depuis tant de mois au début du premier contrat, selon la date ou la durée."""
        for row in self._fiches_de[who]:
            since, duration = to_day(row["datedinscriptionde"]), row["dureedinscription"]
            t0 = self.t0.get(who)
            if since and t0 and add_months(since, months) <= t0:
                return True
            if duration not in (None, "") and int(duration) >= months:
                return True
        return False

    def categories_de(self, who: Personne, portee: Portee) -> set[str]:
        """Catégories dont la personne est à coup sûr ; un Oui d'une fiche l'emporte."""
        fiches, age = self._fiches_de[who], self._age(who, portee)
        others = {plain(one) for row in fiches for one in str(row["autreseligibilites"]).split("|")}

        def box(*names: str) -> bool:
            return any(to_yes(row[name]) for row in fiches for name in names)

        detld = "detld" in others or self._inscrit(who, TRES_LONGUE_DUREE)
        deld = detld or box("deld") or self._inscrit(who, LONGUE_DUREE)
        femme = any(plain(row["sexe"]) in {"f", "femme"} for row in fiches)
        member = {
            "total": True,
            "femmes": femme,
            "brsa": box("brsa"),
            "brsa_femmes": box("brsa") and femme,
            "jeunes_18_25": age is not None and 18 <= age < 26,
            "moins_26": age < 26 if age is not None else box("jeune26ans"),
            "th": box("rqth", "aah"),
            "deld": deld,
            "deld_12_24": deld and not detld,
            "detld": detld,
            "qpv": box("qpv"),
            "seniors": age >= 50 if age is not None else box("senior50ans"),
        }
        return {name for name, found in member.items() if found}

    def par_categorie(self, portee: Portee) -> Counter[str]:
        people = self.beneficiaires(portee)
        return Counter(name for who in people for name in self.categories_de(who, portee))
