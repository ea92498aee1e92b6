"""Le dictionnaire unique des colonnes : nom, libellé lu à l'écran, type, définition.

Une grandeur porte partout le même nom ; deux grandeurs n'en partagent jamais un. Un fichier par
sujet. Sources : « formats.md » (exports) et domain.md § 2.3 (modèle), hypothèses de travail tant
qu'aucun export réel n'a été vu.
"""

from __future__ import annotations

import importlib
import pkgutil

from data.columns.column import Column, Kind

__all__ = ["COLUMNS", "Column", "Kind"]


def _subjects() -> list[tuple[Column, ...]]:
    names = (one.name for one in pkgutil.iter_modules(__path__) if one.name != "column")
    return [importlib.import_module(f"{__name__}.{name}").COLUMNS for name in names]


COLUMNS: dict[str, Column] = {column.name: column for subject in _subjects() for column in subject}
