"""Contrats publics inventés : le tout-venant des acheteurs du Vaucluse, de 2022 à 2026.

Les considérations se remplissent peu à peu, surtout à partir de 2024 (format de 2022) ; certains
acheteurs ne les remplissent jamais. Les cas à montrer sont dans `cas_decp`.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from data.exemples.decp.acheteurs import ACHETEUR_RHONE, ACHETEURS_84, ACHETEURS_HORS_84, Acheteur
from data.exemples.decp.decp_lignes import Contrat, Titulaire, Version
from data.exemples.monde.entreprises import METIERS, fictive
from data.exemples.socle.tirage import ANNEES, EXTRACTION, random_day, rng_for

SANS, CLAUSE, CRITERE = "Sans objet", "Clause sociale", "Critère social"
RESERVE = "Marché réservé"
ORDINAIRES = 300
# Part des contrats au champ rempli (avant le soin de l'acheteur), puis part de « oui » parmi eux.
REMPLIS_PCT = {2022: 30, 2023: 45, 2024: 90, 2025: 100, 2026: 100}
POSITIFS_PCT = {2022: 14, 2023: 17, 2024: 21, 2025: 27, 2026: 31}


class Objet(NamedTuple):
    """Ce qui s'achète : objet, CPV, montants courants en euros, durées en mois, métier."""

    nom: str
    code_cpv: str
    montants_eur: tuple[int, int]
    durees_mois: tuple[int, ...]
    metier: int


OBJETS = (
    Objet("Réhabilitation du groupe scolaire", "45214200", (60_000, 900_000), (8, 12, 18), 0),
    Objet("Réfection de voirie et réseaux divers", "45233140", (45_000, 700_000), (4, 6, 12), 2),
    Objet("Rénovation thermique d'un bâtiment", "45321000", (50_000, 600_000), (6, 10, 14), 8),
    Objet("Travaux d'électricité", "45310000", (40_000, 250_000), (4, 8, 12), 3),
    Objet("Peinture et revêtements", "45442100", (40_000, 160_000), (3, 6, 9), 5),
    Objet("Nettoyage des locaux", "90910000", (60_000, 480_000), (24, 36, 48), 10),
    Objet("Entretien des espaces verts", "77310000", (50_000, 420_000), (12, 24, 36, 48), 9),
    Objet("Collecte des déchets", "90511000", (150_000, 1_900_000), (36, 48, 60), 11),
    Objet("Restauration scolaire", "55524000", (120_000, 900_000), (24, 36, 48), 12),
    Objet("Maîtrise d'œuvre", "71221000", (40_000, 320_000), (12, 24, 30), 13),
    Objet("Fourniture de mobilier scolaire", "39160000", (40_000, 180_000), (12, 24), 6),
    Objet("Maintenance informatique", "72250000", (40_000, 260_000), (12, 36, 48), 13),
)
POIDS_OBJETS = (12, 14, 8, 7, 7, 10, 10, 3, 5, 10, 8, 6)


def ordinary(rng: random.Random, rank: int, acheteur: Acheteur) -> Contrat:
    """Un contrat tiré ; un sur huit est un groupement, un sur sept est modifié."""
    objet = rng.choices(OBJETS, POIDS_OBJETS)[0]
    day = random_day(rng, date(ANNEES[0], 1, 3), EXTRACTION - timedelta(days=4))
    count = rng.choice((2, 2, 3)) if rng.random() < 0.12 else 1
    first = Version(
        day,
        Decimal(rng.randint(*objet.montants_eur)) + Decimal(rng.randint(0, 99)) / 100,
        rng.choice(objet.durees_mois),
        tuple(company(rng, objet.metier) for _ in range(count)),
    )
    contrat = Contrat(
        acheteur,
        f"{day.year}{rank:04d}",
        objet.nom,
        objet.code_cpv,
        (first,),
        considerations(rng, acheteur, day.year),
        day + timedelta(days=rng.randint(8, 70)),
        procedure="Appel d'offres ouvert" if first.montant_eur > 216_000 else "Procédure adaptée",
    )
    return _amended(rng, contrat) if rng.random() < 0.15 else contrat


def company(rng: random.Random, metier: int) -> Titulaire:
    """Un titulaire inventé ; une centaine se partagent les contrats."""
    one = fictive(5000 + 10 * metier + rng.randrange(8), METIERS[metier])
    return one.siret, one.raison_sociale


def considerations(rng: random.Random, acheteur: Acheteur, year: int) -> str | None:
    """Ce que déclare l'acheteur cette année-là ; None : le champ est resté vide."""
    if rng.randrange(10_000) >= REMPLIS_PCT[year] * acheteur.soin_pct:
        return None
    if rng.randrange(100) >= POSITIFS_PCT[year]:
        return SANS
    return rng.choice((CLAUSE, CLAUSE, CLAUSE, CRITERE, f"{CLAUSE}, {CRITERE}", RESERVE))


def _amended(rng: random.Random, contrat: Contrat) -> Contrat:
    """Un ou deux avenants : la date de notification et le montant sont récrits."""
    for _ in range(rng.choice((1, 1, 2))):
        last = contrat.versions[-1]
        day = last.notification + timedelta(days=rng.randint(60, 420))
        if day > EXTRACTION:
            break
        amount = (last.montant_eur * Decimal(rng.randint(101, 118)) / 100).quantize(Decimal("0.01"))
        contrat = contrat.modified(
            Version(day, amount, last.duree_mois + rng.choice((0, 2, 6)), last.titulaires)
        )
    return contrat


def ordinaries() -> list[Contrat]:
    """Le tout-venant : acheteurs du 84, quelques-uns d'ailleurs, et la région 84 à ne pas lire."""
    rng = rng_for("decp")
    buyers = rng.choices(ACHETEURS_84, [one.poids for one in ACHETEURS_84], k=ORDINAIRES)
    outside = [one for one in ACHETEURS_HORS_84 for _ in range(one.poids)]
    rows = [
        ordinary(rng, rank, acheteur) for rank, acheteur in enumerate([*buyers, *outside], start=1)
    ]
    return [*rows, *(_in_region_84(rng, rank) for rank in range(1, 5))]


def _in_region_84(rng: random.Random, rank: int) -> Contrat:
    """Exécuté dans la région 84, Auvergne-Rhône-Alpes : l'import ne doit pas le garder."""
    contrat = ordinary(rng, 900 + rank, ACHETEUR_RHONE)
    return Contrat(**{**vars(contrat), "lieu": ("84", "Code région")})
