"""Des effectifs exacts d'une année aux blocs à auditer.

Une relation entre territoires n'entre dans un bloc que si elle est vraie dans les données : une
relation fausse n'aide pas un lecteur, elle le trompe.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from queries.protection.attack.modele import Bloc
from queries.protection.count.effectifs import (
    AUTRES_SUITES,
    DEPARTEMENT,
    EPCI,
    SIMPLES,
    STRUCTURE,
    Effectifs,
    Place,
)

HORS_LISTE, RESTE, SANS = "hors_liste", "reste", "hors_"
SEXE_ET_RSA = {
    "femmes": ("femmes_brsa", "femmes_seules"),
    "brsa": ("femmes_brsa", "brsa_seuls"),
    "brsa_femmes": ("femmes_brsa",),
}
NON_POSITIVES = "non_positives"
Atomes = Mapping[str, tuple[str, ...]]
Verite = Mapping[str, Mapping[str, int]]
Inclusions = list[tuple[str, str]]
Couvertures = list[tuple[str, tuple[str, ...]]]


def build_blocs(
    one: Effectifs, seuil_territoire: int, seuil_secret: int = 0, seuil_structure: int = 0
) -> list[Bloc]:
    """Rend les blocs d'une année : ce qui n'a aucun lien publié s'audite à part.

    Sous `seuil_secret` personnes dans tout le département, aucun total n'est su exactement.
    """
    named = {"sexe_et_rsa": SEXE_ET_RSA} | {code: {code: (code,)} for code in SIMPLES}
    minimums = (seuil_territoire, seuil_structure)
    blocs = [_beneficiaries(one, nom, parts, *minimums) for nom, parts in named.items()]
    if one.is_tiny(seuil_secret):
        blocs = [_without_totals(bloc, seuil_secret) for bloc in blocs]
    return [bloc for bloc in (*blocs, _exits(one)) if bloc.cellules]


def _beneficiaries(
    one: Effectifs, nom: str, published: Atomes, seuil_territoire: int, seuil_structure: int
) -> Bloc:
    atomes = (*dict.fromkeys(atome for parts in published.values() for atome in parts), RESTE)
    present = [*one.of(DEPARTEMENT), *one.of(STRUCTURE), *one.of(EPCI)]
    small = [code for code in present if one.is_small(code, seuil_territoire)]
    shown = [code for code in present if one.has_detail(code, seuil_territoire, seuil_structure)]
    totaux = {code: (one.total(code), one.total(code)) for code in present}
    truth = {code: _split(one, code, published) for code in present}
    inclusions, couvertures = _relations(one)
    return Bloc(
        nom=nom,
        territoires=(*present, *([HORS_LISTE] if one.a_hors_liste else [])),
        atomes=atomes,
        totaux=totaux | dict.fromkeys(small, (0, seuil_territoire - 1)),
        inclusions=_true_inclusions(inclusions, truth),
        couvertures=_true_covers(couvertures, truth),
        cellules=_places(shown, published),
        groupes=_places(present, published)
        | _places([code for code in present if code not in small], _complements(published, atomes)),
    )


def _without_totals(bloc: Bloc, seuil: int) -> Bloc:
    """Rend le bloc où chaque total exact n'est connu que par « < 5 »."""
    return replace(
        bloc,
        totaux={
            code: (0, seuil - 1 if low == high else high)
            for code, (low, high) in bloc.totaux.items()
        },
    )


def _exits(one: Effectifs) -> Bloc:
    """Les suites d'une cohorte : les types font les positives, qui font les connues."""
    atomes = (*one.types, NON_POSITIVES, *AUTRES_SUITES)
    published = {
        "personnes": atomes,
        "connues": (*one.types, NON_POSITIVES),
        "positives": one.types,
        **{code: (code,) for code in (*AUTRES_SUITES, *one.types)},
    }
    present = [code for code in one.mailles if (code, "personnes") in one.sorties]
    truth = {code: _split_exits(one, code) for code in present}
    structures = tuple(code for code in present if code != DEPARTEMENT)
    # Une structure dont le total publié est 0 : le lecteur peut la croire sans cohorte non plus.
    active = tuple(code for code in structures if one.total(code))
    couvertures: Couvertures = [
        (DEPARTEMENT, parts) for parts in dict.fromkeys((structures, active)) if parts
    ]
    return Bloc(
        nom="sorties",
        territoires=tuple(present),
        atomes=atomes,
        totaux={},
        inclusions=_true_inclusions([(code, DEPARTEMENT) for code in structures], truth),
        couvertures=_true_covers(couvertures, truth),
        cellules=_places(present, published),
        groupes=_places(present, {**published, NON_POSITIVES: (NON_POSITIVES,)}),
    )


def _places(territoires: Iterable[str], named: Atomes) -> dict[Place, tuple[str, ...]]:
    return {(place, code): parts for place in territoires for code, parts in named.items()}


def _complements(published: Atomes, atomes: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Rend ce qui reste sans chaque catégorie : jamais publié, donc protégé aussi."""
    return {
        SANS + code: tuple(atome for atome in atomes if atome not in parts)
        for code, parts in published.items()
    }


def _split(one: Effectifs, territoire: str, published: Atomes) -> dict[str, int]:
    """Rend l'effectif vrai de chaque atome d'un territoire."""
    inside = {code: one.comptes[territoire, code] for code in published}
    if published is SEXE_ET_RSA:
        both = inside["brsa_femmes"]
        inside = {
            "femmes_brsa": both,
            "femmes_seules": inside["femmes"] - both,
            "brsa_seuls": inside["brsa"] - both,
        }
    return {**inside, RESTE: one.total(territoire) - sum(inside.values())}


def _split_exits(one: Effectifs, territoire: str) -> dict[str, int]:
    said = {code: one.sorties[territoire, code] for code in (*one.types, *AUTRES_SUITES)}
    negatives = one.sorties[territoire, "connues"] - one.sorties[territoire, "positives"]
    return {**said, NON_POSITIVES: negatives}


def _relations(one: Effectifs) -> tuple[Inclusions, Couvertures]:
    """Rend (petit, grand) et (territoire, ceux qui le recouvrent), d'après où chacun travaille."""
    structures, epci = one.of(STRUCTURE), one.of(EPCI)
    hors = (HORS_LISTE,) if one.a_hors_liste else ()
    inclusions = [(code, DEPARTEMENT) for code in (*structures, *epci, *hors)]
    couvertures = [(DEPARTEMENT, tuple(structures)), (DEPARTEMENT, (*epci, *hors))]
    for structure in structures:
        places = [code for code in epci if (structure, code) in one.presences]
        couvertures.append((structure, (*places, *hors)))
    for code in epci:
        there = tuple(name for name in structures if (name, code) in one.presences)
        couvertures.append((code, there))
        inclusions += [(code, there[0])] if len(there) == 1 else []
    return inclusions, [(whole, parts) for whole, parts in couvertures if parts]


def _true_inclusions(pairs: Inclusions, truth: Verite) -> tuple[tuple[str, str], ...]:
    # Hors liste, les effectifs sont inconnus : l'inclusion y est vraie par construction.
    return tuple(
        (small, large)
        for small, large in pairs
        if all(count <= truth[large][atome] for atome, count in truth.get(small, {}).items())
    )


def _true_covers(pairs: Couvertures, truth: Verite) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (whole, parts)
        for whole, parts in pairs
        if HORS_LISTE in parts
        or all(
            count <= sum(truth[part][atome] for part in parts)
            for atome, count in truth[whole].items()
        )
    )
