"""Les chiffres : un nom, des filtres, une table.

`run("heures_realisees_par_mois", annee=2023)` rend la table d'un indicateur, `describe` son titre
et sa définition. Chaque indicateur est un fichier SQL (queries/<thème>/<nom>.sql) dont le
commentaire de tête est montré à l'écran ; chaque définition du domaine est une vue : un mot que
deux thèmes partagent dans queries/views/<mot>/, l'étape d'un seul dans queries/<thème>/steps/.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from data.people import key_of, shown_numbers
from data.publish import (
    PANNES,
    Generation,
    MagasinAbime,
    alert,
    current,
    data_mark,
    is_plenary,
    kept,
    kept_marks,
    told,
)
from data.publish import generation as published
from data.publish.acces import PLENIERE, TOTAL, Droit
from data.reference import ATTRIBUTION as CREDIT_CONTOURS
from data.reference import contours, load, quartiers
from queries.base import Base, base, forget_gone, mark_of
from queries.catalog import (
    THEMES,
    Description,
    description,
    files,
    labels,
    sql_of,
    views,
)
from queries.comparaison import MOIS_RECUS, compared, with_comparison
from queries.demandes import DemandeInvalide, FiltreInvalide
from queries.filters import Filtres, at_last_quarter, parse
from queries.parametres import seuil
from queries.protection.publish.certificat import Certificat
from queries.protection.publish.droits import HorsDroit, covers, default_right
from queries.protection.publish.fichier import read_certificate
from queries.protection.publish.lecture import CubeAbsent, NonPublie, find, protected_names
from queries.scenario import SCENARIO, Scenario, parse_scenario

__all__ = [
    "CREDIT_CONTOURS",
    "PANNES",
    "PLENIERE",
    "THEMES",
    "TOTAL",
    "Certificat",
    "CubeAbsent",
    "DemandeInvalide",
    "Description",
    "Droit",
    "FiltreInvalide",
    "HorsDroit",
    "IndicateurInconnu",
    "MagasinAbime",
    "MagasinVide",
    "NonPublie",
    "VuePleniere",
    "alert",
    "certificate",
    "contact",
    "contours",
    "current",
    "data_mark",
    "definitions",
    "describe",
    "forget_gone",
    "is_covered",
    "is_plenary",
    "kept",
    "kept_marks",
    "labels",
    "mark_of",
    "names",
    "protected_names",
    "quartiers",
    "run",
    "run_many",
    "run_protected",
    "seuil",
    "told",
]

# La date des données d'une structure ; de toutes, la plus ancienne.
DERNIERS_JOURS = "select * from dates_extraction"


class IndicateurInconnu(DemandeInvalide):
    """Aucun indicateur de ce nom."""


class MagasinVide(DemandeInvalide):
    """Rien n'a encore été publié, ou la génération demandée n'existe plus."""


class VuePleniere(DemandeInvalide):
    """Ce serveur ne montre que les chiffres protégés : `run` y est fermé."""

    def __init__(self) -> None:
        super().__init__("Ce serveur ne montre que les chiffres protégés.")


def names() -> list[str]:
    """Rend les noms des indicateurs, par thème puis par ordre alphabétique."""
    return list(files())


def describe(name: str) -> Description:
    """Rend titre, définition, unité, grain et source. Lève IndicateurInconnu."""
    if name not in files():
        raise IndicateurInconnu(
            f"L'indicateur « {name} » n'existe pas. « python -m queries » en donne la liste."
        )
    return description(files()[name])


def contact(theme: str) -> str:
    """Rend à qui demander un chiffre de ce thème : un organisme ou une fonction, jamais un nom."""
    found = load()["ref_contact"].filter(theme=theme)["demander_a"]
    return found[0] if found.len() else ""


def definitions() -> list[Description]:
    """Rend la description de chaque définition du domaine (vues), par ordre alphabétique."""
    return [description(path) for path in views().values()]


def run(
    name: str,
    store: Path | None = None,
    generation: int | None = None,
    *,
    droit: Droit | None = None,
    **filtres: object,
) -> pl.DataFrame:
    """Rend la table d'un indicateur, triée, pour la génération servie (ou `generation`).

    Filtres : voir queries.filters (et queries.scenario pour une simulation) ; une valeur inconnue
    est nulle, jamais 0. `droit` : de qui demande (queries/protection/publish/droits.py) ; sans lui,
    tout, et rien que la plénière dès qu'une connexion est réglée. Lève IndicateurInconnu,
    FiltreInvalide, MagasinVide ou HorsDroit (DemandeInvalide).
    """
    return run_many([name], store, generation, droit=droit, **filtres)[name]


def run_many(
    asked: Iterable[str],
    store: Path | None = None,
    generation: int | None = None,
    *,
    droit: Droit | None = None,
    **filtres: object,
) -> dict[str, pl.DataFrame]:
    """Comme `run`, pour plusieurs indicateurs d'une même question : nom -> table.

    Les définitions qu'ils partagent ne sont calculées qu'une fois : bien plus rapide.
    """
    names, chosen = list(asked), _filters(filtres)
    right = default_right() if droit is None else droit
    if not all(covers(right, describe(name), chosen) for name in names):
        raise HorsDroit
    return answer(_find(store, generation), names, **filtres)


def is_covered(name: str, droit: Droit | None = None, **filtres: object) -> bool:
    """Dit si ce droit donne ce résultat exact à ces filtres ; qui lit tout lit tout.

    Lève comme `run`, pour un droit qui dépend des filtres.
    """
    right = default_right() if droit is None else droit
    return right.est_total or covers(right, describe(name), _filters(filtres))


def _filters(given: dict[str, object]) -> Filtres:
    return parse({name: value for name, value in given.items() if name not in SCENARIO})


def answer(
    one: Generation, asked: Iterable[str], *, est_compare: bool = True, **filtres: object
) -> dict[str, pl.DataFrame]:
    """Comme `run_many`, pour une génération que le pointeur ne sert pas encore, sans droit.

    Sans `est_compare`, la période précédente n'est pas cherchée : deux fois plus rapide.
    """
    if is_plenary():
        raise VuePleniere
    described = [describe(name) for name in asked]
    scenario, chosen = parse_scenario(filtres), _filters(filtres)
    shared = base(one)
    found = {
        each.name: _ask(shared, each, chosen, scenario, est_compare=est_compare)
        for each in described
    }
    return {name: _with_numbers(frame, one) for name, frame in found.items()}


def _with_numbers(frame: pl.DataFrame, served: Generation) -> pl.DataFrame:
    """Rend une liste avec les numéros que la structure connaît, si la clé est là (règle 26)."""
    if not any(name.startswith("numero_") for name in frame.columns):
        return frame
    return shown_numbers(frame, key_of(served.manifest.get("cle", "")))


def run_protected(
    name: str, store: Path | None = None, generation: int | None = None, **filtres: object
) -> pl.DataFrame:
    """Rend une table du fichier protégé, sans jamais ouvrir le fichier exact.

    Filtres : une année (ou aucune), et une structure ou un EPCI au plus. Lève NonPublie si la liste
    fermée n'a pas ce chiffre à cette maille, CubeAbsent si la publication n'en a aucun.
    """
    if name not in protected_names():
        describe(name)
        raise NonPublie
    return find(_find(store, generation), name, filtres)


def certificate(store: Path | None = None, generation: int | None = None) -> Certificat | None:
    """Rend le certificat des chiffres protégés servis, None s'il n'y en a pas."""
    return read_certificate(_find(store, generation))


def read(one: Generation, sql: str) -> pl.DataFrame:
    """Exécute un SQL du projet sur toutes les données d'une génération, sans filtre."""
    return base(one).question(parse({}), parse_scenario({})).read(sql)


