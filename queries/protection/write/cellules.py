"""Des effectifs exacts aux cellules publiées : arrondir, auditer, réparer, écrire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from queries.protection.attack.bilan import Bilan
from queries.protection.attack.blocs import build_blocs
from queries.protection.attack.lecteur import AuditImpossible
from queries.protection.attack.modele import Bloc, Borne
from queries.protection.attack.reparation import ReparationImpossible, repair
from queries.protection.count.effectifs import EPCI, SUITES, Effectifs, Place
from queries.protection.count.informe import PUBLIC, Informe
from queries.protection.rules.seuils import Seuils
from queries.protection.write.arrondi import (
    INCONNU,
    LARGE,
    Publie,
    masque,
    part_pct,
    round_base,
    round_count,
    round_total,
    widen,
)

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


def protect_counts(
    one: Effectifs, seuils: Seuils, lecteurs: Iterable[Informe] = ()
) -> tuple[dict[Place, Publie], Bilan]:
    """Rend ce qui s'écrit de chaque (territoire, code), totaux compris, et le bilan de l'audit.

    Lève ReparationImpossible si l'audit trouve une faute même sans aucune cellule publiée.

    `lecteurs` : ceux qui lisent exactement une partie de ces effectifs. Le public d'abord, puis
    chacun d'eux : ôter une cellule ne fait que desserrer, ce qui est déjà sûr le reste.
    """
    found = _totals(one, seuils)
    wide: dict[Place, Publie] = {}
    blocs = _blocs(one, seuils)
    bilan = Bilan(cellules=len(found), bornes=_bounded(blocs, seuils))
    for bloc in blocs:
        counts = one.sorties if bloc.nom == SORTIES else one.comptes
        published, own = protect_bloc(bloc, counts, seuils)
        wide |= _wide(bloc, counts, seuils)
        found |= published
        bilan += own
    for lecteur in lecteurs:
        found, own = _protect_from(lecteur, one, found, wide, seuils)
        bilan += own
    return found, bilan


def _blocs(one: Effectifs, seuils: Seuils, lecteur: Informe = PUBLIC) -> list[Bloc]:
    sizes = (seuils.seuil_territoire, seuils.seuil_secret, seuils.seuil_structure)
    return build_blocs(one, *sizes, lecteur)


def _protect_from(
    lecteur: Informe,
    one: Effectifs,
    published: Mapping[Place, Publie],
    wide: Mapping[Place, Publie],
    seuils: Seuils,
) -> tuple[dict[Place, Publie], Bilan]:
    """Rend ce qui s'écrit encore quand ce lecteur-là lit aussi, et ce que cela coûte de plus."""
    found, bilan = dict(published), Bilan()
    for bloc in _blocs(one, seuils, lecteur):
        try:
            changed, own = _repaired(bloc, found, wide, seuils)
        except (ReparationImpossible, AuditImpossible):
            return dict(published), Bilan(refuses=(lecteur.code,))
        found |= changed
        bilan += own
    return found, bilan


def _totals(one: Effectifs, seuils: Seuils) -> dict[Place, Publie]:
    """Rend les totaux : exacts, sauf un petit EPCI, ou un département entier sous le seuil."""
    tiny = round_count(0, seuils) if one.is_tiny(seuils.seuil_secret) else None
    return {
        (code, "total"): tiny
        if tiny and maille != EPCI
        else round_total(one.total(code), maille, seuils)
        for code, maille in one.mailles.items()
    }


def _bounded(blocs: list[Bloc], seuils: Seuils) -> tuple[str, ...]:
    """Rend les territoires dont les seuls totaux disent les groupes plus petits que la règle."""
    limit = seuils.seuil_secret - 1
    found = {code for bloc in blocs for code, high in bloc.plafonds.items() if high < limit}
    return tuple(sorted(found))


def protect_bloc(
    bloc: Bloc, counts: Mapping[Place, int], seuils: Seuils
) -> tuple[dict[Place, Publie], Bilan]:
    """Rend ce qui s'écrit d'un bloc audité et réparé, et son bilan."""
    published = {place: round_count(counts[place], seuils) for place in bloc.cellules}
    changed, bilan = _repaired(bloc, published, _wide(bloc, counts, seuils), seuils)
    return published | changed, bilan + Bilan(cellules=len(published))


def _repaired(
    bloc: Bloc, published: Mapping[Place, Publie], wide: Mapping[Place, Publie], seuils: Seuils
) -> tuple[dict[Place, Publie], Bilan]:
    """Rend les cellules d'un bloc à récrire, et le bilan de ce qui change."""
    shown = {place: one for place in bloc.cellules if (one := published[place]) != masque()}
    fine = {place: one for place, one in shown.items() if one.statut != LARGE}
    larges = {place: wide[place] for place in fine if place in wide}

    def read(cells: Mapping[Place, Publie]) -> dict[Place, Borne]:
        return {place: bloc.rest(place, (one.bas, one.haut)) for place, one in cells.items()}

    done = repair(bloc, read(shown), seuils.seuil_secret, seuils.rondes_maximum, read(larges))
    changed = {place: wide[place] for place in done.elargies}
    changed |= dict.fromkeys(done.blanchies, masque())
    return changed, Bilan(
        blanchies=len(done.blanchies),
        groupes=len(bloc.groupes),
        rondes=done.rondes,
        elargies=len(done.elargies) - len(done.blanchies - fine.keys()),
    )


def _wide(bloc: Bloc, counts: Mapping[Place, int], seuils: Seuils) -> dict[Place, Publie]:
    """Rend la classe large de chaque cellule où elle dit plus que le total du territoire."""
    found = {place: widen(counts[place], seuils) for place in bloc.cellules}
    return {
        place: one
        for place, one in found.items()
        if one.bas > 0 or (one.haut or 0) < bloc.plafonds[place[0]]
    }


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
