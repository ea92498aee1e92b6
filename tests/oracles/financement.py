"""Oracle du financement : parts et règles recalculées des plans d'exemple, en décimaux exacts.

Écrit d'après la convention (articles 3 et 4), sans lire aucune requête.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from tests.oracles.lecture import STRUCTURES, Row, plain, read_rows
from tests.oracles.personnes import reference

COVE = "248400053"
TYPES = ("etat", "departement", "epci", "autre")
ATTENDUS = TYPES[:3]
CONVENTION = range(2025, 2028)
# La seconde lecture de l'article 3 : 10 % du coût de 0,57 ETP.
TEMPS_COVE = Decimal("0.57")
CENTIEME = Decimal("0.01")
Parts = dict[tuple[str, str], Decimal | None]
Verdicts = dict[tuple[str, str], tuple[Decimal | None, str]]


def to_euros(value: object) -> Decimal | None:
    """« 1 234,50 € » -> 1234.50 ; None si la case est vide."""
    text = re.sub(r"[^0-9,.]", "", "" if value is None else str(value)).replace(",", ".")
    return Decimal(text) if text else None


@dataclass
class Poste:
    """Un poste d'un exercice : ses lignes, rangées par financeur (sorte, nom, EPCI)."""

    structure: str
    cout: Decimal
    etp: Decimal
    epci: set[str] = field(default_factory=set)
    lignes: dict[tuple[str, str, str | None], list[Row]] = field(
        default_factory=lambda: defaultdict(list)
    )

    @property
    def territoire(self) -> str:
        return "|".join(sorted(self.epci)) or "sans_territoire"

    def montant(self, sorte: str, epci: str | None = None) -> Decimal | None:
        """Notifié, sinon prévu, de chaque financeur de cette sorte ; None s'il n'y en a pas."""
        found = [
            amount
            for (one, _, where), rows in self.lignes.items()
            if one == sorte and epci in (None, where)
            for amount in [_retained(rows)]
            if amount is not None
        ]
        return sum(found) if found else None

    def versement(self, nature: str) -> tuple[Decimal | None, Decimal | None]:
        """Ce que le Département a versé (acompte ou solde), et ce qu'il a notifié."""
        groups = [rows for (one, *_), rows in self.lignes.items() if one == "departement"]
        notified = [_once(rows, "montantnotifie") for rows in groups]
        paid = [
            to_euros(row["montantverse"]) or 0
            for rows in groups
            for row in rows
            if plain(row["natureduversement"]) == nature
        ]
        return sum(paid) or None, None if None in notified or not groups else sum(notified)


def _retained(rows: list[Row]) -> Decimal | None:
    notified = _once(rows, "montantnotifie")
    return _once(rows, "montantprevu") if notified is None else notified


def _once(rows: list[Row], name: str) -> Decimal | None:
    """La somme, ou le montant lui-même s'il est répété partout."""
    amounts = [one for one in (to_euros(row[name]) for row in rows) if one is not None]
    return None if not amounts else amounts[0] if len(set(amounts)) == 1 else sum(amounts)


