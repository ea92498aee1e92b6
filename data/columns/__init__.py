"""Le dictionnaire unique des colonnes : nom, libellé lu à l'écran, type, définition.

Rien n'y entre ; en sort COLUMNS, tiré d'un fichier par sujet. Une grandeur porte partout le même
nom, deux grandeurs n'en partagent jamais un, et aucun intitulé de fichier n'est écrit ici. Ces
colonnes sont des hypothèses de travail tant qu'aucun export réel n'a été vu (Méthode).
"""

from __future__ import annotations

import importlib
import pkgutil

from data.columns.column import Column, Kind
from data.columns.shapes import FORMES, PERSONNEL_NUMERO, is_personal, without_personal

__all__ = [
    "COLUMNS",
    "FORMES",
    "PERSONNEL_NUMERO",
    "Column",
    "Kind",
    "is_personal",
    "without_personal",
]
# Ce qui, dans ce dossier, ne porte pas de colonnes.
OUTILS = ("column", "shapes")


def _subjects() -> list[tuple[Column, ...]]:
    names = (one.name for one in pkgutil.iter_modules(__path__) if one.name not in OUTILS)
    return [importlib.import_module(f"{__name__}.{name}").COLUMNS for name in names]


COLUMNS: dict[str, Column] = {column.name: column for subject in _subjects() for column in subject}
