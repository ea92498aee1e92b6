"""Lire les chiffres exacts d'une génération : les mêmes définitions que l'écran, par `queries`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import polars as pl

import queries
from data.publish import Generation
from queries.catalog import FOLDER, files, sql_of
from queries.comparaison import MOIS_RECUS, Comparaison, compared, with_comparison
from queries.filters import Filtres, parse
from queries.protection.count.effectifs import (
    AUTRES_SUITES,
    CATEGORIES,
    DEPARTEMENT,
    EPCI,
    STRUCTURE,
    SUITES,
    Effectifs,
    EffectifsIncoherents,
    Place,
)
from queries.protection.count.passe import ask_all
from queries.protection.rules.liste import EXACTS, LUS, Demande, demandes, names_for

Frames = Mapping[str, pl.DataFrame]
Reponses = dict[Demande, Frames]
Progress = Callable[[float, str], None]
Propres = Mapping[str, Mapping[Demande, Filtres]]
REFERENTIEL = "convention"
# Dans l'ordre de la liste, chacun une fois.
NOMS = tuple(dict.fromkeys([*EXACTS, *LUS]))
TYPES_POSITIFS = FOLDER / "protection" / "sql" / "types_positifs.sql"


def collect(one: Generation, progress: Progress) -> Reponses:
    """Rend toutes les réponses exactes que demande la liste fermée, lues en une passe."""
    choices = queries.answer(one, ["filtres_possibles"])["filtres_possibles"]
    years = sorted(int(code) for code in choices.filter(pl.col("filtre") == "annee")["code"])
    wanted = [demande for demande in demandes(years) if names_for(demande.maille)]
    progress(0.1, "Chiffres à protéger")
    asked = {ask: parse(ask.filters) for ask in wanted}
    listed = {maille: set(names_for(maille)) for maille in {ask.maille for ask in wanted}}
    own = {
        name: {
            ask: own_filters(name, chosen)
            for ask, chosen in asked.items()
            if name in listed[ask.maille]
        }
        for name in NOMS
    }
    same_months = _comparisons(one, own)
    every = {name: [*owned.values(), *_more(same_months[name])] for name, owned in own.items()}
    found = ask_all(one, {sql_of(files()[name]): each for name, each in every.items()})
    progress(0.8, "Chiffres à protéger")
    answers: Reponses = {ask: {} for ask in wanted}
    for name, owned in own.items():
        same = found[sql_of(files()[name])]
        for ask, filters in owned.items():
            is_compared = _is_compared(name, ask)
            months = same_months[name].get(ask)
            answers[ask][name] = (
                _answered(name, filters, months, same) if is_compared else same[filters]
            )
    return answers


def _more(compared: Mapping[Demande, Comparaison]) -> Iterable[Filtres]:
    """Rend les questions de plus : les mois finis, et les mêmes mois d'avant."""
    return (each for one in compared.values() for each in (one.maintenant, one.avant))


def own_filters(name: str, chosen: Filtres) -> Filtres:
    """Rend les filtres d'une question pour cet indicateur : certains ont leur propre période."""
    periode = queries.describe(name).periode
    return parse({"periode": periode}) if periode else chosen


def _is_compared(name: str, demande: Demande) -> bool:
    # Un EPCI se compare à l'année d'avant, déjà lue : la chercher doublerait les questions.
    return bool(queries.describe(name).comparaison) and demande.epci is None


def _comparisons(one: Generation, own: Propres) -> dict[str, dict[Demande, Comparaison]]:
    """Rend ce qui se compare de chaque question, pour les indicateurs qui se comparent."""
    chosen = {
        name: {ask: each for ask, each in owned.items() if _is_compared(name, ask)}
        for name, owned in own.items()
    }
    asked = list(dict.fromkeys(each for owned in chosen.values() for each in owned.values()))
    months = ask_all(one, {MOIS_RECUS: asked})[MOIS_RECUS]
    return {
        name: {ask: found for ask, each in owned.items() if (found := compared(each, months[each]))}
        for name, owned in chosen.items()
    }


