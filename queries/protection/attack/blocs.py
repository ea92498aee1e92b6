"""Des effectifs exacts d'une année aux blocs à auditer.

Une relation entre territoires n'entre dans un bloc que si elle est vraie dans les données : une
relation fausse n'aide pas un lecteur, elle le trompe.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from queries.protection.attack.modele import Bloc
from queries.protection.attack.recouvrements import Relation, as_relations, settled
from queries.protection.count.effectifs import (
    AUTRES_SUITES,
    DEPARTEMENT,
    EPCI,
    SIMPLES,
    STRUCTURE,
    Effectifs,
    Place,
)
from queries.protection.count.informe import PUBLIC, Informe

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


@dataclass(frozen=True)
class Seuillage:
    """Les effectifs sous lesquels un EPCI, le département, une structure en montrent moins."""

    territoire: int
    secret: int
    structure: int

    def known(self, one: Effectifs, code: str) -> tuple[int, int]:
        """Rend ce qui est publié du total d'un territoire : exact, sauf s'il est petit."""
        if one.is_small(code, self.territoire):
            return 0, self.territoire - 1
        total = one.total(code)
        return (0, self.secret - 1) if one.is_tiny(self.secret) else (total, total)


def build_blocs(
    one: Effectifs,
    seuil_territoire: int,
    seuil_secret: int = 0,
    seuil_structure: int = 0,
    lecteur: Informe = PUBLIC,
) -> list[Bloc]:
    """Rend les blocs d'une année : ce qui n'a aucun lien publié s'audite à part.

    Sous `seuil_secret` personnes dans tout le département, aucun total n'est su exactement.

    `lecteur` : ses blocs sont le monde hors de ce qu'il lit. Chaque territoire y est ce qui en
    reste quand on retranche ce qu'il en sait ; ce qu'il lit en entier n'y est pas.
    """
    named = {"sexe_et_rsa": SEXE_ET_RSA} | {code: {code: (code,)} for code in SIMPLES}
    sizes = Seuillage(seuil_territoire, seuil_secret, seuil_structure)
    blocs = [_beneficiaries(one, nom, parts, sizes, lecteur) for nom, parts in named.items()]
    return [bloc for bloc in (*blocs, _exits(one, lecteur)) if bloc.cellules]


def _beneficiaries(
    one: Effectifs, nom: str, published: Atomes, sizes: Seuillage, lecteur: Informe
) -> Bloc:
    atomes = (*dict.fromkeys(atome for parts in published.values() for atome in parts), RESTE)
    present = [
        code
        for maille in (DEPARTEMENT, STRUCTURE, EPCI)
        for code in one.of(maille)
        if code not in lecteur.lus
    ]
    small = [code for code in present if one.is_small(code, sizes.territoire)]
    shown = [code for code in present if one.has_detail(code, sizes.territoire, sizes.structure)]
    inclusions, couvertures = _relations(one, lecteur)
    truth = _left_out(
        {code: _split(one.comptes, code, published) for code in present},
        {code: _split(lecteur.comptes, code, published) for code in present},
        as_relations(inclusions, couvertures, HORS_LISTE),
        lecteur,
    )
    return Bloc(
        nom=nom,
        territoires=(*present, *([HORS_LISTE] if one.a_hors_liste else [])),
        atomes=atomes,
        totaux={
            code: _left(sizes.known(one, code), one.total(code) - sum(truth[code].values()))
            for code in present
        }
        | _emptied(one, lecteur, truth),
        inclusions=_true_inclusions(inclusions, truth),
        couvertures=_true_covers(couvertures, truth),
        cellules=_places(shown, published),
        groupes=_places(present, published)
        | _places([code for code in present if code not in small], _complements(published, atomes)),
        sus=_known(one.comptes, truth, published),
    )


def _exits(one: Effectifs, lecteur: Informe) -> Bloc:
    """Les suites d'une cohorte : les types font les positives, qui font les connues."""
    atomes = (*one.types, NON_POSITIVES, *AUTRES_SUITES)
    published = {
        "personnes": atomes,
        "connues": (*one.types, NON_POSITIVES),
        "positives": one.types,
        **{code: (code,) for code in (*AUTRES_SUITES, *one.types)},
    }
    present = [
        code
        for code in one.mailles
        if (code, "personnes") in one.sorties and code not in lecteur.lus
    ]
    structures = tuple(code for code in present if code != DEPARTEMENT)
    # Une structure dont le total publié est 0 : le lecteur peut la croire sans cohorte non plus.
    active = tuple(code for code in structures if one.total(code))
    couvertures: Couvertures = [
        (DEPARTEMENT, parts) for parts in dict.fromkeys((structures, active)) if parts
    ]
    inclusions = [(code, DEPARTEMENT) for code in structures]
    truth = _left_out(
        {code: _split_exits(one, one.sorties, code) for code in present},
        {code: _split_exits(one, lecteur.sorties, code) for code in present},
        as_relations(inclusions, couvertures, HORS_LISTE),
        lecteur,
    )
    return Bloc(
        nom="sorties",
        territoires=tuple(present),
        atomes=atomes,
        totaux=_emptied(one, lecteur, truth),
        inclusions=_true_inclusions(inclusions, truth),
        couvertures=_true_covers(couvertures, truth),
        cellules=_places(present, published),
        groupes=_places(present, {**published, NON_POSITIVES: (NON_POSITIVES,)}),
        sus=_known(one.sorties, truth, published),
    )


