"""Une colonne d'un export : ce qu'elle contient et comment la lire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "texte",
    "numero",
    "siret",
    "insee",
    "date",
    "mois",
    "nombre",
    "entier",
    "montant",
    "oui_non",
    "code",
    "commune",
    "quartier",
    "rome",
    "naf",
    "liste_codes",
    "identite",
    "facilitateur",
]


@dataclass(frozen=True)
class Column:
    """Une colonne d'un export.

    `kind` choisit la conversion (data/check/cast.py) ; `codes` nomme la liste de valeurs
    (data/reference) ; `est_personnelle` interdit de montrer la valeur ; `est_decisive` :
    un libellé inconnu arrête le fichier (à préciser) au lieu de devenir « inconnu » ;
    `est_eliminatoire` : il écarte sa ligne.
    """

    name: str
    label: str
    kind: Kind
    definition: str
    codes: str = ""
    est_personnelle: bool = False
    est_decisive: bool = False
    est_eliminatoire: bool = False
