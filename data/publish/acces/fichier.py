"""Le registre des accès sur le disque : `acces/acces.toml`, lisible et corrigeable à la main.

Une ligne fautive est ignorée et dite, avec sa raison ; un fichier illisible n'en donne aucune.
L'exemplaire d'avant n'est jamais lu à sa place : il rendrait un droit retiré depuis.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from data.location import store_path
from data.publish.acces.droits import (
    DESIGNATIONS,
    EPCI,
    ROLES,
    SANS,
    STRUCTURE,
    Attribution,
)
from data.publish.seal import Degat
from data.reference import load

FOLDER, FICHIER = "acces", "acces.toml"
CHAMPS = {"role", "epci", "structure", *DESIGNATIONS, "du", "au", "motif", "par", "retire_le"}
ADRESSE = re.compile(r"[^@\s=]+@[^@\s=]+\.[^@\s=]+")
DOMAINE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
REVENDICATION = re.compile(r"[^=\s]+=\S.*")
# Un domaine où chacun ouvre une adresse ne désigne personne.
DOMAINES_OUVERTS = {
    "gmail.com", "outlook.com", "outlook.fr", "hotmail.com", "hotmail.fr", "live.fr", "yahoo.com",
    "yahoo.fr", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "bbox.fr",
    "icloud.com", "proton.me", "protonmail.com", "gmx.fr",
}  # fmt: skip
# Ce qui s'écrit ou se décide au nom d'autres se donne à une personne, jamais à tout un organisme.
SANS_DOMAINE = ("facilitateur", "administrateur")


class LigneFautive(Exception):
    """Une ligne qui ne donne aucun droit ; str(e) dit pourquoi, sans citer personne."""


@dataclass(frozen=True)
class Registre:
    """Les lignes lues, à leur numéro ; celles qui sont ignorées, avec leur raison."""

    lignes: Mapping[int, Attribution]
    ignorees: Mapping[int, str]
    degat: Degat | None = None

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        """Les lignes qui se lisent, en cours ou non."""
        return tuple(self.lignes.values())


def access_path(store: Path | None = None) -> Path:
    """Rend le chemin du registre."""
    return (store or store_path()) / FOLDER / FICHIER


def read_access(store: Path | None = None) -> Registre:
    """Rend le registre ; vide s'il n'existe pas, vide et dit abîmé s'il ne se lit pas."""
    path = access_path(store)
    if not path.is_file():
        return Registre({}, {})
    try:
        return parse_access(path.read_bytes().decode("utf-8"))
    except (ValueError, OSError, RecursionError):
        said = "ne se lit pas : plus personne n'a d'autre droit que la plénière"
        return Registre({}, {}, Degat(f"{FOLDER}/{FICHIER}", said))


def damages(store: Path | None = None) -> list[Degat]:
    """Rend le dégât du registre, s'il ne se lit pas."""
    found = read_access(store).degat
    return [found] if found else []


def parse_access(text: str) -> Registre:
    """Rend le registre qu'écrit ce texte. Lève ValueError s'il n'en est pas un."""
    content = tomllib.loads(text)
    rows = content.pop("droit", [])
    if content or not isinstance(rows, list):
        raise ValueError("des lignes « [[droit]] », et rien d'autre")
    kept: dict[int, Attribution] = {}
    ignored: dict[int, str] = {}
    for number, row in enumerate(rows, 1):
        try:
            kept[number] = attribution_of(row)
        except LigneFautive as wrong:
            ignored[number] = str(wrong)
    return Registre(kept, ignored)


def attribution_of(row: object) -> Attribution:
    """Rend l'attribution d'une ligne, vérifiée. Lève LigneFautive."""
    if not isinstance(row, dict):
        raise LigneFautive("ce n'est pas une ligne « [[droit]] »")
    if unknown := sorted(set(row) - CHAMPS):
        raise LigneFautive(f"« {unknown[0]} » n'est pas un champ connu")
    role = _text(row, "role")
    if role not in ROLES:
        raise LigneFautive(f"le rôle n'en est pas un : {', '.join(ROLES)}")
    sorte, valeur = _whom(row, role)
    du, au = _day(row, "du"), _day(row, "au")
    if du is None or au is None:
        raise LigneFautive("il faut ses deux dates, « du » et « au »")
    if au < du:
        raise LigneFautive("« au » vient avant « du »")
    said = (_text(row, "motif"), _text(row, "par"), _day(row, "retire_le"))
    return Attribution(role, _scope(row, role), sorte, valeur, du, au, *said)


def _text(row: dict[str, Any], name: str) -> str:
    found = row.get(name, "")
    if not isinstance(found, str):
        raise LigneFautive(f"« {name} » s'écrit entre guillemets")
    return found.strip()


def _day(row: dict[str, Any], name: str) -> date | None:
    found = row.get(name)
    # Une date et une heure sont aussi une date pour Python.
    if found is not None and type(found) is not date:
        raise LigneFautive(f"« {name} » est une date sans guillemets : 2026-12-31")
    return found


def _whom(row: dict[str, Any], role: str) -> tuple[str, str]:
    """Rend à qui : une désignation, et une seule."""
    given = [one for one in DESIGNATIONS if one in row]
    if len(given) != 1:
        raise LigneFautive(f"il faut une désignation et une seule : {', '.join(DESIGNATIONS)}")
    kind, value = given[0], _text(row, given[0])
    shape = {"email": ADRESSE, "domaine": DOMAINE, "revendication": REVENDICATION}[kind]
    if not shape.fullmatch(value) or (kind != "revendication" and not value.isascii()):
        raise LigneFautive(f"« {kind} » n'a pas la forme attendue")
    if kind == "domaine" and role in SANS_DOMAINE:
        raise LigneFautive(f"« {ROLES[role][1]} » se donne à une personne, pas à un domaine")
    if kind == "domaine" and value.lower() in DOMAINES_OUVERTS:
        raise LigneFautive("dans ce domaine, chacun peut ouvrir une adresse")
    return kind, value


def _scope(row: dict[str, Any], role: str) -> str:
    """Rend la portée du rôle : son EPCI, sa structure, ou rien."""
    wanted = ROLES[role][0]
    given = {one: _text(row, one) for one in (EPCI, STRUCTURE) if one in row}
    if set(given) != ({wanted} if wanted != SANS else set()):
        needs = f"demande « {wanted} » et lui seul" if wanted else "n'a ni EPCI ni structure"
        raise LigneFautive(f"« {ROLES[role][1]} » {needs}")
    if wanted == SANS:
        return ""
    table, column = {EPCI: ("ref_epci", "siren"), STRUCTURE: ("ref_structure", "code")}[wanted]
    if given[wanted] not in load()[table][column].to_list():
        raise LigneFautive(f"« {wanted} » n'est pas un code connu")
    return given[wanted]
