"""Les cas des DECP d'exemple : loi climat, prospects, doublons, contradictions, suivi par ABC."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from data.exemples.decp.acheteurs import (
    AVIGNON,
    BAILLEUR,
    CARPENTRAS,
    CAVAILLON,
    COVE,
    DEPARTEMENT,
    GRAND_AVIGNON,
    LMV,
    Acheteur,
)
from data.exemples.decp.decp_lignes import Contrat, Titulaire, Version, decp_file
from data.exemples.decp.tout_venant import (
    CLAUSE,
    CRITERE,
    OBJETS,
    RESERVE,
    SANS,
    company,
    ordinaries,
)
from data.exemples.ecriture.fichier import Fichier
from data.exemples.monde.assemblage import Monde
from data.exemples.monde.entreprises import EMPLOYEURS
from data.exemples.monde.marches import Marche
from data.exemples.socle.tirage import EXTRACTION, rng_for

CONCESSION_RESERVEE = "Concession réservée"
CONTRADICTOIRE = f"{CLAUSE}, Pas de considération sociale"
SUIVIS_DECLARES = 40
ACHETEURS_CAS = (DEPARTEMENT, GRAND_AVIGNON, LMV, COVE, AVIGNON, CAVAILLON, CARPENTRAS, BAILLEUR)
CPV = {"Travaux": "45210000", "Services": "90910000", "Prestations intellectuelles": "71221000"}
# Depuis le 21/08/2026, au-dessus ou au bord du seuil : jour, montant, objet, mois, déclaration.
LOI_CLIMAT = (
    (date(2026, 8, 21), 5_404_000, 0, 20, SANS),
    (date(2026, 8, 20), 6_100_000, 0, 20, SANS),
    (date(2026, 8, 25), 7_250_000, 0, 24, CLAUSE),
    (date(2026, 8, 27), 5_403_999, 1, 12, SANS),
    (date(2026, 9, 1), 5_800_000, 1, 5, SANS),
    (date(2026, 9, 2), 216_000, 5, 36, CRITERE),
    (date(2026, 9, 3), 215_999, 5, 36, SANS),
    (date(2026, 9, 4), 410_000, 6, 48, None),
    (date(2026, 9, 7), 880_000, 7, 60, CLAUSE),
    (date(2026, 9, 8), 350_000, 8, 36, RESERVE),
    (date(2026, 9, 9), 265_000, 9, 24, SANS),
    (date(2026, 9, 10), 1_240_000, 7, 48, f"{CRITERE}, {CLAUSE}"),
)
# Fin entre avril et septembre 2027 : notification, objet, durée en mois.
BIENTOT_FINIS = (
    (date(2023, 4, 3), 5, 48), (date(2023, 5, 15), 6, 48), (date(2024, 4, 8), 5, 36),
    (date(2024, 6, 3), 6, 36), (date(2024, 7, 1), 8, 36), (date(2024, 9, 2), 5, 36),
    (date(2025, 4, 14), 6, 24), (date(2025, 6, 16), 5, 24), (date(2025, 8, 25), 8, 24),
    (date(2025, 9, 15), 11, 24), (date(2026, 4, 6), 6, 12), (date(2026, 7, 6), 10, 12),
)  # fmt: skip
# Montants que les sources publient vraiment : sans maximum, marqueur, symbolique, nul.
MONTANTS_ABSURDES = ("9999999", "12311111111", "1", "0")


def decp_contracts(monde: Monde) -> list[Contrat]:
    """Tous les contrats, dans un ordre constant."""
    rng = rng_for("cas decp")
    common = ordinaries()
    return [
        *common,
        *_truncated(common),
        *_climate_law(rng),
        *_ending_soon(rng),
        *_frameworks(rng),
        *_concessions(rng),
        *_inclusion_companies(rng),
        *_contradictory(rng),
        *_absurd(rng),
        *_followed(rng, monde.marches),
    ]


def _case(
    acheteur: Acheteur,
    numero: str,
    objet: int,
    version: Version,
    said: str | None,
    **more: str | None,
) -> Contrat:
    found = OBJETS[objet]
    published = version.notification + timedelta(days=15)
    return Contrat(
        acheteur, numero, found.nom, found.code_cpv, (version,), said, published, **more
    )  # fmt: skip


def _version(rng: random.Random, day: date, amount: str | int, months: int, objet: int) -> Version:
    return Version(day, Decimal(amount), months, (company(rng, OBJETS[objet].metier),))


def _truncated(common: list[Contrat]) -> list[Contrat]:
    """Le même contrat, republié sous un numéro coupé ou complété de zéros."""
    chosen = [one for one in common[::17] if len(one.versions) == 1][:14]
    return [
        replace(one, numero=f"{one.numero}00" if rank % 3 == 0 else one.numero[:-1])
        for rank, one in enumerate(chosen)
    ]


def _climate_law(rng: random.Random) -> list[Contrat]:
    return [
        _case(
            ACHETEURS_CAS[rank % len(ACHETEURS_CAS)], f"2026CR{rank:02d}", objet,
            _version(rng, day, amount, months, objet), said, procedure="Appel d'offres ouvert",
        )
        for rank, (day, amount, objet, months, said) in enumerate(LOI_CLIMAT, start=1)
    ]  # fmt: skip


def _ending_soon(rng: random.Random) -> list[Contrat]:
    """Deux acheteurs par échéance : sans considération, ou champ vide ; un sur six avec."""
    return [
        _case(
            ACHETEURS_CAS[(2 * rank + second) % len(ACHETEURS_CAS)],
            f"{day.year}F{rank:02d}{second}", objet,
            _version(rng, day, rng.randint(*OBJETS[objet].montants_eur), months, objet),
            CLAUSE if (rank + second) % 6 == 0 else (SANS, None)[second],
        )
        for rank, (day, objet, months) in enumerate(BIENTOT_FINIS)
        for second in (0, 1)
    ]  # fmt: skip


def _frameworks(rng: random.Random) -> list[Contrat]:
    """Accords-cadres, à bons de commande ou à marchés subséquents, et leurs subséquents."""
    rows = []
    for rank, acheteur in enumerate(ACHETEURS_CAS):
        numero, has_orders = f"AC24-{rank:02d}", rank % 2 == 0
        start = _version(rng, date(2024, 2 + rank, 12), 400_000 + 50_000 * rank, 48, 1)
        modalites = "Bons de commande" if has_orders else "Marchés subséquents"
        said = (CLAUSE, SANS, None)[rank % 3]
        rows.append(
            _case(
                acheteur, numero, 1, start, said, techniques="Accord-cadre", modalites=modalites
            )
        )  # fmt: skip
        for order in range(0 if has_orders else 4):
            day = start.notification + timedelta(days=120 * (order + 1))
            own = replace(start, notification=day, montant_eur=Decimal(45_000 + 9_000 * order))
            rows.append(_case(acheteur, f"MS{rank:02d}-{order}", 1, own, said,
                              id_accord_cadre=numero))  # fmt: skip
    return rows


def _concessions(rng: random.Random) -> list[Contrat]:
    said = (CLAUSE, SANS, CONCESSION_RESERVEE, None, CRITERE)
    return [
        _case(
            ACHETEURS_CAS[rank], f"DSP{rank:02d}", 8,
            _version(rng, date(2022 + rank, 6, 14), 900_000 + 400_000 * rank, 60, 8), one,
            nature="Délégation de service public" if rank % 2 else "Concession de service",
            procedure="Procédure avec négociation",
        )
        for rank, one in enumerate(said)
    ]  # fmt: skip


def _inclusion_companies(rng: random.Random) -> list[Contrat]:
    """Une structure d'insertion ou adaptée gagne ; le contrat est rarement déclaré réservé."""
    winners = [one.entreprise for one in EMPLOYEURS if one.entreprise.type in ("ACI", "EI", "EA")]
    said = (SANS, RESERVE, None, SANS, CLAUSE, SANS, RESERVE, None, SANS)
    rows = []
    for rank, one in enumerate(said):
        winner = winners[rank % len(winners)]
        day = date(2023 + rank % 4, 3 + rank % 6, 11)
        titulaires = ((winner.siret, winner.raison_sociale),)
        version = Version(day, Decimal(rng.randint(42_000, 190_000)), 24, titulaires)
        objet = 5 if rank % 2 else 6
        rows.append(_case(ACHETEURS_CAS[rank % 8], f"{day.year}S{rank:02d}", objet, version, one))
    return rows


