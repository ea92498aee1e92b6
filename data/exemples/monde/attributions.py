"""Qui attribue quoi à qui : les entreprises de chaque marché.

252 SIREN d'attributaires distincts sur les marchés en cours en 2023, par construction : chaque
entreprise « active en 2023 » reçoit d'abord une place, le reste des places est tiré.
"""

import random
from collections import defaultdict

from data.exemples.monde.entreprises import (
    NOMBRE_ATTRIBUTAIRES_2023,
    Entreprise,
    Metier,
    companies,
    other_office,
)
from data.exemples.monde.marches import Engagement, Marche
from data.exemples.socle.effectifs import CLOS_EN_2022, EN_COURS_2023
from data.exemples.socle.tirage import rng_for

Paire = tuple[Metier, Entreprise]
SERVICES = {
    "Espaces verts": "Entretien des espaces verts",
    "Propreté": "Nettoyage des locaux",
    "Déchets": "Collecte et tri des déchets",
    "Restauration": "Restauration collective",
}
ROLES = (("Titulaire",), ("Mandataire", "Cotraitant"), ("Mandataire", "Cotraitant", "Cotraitant"))
POIDS_ROLES = (76, 17, 7)


def assign_companies(marches: list[Marche]) -> None:
    """Donne à chaque marché ses attributaires, à quelques-uns un sous-traitant."""
    rng = rng_for("attributions")
    actives = companies(rng, 1, NOMBRE_ATTRIBUTAIRES_2023)
    autres = companies(rng, 501, 80)
    _assign_2023(rng, [one for one in marches if one.cohorte == EN_COURS_2023], actives)
    for marche in marches:
        if marche.cohorte != EN_COURS_2023:
            # Les sous-traitants de 2023 (autres[:30]) ne deviennent attributaires qu'ensuite.
            known = autres[30:] if marche.cohorte == CLOS_EN_2022 else autres
            pool = [rng.choice(actives if rng.random() < 0.6 else known) for _ in range(6)]
            _fill(rng, marche, rng.choices(ROLES, POIDS_ROLES)[0], pool)
        if rng.random() < 0.12:
            _add(rng, marche, "Sous-traitant", rng.choice(autres[:30]), 0.1)
    _rename_services(marches)


def _assign_2023(rng: random.Random, marches: list[Marche], actives: list[Paire]) -> None:
    """Une place pour chacune des entreprises actives, puis des retours tirés au sort."""
    roles = [rng.choices(ROLES, POIDS_ROLES)[0] for _ in marches]
    places = sum(len(one) for one in roles)
    waiting = list(actives) + [rng.choice(actives) for _ in range(places - len(actives))]
    rng.shuffle(waiting)
    for marche, marche_roles in zip(marches, roles, strict=True):
        _fill(rng, marche, marche_roles, waiting)
    if waiting:
        raise ValueError(f"{len(waiting)} entreprises sans place : changer la graine")


def _fill(rng: random.Random, marche: Marche, roles: tuple[str, ...], waiting: list[Paire]) -> None:
    """Prend dans la file des entreprises absentes de ce marché ; la première donne le métier."""
    for role in roles:
        taken = {engagement.entreprise.siren for engagement in marche.engagements}
        pair = next(one for one in waiting if one[1].siren not in taken)
        waiting.remove(pair)
        if not marche.engagements:
            marche.metier = pair[0]
        _add(rng, marche, role, pair, 1 / len(roles))


def _add(rng: random.Random, marche: Marche, role: str, pair: Paire, part: float) -> None:
    entreprise = pair[1]
    if rng.random() < 0.06:
        entreprise = other_office(entreprise)
    hours = round(marche.quarts_prevus / 4 * part * rng.uniform(0.95, 1.1))
    marche.engagements.append(Engagement(entreprise, role, hours * 4))


def _rename_services(marches: list[Marche]) -> None:
    """Une opération faite de services seulement a son propre intitulé, pas celui d'un chantier."""
    secteurs: dict[str, list[Marche]] = defaultdict(list)
    for marche in marches:
        secteurs[marche.operation.numero].append(marche)
    for lots in secteurs.values():
        objets = [SERVICES.get(one.metier.secteur) for one in lots]
        if all(objets):
            operation = lots[0].operation
            operation.intitule = f"{objets[0]} - {operation.commune.nom}"
