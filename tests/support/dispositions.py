"""Vingt dispositions inventées : ce qu'une proposition en comprend, noté colonne par colonne.

`tests/exports/dispositions/attendu.json` dit, pour chaque fichier, la sorte d'export et pour
chaque intitulé : notre colonne, `null` (rien n'y correspond, ou c'est personnel et ne se lit
pas), une liste (plusieurs lectures se défendent), ou « mois:N » (une colonne d'heures du mois N,
qui ne doit être prise pour aucune autre colonne).
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.commande import run_here
from tests.support.places import EXPORTS

DOSSIER = EXPORTS / "dispositions"
MOIS_LUS = ("mois", "heures_realisees")


@dataclass(frozen=True)
class Disposition:
    """Un fichier inventé et ce qu'une personne du métier en lirait."""

    fichier: Path
    sorte: str
    structure: str
    colonnes: Mapping[str, str | list[str | None] | None]


@dataclass(frozen=True)
class Note:
    """Les intitulés d'un fichier, rangés selon ce que la proposition en a dit."""

    fichier: str
    est_sorte_juste: bool
    justes: tuple[str, ...]
    faux: tuple[str, ...]
    manquants: tuple[str, ...]

    @property
    def part_juste(self) -> float:
        total = len(self.justes) + len(self.faux) + len(self.manquants)
        return len(self.justes) / total


def dispositions() -> list[Disposition]:
    """Les vingt, dans l'ordre de leurs noms."""
    known = json.loads((DOSSIER / "attendu.json").read_text("utf-8"))
    return [
        Disposition(DOSSIER / name, one["sorte"], one["structure"], one["colonnes"])
        for name, one in sorted(known.items())
    ]


def _verdict(expected: str | list[str | None] | None, found: str | None) -> str:
    accepted = expected if isinstance(expected, list) else [expected]
    if any(str(one).startswith("mois:") for one in accepted):
        # Une colonne de mois n'a pas de colonne à elle : n'en rien dire est juste.
        return "justes" if not found or found.startswith(MOIS_LUS) else "faux"
    if found in accepted or (found is None and None in accepted):
        return "justes"
    return "faux" if found else "manquants"


def score(one: Disposition, sorte: str, proposed: Mapping[str, str | None]) -> Note:
    """Note une proposition ; "" et un intitulé absent valent tous deux « rien ».

    `faux` : une colonne donnée à un intitulé qui n'est pas la sienne, ou qui n'en a pas.
    `manquants` : rien de proposé, là où une colonne était attendue.
    """
    sorted_out: dict[str, list[str]] = {"justes": [], "faux": [], "manquants": []}
    for heading, expected in one.colonnes.items():
        verdict = _verdict(expected, proposed.get(heading) or None)
        sorted_out[verdict].append(heading)
    lists = {name: tuple(headings) for name, headings in sorted_out.items()}
    return Note(one.fichier.name, sorte == one.sorte, **lists)


def proposed_by_command(one: Disposition, folder: Path) -> tuple[str, dict[str, str]]:
    """La correspondance que la commande propose d'elle-même, dans un magasin neuf.

    Rend ("", {}) si elle n'en écrit pas (fichier lu sans question, ou refusé).
    """
    written = folder / f"{one.fichier.stem}.toml"
    store = folder / one.fichier.stem / "magasin"
    words = ("--structure", one.structure, "--correspondance", written, "--json")
    run_here(store, "importer", one.fichier, *words)
    if not written.exists():
        return "", {}
    said = tomllib.loads(written.read_text("utf-8"))
    return said.get("format", ""), dict(said.get("colonnes", {}))


def table(notes: list[Note]) -> str:
    """Le tableau des notes, une ligne par fichier, le total en dernier."""
    lines = [f"{'fichier':48} sorte justes faux manq. part"]
    lines += [
        f"{one.fichier[:48]:48} {'oui' if one.est_sorte_juste else 'NON':5} {len(one.justes):6} "
        f"{len(one.faux):4} {len(one.manquants):5} {one.part_juste:5.0%}"
        for one in notes
    ]
    right = sum(len(one.justes) for one in notes)
    every = sum(len(one.justes) + len(one.faux) + len(one.manquants) for one in notes)
    return "\n".join([*lines, f"{right} colonnes justes sur {every} ({right / every:.0%})"])
