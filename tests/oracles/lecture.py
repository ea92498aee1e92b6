"""Lecture témoin des exports : des fichiers bruts aux listes de dictionnaires, sans notre import.

Rien ici ne vient de `data` ni de polars : csv, openpyxl et les règles de lecture du README relues.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import openpyxl

Row = dict[str, object]
STRUCTURES = ("CIE84", "ITV", "MLJGA")
SORTES = {
    "marches": "Operations_Marches",
    "engagements": "Engagements",
    "participants": "Participants",
    "contrats": "Contrats",
    "heures": "Heures",
    "situations": "Suivi_Situations",
    "actions": "Suivi_Prospection",
}
MOIS = ("jan", "fev", "mar", "avr", "mai", "juin", "juil", "aou", "sep", "oct", "nov", "dec")


def plain(value: object) -> str:
    """Un nom comparable : lettres et chiffres, sans accents ni casse, œ lu oe."""
    text = str("" if value is None else value).casefold().replace("œ", "oe").replace("æ", "ae")
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text))


def to_number(value: object) -> float:
    """« 1 234,50 h » -> 1234.5 ; une case vide vaut zéro."""
    if isinstance(value, int | float):
        return float(value)
    text = re.sub(r"[^0-9,.\-]", "", str(value or ""))
    return float(text.replace(",", ".")) if text else 0.0


def to_day(value: object) -> date | None:
    """Date d'une case ; None si elle est vide ou n'existe pas au calendrier."""
    if isinstance(value, datetime):
        return value.date()
    found = re.match(r"(\d+)[/-](\d+)[/-](\d+)", str(value or ""))
    if not found:
        return None
    numbers = [int(part) for part in found.groups()]
    if len(found[1]) != 4:
        numbers.reverse()
    try:
        return date(*numbers)
    except ValueError:
        return None


def to_month(value: object) -> int:
    """Rang d'un mois écrit en chiffres ou en lettres ; 0 s'il n'existe pas."""
    text = plain(value)
    if text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else 0
    return next((rank for rank, name in enumerate(MOIS, 1) if text.startswith(name)), 0)


def to_code(value: object, width: int) -> str:
    """Un SIRET ou un code INSEE ; le tableur qui en fait un nombre perd ses zéros de tête."""
    text = str(int(value)) if isinstance(value, int | float) else re.sub(r"\s", "", value or "")
    return text.zfill(width) if text else ""


def to_yes(value: object) -> bool | None:
    """Oui, Non, ou None si la case est vide."""
    text = plain(value)
    return None if not text else text in {"oui", "o", "1", "x", "vrai"}


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _csv_cells(path: Path) -> list[list[object]]:
    lines = _decoded(path.read_bytes()).splitlines()
    if lines[0].lower().startswith("sep="):
        lines = lines[1:]
    head = "".join(lines[:5])
    separator = max(";,\t|", key=head.count)
    return [list(row) for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=separator)]


def _xlsx_cells(path: Path) -> list[list[object]]:
    book = openpyxl.load_workbook(path, data_only=True)
    sheet = next(one for one in book.worksheets if one.sheet_state == "visible")
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def read_rows(path: Path) -> list[Row]:
    """Lignes de données d'un fichier : titres, totaux, lignes vides et doublons exacts retirés."""
    cells = _xlsx_cells(path) if path.suffix == ".xlsx" else _csv_cells(path)
    start = next(
        rank for rank, row in enumerate(cells) if sum(cell not in (None, "") for cell in row) > 5
    )
    headers = [plain(cell) for cell in cells[start]]
    rows = []
    for row in dict.fromkeys(tuple(one) for one in cells[start + 1 :]):
        first = plain(next((cell for cell in row if cell not in (None, "")), ""))
        if first and not first.startswith(("total", "soustotal")):
            rows.append(dict(zip(headers, row, strict=True)))
    return rows


def read_exports(paths: Iterable[Path]) -> dict[str, list[Row]]:
    """Lit des exports A1 à A7, dans l'ordre donné ; chaque ligne porte sa structure."""
    world: dict[str, list[Row]] = {kind: [] for kind in SORTES}
    hours: dict[tuple[str, ...], list[Row]] = {}
    for path in paths:
        kind = next((kind for kind, word in SORTES.items() if word in path.name), None)
        if kind is None:
            continue
        structure = next(one for one in STRUCTURES if f"_{one}_" in path.name)
        rows = [{**row, "structure": structure} for row in read_rows(path)]
        if kind == "heures":
            hours |= _by_identity(_hours(rows, path))
        else:
            world[kind] += rows
    world["heures"] = [row for same in hours.values() for row in same]
    world["contrats"] = [row for row in map(_contract, world["contrats"]) if row]
    return world


def _by_identity(rows: Iterable[Row]) -> dict[tuple[str, ...], list[Row]]:
    """Un fichier remplace toutes les lignes de chaque identité qu'il porte."""
    result: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        names = ("structure", "ncontrat", "nparticipant", "nmarche", "nlot", "mois")
        result[tuple(str(row[name]) for name in names)].append(row)
    return result


def _hours(rows: list[Row], path: Path) -> list[Row]:
    """Une ligne par mois, que les mois soient en lignes ou en colonnes."""
    extraction = extraction_day(path)
    result = []
    for row in rows:
        for year, month, value in _months(row, path):
            if month and date(year, month, 1) <= extraction:
                fact = {"mois": date(year, month, 1), "heures": to_number(value)}
                result.append({**row, **fact})
    return result


def _months(row: Row, path: Path) -> list[tuple[int, int, object]]:
    if "heuresrealisees" in row:
        return [(int(to_number(row["annee"])), to_month(row["mois"]), row["heuresrealisees"])]
    named = re.search(r"_(20\d\d)", path.name)
    found = []
    for header, value in row.items():
        numeric = re.fullmatch(r"(\d\d)(20\d\d)", header)
        if value in (None, ""):
            continue
        if numeric:
            found.append((int(numeric[2]), int(numeric[1]), value))
        elif to_month(header) and not header.startswith("marche"):
            year = int(to_number(row.get("annee"))) or int(named[1])
            found.append((year, to_month(header), value))
    return found


def extraction_day(path: Path) -> date:
    """Date d'extraction écrite dans le nom du fichier (aaaammjj)."""
    found = re.search(r"(20\d\d)(\d\d)(\d\d)", path.stem)
    return date(int(found[1]), int(found[2]), int(found[3]))


def _contract(row: Row) -> Row | None:
    """Ses dates ; None si elle est à écarter (début impossible, fin avant le début)."""
    start = to_day(row["datededebut"])
    end = to_day(row["datedefinreelle"]) or to_day(row["datedefinprevue"])
    if start is None or (end and end < start):
        return None
    return {**row, "debut": start, "fin": end or date.max}
