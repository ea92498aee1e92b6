"""Lire les chiffres exacts d'une génération : les mêmes définitions que l'écran, par `queries`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import polars as pl

import queries
from data.generations import Generation
from data.reference import load
from queries.protection.blocs import (
    AUTRES_SUITES,
    CATEGORIES,
    DEPARTEMENT,
    EPCI,
    STRUCTURE,
    SUITES,
    Effectifs,
)
from queries.protection.liste import Demande, demandes, names_for
from queries.protection.modele import Place

Frames = Mapping[str, pl.DataFrame]
Reponses = dict[Demande, Frames]
Progress = Callable[[float, str], None]
REFERENTIEL = "convention"
LECTURES_SIMULTANEES = 2


def collect(one: Generation, progress: Progress) -> Reponses:
    """Rend toutes les réponses exactes que demande la liste fermée."""
    choices = queries.answer(one, ["filtres_possibles"])["filtres_possibles"]
    years = sorted(int(code) for code in choices.filter(pl.col("filtre") == "annee")["code"])
    wanted = [demande for demande in demandes(years) if names_for(demande.maille)]
    found: Reponses = {}
    with ThreadPoolExecutor(LECTURES_SIMULTANEES) as pool:
        for demande, frames in zip(
            wanted, pool.map(lambda ask: _ask(one, ask), wanted), strict=True
        ):
            found[demande] = frames
            progress(len(found) / len(wanted), "Chiffres à protéger")
    return found


def _ask(one: Generation, demande: Demande) -> Frames:
    # Un EPCI se compare à l'année d'avant, déjà lue : la chercher doublerait la durée.
    is_compared = demande.epci is None
    names = names_for(demande.maille)
    return queries.answer(one, names, est_compare=is_compared, **demande.filters)


def years_of(found: Reponses) -> list[int]:
    """Rend les années où des heures ont été reçues, croissantes."""
    return sorted({one.annee for one in found if one.annee is not None})


def place_of(demande: Demande) -> tuple[str, str]:
    """Rend (territoire, maille) d'une question."""
    if demande.structure:
        return demande.structure, STRUCTURE
    return (demande.epci, EPCI) if demande.epci else (DEPARTEMENT, DEPARTEMENT)


def counts_of(found: Reponses, annee: int) -> Effectifs:
    """Rend les effectifs d'une année ; un territoire dont rien n'est reçu n'y est pas."""
    mailles: dict[str, str] = {}
    comptes: dict[Place, int] = {}
    sorties: dict[Place, int] = {}
    presences: set[Place] = set()
    types = exit_types()
    for demande, frames in found.items():
        if demande.annee != annee:
            continue
        territoire, maille = place_of(demande)
        counts = _column(frames["beneficiaires_par_categorie"], "categorie", "beneficiaires")
        if counts["total"] is not None:
            mailles[territoire] = maille
            comptes |= {(territoire, code): counts[code] for code in ("total", *CATEGORIES)}
        if maille != EPCI:
            sorties |= {(territoire, code): n for code, n in _exits(frames, types).items()}
        if maille == STRUCTURE:
            presences |= {(territoire, code) for code in frames["heures_par_epci"]["epci"]}
    epci = found[Demande(annee)]["beneficiaires_par_epci"]["epci"]
    outside = bool(set(epci) & {"inconnu", "hors_departement"})
    return Effectifs(mailles, comptes, frozenset(presences), outside, sorties, types)


def exit_types() -> tuple[str, ...]:
    """Rend les types de sorties positives de la convention : la liste entière, même à zéro."""
    said = dict(load()["ref_parametre"].select("cle", "valeur").iter_rows())
    training = said["formation_positive_convention"] == "oui"
    is_positive = (pl.col(REFERENTIEL) == "positive") | (
        (pl.col("type_sortie") == "Formation") & training
    )
    rows = load()["ref_situation"].sort("ordre").filter(is_positive)
    return tuple(rows["type_sortie"].unique(maintain_order=True))


def _exits(frames: Frames, types: tuple[str, ...]) -> dict[str, int]:
    row = frames["sorties_a_six_mois"].row(
        by_predicate=pl.col("referentiel") == REFERENTIEL, named=True
    )
    # « personnes » est la somme de ses parties : une situation sans classement n'y manque pas.
    said = {code: row[code] for code in ("connues", "positives", *AUTRES_SUITES)}
    said["personnes"] = said["connues"] + sum(said[code] for code in AUTRES_SUITES)
    counted = _column(frames["types_sorties_positives"], "type_sortie", "sorties")
    return {code: said[code] for code in SUITES} | {code: counted.get(code, 0) for code in types}


def _column(frame: pl.DataFrame, key: str, value: str) -> dict[str, int | None]:
    return dict(frame.select(key, value).iter_rows())