def _contradictory(rng: random.Random) -> list[Contrat]:
    return [
        _case(
            ACHETEURS_CAS[rank], f"2025X{rank}", 5,
            _version(rng, date(2025, 2 + rank, 20), 88_000 + 5_000 * rank, 36, 5), CONTRADICTOIRE,
        )
        for rank in range(4)
    ]  # fmt: skip


def _absurd(rng: random.Random) -> list[Contrat]:
    return [
        _case(
            ACHETEURS_CAS[rank], f"2024Z{rank}", 9,
            _version(rng, date(2024, 5 + rank, 6), amount, 24, 9), SANS,
        )
        for rank, amount in enumerate(MONTANTS_ABSURDES)
    ]  # fmt: skip


def _followed(rng: random.Random, marches: list[Marche]) -> list[Contrat]:
    """Des marchés suivis par les facilitateurs, vus par les DECP : numéro, date et montant proches.

    Un sur trois y est dit sans considération : c'est à corriger avec l'acheteur.
    """
    known = [
        one
        for one in marches
        if one.notification
        and date(2022, 1, 1) <= one.notification <= EXTRACTION - timedelta(days=45)
        and one.operation.donneur_ordre.siret
        and one.engagements
    ]
    step = len(known) // SUIVIS_DECLARES
    chosen = known[::step][:SUIVIS_DECLARES]
    return [_declared(rng, marche, rank) for rank, marche in enumerate(chosen)]


def _declared(rng: random.Random, marche: Marche, rank: int) -> Contrat:
    lieu = marche.operation.commune
    buyer = marche.operation.donneur_ordre
    acheteur = Acheteur(
        buyer.nom.upper(), buyer.siret or "", buyer.type, lieu.code_insee, lieu.code_postal, 0, 100
    )
    has_number = rank % 2 == 0
    shift = 0 if has_number else rng.randint(-20, 20)
    ratio = Decimal(100 if rank % 4 < 2 else rng.randint(97, 104)) / 100
    version = Version(
        (marche.notification or EXTRACTION) + timedelta(days=shift),
        (marche.montant * ratio).quantize(Decimal("0.01")),
        12,
        (_winner(marche),),
    )
    said = (SANS, CLAUSE, None, CLAUSE, SANS, f"{CLAUSE}, {CRITERE}")[rank % 6]
    numero = f"{marche.numero}{marche.lot}" if has_number else f"{version.notification:%Y}D{rank}"
    return Contrat(
        acheteur, numero, f"{marche.operation.intitule} - lot {marche.lot} {marche.metier.lot}",
        CPV[marche.metier.nature], (version,), said, version.notification + timedelta(days=20),
        lieu=(lieu.code_insee, "Code commune"),
    )  # fmt: skip


def _winner(marche: Marche) -> Titulaire:
    one = marche.engagements[0].entreprise
    return one.siret, one.raison_sociale


def decp_files(monde: Monde) -> list[Fichier]:
    """Le fichier des DECP d'exemple."""
    return [decp_file(decp_contracts(monde))]
