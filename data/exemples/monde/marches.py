"""Opérations et marchés (un lot = un marché) : fenêtres, statuts, heures prévues, attributaires.

Le nombre d'opérations et de marchés en cours en 2023 et leurs heures prévues sont posés
d'avance, par territoire : ceux de CIE 84 sont les valeurs imprimées à l'annexe 3.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from data.exemples.monde.entreprises import METIERS, POIDS_METIERS, Entreprise, Metier
from data.exemples.socle.effectifs import CLOS_EN_2022, EFFECTIFS_MARCHES, EN_COURS_2023, Effectif
from data.exemples.socle.territoires import (
    COMMUNES,
    PROGRAMMES,
    Commune,
    DonneurOrdre,
    Territoire,
    donneur_ordre,
)
from data.exemples.socle.tirage import EXTRACTION, add_months, random_day, rng_for, spread

PROCEDURES = (
    "Condition d'exécution (L. 2112-2)",
    "Critère d'attribution (L. 2152-7)",
    "Clause et critère",
    "Marché d'insertion",
    "Marché réservé SIAE (L. 2113-13)",
    "Marché réservé handicap (L. 2113-12)",
    None,
)
POIDS_PROCEDURES = (70, 5, 10, 4, 5, 2, 4)
OBJETS = (
    "Réhabilitation du groupe scolaire",
    "Construction de logements",
    "Réhabilitation thermique de la résidence",
    "Réaménagement du centre-ville",
    "Construction d'un équipement sportif",
    "Extension de la médiathèque",
    "Requalification des voiries",
    "Rénovation du collège",
    "Renouvellement des réseaux",
)


@dataclass
class Operation:
    """Une opération : son donneur d'ordre et son lieu, communs à tous ses marchés."""

    numero: str
    intitule: str
    donneur_ordre: DonneurOrdre
    commune: Commune
    territoire: Territoire
    programme: str
    qpv: str | None


@dataclass
class Engagement:
    """Une entreprise d'un marché ; heures en quarts d'heure."""

    entreprise: Entreprise
    role: str
    quarts_engages: int


@dataclass
class Marche:
    """Un lot ; heures prévues en quarts d'heure."""

    operation: Operation
    cohorte: str
    numero: str
    lot: str
    metier: Metier
    procedure: str | None
    quarts_prevus: int
    montant: Decimal
    notification: date | None
    demarrage: date | None
    fin_prevue: date | None
    fin_reelle: date | None
    statut: str
    engagements: list[Engagement] = field(default_factory=list)

    @property
    def fin(self) -> date:
        """Dernier jour où l'on y travaille (un marché en retard continue)."""
        if self.fin_reelle or self.statut == "Terminé":
            return self.fin_reelle or self.fin_prevue or EXTRACTION
        return max(self.fin_prevue or EXTRACTION, EXTRACTION)


def markets() -> list[Marche]:
    """Tous les marchés vivants ou passés, dans l'ordre des territoires et des cohortes."""
    rng = rng_for("marchés")
    rows: list[Marche] = []
    for territoire, cohortes in EFFECTIFS_MARCHES.items():
        for cohorte, effectif in cohortes.items():
            rows += _cohort(rng, territoire, cohorte, effectif, len(rows))
    return rows


