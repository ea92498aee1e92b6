"""Ce qu'un droit couvre : quels chiffres exacts il donne, à quels filtres.

Un filtre n'est pas un droit : certains résultats disent plus que la structure ou le territoire
choisis. Chacun déclare sa portée en tête de son fichier (`-- portee : …`) :

- rien : il ne dit que la structure et le territoire choisis ;
- `structure` : il suit la structure choisie, mais pas le territoire (un poste partagé, un rang) ;
- `personnes` : une ligne par personne, avec son numéro ; la structure qui la suit, elle seule ;
- `departement` : il parle de tous, quels que soient les filtres ;
- `publique` : il ne dit rien de personne (règles, dates, contrats publics).

Ce qu'un droit ne couvre pas se lit dans les chiffres protégés, ou ne se lit pas.
"""

from __future__ import annotations

import os

import polars as pl

from data.publish.acces import PLENIERE, TOTAL, Droit
from data.reference import load
from queries.catalog import Description
from queries.filters import Filtres
from queries.protection.publish.lecture import NonPublie

# Dès que l'un de ses réglages est posé, une connexion est attendue, même mal réglée.
REGLAGES = "CLAUSES_OIDC_EMETTEUR".removesuffix("EMETTEUR")
# Les chiffres protégés sont vérifiés contre qui connaît son territoire d'après les travaux ; lu
# autrement (résidence, acheteur, structure), il en apprendrait plus que ce qui est vérifié.
AXES_SUS = ("travaux",)


class HorsDroit(NonPublie):
    """Un chiffre exact que le droit de la personne ne couvre pas."""

    def __init__(self) -> None:
        super().__init__(
            "Hors de votre accès : ce chiffre en dirait plus que le territoire ou la structure que "
            "vos droits vous donnent à lire exactement."
        )


def default_right() -> Droit:
    """Rend le droit de qui n'en dit pas : rien que la plénière, dès qu'une connexion est réglée."""
    is_enforced = any(name.startswith(REGLAGES) for name in os.environ)
    return PLENIERE if is_enforced else TOTAL


def covers(droit: Droit, asked: Description, chosen: Filtres) -> bool:
    """Dit si ce droit donne ce résultat exact, à ces filtres."""
    if droit.est_total:
        return True
    if droit.est_pleniere:
        return False
    if asked.portee == "personnes":
        return chosen.structure in droit.structures
    if droit.est_financeur or asked.portee == "publique":
        return True
    if asked.portee == "departement" or asked.periode:
        return False
    if chosen.structure in droit.structures:
        return True
    is_own_place = chosen.axe in AXES_SUS and _epci_of(chosen) in droit.epci
    return asked.portee != "structure" and is_own_place


def _epci_of(chosen: Filtres) -> str | None:
    """Rend l'EPCI où sont tous les lieux de ces filtres, None s'il n'y en a pas un seul."""
    commune = chosen.commune
    if chosen.epci or not (commune or chosen.qpv):
        return chosen.epci
    if not commune:
        found = load()["ref_qpv"].filter(code=chosen.qpv)["code_insee"]
        commune = found[0] if found.len() else None
    towns = load()["ref_commune"].filter(pl.col("code_insee") == commune)["epci"]
    return towns[0] if towns.len() else None
