"""Donner et retirer un droit : le registre s'allonge, l'historique garde chaque geste.

Le texte écrit à la main (ordre, commentaires) n'est pas refait : une ligne s'ajoute à la fin, un
retrait s'écrit dans la sienne. Une retouche faite entre deux commandes est gardée à l'historique.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import filelock

from data.publish.acces.fichier import (
    LigneFautive,
    access_path,
    attribution_of,
    parse_access,
    read_access,
)
from data.publish.acces.journal import record
from data.publish.durable import append_line, make_folder, write_durably

HISTORIQUE = "historique.jsonl"
ATTENTE_S = 5
TETE = (
    "# Qui a droit à quoi. Ce que ce fichier ne dit pas n'est que la plénière.\n"
    "# « python -m data acces » le lit, l'explique, y ajoute et y retire.\n"
)
LIGNE = re.compile(r"^\[\[\s*droit\s*\]\][^\n]*\n?", re.MULTILINE)
Geste = dict[str, Any]


class AccesRefuse(Exception):
    """Un droit qui ne peut être donné ou retiré ; str(e) est la phrase à montrer."""


def give(row: Mapping[str, str | date], par: str, store: Path | None = None) -> int:
    """Donne un droit, d'après les champs de sa ligne ; rend son numéro. Lève AccesRefuse."""
    said = {**row, "par": _who(par)}
    try:
        attribution_of(said)
    except LigneFautive as wrong:
        raise AccesRefuse(f"Ce droit ne peut être donné : {wrong}.") from wrong
    lines = [f"{name} = {_toml(value)}" for name, value in said.items()]
    added = "\n".join(["", "[[droit]]", *lines, ""])
    with _locked(store):
        text = _text(store)
        number = len(LIGNE.findall(text)) + 1
        _write(f"{text.rstrip()}\n{added}", number, "donner", par, store)
    return number


def withdraw(number: int, par: str, store: Path | None = None) -> None:
    """Retire un droit dès aujourd'hui ; sa ligne reste. Lève AccesRefuse."""
    who = _who(par)
    with _locked(store):
        text = _text(store)
        found = read_access(store)
        if number not in found.lignes or found.lignes[number].retire_le:
            raise AccesRefuse(
                f"Il n'y a pas de droit n° {number} à retirer : « python -m data acces » les liste."
            )
        heading = list(LIGNE.finditer(text))[number - 1]
        said = f"retire_le = {date.today().isoformat()}  # par {who}\n"
        text = f"{text[: heading.end()]}{said}{text[heading.end() :]}"
        _write(text, number, "retirer", par, store)


def history(store: Path | None = None) -> list[Geste]:
    """Rend les gestes gardés, le plus ancien d'abord ; une ligne coupée n'en est pas un."""
    path = access_path(store).with_name(HISTORIQUE)
    if not path.is_file():
        return []
    found = []
    for line in path.read_text("utf-8", errors="replace").splitlines():
        try:
            said = json.loads(line)
        except ValueError:
            continue
        found += [said] if isinstance(said, dict) else []
    return found


def _who(par: str) -> str:
    if not par.strip() or not par.isprintable():
        raise AccesRefuse("Dites qui le décide (--par) : une personne ou une fonction.")
    return par.strip()


def _toml(value: str | date) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if not value.isprintable():
        raise AccesRefuse("Un texte du registre tient sur une ligne, sans caractère de commande.")
    return json.dumps(value, ensure_ascii=False)


def _text(store: Path | None) -> str:
    """Rend le texte du registre, que rien n'abîme. Lève AccesRefuse."""
    if read_access(store).degat:
        raise AccesRefuse(
            f"« {access_path(store)} » ne se lit pas : corrigez-le d'abord (l'historique, à côté, "
            "garde son dernier texte). Rien n'a changé."
        )
    path = access_path(store)
    text = path.read_bytes().decode("utf-8") if path.is_file() else TETE
    if len(LIGNE.findall(text)) != len((found := parse_access(text)).lignes | found.ignorees):
        raise AccesRefuse("Écrivez chaque droit sous sa propre ligne « [[droit]] », puis refaites.")
    return text


def _write(text: str, number: int, gesture: str, par: str, store: Path | None) -> None:
    """Écrit le registre puis son geste, relu : rien d'autre que la ligne voulue n'a changé."""
    before, after = read_access(store), parse_access(text)
    others = {key: one for key, one in after.lignes.items() if key != number}
    kept = {key: one for key, one in before.lignes.items() if key != number}
    if others != kept or number not in after.lignes:
        raise AccesRefuse("Le registre ne se laisse pas compléter : corrigez-le à la main.")
    path = access_path(store)
    make_folder(path.parent)
    if path.is_file() and (seen := path.read_bytes()) and _mark(seen) != _last_mark(store):
        _remember({"geste": "retouche", "par": "à la main", "texte": seen.decode("utf-8")}, store)
    write_durably(path, text.encode("utf-8"))
    _remember({"geste": gesture, "par": par, "numero": number, "texte": text}, store)
    record("droit", par, f"{gesture} le droit n° {number}", store)


def _last_mark(store: Path | None) -> str:
    marks = [_mark(str(one["texte"]).encode("utf-8")) for one in history(store) if "texte" in one]
    return marks[-1] if marks else ""


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _remember(said: Geste, store: Path | None) -> None:
    """Ajoute un geste à l'historique, sur le disque au retour ; rien n'y est jamais récrit."""
    path = access_path(store).with_name(HISTORIQUE)
    line = json.dumps(
        {"le": datetime.now().isoformat(timespec="seconds"), **said}, ensure_ascii=False
    )
    append_line(path, line)


@contextmanager
def _locked(store: Path | None) -> Iterator[None]:
    folder = access_path(store).parent
    make_folder(folder)
    try:
        with filelock.FileLock(folder / "verrou", timeout=ATTENTE_S):
            yield
    except filelock.Timeout as taken:
        raise AccesRefuse("Quelqu'un d'autre change un droit en ce moment : refaites.") from taken
