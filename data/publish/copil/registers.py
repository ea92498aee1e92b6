"""Les registres : ce qui s'écrit à la main, à côté des publications, sans jamais rien effacer.

Une écriture s'ajoute à la précédente, datée, avec la fonction de qui l'a faite ; la dernière d'un
même sujet vaut. Un import, une purge ou un retour en arrière n'y touche pas.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from data.publish.copil.notebook import CopilRefuse, folder_of, locked, read_sealed, write_sealed
from data.publish.durable import write_durably
from data.publish.seal import Degat, fingerprint_once

# Les registres connus, et les champs que porte chaque écriture (la date et la fonction en plus).
CHAMPS = {
    "objectifs": ("annee", "structure", "epci", "indicateur", "valeur", "source_decision",
                  "date_decision"),
    "mises_en_demeure": ("annee", "structure", "financeur", "etape", "date_etape", "suite",
                         "texte"),
}  # fmt: skip
COMMUNS = ("ecrit_le", "par")
ECRITURES_MAX = 2000
Ecriture = dict[str, Any]


def read_register(name: str, store: Path | None = None) -> list[Ecriture]:
    """Rend les écritures d'un registre, la plus ancienne d'abord ; l'exemplaire d'avant s'il est
    abîmé, aucune à défaut (`register_damages` le dit).
    """
    path, before = _paths(name, store)
    return _whole(name, path) or _whole(name, before) or []


def append(name: str, entry: Ecriture, par: str, store: Path | None = None) -> None:
    """Ajoute une écriture. Lève CopilRefuse si la fonction manque, ou si le registre est plein."""
    if not par.strip():
        raise CopilRefuse("Dites quelle fonction l'écrit (un organisme, un service).")
    now = datetime.now().isoformat(timespec="seconds")
    given = {**{one: entry[one] for one in CHAMPS[name]}, "ecrit_le": now, "par": par.strip()}
    with locked(store):
        path, before = _paths(name, store)
        known = read_register(name, store)
        if len(known) >= ECRITURES_MAX:
            raise CopilRefuse("Ce registre est plein : prévenez la personne qui tient la machine.")
        if path.exists() and _whole(name, path) is not None:
            write_durably(before, path.read_bytes())
        elif path.exists():
            # Ce qui est abîmé reste à côté, tel quel.
            path.rename(path.with_name(f"{name}.abime-{datetime.now():%Y%m%d-%H%M%S}.json"))
        write_sealed(path, {"ecritures": [*known, given]})


def register_damages(store: Path | None = None) -> list[Degat]:
    """Rend les registres abîmés ou disparus, et ce qui est servi à leur place."""
    found = []
    for name in CHAMPS:
        path, before = _paths(name, store)
        if _whole(name, path) is not None or not (path.exists() or before.exists()):
            continue
        spare = (
            "l'exemplaire d'avant sert" if _whole(name, before) is not None else "rien n'en sert"
        )
        found.append(Degat(f"copil/{path.name}", f"est abîmé ou manque : {spare}"))
    return found


def register_mark(name: str, store: Path | None = None) -> str:
    """Rend l'empreinte d'un registre : elle change avec lui."""
    path, _ = _paths(name, store)
    return fingerprint_once(path) if path.is_file() else ""


def _paths(name: str, store: Path | None) -> tuple[Path, Path]:
    folder = folder_of(store)
    return folder / f"{name}.json", folder / f"{name}.avant.json"


def _whole(name: str, path: Path) -> list[Ecriture] | None:
    """Rend les écritures d'un fichier entier : chacune a tous ses champs, et eux seuls."""
    found = read_sealed(path)
    entries = found.get("ecritures") if found else None
    wanted = {*CHAMPS[name], *COMMUNS}
    is_whole = isinstance(entries, list) and all(
        isinstance(one, dict) and set(one) == wanted for one in entries
    )
    return entries if is_whole else None
