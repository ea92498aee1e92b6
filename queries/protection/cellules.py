"""Des effectifs exacts aux cellules publiées : arrondir, auditer, réparer, écrire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from queries.protection.arrondi import (
    INCONNU,
    Publie,
    masque,
    part_pct,
    round_base,
    round_count,
    round_total,
)
from queries.protection.blocs import EPCI, SUITES, Effectifs, build_blocs
from queries.protection.certificat import Bilan
from queries.protection.modele import Bloc, Place
from queries.protection.reparation import repair
from queries.protection.seuils import Seuils

BENEFICIAIRES, SORTIES, TYPES = "beneficiaires", "sorties", "types_sorties"
INCONNUE = Publie(INCONNU, "inconnu")


@dataclass(frozen=True)
class Cellule:
    """Une cellule du cube : ce qui s'écrit, pour qui, où et quand."""

    annee: int
    mesure: str
    maille: str
    territoire: str
    code: str
    publie: Publie
    part_pct: int | None = None


def protect_counts(one: Effectifs, seuils: Seuils) -> tuple[dict[Place, Publie], Bilan]:
    """Rend ce qui s'écrit de chaque (territoire, code), totaux compris, et le bilan de l'audit.

    Lève ReparationImpossible si l'audit trouve encore une faute après toutes les rondes.
    """
    found = {
        (code, "total"): round_total(one.total(code), maille, seuils)
        for code, maille in one.mailles.items()
    }
    bilan = Bilan(cellules=len(found))
    for bloc in build_blocs(one, seuils.seuil_territoire):
        counts = one.sorties if bloc.nom == SORTIES else one.comptes
        published, own = protect_bloc(bloc, counts, seuils)
        found |= published
        bilan += own
    return found, bilan


def protect_bloc(
    bloc: Bloc, counts: Mapping[Place, int], seuils: Seuils
) -> tuple[dict[Place, Publie], Bilan]:
    """Rend ce qui s'écrit d'un bloc audité et réparé, et son bilan."""
    published = {place: round_count(counts[place], seuils) for place in bloc.cellules}
    bornes = {place: (one.bas, one.haut) for place, one in published.items()}
    done = repair(bloc, bornes, seuils.seuil_secret, seuils.rondes_maximum)
    published |= dict.fromkeys(done.blanchies, masque())
    return published, Bilan(len(published), len(done.blanchies), len(bloc.groupes), done.rondes)


def cells_of(
    annee: int, one: Effectifs, published: Mapping[Place, Publie], seuils: Seuils
) -> list[Cellule]:
    """Rend les cellules d'une année, pourcentages compris, territoire par territoire."""
    cells = []
    for (territoire, code), publie in published.items():
        mesure = TYPES if code in one.types else SORTIES if code in SUITES else BENEFICIAIRES
        whole = _whole(one, published, territoire, mesure, seuils)
        part = None if code == "total" or mesure == SORTIES else publie.valeur
        cells.append(
            Cellule(
                annee, mesure, one.mailles[territoire], territoire, code, publie,
                part_pct(part, whole, seuils),
            )
        )  # fmt: skip
    return cells


def _whole(
    one: Effectifs, published: Mapping[Place, Publie], territoire: str, mesure: str, seuils: Seuils
) -> int | None:
    """Rend le dénominateur arrondi : le total du territoire, ou ses sorties positives."""
    if mesure == BENEFICIAIRES:
        shown = published[territoire, "total"].valeur
        return None if shown is None else round_base(shown, seuils)
    return published[territoire, "positives"].valeur


def unknown_cells(annee: int, one: Effectifs, places: Mapping[str, str]) -> list[Cellule]:
    """Rend « inconnu » pour chaque territoire dont rien n'a été reçu cette année-là."""
    return [
        Cellule(annee, BENEFICIAIRES, maille, code, "total", INCONNUE)
        for code, maille in places.items()
        if code not in one.mailles and maille != EPCI
    ]
