"""Les actions des facilitateurs : le tableur tenu à côté du logiciel.

En 2023, prospections et comités de suivi de CIE 84 sont ceux de l'annexe 3, par territoire.
"""

import random
from dataclasses import dataclass
from datetime import date

from data.exemples.socle.effectifs import ANNEXE_3
from data.exemples.socle.territoires import (
    COMMUNES,
    EPCI,
    TERRITOIRES,
    DonneurOrdre,
    Territoire,
    donneur_ordre,
)
from data.exemples.socle.tirage import ANNEES, EXTRACTION, random_day, rng_for

# Nature -> nombre par an et par territoire, au plus (prospections et comités : voir plus bas).
AUTRES_NATURES = {"Contact": 6, "Sensibilisation": 3, "Accompagnement": 5, "Animation": 2}
SUITES = {
    "Contact": ("Rendez-vous pris", "Sans suite", "À relancer"),
    "Prospection": ("Clause envisagée", "À relancer", "Sans suite"),
    "Sensibilisation": ("Support envoyé", None),
    "Accompagnement": ("Clause rédigée", "Calcul des heures remis"),
    "Comité de suivi": ("Compte rendu diffusé", None),
    "Animation": (None, "À renouveler"),
}


@dataclass
class Action:
    jour: date
    structure: str
    facilitateur: str
    donneur_ordre: DonneurOrdre
    lieu: str
    nature: str
    suite: str | None


def actions() -> list[Action]:
    """Toutes les actions, triées par structure puis par jour."""
    rng = rng_for("actions")
    rows = [
        _action(rng, territoire, annee, nature)
        for territoire in TERRITOIRES
        for annee in ANNEES
        for nature, count in _counts(rng, territoire, annee).items()
        for _ in range(count)
    ]
    return sorted(rows, key=lambda one: (one.structure, one.jour, one.lieu, one.nature))


def _counts(rng: random.Random, territoire: Territoire, annee: int) -> dict[str, int]:
    """Actions de l'année ; 2023 suit l'annexe 3 chez CIE 84."""
    counts = {nature: rng.randint(1, most) for nature, most in AUTRES_NATURES.items()}
    counts["Prospection"], counts["Comité de suivi"] = rng.randint(1, 8), rng.randint(0, 3)
    if annee == 2023 and territoire in ANNEXE_3:
        counts["Prospection"], counts["Comité de suivi"] = ANNEXE_3[territoire][4:]
    return counts


def _action(rng: random.Random, territoire: Territoire, annee: int, nature: str) -> Action:
    communes = COMMUNES[territoire]
    commune = rng.choices(communes, [one.poids for one in communes])[0]
    acheteur = donneur_ordre(rng, commune)
    while nature == "Sensibilisation" and acheteur.type not in ("Commune", "EPCI", "Département"):
        acheteur = donneur_ordre(rng, commune)
    lieu = EPCI[commune.epci][0] if acheteur.type == "EPCI" else commune.nom
    last = min(date(annee, 12, 20), EXTRACTION)
    return Action(
        jour=random_day(rng, date(annee, 1, 6), last),
        structure=territoire.structure,
        facilitateur=f"Facilitateur {territoire.structure} {rng.randint(1, 2)}",
        donneur_ordre=acheteur,
        lieu=lieu,
        nature=nature,
        suite=rng.choice(SUITES[nature]),
    )
