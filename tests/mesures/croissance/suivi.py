"""Les situations à la sortie, à six et à douze mois ; les actions des facilitateurs."""

from __future__ import annotations

import polars as pl

from data.exemples.monde.actions import SUITES
from data.exemples.monde.situations import PARTS_CONNUES
from tests.mesures.croissance.tirage import EXTRACTION, PREMIERE_ANNEE, Des

NON_DITES = {None: 11, "Injoignable": 8, "Non renseigné": 5}
CONNUES = 76


def situations(dice: Des, hired: pl.DataFrame) -> pl.DataFrame:
    """Rend une ligne par participant : sa situation à six mois si le terme en est passé."""
    first = hired.group_by("participant").agg(premier=pl.col("debut").min()).sort("participant")
    known = {name: part * CONNUES for name, part in PARTS_CONNUES.items()}
    total = sum(PARTS_CONNUES.values())
    six = known | {name: part * total for name, part in NON_DITES.items()}
    late = known | {None: 100 * total}
    count = first.height
    drawn = first.with_columns(
        six=dice.among(six, count), douze=dice.among(late, count), sortie=dice.among(late, count),
        ecart=dice.between(-20, 60, count),
    )  # fmt: skip
    found = []
    for name, months in (("six", 6), ("douze", 12), ("sortie", 8)):
        due = pl.col("premier").dt.offset_by(f"{months}mo")
        said = pl.when(due <= EXTRACTION).then(pl.col(name))
        day = pl.min_horizontal(due + pl.duration(days=pl.col("ecart")), pl.lit(EXTRACTION))
        is_dated = said.is_not_null() & (said != "Non renseigné")
        found += [said.alias(name), pl.when(is_dated).then(day).alias(f"date_{name}")]
    return drawn.with_columns(found)


def actions(dice: Des, structure: str, count: int, lots: pl.DataFrame) -> pl.DataFrame:
    """Rend les actions, réparties sur dix ans, auprès des donneurs d'ordre des marchés."""
    day = dice.between(5, (EXTRACTION.year - PREMIERE_ANNEE) * 365 + 250, count)
    owners = lots.select("mo", "type_mo", "commune")
    frame = owners[dice.between(0, owners.height - 1, count)].with_columns(
        jour=pl.date(PREMIERE_ANNEE, 1, 1) + pl.duration(days=day),
        nature=dice.among({"Contact": 3, "Prospection": 3, "Accompagnement": 3,
                           "Sensibilisation": 1, "Comité de suivi": 2, "Animation": 1}, count),
        facilitateur=pl.format("Facilitateur {} {}", pl.lit(structure), dice.between(1, 2, count)),
    )  # fmt: skip
    following = {nature: next(filter(None, after)) for nature, after in SUITES.items()}
    return frame.with_columns(suite=pl.col("nature").replace(following)).sort("jour", "mo")
