"""Les marchés aux bornes : fins oubliées, retards, dates du 31 décembre et du 1er janvier."""

import random
from datetime import date

from data.exemples.monde.marches import Marche, draw_market, draw_operation, set_window
from data.exemples.socle.effectifs import CLOS_EN_2022, EN_COURS_2023
from data.exemples.socle.territoires import AVIGNON, CCPOP, COVE, NORD, SUD, Territoire
from data.exemples.socle.tirage import rng_for

# Marchés sans entreprise : territoire, combien en prévision, combien d'infructueux.
SANS_ENTREPRISE = ((COVE, 4, 2), (NORD, 1, 1), (CCPOP, 1, 1), (SUD, 4, 2), (AVIGNON, 5, 3))


def retouch(marches: list[Marche]) -> None:
    """Déplace quelques marchés à la borne, sans changer aucun effectif de 2023."""
    _bounds(_cohort(marches, COVE, EN_COURS_2023))
    cancelled, suspended = (_cohort(marches, one, EN_COURS_2023)[-1] for one in (SUD, AVIGNON))
    set_window(cancelled, (date(2022, 10, 3), 12, None))
    _stopped(cancelled, "Résilié", date(2023, 6, 16))
    _stopped(suspended, "Suspendu", None)
    # Notifié le 1er janvier 2024 : pas encore en cours en 2023.
    set_window(_cohort(marches, CCPOP, "2024")[-1], (date(2024, 1, 1), 10, None))
    for territoire in (COVE, SUD, AVIGNON):
        late = _cohort(marches, territoire, "2024")[-2]
        late.fin_reelle, late.statut = None, "En cours"
        not_started = _cohort(marches, territoire, "2026")[-1]
        set_window(not_started, (date(2026, 9, 10), 12, None))
        not_started.demarrage, not_started.statut = date(2026, 10, 12), "Notifié"
    for territoire in (SUD, AVIGNON):
        _framework(marches, territoire)


def _cohort(marches: list[Marche], territoire: Territoire, cohorte: str) -> list[Marche]:
    return [
        one for one in marches if one.operation.territoire == territoire and one.cohorte == cohorte
    ]


def _bounds(marches: list[Marche]) -> None:
    """Les cinq derniers marchés de la CoVe en cours en 2023, chacun à sa borne."""
    # Fini le 1er janvier 2023 : en cours en 2023 ; notifié le 31 décembre 2023 : aussi.
    set_window(marches[-1], (date(2022, 3, 14), 9, date(2023, 1, 1)))
    set_window(marches[-2], (date(2023, 12, 31), 12, None))
    # « Terminé » sans date de fin : en cours, signalé.
    set_window(marches[-3], (date(2022, 9, 5), 12, None))
    marches[-3].fin_reelle, marches[-3].statut = None, "Terminé"
    set_window(marches[-4], (date(2022, 11, 7), 14, None))
    _stopped(marches[-4], "Résilié", date(2023, 5, 12))
    set_window(marches[-5], (date(2023, 3, 6), 18, None))
    _stopped(marches[-5], "Suspendu", None)


def _stopped(marche: Marche, statut: str, fin: date | None) -> None:
    marche.fin_reelle, marche.statut = fin, statut


def _framework(marches: list[Marche], territoire: Territoire) -> None:
    """La plus grosse opération devient un accord-cadre : un numéro, plusieurs lots."""
    own = _cohort(marches, territoire, EN_COURS_2023)
    biggest = max(own, key=lambda one: int(one.lot)).operation
    biggest.intitule = f"Accord-cadre - {biggest.intitule}"


def add_special_markets(marches: list[Marche]) -> None:
    """Ajoute marchés en prévision (sans date) et infructueux (parfois datés de 2023)."""
    rng = rng_for("marchés sans entreprise")
    for territoire, planned, failed in SANS_ENTREPRISE:
        for rank in range(planned + failed):
            suffix = f"{23 if rank < failed else 26}-{90 + rank}"
            marche = _empty(rng, territoire, suffix)
            if rank < failed:
                marche.notification = date(2023, 4, 3) if rank == 0 else None
                marche.statut = "Infructueux"
            marches.append(marche)


def _empty(rng: random.Random, territoire: Territoire, suffix: str) -> Marche:
    operation = draw_operation(rng, territoire, suffix)
    return draw_market(rng, operation, CLOS_EN_2022, 1, rng.randint(20, 160) * 20)
