"""Le certificat d'un cube : ce qui a été vérifié, avec quels seuils, quand, et sur quoi."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from queries.protection.attack.bilan import Bilan
from queries.protection.rules.regles import rules_fingerprint
from queries.protection.rules.seuils import AXE, Seuils


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
    # Un certificat d'avant cette liste n'en a pas.
    bornes_par_totaux: str = ""
    elargies: int = 0
    # Les portées des lecteurs informés contre qui tout est vérifié, et celles que rien ne protège.
    lecteurs: str = ""
    lecteurs_refuses: str = ""

    @property
    def regle(self) -> str:
        """La règle d'écriture, en une phrase, à mettre sur chaque page."""
        return self.seuils.regle

    def row(self) -> dict[str, object]:
        """Rend la ligne de la table « certificat » ; les seuils en JSON."""
        return {**asdict(self), "seuils": json.dumps(asdict(self.seuils))}


def certify(
    generation: int,
    exact: str,
    copil: str | None,
    bilan: Bilan,
    duree_s: float,
    seuils: Seuils,
    lecteurs: Iterable[str] = (),
) -> Certificat:
    """Rend le certificat d'un cube sans faute ; `exact` : empreinte du fichier exact lu.

    `lecteurs` : les portées contre qui il a été vérifié, celles que le bilan refuse comprises.
    """
    refused = dict.fromkeys(bilan.refuses)
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
        bornes_par_totaux=" ; ".join(bilan.bornes),
        elargies=bilan.elargies,
        lecteurs=" ".join(one for one in lecteurs if one not in refused),
        lecteurs_refuses=" ".join(refused),
    )


def inputs_fingerprint(exact: str, seuils: Seuils) -> str:
    """Rend l'empreinte de ce qui décide du cube : données et règles.

    Jamais celle des petits effectifs eux-mêmes : on les retrouverait par essais.
    """
    return hashlib.sha256(f"{exact}|{rules_fingerprint(seuils)}".encode()).hexdigest()


def from_row(row: dict[str, object]) -> Certificat:
    """Relit une ligne de la table « certificat »."""
    return Certificat(**{**row, "seuils": Seuils(**json.loads(str(row["seuils"])))})  # type: ignore[arg-type]