def _left_out(
    whole: Verite, known: Verite, relations: Sequence[Relation], lecteur: Informe
) -> Verite:
    """Rend ce qui reste de chaque territoire hors du lecteur, atome par atome."""
    if not lecteur.lus:
        return whole
    left = {
        place: {atome: max(0, count - known[place][atome]) for atome, count in own.items()}
        for place, own in whole.items()
    }
    return settled(left, known, relations, est_double=len(lecteur.lus) > 1)


def _left(total: tuple[int, int], known: int) -> tuple[int, int]:
    """Rend ce que le total publié dit de ce qui reste."""
    low, high = total
    return max(0, low - known), max(0, high - known)


def _known(comptes: Mapping[Place, int], truth: Verite, published: Atomes) -> dict[Place, int]:
    """Rend ce qui a été retranché de chaque cellule ; rien, elle n'y est pas."""
    found = {
        (place, code): comptes[place, code] - sum(left[atome] for atome in parts)
        for place, left in truth.items()
        for code, parts in published.items()
    }
    return {place: count for place, count in found.items() if count}


def _emptied(one: Effectifs, lecteur: Informe, truth: Verite) -> dict[str, tuple[int, int]]:
    """Rend les territoires dont le lecteur sait qu'il ne reste rien : tout y est dans les siens."""
    return {
        code: (0, 0)
        for code, left in truth.items()
        if code != DEPARTEMENT and not any(left.values()) and _is_inside(one, lecteur, code)
    }


def _is_inside(one: Effectifs, lecteur: Informe, code: str) -> bool:
    """Dit si un territoire n'a d'heures que dans ceux du lecteur."""
    there = {both for both in one.presences if code in both}
    alone = one.mailles[code] == EPCI or not one.a_hors_liste
    return bool(there) and alone and all(set(both) & lecteur.lus for both in there)


def _places(territoires: Iterable[str], named: Atomes) -> dict[Place, tuple[str, ...]]:
    return {(place, code): parts for place in territoires for code, parts in named.items()}


def _complements(published: Atomes, atomes: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Rend ce qui reste sans chaque catégorie : jamais publié, donc protégé aussi."""
    return {
        SANS + code: tuple(atome for atome in atomes if atome not in parts)
        for code, parts in published.items()
    }


def _split(comptes: Mapping[Place, int], territoire: str, published: Atomes) -> dict[str, int]:
    """Rend l'effectif vrai de chaque atome d'un territoire."""
    inside = {code: comptes.get((territoire, code), 0) for code in published}
    if published is SEXE_ET_RSA:
        both = inside["brsa_femmes"]
        inside = {
            "femmes_brsa": both,
            "femmes_seules": inside["femmes"] - both,
            "brsa_seuls": inside["brsa"] - both,
        }
    return {**inside, RESTE: comptes.get((territoire, "total"), 0) - sum(inside.values())}


def _split_exits(one: Effectifs, sorties: Mapping[Place, int], territoire: str) -> dict[str, int]:
    counted = (*one.types, *AUTRES_SUITES, "connues", "positives")
    said = {code: sorties.get((territoire, code), 0) for code in counted}
    said[NON_POSITIVES] = said.pop("connues") - said.pop("positives")
    return said


def _relations(one: Effectifs, lecteur: Informe) -> tuple[Inclusions, Couvertures]:
    """Rend (petit, grand) et (territoire, ceux qui le recouvrent), d'après où chacun travaille."""
    structures, epci = (
        [code for code in one.of(maille) if code not in lecteur.lus] for maille in (STRUCTURE, EPCI)
    )
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