def _cohort(
    rng: random.Random, territoire: Territoire, cohorte: str, effectif: Effectif, rank: int
) -> list[Marche]:
    lots = [1] * effectif.operations
    for _ in range(effectif.marches - effectif.operations):
        lots[rng.randrange(len(lots))] += 1
    hours = spread(rng, effectif.heures // 5, effectif.marches, 10)
    rows: list[Marche] = []
    for number, count in enumerate(lots, start=1):
        operation = draw_operation(rng, territoire, f"{_year(cohorte)}-{number:02d}")
        for lot in range(1, count + 1):
            marche = draw_market(rng, operation, cohorte, lot, hours[len(rows)] * 5 * 4)
            set_window(marche, _window(rng, cohorte, is_pillar=len(rows) < 2))
            rows.append(marche)
    return rows


def _year(cohorte: str) -> str:
    return {CLOS_EN_2022: "21", EN_COURS_2023: "23"}.get(cohorte, cohorte[2:])


def draw_operation(rng: random.Random, territoire: Territoire, suffix: str) -> Operation:
    """Opération tirée ; les programmes ne touchent qu'Avignon, Cavaillon et Carpentras."""
    communes = COMMUNES[territoire]
    commune = rng.choices(communes, [one.poids for one in communes])[0]
    programme, quartiers = PROGRAMMES.get(commune.nom, ("Hors programme", ()))
    qpv = rng.choice(quartiers) if quartiers and rng.random() < 0.45 else None
    return Operation(
        numero=f"OP-{territoire.sigle}{suffix}",
        intitule=f"{rng.choice(OBJETS)} - {commune.nom}",
        donneur_ordre=donneur_ordre(rng, commune),
        commune=commune,
        territoire=territoire,
        programme=programme if qpv else "Hors programme",
        qpv=qpv,
    )


def draw_market(
    rng: random.Random, operation: Operation, cohorte: str, lot: int, quarts: int
) -> Marche:
    """Marché tiré, sans dates. Chez CIE 84, un numéro de marché par lot ; ailleurs, partagé."""
    racine = operation.numero.removeprefix("OP-")
    partage = f"20{racine[2:4]}-0{racine[5:]}"
    return Marche(
        operation=operation,
        cohorte=cohorte,
        numero=f"M{racine}-{lot:02d}" if operation.territoire.structure == "CIE84" else partage,
        lot=str(lot),
        metier=rng.choices(METIERS, POIDS_METIERS)[0],
        procedure=rng.choices(PROCEDURES, POIDS_PROCEDURES)[0],
        quarts_prevus=quarts,
        # Une heure d'insertion pour 1 000 à 1 500 € de travaux (5 à 10 % de la main-d'œuvre).
        montant=Decimal(quarts // 4 * rng.randint(1000, 1500)),
        notification=None,
        demarrage=None,
        fin_prevue=None,
        fin_reelle=None,
        statut="En prévision",
    )


def _window(rng: random.Random, cohorte: str, is_pillar: bool) -> tuple[date, int, date | None]:
    """Notification, durée prévue en mois, fin réelle imposée.

    Deux marchés « piliers » par cohorte, longs, garantissent du travail chaque mois.
    """
    if cohorte == CLOS_EN_2022:
        if is_pillar:
            return date(2021, 5, 3), 14, date(2022, 12, 31)
        first = random_day(rng, date(2020, 9, 1), date(2021, 12, 1))
        return first, 14, random_day(rng, date(2022, 3, 1), date(2022, 12, 20))
    if cohorte == EN_COURS_2023:
        if is_pillar:
            return date(2021, 10, 4), 36, None
        if rng.random() < 0.45:
            first = random_day(rng, date(2022, 3, 7), date(2022, 12, 9))
            return first, 12, random_day(rng, date(2023, 1, 20), date(2024, 3, 29))
        return random_day(rng, date(2023, 1, 4), date(2023, 12, 1)), rng.randint(9, 15), None
    year = int(cohorte)
    if is_pillar:
        return date(year, 1, 8), 30, None
    last = date(year, 8, 20) if year == EXTRACTION.year else date(year, 12, 5)
    return random_day(rng, date(year, 1, 5), last), rng.randint(8, 22), None


def set_window(marche: Marche, window: tuple[date, int, date | None]) -> None:
    """Pose les dates d'un marché et le statut qu'elles entraînent à l'extraction."""
    notification, months, fin_reelle = window
    marche.notification = notification
    marche.demarrage = notification + timedelta(days=14)
    marche.fin_prevue = add_months(marche.demarrage, months)
    if fin_reelle is None and marche.fin_prevue < EXTRACTION - timedelta(days=90):
        fin_reelle = marche.fin_prevue + timedelta(days=35)
    marche.fin_reelle = fin_reelle
    marche.statut = "Terminé" if fin_reelle else "En cours"