def _ask(
    shared: Base, asked: Description, chosen: Filtres, scenario: Scenario, *, est_compare: bool
) -> pl.DataFrame:
    """Rend un indicateur pour ces filtres, comparé à la période d'avant s'il le demande."""
    sql = sql_of(files()[asked.name])
    question = shared.question(_own(shared, asked, chosen, scenario), scenario)
    frame = question.read(sql)
    if not asked.comparaison or not est_compare:
        return frame
    found = compared(chosen, question.read(MOIS_RECUS))
    keys = asked.comparaison.split()
    if found is None:
        return with_comparison(keys, frame, None, None, None)
    now, before = (
        frame if filters == chosen else shared.question(filters, scenario).read(sql)
        for filters in (found.maintenant, found.avant)
    )
    return with_comparison(keys, frame, found, now, before)


def _own(shared: Base, asked: Description, chosen: Filtres, scenario: Scenario) -> Filtres:
    """Rend les filtres de la question : ceux choisis, ou la période sur laquelle elle est figée."""
    if asked.periode:
        return parse({"periode": asked.periode})
    if not asked.trimestre:
        return chosen
    days = shared.question(chosen, scenario).read(DERNIERS_JOURS)
    kept = days if chosen.structure is None else days.filter(structure=chosen.structure)
    last = kept["date_extraction"].min()
    return at_last_quarter(chosen, last, est_ouvert=asked.trimestre == "depuis")


def _find(store: Path | None, number: int | None) -> Generation:
    found = current(store) if number is None else published(number, store)
    if found is None:
        raise MagasinVide(
            "Aucune donnée n'a encore été importée : lancez « python -m data exemples » pour des "
            "données d'exemple, ou « python -m data importer FICHIER… » pour les vôtres."
            if number is None
            else f"La publication n° {number} n'existe pas ou n'est plus gardée."
        )
    return found
