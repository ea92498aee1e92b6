"""Du texte aux lignes typées : totaux et doublons à part, nombres, dates et codes, contrôles.

Y entre un export reconnu ; en sort le sort du fichier : ses lignes typées, ses comptes (lues =
retenues + doublons + totaux + écartées) et ses anomalies, qui sont des lignes. Rien n'y est
additionné pour être gardé, corrigé en silence ni écrit : les noms sont encore en mémoire.
"""

from data.check import anomalies, decimals, identifiers, moments, values
from data.check.cast import Typed
from data.check.controls import AGE_MINIMUM
from data.check.export import check_export
from data.check.prepared import (
    A_PRECISER,
    IMPORTE,
    REFUSE,
    Prepared,
    asked,
    nothing_kept,
    refused,
)

__all__ = [
    "AGE_MINIMUM",
    "A_PRECISER",
    "IMPORTE",
    "REFUSE",
    "Prepared",
    "Typed",
    "anomalies",
    "asked",
    "check_export",
    "decimals",
    "identifiers",
    "moments",
    "nothing_kept",
    "refused",
    "values",
]
