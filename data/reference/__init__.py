"""Les tables de référence : territoires, structures, listes de valeurs, paramètres.

Rien de reçu n'y entre : un fichier CSV par table (UTF-8, « ; »), versionné avec le code et corrigé
à la main, chaque ligne disant sa source ; ce que la convention ne tranche pas porte le statut
« a_confirmer ». En sortent ces tables, typées, et de quoi y retrouver un code, un lieu, un contour.
On n'y devine jamais : dans le doute, rien n'est retrouvé.
"""

from data.reference.codes import alias_codes, key, label_parts, structures
from data.reference.lists import closest_code, labels, named, suggestion
from data.reference.outlines import ATTRIBUTION, contours, quartiers
from data.reference.parametres import ORIGINE, dated, in_force
from data.reference.places import (
    find_code_qpv,
    find_commune,
    find_epci,
    known_commune,
    known_quartier,
    with_code_insee,
    with_code_qpv,
)
from data.reference.tables import TITRES, TableCassee, load, sources

__all__ = [
    "ATTRIBUTION",
    "ORIGINE",
    "TITRES",
    "TableCassee",
    "alias_codes",
    "closest_code",
    "contours",
    "dated",
    "find_code_qpv",
    "find_commune",
    "find_epci",
    "in_force",
    "key",
    "known_commune",
    "known_quartier",
    "label_parts",
    "labels",
    "load",
    "named",
    "quartiers",
    "sources",
    "structures",
    "suggestion",
    "with_code_insee",
    "with_code_qpv",
]
