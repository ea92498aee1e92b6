"""Le monde de la croissance : N Vaucluse sur dix ans, inventés depuis une graine.

Un Vaucluse : 6 000 personnes, 9 000 contrats, 50 000 mois d'heures, 2 000 lots, 500 entreprises.
Un pays : cent fois plus. Les tables rendues sont celles d'avant toute écriture : c'est d'elles, et
non des fichiers, que les tests tirent ce qu'ils attendent.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from data.exemples.monde.entreprises import METIERS, POIDS_METIERS
from data.exemples.monde.marches import OBJETS, POIDS_PROCEDURES, PROCEDURES
from data.exemples.socle.siret import siren_commune, siret
from data.exemples.socle.territoires import COMMUNES, EPCI, TERRITOIRES
from tests.mesures.croissance.personnes import participants
from tests.mesures.croissance.suivi import actions, situations
from tests.mesures.croissance.tirage import (
    ACTIONS,
    ENTREPRISES,
    EXTRACTION,
    LOTS,
    MOIS,
    PARTS,
    PERSONNES,
    Des,
    Taille,
    first_day,
    siret_of,
)
from tests.mesures.croissance.travail import contrats, heures

# Un lot s'ouvre jusqu'à un an avant le premier mois, et dure de deux à trois ans.
MOIS_AVANT = 12
Tables = dict[str, pl.DataFrame]


def worlds(size: Taille) -> Iterator[tuple[str, Tables]]:
    """Rend le monde de chaque structure, l'une après l'autre : jamais deux en mémoire."""
    for rank, structure in enumerate(PARTS):
        yield structure, world(size, structure, rank)


def world(size: Taille, structure: str, rank: int) -> Tables:
    """Rend les tables d'une structure, typées, les heures en quarts d'heure."""
    dice = Des(size.graine, rank)
    people = participants(dice, structure, size.count(PERSONNES, structure), size)
    lots = marches(dice, structure, size.count(LOTS, structure), size)
    hired = contrats(dice, structure, people.height, lots)
    engaged = engagements(dice, lots)
    return {
        "participants": people,
        "marches": lots,
        "engagements": engaged,
        "contrats": hired,
        "heures": heures(dice, structure, hired),
        "situations": situations(dice, hired),
        "actions": actions(dice, structure, size.count(ACTIONS, structure), lots),
    }


def marches(dice: Des, structure: str, count: int, size: Taille) -> pl.DataFrame:
    """Rend les lots d'une structure, du plus ancien au plus récent ; trois lots par opération."""
    operations = _operations(dice, structure, -(-count // 3), size)
    trade = dice.among(dict(zip(range(len(METIERS)), POIDS_METIERS, strict=True)), count)
    rank = pl.Series(np.arange(count))
    opened = pl.Series(np.arange(count) // 3 * 3 * (MOIS + MOIS_AVANT - 3) // count - MOIS_AVANT)
    frame = pl.DataFrame({
        "operation": rank // 3, "lot": rank % 3 + 1, "metier": trade, "ouvert": opened,
        "duree": dice.between(24, 36, count), "quarts_prevus": dice.between(400, 8_000, count),
        "procedure": dice.among(dict(zip(PROCEDURES, POIDS_PROCEDURES, strict=True)), count),
        "entreprise": dice.between(1, max(3, round(ENTREPRISES * size.vaucluse)), count),
    }).join(operations, on="operation", maintain_order="left")  # fmt: skip
    number = pl.format("M{}{}", pl.lit(structure[0]), pl.col("operation").cast(str).str.zfill(6))
    ended = first_day(pl.col("ouvert") + pl.col("duree"))
    return frame.with_columns(
        numero_marche=number,
        demarrage=first_day(pl.col("ouvert")),
        fin_prevue=ended,
        est_fini=ended < EXTRACTION,
    )


def _operations(dice: Des, structure: str, count: int, size: Taille) -> pl.DataFrame:
    """Rend les opérations : leur commune, leur donneur d'ordre, connu ou inventé.

    Les communes sont celles du Vaucluse, quelle que soit la taille : d'un pays, elles n'ont que
    leur part, sans quoi chacune passerait cent fois ses marchés.
    """
    towns = [one for area in TERRITOIRES if area.structure == structure for one in COMMUNES[area]]
    town = dice.among({rank: one.poids for rank, one in enumerate(towns)}, count)
    offices = dice.between(1, max(4, round(40 * size.vaucluse)), count)
    more = max(0.0, size.vaucluse - 1) * 100
    kind = dice.among({"Commune": 40, "EPCI": 25, "Bailleur social": 35 + more}, count)
    known = pl.DataFrame([_town(rank, one) for rank, one in enumerate(towns)])
    numbers = offices.unique().to_list()
    invented = pl.DataFrame(
        {"office": numbers, "siret_office": [siret_of(300_000 + one) for one in numbers]}
    )
    frame = pl.DataFrame({
        "operation": np.arange(count), "commune_rang": town, "type_mo": kind, "office": offices,
        "objet": dice.among(OBJETS, count),
    })  # fmt: skip
    frame = frame.join(known, on="commune_rang", maintain_order="left")
    frame = frame.join(invented, on="office", maintain_order="left")
    is_town, is_epci = pl.col("type_mo") == "Commune", pl.col("type_mo") == "EPCI"
    return frame.with_columns(
        mo=pl.when(is_town).then(pl.format("Commune de {}", "commune")).when(is_epci)
        .then("epci").otherwise(pl.format("Office Exemple {}", "office")),
        siret_mo=pl.when(is_town).then("siret_commune").when(is_epci).then("siret_epci")
        .otherwise("siret_office"),
    )  # fmt: skip


def _town(rank: int, one: object) -> dict[str, object]:
    name, siren = EPCI[one.epci]
    return {
        "commune_rang": rank, "commune": one.nom, "code_insee": one.code_insee, "epci": name,
        "siret_commune": siret(siren_commune(one.code_insee)), "siret_epci": siret(siren),
    }  # fmt: skip


def engagements(dice: Des, lots: pl.DataFrame) -> pl.DataFrame:
    """Rend un titulaire par lot, et un sous-traitant pour un lot sur deux."""
    holders = lots.select("numero_marche", "lot", "metier", "entreprise", "quarts_prevus")
    others = holders.filter(dice.is_one_in(50, holders.height)).with_columns(
        pl.col("entreprise") + 1, pl.col("quarts_prevus") // 3
    )
    parts = [one.with_columns(role=pl.lit(role))
             for one, role in ((holders, "Titulaire"), (others, "Sous-traitant"))]  # fmt: skip
    both = pl.concat(parts)
    kinds = {"Entreprise classique": 90, "EI": 4, "EA": 3, "ACI": 3}
    return both.with_columns(type_entreprise=dice.among(kinds, both.height))
