"""Lire le fichier protégé : retrouver une réponse, ou dire qu'elle n'est pas publiée."""

from __future__ import annotations

import polars as pl

from data.publish import Generation
from queries.demandes import DemandeInvalide
from queries.filters import parse
from queries.protection.publish.attente import EN_COURS, is_waiting
from queries.protection.publish.fichier import DEMANDES, read_cube
from queries.protection.rules.liste import EXACTS, PROTEGES, Demande
from queries.protection.rules.seuils import AXE

ADMIS = ("annee", "periode", "structure", "epci", "axe")
MAILLES = EXACTS | PROTEGES


SANS_CUBE = (
    "Cette publication n'a pas de chiffres protégés : lancez « python -m data proteger » pour "
    "publier à nouveau les mêmes données avec eux."
)


class NonPublie(DemandeInvalide):
    """Un chiffre que la liste fermée n'a pas, ou pas à cette maille."""

    def __init__(self, phrase: str = "") -> None:
        super().__init__(
            phrase
            or "Non publié à cette maille : les chiffres protégés se lisent par année, pour le "
            "département, une structure ou un EPCI."
        )


class CubeAbsent(NonPublie):
    """La publication servie n'a pas, ou pas encore, de chiffres protégés."""

    def __init__(self, *, attend: bool = False) -> None:
        super().__init__(EN_COURS if attend else SANS_CUBE)


def protected_names() -> list[str]:
    """Rend les noms que lit `run_protected`, par ordre alphabétique."""
    return sorted(MAILLES)


def find(one: Generation, name: str, filtres: dict[str, object]) -> pl.DataFrame:
    """Rend la réponse publiée. Lève FiltreInvalide, NonPublie ou CubeAbsent."""
    asked = demande_of(filtres)
    if not one.a_cube:
        raise CubeAbsent(attend=is_waiting(one))
    cube = read_cube(one)
    if cube[DEMANDES].filter(nom=name, demande=asked.cle).is_empty():
        raise NonPublie
    return cube[name].filter(pl.col("demande") == asked.cle).drop("demande")


def demande_of(filtres: dict[str, object]) -> Demande:
    """Rend la question que posent des filtres. Lève FiltreInvalide ou NonPublie."""
    given = {name for name, value in filtres.items() if value not in (None, "")}
    chosen = parse(filtres)
    periode = chosen.periode
    is_year = periode.libelle.isdigit()
    if given - set(ADMIS) or chosen.axe != AXE or (chosen.structure and chosen.epci):
        raise NonPublie
    if not is_year and not periode.est_tout:
        raise NonPublie
    return Demande(periode.debut.year if is_year else None, chosen.structure, chosen.epci)
