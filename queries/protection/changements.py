"""Combien de personnes ont changé depuis le dernier cube : assez, ou le cube resterait le même.

Deux cubes qui ne diffèrent que de quelques personnes se soustrairaient.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import queries
from data.generations import Generation
from queries.catalog import sql_of

ETATS = Path(__file__).parent / "sql" / "etats_personnes.sql"
FICHIER = "personnes.json"


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
    if not path.is_file():
        return None
    old, new = set(json.loads(path.read_text("ascii"))), set(digests)
    return max(len(new - old), len(old - new))
