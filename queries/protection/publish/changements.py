"""Combien de personnes ont changé depuis le dernier cube : assez, ou le cube resterait le même.

Deux cubes qui ne diffèrent que de quelques personnes se soustrairaient.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import queries
from data.publish import Generation
from queries.catalog import FOLDER, sql_of

ETATS = FOLDER / "protection" / "sql" / "etats_personnes.sql"
FICHIER = "personnes.json"
# La place d'une empreinte dont l'état n'existe plus.
PARTIE = ""


def person_digests(one: Generation) -> list[str]:
    """Rend l'empreinte de chaque personne et de ce que les chiffres en retiennent, triées."""
    rows = queries.read(one, sql_of(ETATS)).iter_rows()
    return sorted(hashlib.sha256("|".join(row).encode()).hexdigest()[:32] for row in rows)


def save_digests(folder: Path, digests: list[str]) -> None:
    """Garde les empreintes à côté du fichier exact ; aucune ne nomme personne."""
    (folder / FICHIER).write_text(json.dumps(digests), "ascii")


def changed_persons(before: Generation, digests: list[str]) -> int | None:
    """Rend le nombre de personnes changées depuis le cube de `before`, None s'il est inconnu."""
    path = before.folder / FICHIER
    # Abîmé, il ne dit plus rien : le recopier scellerait un mensonge.
    if not path.is_file() or not before.is_intact(FICHIER):
        return None
    old, new = _read(path), set(digests)
    known = set(old) - {PARTIE}
    return max(len(new - known), len(known - new) + old.count(PARTIE))


def carry_digests(before: Generation, folder: Path, digests: list[str] | None) -> None:
    """Reprend les empreintes du cube de `before` ; celle d'un état qui n'est plus devient « » :
    elle se compte encore, et ne permet plus de vérifier ce qu'était une personne effacée.
    """
    path = before.folder / FICHIER
    # Abîmé, il serait scellé avec ce qu'il dit de faux : sans lui, le prochain cube est refait.
    if not path.is_file() or not before.is_intact(FICHIER):
        return
    old = _read(path)
    here = set(old if digests is None else digests)
    save_digests(folder, [one if one in here else PARTIE for one in old])


def _read(path: Path) -> list[str]:
    return json.loads(path.read_text("ascii"))
