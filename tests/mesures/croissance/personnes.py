"""Les participants : une identité par rang, des traits tirés aux parts des exemples."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from data.exemples.monde.personnes import (
    PARTS_AUTRES,
    PARTS_BRSA,
    PARTS_DELD,
    PARTS_NIVEAU,
    PARTS_PRESCRIPTEUR,
    PARTS_QPV,
    PARTS_SEXE,
    PARTS_TH,
    PRENOMS_FEMMES,
    PRENOMS_HOMMES,
)
from data.exemples.socle.territoires import COMMUNES, QPV, TERRITOIRES
from tests.mesures.croissance.tirage import PARTS, PERSONNES, PREMIERE_ANNEE, Des, Taille, last_name

# Une personne sur cent d'ITV et de MLJGA est aussi suivie par CIE 84, écrite autrement.
PART_PARTAGEE = 0.01
NUMEROS = {"CIE84": "P{}", "ITV": "ITV-P{}", "MLJGA": "2{}"}


def participants(dice: Des, structure: str, count: int, size: Taille) -> pl.DataFrame:
    """Rend les participants d'une structure ; `identite` distingue les personnes du monde."""
    identity = _identities(structure, count, size)
    people = pl.DataFrame({
        "participant": np.arange(count), "identite": identity,
        "nom": [last_name(one) for one in identity],
        "prenom": [_first_name(one) for one in identity],
        "naissance": [_birth(one) for one in identity],
        "sexe": [_sex(one) for one in identity],
    })  # fmt: skip
    if structure != "CIE84":
        people = people.with_columns(pl.col("nom").str.to_uppercase())
    seeking = dict(enumerate(PARTS_DELD.values()))
    handicap = dict(enumerate(PARTS_TH.values()))
    drawn = pl.DataFrame({
        "qpv": dice.among(PARTS_QPV, count), "brsa": dice.among(PARTS_BRSA, count),
        "deld_rang": dice.among(seeking, count), "th_rang": dice.among(handicap, count),
        "niveau": dice.among(PARTS_NIVEAU, count), "autres": dice.among(PARTS_AUTRES, count),
        "prescripteur": dice.among(PARTS_PRESCRIPTEUR, count),
        "ass": dice.among({False: 93, True: 4, None: 3}, count),
    })  # fmt: skip
    number = pl.format(NUMEROS[structure], pl.col("participant").cast(str).str.zfill(7))
    joined = people.hstack(drawn.get_columns())
    joined = joined.join(_seeking(), on="deld_rang", maintain_order="left")
    joined = joined.join(_handicap(), on="th_rang", maintain_order="left")
    joined = joined.with_columns(
        numero_participant=number,
        autres=pl.when("est_detld").then(pl.lit("DETLD")).otherwise("autres"),
    )
    return joined.hstack(_homes(dice, structure, joined["qpv"]).get_columns())


def _identities(structure: str, count: int, size: Taille) -> list[int]:
    """Rend le rang de chaque personne dans le monde : les premières sont celles de CIE 84."""
    order = list(PARTS)
    before = sum(size.count(PERSONNES, one) for one in order[: order.index(structure)])
    shared = 0 if structure == order[0] else round(count * PART_PARTAGEE)
    return [*range(shared), *range(before + shared, before + count)]


def _sex(rank: int) -> str | None:
    place, sexes = rank * 7919 % sum(PARTS_SEXE.values()), iter(PARTS_SEXE.items())
    for sexe, part in sexes:
        if place < part:
            return sexe
        place -= part
    return None


def _first_name(rank: int) -> str:
    names = PRENOMS_FEMMES if _sex(rank) == "F" else PRENOMS_HOMMES
    return names[rank * 31 % len(names)]


def _birth(rank: int) -> date:
    """De 17 à 55 ans au premier mois possible."""
    youngest = date(PREMIERE_ANNEE - 17, 1, 1).toordinal()
    return date.fromordinal(youngest - rank * 7877 % (38 * 365))


def _seeking() -> pl.DataFrame:
    return pl.DataFrame([
        {"deld_rang": rank, "deld": deld, "est_detld": detld, "anciennete": months}
        for rank, (deld, detld, months) in enumerate(PARTS_DELD)
    ])  # fmt: skip


def _handicap() -> pl.DataFrame:
    return pl.DataFrame([
        {"th_rang": rank, "rqth": rqth, "aah": aah} for rank, (rqth, aah) in enumerate(PARTS_TH)
    ])  # fmt: skip


def _homes(dice: Des, structure: str, qpv: pl.Series) -> pl.DataFrame:
    """Rend où l'on vit : une commune qui a un quartier s'il y vit ; trois sur cent sans adresse."""
    towns = [one for area in TERRITOIRES if area.structure == structure for one in COMMUNES[area]]
    lived = [one for one in towns if one.nom in QPV]
    columns = ("commune", "code_postal", "nom_qpv")
    rows = [(one.nom, one.code_postal, None) for one in towns]
    rows += [(one.nom, one.code_postal, place) for one in lived for place in QPV[one.nom]]
    anywhere = dice.among({rank: one.poids for rank, one in enumerate(towns)}, qpv.len())
    quarter = dice.between(len(towns), len(rows) - 1, qpv.len())
    is_in = qpv.fill_null(False)
    is_known = ~dice.is_one_in(3, qpv.len()) | is_in
    homes = pl.DataFrame(rows, schema=columns, orient="row")
    found = homes[pl.select(pl.when(is_in).then(quarter).otherwise(anywhere)).to_series()]
    return found.select(pl.when(is_known).then(pl.col(name)).alias(name) for name in columns)
