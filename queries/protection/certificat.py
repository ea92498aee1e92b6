"""Le certificat d'un cube : ce qui a été vérifié, avec quels seuils, quand, et sur quoi."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from queries.protection import liste
from queries.protection.seuils import AXE, Seuils


@dataclass(frozen=True)
class Bilan:
    """Ce que l'audit d'une année a coûté : en cellules, en groupes vérifiés, en rondes."""

    cellules: int = 0
    blanchies: int = 0
    groupes: int = 0
    rondes: int = 0

    def __add__(self, other: Bilan) -> Bilan:
        """Réunit deux bilans ; les rondes sont celles du bloc qui en a demandé le plus."""
        return Bilan(
            self.cellules + other.cellules,
            self.blanchies + other.blanchies,
            self.groupes + other.groupes,
            max(self.rondes, other.rondes),
        )


@dataclass(frozen=True)
class Certificat:
    """Ce que la publication protégée garantit, mesuré ; `generation` : celle qui a été lue."""

    generation: int
    date: str
    copil: str | None
    axe: str
    empreinte_entrees: str
    cellules: int
    blanchies: int
    groupes_verifies: int
    violations: int
    rondes: int
    duree_s: float
    seuils: Seuils

    @property
    def regle(self) -> str:
        """La règle d'écriture, en une phrase, à mettre sur chaque page."""
        return self.seuils.regle

    def row(self) -> dict[str, object]:
        """Rend la ligne de la table « certificat » ; les seuils en JSON."""
        return {**asdict(self), "seuils": json.dumps(asdict(self.seuils))}


def certify(
    generation: int, exact: str, copil: str | None, bilan: Bilan, duree_s: float, seuils: Seuils
) -> Certificat:
    """Rend le certificat d'un cube sans faute ; `exact` : empreinte du fichier exact lu."""
    return Certificat(
        generation=generation,
        date=datetime.now().isoformat(timespec="seconds"),
        copil=copil,
        axe=AXE,
        empreinte_entrees=inputs_fingerprint(exact, seuils),
        cellules=bilan.cellules,
        blanchies=bilan.blanchies,
        groupes_verifies=bilan.groupes,
        violations=0,
        rondes=bilan.rondes,
        duree_s=round(duree_s, 1),
        seuils=seuils,
    )


def inputs_fingerprint(exact: str, seuils: Seuils) -> str:
    """Rend l'empreinte de ce qui décide du cube : données, seuils, axe et liste fermée.

    Jamais celle des petits effectifs eux-mêmes : on les retrouverait par essais.
    """
    return hashlib.sha256(f"{exact}|{rules_fingerprint(seuils)}".encode()).hexdigest()


def rules_fingerprint(seuils: Seuils) -> str:
    """Rend l'empreinte des règles : si elle change, un cube plus ancien ne peut resservir."""
    lists = [liste.EXACTS, liste.LUS, liste.PROTEGES, liste.COLONNES_RETIREES]
    said = [asdict(seuils), AXE, *lists]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def from_row(row: dict[str, object]) -> Certificat:
    """Relit une ligne de la table « certificat »."""
    return Certificat(**{**row, "seuils": Seuils(**json.loads(str(row["seuils"])))})  # type: ignore[arg-type]
