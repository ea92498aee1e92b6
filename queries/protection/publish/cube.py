"""Le cube protégé d'une génération : toutes ses tables, auditées, et son certificat."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from data.publish import Generation
from queries.protection.count.collecte import (
    Frames,
    Progress,
    Reponses,
    collect,
    counts_of,
    exit_types,
    place_of,
    years_of,
)
from queries.protection.count.effectifs import DEPARTEMENT, Effectifs
from queries.protection.count.informe import Informe, Lectures, informed, read_inside
from queries.protection.publish.annees import Annees
from queries.protection.publish.certificat import Bilan, Certificat, certify
from queries.protection.rules.lecteurs import Portee, readers
from queries.protection.rules.liste import COLONNES_RETIREES, EXACTS, PROTEGES, Demande
from queries.protection.rules.seuils import Seuils, read_seuils
from queries.protection.write.cellules import Cellule, cells_of, unknown_cells
from queries.protection.write.cles import key_figures
from queries.protection.write.entreprises import group_sectors, group_types, hide_few
from queries.protection.write.heures import Dehors, hours_by_category
from queries.protection.write.tables import cells_table, person_tables, place_names
from queries.protection.write.taux import rate_tables

Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Annee:
    """Les effectifs exacts d'une année, et ce qu'en sait chaque lecteur informé."""

    effectifs: Effectifs
    lecteurs: tuple[Informe, ...] = ()

    @property
    def dehors(self) -> Dehors:
        """Ce que chaque lecteur ne lit pas du département : les effectifs par catégorie."""
        return [
            {
                code: count - one.comptes.get((place, code), 0)
                for (place, code), count in self.effectifs.comptes.items()
                if place == DEPARTEMENT
            }
            for one in self.lecteurs
        ]


@dataclass(frozen=True)
class Cube:
    """Ce qui s'écrit dans le fichier protégé ; `demandes` : nom et question de chaque réponse."""

    tables: Tables
    demandes: pl.DataFrame
    certificat: Certificat


def build_cube(
    one: Generation, copil: str | None, progress: Progress, annees: Annees | None = None
) -> Cube:
    """Rend le cube d'une génération ; `annees` : celles d'avant, complétées de celles-ci.

    Lève ReparationImpossible, AuditImpossible ou EffectifsIncoherents.
    """
    start = time.perf_counter()
    seuils = read_seuils()
    found = collect(one, progress)
    types = exit_types(one, years_of(found))
    portees = readers(one.folder.parent.parent)
    inside = read_inside(one, portees, types) if portees else {}
    years = counted_years(found, types, portees, inside)
    cells, bilan = protect_years(found, years, seuils, annees or Annees())
    tables = {
        **_exact_tables(found),
        **person_tables(cells),
        **_company_tables(found, years, seuils),
        "chiffres_cles": key_figures(found, cells, seuils),
    }
    tables |= rate_tables(tables["sorties_a_six_mois"], seuils)
    spent = time.perf_counter() - start
    exact = one.manifest["empreinte"]
    codes = [portee.code for portee in portees]
    certificat = certify(one.number, exact, copil, bilan, spent, seuils, codes)
    return Cube(tables, _asked(found), certificat)


def counted_years(
    found: Reponses,
    types: Mapping[int, tuple[str, ...]],
    portees: Iterable[Portee],
    inside: Mapping[int, Lectures],
) -> dict[int, Annee]:
    """Rend chaque année : ses effectifs, et ce qu'en sait chaque lecteur.

    `types` : les types de sorties positives de chaque année.
    """
    counts = {annee: counts_of(found, annee, own) for annee, own in types.items()}
    return {
        annee: Annee(one, tuple(informed(portee, one, inside[annee]) for portee in portees))
        for annee, one in counts.items()
    }


def protect_years(
    found: Reponses, years: Mapping[int, Annee], seuils: Seuils, annees: Annees
) -> tuple[pl.DataFrame, Bilan]:
    """Rend la table des cellules de toutes les années et le bilan de leurs audits."""
    places, names = dict(place_of(one) for one in found), place_names()
    cells: list[Cellule] = []
    bilan = Bilan()
    for annee, year in years.items():
        counts = year.effectifs
        published, own = annees.protect(counts, seuils, year.lecteurs)
        unknown = unknown_cells(annee, counts, places)
        cells += [*cells_of(annee, counts, published, seuils), *unknown]
        said = tuple(f"{names[code]} en {annee}" for code in own.bornes)
        bilan += replace(own, bornes=said) + Bilan(cellules=len(unknown))
    return cells_table(cells), bilan


def _exact_tables(found: Reponses) -> Tables:
    return {
        name: _gathered(
            {
                one: frames[name].drop(COLONNES_RETIREES.get(name, ()))
                for one, frames in found.items()
                if _has(mailles, one)
            }
        )
        for name, mailles in EXACTS.items()
    }


def _company_tables(found: Reponses, years: Mapping[int, Annee], seuils: Seuils) -> Tables:
    """Rend les tables dont le seuil n'est pas un arrondi : entreprises, heures par catégorie."""
    asked = {one: frames for one, frames in found.items() if one.maille == "D"}
    made: dict[str, Callable[[Frames], pl.DataFrame]] = {
        "entreprises_roles": lambda one: hide_few(one["entreprises_roles"], seuils),
        "entreprises_par_secteur": lambda one: group_sectors(
            one["entreprises_par_secteur"], seuils
        ),
        "entreprises_par_type": lambda one: group_types(
            one["entreprises_par_type"], one["concentration_heures"], seuils
        ),
    }
    hours = {
        one: hours_by_category(frames["heures_par_categorie"], seuils, years[one.annee].dehors)
        for one, frames in asked.items()
        if one.annee is not None
    }
    return {
        "heures_par_categorie": _gathered(hours),
        **{
            name: _gathered({one: make(frames) for one, frames in asked.items()})
            for name, make in made.items()
        },
    }


def _gathered(answers: dict[Demande, pl.DataFrame]) -> pl.DataFrame:
    """Réunit les réponses d'un indicateur, chacune avec sa `demande`."""
    parts = [frame.with_columns(demande=pl.lit(one.cle)) for one, frame in answers.items()]
    return pl.concat(parts, how="vertical_relaxed") if parts else pl.DataFrame({"demande": [""]})


def _asked(found: Reponses) -> pl.DataFrame:
    rows = [
        {"nom": name, "demande": one.cle}
        for one in found
        for name, mailles in (EXACTS | PROTEGES).items()
        if _has(mailles, one)
    ]
    return pl.DataFrame(rows, schema={"nom": pl.String, "demande": pl.String})


def _has(mailles: str, one: Demande) -> bool:
    return one.maille in mailles.split()
