"""Des lignes prêtes aux tables de la génération suivante : ce qui remplace, ce qui change.

Y entrent les lignes d'un export et les tables en place ; en sortent les tables d'après, et ce
qu'une publication changerait. Rien n'y est lu ni écrit sur le disque, et rien n'y est calculé d'un
indicateur : des lignes remplacent des lignes.
"""

from data.load.crossed import Definitions, halved, orphans, outside_contract, silent_marches
from data.load.departures import (
    DEPARTS,
    Departure,
    counted,
    departure,
    expired,
    followed,
    kept_years,
    remembered,
    without,
)
from data.load.effects import changes, latest_extractions, newer_than, other_costs
from data.load.identity import Matching, identity_of, match
from data.load.spelling import one_spelling
from data.load.tables import forget_covered, replace_rows, same_content

__all__ = [
    "DEPARTS",
    "Definitions",
    "Departure",
    "Matching",
    "changes",
    "counted",
    "departure",
    "expired",
    "followed",
    "forget_covered",
    "halved",
    "identity_of",
    "kept_years",
    "latest_extractions",
    "match",
    "newer_than",
    "one_spelling",
    "orphans",
    "other_costs",
    "outside_contract",
    "remembered",
    "replace_rows",
    "same_content",
    "silent_marches",
    "without",
]