class OracleFinancement:
    """Les plans de financement, par exercice."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.postes: dict[int, dict[tuple[str, str], Poste]] = defaultdict(dict)
        for path in paths:
            if "Plan_Financement" in path.name:
                for row in read_rows(path):
                    self._add(row)

    def _add(self, row: Row) -> None:
        structure = next(one for one in STRUCTURES if plain(one) == plain(row["structure"]))
        annee, key = int(str(row["exercice"])), (structure, str(row["poste"]))
        etp = Decimal(str(row["etp"]).replace(",", "."))
        new = Poste(structure, to_euros(row["couttotalduposte"]), etp)
        poste = self.postes[annee].setdefault(key, new)
        epci = _siren(row["epci"])
        if epci:
            poste.epci.add(epci)
        sorte = next(one for one in TYPES if plain(row["typedefinanceur"]) == one)
        poste.lignes[sorte, plain(row["financeur"]), epci].append(row)

    def perimetres(self, annee: int, maille: str) -> dict[str, list[Poste]]:
        """Les postes de chaque périmètre d'une maille : departement, structure ou epci."""
        found = defaultdict(list)
        for poste in self.postes[annee].values():
            names = {"structure": poste.structure, "epci": poste.territoire}
            found[names.get(maille, "departement")].append(poste)
        return found

    def montants(self, annee: int, maille: str) -> Parts:
        """(périmètre, financeur) -> euros ; None : non renseigné."""
        found: Parts = {}
        for name, postes in self.perimetres(annee, maille).items():
            for sorte in TYPES:
                known = [
                    one for one in (poste.montant(sorte) for poste in postes) if one is not None
                ]
                if known or sorte in ATTENDUS:
                    found[name, sorte] = sum(known) if known else None
            paid = sum(found.get((name, sorte)) or 0 for sorte in TYPES)
            missing = sum(poste.cout for poste in postes) - paid
            if missing:
                found[name, "non_renseigne"] = missing
        return found

    def regles(self, annee: int) -> Verdicts:
        """(règle, périmètre) -> constat au centième de point et respect."""
        found: Verdicts = {}
        for maille in ("departement", "structure"):
            for name, postes in self.perimetres(annee, maille).items():
                for regle, sorte, seuil in (("etat_max", "etat", 70),
                                            ("departement_part", "departement", 20)):  # fmt: skip
                    pairs = [(poste.montant(sorte), poste.cout) for poste in postes]
                    found[regle, name] = self._verdict(annee, regle, pairs, seuil)
                for nature, seuil in (("acompte", 70), ("solde", 30)):
                    pairs = [poste.versement(nature) for poste in postes]
                    regle = f"departement_{nature}"
                    found[regle, name] = self._verdict(annee, regle, pairs, seuil)
        for name, postes in self.perimetres(annee, "epci").items():
            if name != "sans_territoire":
                pairs = [(poste.montant("epci"), poste.cout) for poste in postes]
                constat, respect = self._verdict(annee, "epci_min", pairs, 10)
                found["epci_min", name] = constat, "inconnu" if "|" in name else respect
        return found | self._cove(annee)

    def _cove(self, annee: int) -> Verdicts:
        postes = [one for one in self.postes[annee].values() if COVE in one.epci]
        whole = [(one.montant("epci", COVE), one.cout) for one in postes]
        given = [
            (one.montant("epci", COVE), one.cout * min(Decimal(1), TEMPS_COVE / one.etp))
            for one in postes
        ]
        return {
            (regle, COVE): self._verdict(annee, regle, pairs, 10)
            for regle, pairs in (("cove_plafond", whole), ("cove_temps", given))
        }

    def _verdict(
        self, annee: int, regle: str, pairs: list[tuple[Decimal | None, Decimal | None]], seuil: int
    ) -> tuple[Decimal | None, str]:
        known = [amount for amount, _ in pairs if amount is not None]
        if not known or any(base is None for _, base in pairs):
            return None, "inconnu"
        ratio = 100 * sum(known) / sum(base for _, base in pairs)
        constat = ratio.quantize(CENTIEME, rounding=ROUND_HALF_UP)
        if annee not in CONVENTION:
            return constat, "inconnu"
        if regle == "epci_min":
            holds, is_certain = constat >= seuil, constat >= seuil
        elif regle in ("etat_max", "cove_plafond", "cove_temps"):
            holds, is_certain = constat <= seuil, constat > seuil
        else:
            holds, is_certain = constat == seuil, constat > seuil
        if len(known) < len(pairs) and not is_certain:
            return constat, "inconnu"
        return constat, "oui" if holds else "non"


def _siren(name: object) -> str | None:
    if not name:
        return None
    for row in reference("ref_epci"):
        names = (row["siren"], row["nom"], row["nom_court"], row["sigle"], *row["alias"].split("|"))
        if plain(name) in {plain(re.sub(r"\(.*\)", "", one)) for one in names if one}:
            return row["siren"]
    raise LookupError(f"EPCI d'exemple inconnu : {name}")
