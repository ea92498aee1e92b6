"""Lignes d'heures : une par contrat et par mois, plus les corrections et les saisies rejetées."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from data.exemples.monde.contrats import Contrat
from data.exemples.socle.tirage import ANNEES, EXTRACTION, month_end, rng_for

# Un mois sur deux cents a été saisi trop haut, puis corrigé par une ligne négative.
PART_CORRIGEE = 0.005
NUL = "Témoin-Nul"


@dataclass
class LigneHeures:
    """Heures d'un contrat et d'un mois, en quarts d'heure ; négatif : correction."""

    contrat: Contrat
    mois: date
    quarts: int
    formation: int
    saisie: date
    valide: str


def hour_rows(contrats: list[Contrat]) -> list[LigneHeures]:
    """Toutes les lignes depuis janvier 2022, triées par mois puis par contrat."""
    rng = rng_for("lignes d'heures")
    rows: list[LigneHeures] = []
    for contrat in contrats:
        for mois, quarts in contrat.quarts.items():
            if mois.year in ANNEES:
                rows += _rows(rng, contrat, mois, quarts)
    rows.sort(key=lambda one: (one.mois, len(one.contrat.numero), one.contrat.numero))
    return rows


def _rows(rng: random.Random, contrat: Contrat, mois: date, quarts: int) -> list[LigneHeures]:
    excess = rng.randint(4, 40) if rng.random() < PART_CORRIGEE else 0
    if contrat.dossier.fiche.nom == NUL:
        excess = 21 * 4
    saisie = min(EXTRACTION, month_end(mois) + timedelta(days=rng.randint(-2, 28)))
    formation = quarts // rng.randint(3, 8) if rng.random() < 0.06 else 0
    valide = "Non" if saisie > date(2026, 8, 20) or rng.random() < 0.02 else "Oui"
    rows = [LigneHeures(contrat, mois, quarts + excess, formation, saisie, valide)]
    if excess:
        later = min(EXTRACTION, saisie + timedelta(days=rng.randint(20, 60)))
        rows.append(LigneHeures(contrat, mois, -excess, 0, later, "Oui"))
    return rows


def rejected_rows(rows: list[LigneHeures], structure: str) -> list[LigneHeures]:
    """Saisies rejetées par le facilitateur, en plus des bonnes : deux ou trois par an."""
    rng = rng_for(f"rejets {structure}")
    own = [one for one in rows if one.contrat.dossier.structure == structure and one.quarts > 40]
    return [
        LigneHeures(one.contrat, one.mois, one.quarts // 2 + 3, 0, one.saisie, "Rejeté")
        for annee in ANNEES
        for one in rng.sample([row for row in own if row.mois.year == annee], 3)
    ]
