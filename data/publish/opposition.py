"""Les personnes qui s'opposent : leurs pseudonymes, à côté des générations, jamais leur identité.

La liste survit aux publications : sans elle, le prochain export ramènerait qui s'est fait effacer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from data.location import store_path
from data.publish.durable import make_folder, write_durably

LISTE = "oppositions.json"
Opposed = tuple[set[str], set[tuple[str, str]]]


def opposed(store: Path | None = None) -> Opposed:
    """Rend les pseudonymes de personnes, et les numéros (structure, pseudonyme) opposés."""
    path = (store or store_path()) / LISTE
    if not path.is_file():
        return set(), set()
    said = json.loads(path.read_text("utf-8"))
    return set(said["personnes"]), {(one[0], one[1]) for one in said["numeros"]}


def remember_opposed(
    personnes: Iterable[str], numeros: Iterable[tuple[str, str]], store: Path | None = None
) -> None:
    """Ajoute à la liste, pour qui tient le verrou ; rien n'en est jamais retiré."""
    folder = store or store_path()
    before = opposed(folder)
    every = (before[0] | set(personnes), before[1] | set(numeros))
    if every == before:
        return
    make_folder(folder)
    said = {"personnes": sorted(every[0]), "numeros": sorted(every[1], key=str)}
    write_durably(folder / LISTE, json.dumps(said, indent=1).encode())