def _answered(
    name: str, filters: Filtres, found: Comparaison | None, same: Mapping[Filtres, pl.DataFrame]
) -> pl.DataFrame:
    """Rend la réponse à une question et ce qui s'y compare."""
    keys = queries.describe(name).comparaison.split()
    now, before = (same[found.maintenant], same[found.avant]) if found else (None, None)
    return with_comparison(keys, same[filters], found, now, before)


def years_of(found: Reponses) -> list[int]:
    """Rend les années où des heures ont été reçues, croissantes."""
    return sorted({one.annee for one in found if one.annee is not None})


def place_of(demande: Demande) -> tuple[str, str]:
    """Rend (territoire, maille) d'une question."""
    if demande.structure:
        return demande.structure, STRUCTURE
    return (demande.epci, EPCI) if demande.epci else (DEPARTEMENT, DEPARTEMENT)


def counts_of(found: Reponses, annee: int, types: tuple[str, ...]) -> Effectifs:
    """Rend les effectifs d'une année ; un territoire dont rien n'est reçu n'y est pas."""
    mailles: dict[str, str] = {}
    comptes: dict[Place, int] = {}
    sorties: dict[Place, int] = {}
    presences: set[Place] = set()
    for demande, frames in found.items():
        if demande.annee != annee:
            continue
        territoire, maille = place_of(demande)
        if counts := persons_of(frames):
            mailles[territoire] = maille
            comptes |= {(territoire, code): n for code, n in counts.items()}
        if maille != EPCI:
            sorties |= {(territoire, code): n for code, n in exits_of(frames, types).items()}
        if maille == STRUCTURE:
            presences |= {(territoire, code) for code in frames["heures_par_epci"]["epci"]}
    epci = found[Demande(annee)]["beneficiaires_par_epci"]["epci"]
    outside = bool(set(epci) & {"inconnu", "hors_departement"})
    return Effectifs(mailles, comptes, frozenset(presences), outside, sorties, types)


def exit_types(one: Generation, annees: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Rend les types que la convention compte positifs chaque année, même à zéro."""
    rows = queries.read(one, sql_of(TYPES_POSITIFS))
    return {
        annee: tuple(
            rows.filter(pl.lit(annee).is_between("premiere_annee", "derniere_annee"))[
                "type_sortie"
            ].unique(maintain_order=True)
        )
        for annee in annees
    }


def persons_of(frames: Frames) -> dict[str, int]:
    """Rend les bénéficiaires par catégorie, total compris ; rien si rien n'est reçu."""
    counts = _column(frames["beneficiaires_par_categorie"], "categorie", "beneficiaires")
    if counts["total"] is None:
        return {}
    return {code: counts[code] or 0 for code in ("total", *CATEGORIES)}


def exits_of(frames: Frames, types: tuple[str, ...]) -> dict[str, int]:
    """Rend les personnes par suite et par type de sortie positive."""
    row = frames["sorties_a_six_mois"].row(
        by_predicate=pl.col("referentiel") == REFERENTIEL, named=True
    )
    # « personnes » est la somme de ses parties : une situation sans classement n'y manque pas.
    said = {code: row[code] for code in ("connues", "positives", *AUTRES_SUITES)}
    said["personnes"] = said["connues"] + sum(said[code] for code in AUTRES_SUITES)
    counted = _column(frames["types_sorties_positives"], "type_sortie", "sorties")
    own = {code: counted.get(code) or 0 for code in types}
    if sum(own.values()) != said["positives"]:
        raise EffectifsIncoherents(
            "Les types de sorties positives ne font pas les sorties positives."
        )
    return {code: said[code] for code in SUITES} | own


def _column(frame: pl.DataFrame, key: str, value: str) -> dict[str, int | None]:
    return dict(frame.select(key, value).iter_rows())
