"""Les années déjà auditées : ce qui s'écrit d'une année que rien n'a touchée ne se refait pas.

Ce qui s'écrit d'une année ne dépend que de ses effectifs, des seuils, de ce qu'en sait chaque
lecteur et du calcul. Tout cela, mot à mot, fait une empreinte ; retrouvée dans la publication
précédente, intacte, elle rend ses cellules et le bilan de leur audit. Un nombre, un lecteur ou une
ligne du calcul qui change en fait une autre, et l'année entière est auditée à nouveau.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, field, fields, is_dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from data.publish import Generation
from queries.catalog import FOLDER
from queries.protection.attack.bilan import Bilan
from queries.protection.count.effectifs import Effectifs, Place
from queries.protection.count.informe import Informe
from queries.protection.rules.seuils import Seuils
from queries.protection.write.arrondi import Publie
from queries.protection.write.cellules import protect_counts

FICHIER = "annees.json"
SOLVEURS = ("highspy", "numpy")
Audit = tuple[Mapping[Place, Publie], Bilan]


@dataclass
class Annees:
    """Les audits d'une publication précédente, par empreinte, et ceux de celle qui se fait."""

    connues: Mapping[str, Audit] = field(default_factory=dict)
    faites: dict[str, Audit] = field(default_factory=dict)

    def protect(self, one: Effectifs, seuils: Seuils, lecteurs: tuple[Informe, ...]) -> Audit:
        """Rend comme `protect_counts` ce qui s'écrit d'une année, audité cette fois ou déjà."""
        key = fingerprint_of_year(one, seuils, lecteurs)
        found = self.connues.get(key) or protect_counts(one, seuils, lecteurs)
        self.faites[key] = found
        return found


def fingerprint_of_year(one: Effectifs, seuils: Seuils, lecteurs: tuple[Informe, ...]) -> str:
    """Rend l'empreinte de tout ce dont dépend ce qui s'écrit d'une année."""
    content = json.dumps([_calculation(), _plain([one, seuils, lecteurs])], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def read_years(one: Generation | None) -> Annees:
    """Rend les années auditées d'une publication ; aucune si le fichier manque ou est abîmé."""
    path = one and one.folder / FICHIER
    if one is None or path is None or not path.is_file() or not one.is_intact(FICHIER):
        return Annees()
    try:
        said = json.loads(path.read_text("utf-8"))
        return Annees({key: _audit(audit) for key, audit in said.items()})
    except (ValueError, TypeError, KeyError, AttributeError):
        return Annees()


def save_years(folder: Path, annees: Annees) -> None:
    """Garde, à côté du cube, ce qui vient de s'écrire de chaque année et son empreinte."""
    said = {
        key: {
            "cellules": [[*place, *astuple(one)] for place, one in cells.items()],
            "bilan": asdict(bilan),
        }
        for key, (cells, bilan) in annees.faites.items()
    }
    (folder / FICHIER).write_text(json.dumps(said, ensure_ascii=False), "utf-8")


def carry_years(before: Generation, folder: Path) -> None:
    """Reprend, avec le cube d'une publication, ses années auditées."""
    if (before.folder / FICHIER).is_file() and before.is_intact(FICHIER):
        shutil.copyfile(before.folder / FICHIER, folder / FICHIER)


def _audit(said: Mapping[str, Any]) -> Audit:
    cells = {(place, code): Publie(*rest) for place, code, *rest in said["cellules"]}
    bilan = {name: tuple(one) if isinstance(one, list) else one
             for name, one in said["bilan"].items()}  # fmt: skip
    return cells, Bilan(**bilan)


def _plain(value: object) -> object:
    """Rend une valeur en listes et en mots ; l'ordre où le calcul la lit en fait partie."""
    if is_dataclass(value):
        return [[one.name, _plain(getattr(value, one.name))] for one in fields(value)]
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(one)] for key, one in value.items()]
    if isinstance(value, frozenset):
        return sorted(map(_plain, value))
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


@cache
def _calculation() -> str:
    """Rend l'empreinte du calcul lui-même : son code, et les bibliothèques qui le résolvent."""
    digest = hashlib.sha256(json.dumps([version(one) for one in SOLVEURS]).encode())
    for path in sorted((FOLDER / "protection").rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
