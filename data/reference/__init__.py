"""Les tables de référence : territoires, structures, listes de valeurs, paramètres.

Un fichier CSV par table (UTF-8, « ; »), versionné avec le code et corrigé à la main ; chaque
ligne dit sa source. Ce que la convention ne tranche pas porte le statut « a_confirmer ».
"""

from data.reference.labels import alias_codes, key, structures, with_code, with_codes
from data.reference.places import (
    find_code_qpv,
    find_commune,
    find_epci,
    with_code_insee,
    with_code_qpv,
)
from data.reference.tables import load

__all__ = [
    "alias_codes",
    "find_code_qpv",
    "find_commune",
    "find_epci",
    "key",
    "load",
    "structures",
    "with_code",
    "with_code_insee",
    "with_code_qpv",
    "with_codes",
]
