"""Lecteur témoin des exports d'exemple : csv et openpyxl, sans rien de notre import.

Les tests y recomptent heures, bénéficiaires et marchés à partir des fichiers écrits.
"""

import csv
import io
import re
import unicodedata
from collections import defaultdict
from datetime import date, datetime
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from data.exemples import files

STRUCTURES = ("CIE84", "ITV", "MLJGA")
MOIS = ("janv", "fevr", "mars", "avr", "mai", "juin", "juil", "aout", "sept", "oct", "nov", "dec")
Ligne = dict[str, object]


def plain(text: object) -> str:
    """Sans accents, en minuscules, lettres et chiffres seulement."""
    folded = str(text or "").casefold().replace("œ", "oe").replace("æ", "ae")
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", folded))


def _csv_cells(path: Path) -> list[list[object]]:
    content = path.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16")
    else:
        bom = content.startswith(b"\xef\xbb\xbf")
        text = content.decode("utf-8-sig" if bom else "cp1252")
    text = re.sub(r"^sep=.\r\n", "", text)
    separator = max(";,\t", key=text.count)
    if path.name == "Export_Heures_MLJGA_2026_20260930.csv":
        separator = ","
    return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]


def _xlsx_cells(path: Path) -> list[list[object]]:
    book = openpyxl.load_workbook(path, data_only=True)
    sheet = next(one for one in book.worksheets if one.sheet_state == "visible")
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@cache
def data_rows(path: Path) -> list[Ligne]:
    """Lignes de données : titres, totaux et doublons exacts retirés."""
    cells = _xlsx_cells(path) if path.suffix == ".xlsx" else _csv_cells(path)
    filled = [sum(1 for cell in row if cell not in (None, "")) for row in cells]
    start = next(rank for rank, count in enumerate(filled) if count > 5)
    headers = [plain(cell) for cell in cells[start]]
    unique = dict.fromkeys(tuple(row) for row in cells[start + 1 :])
    kept = [row for row in unique if not plain(row[0]).startswith(("total", "soustotal"))]
    return [dict(zip(headers, row, strict=True)) for row in kept]


def read_kind(prefix: str, structure: str) -> list[Ligne]:
    return [
        row
        for path in files()
        if path.name.startswith(prefix) and f"_{structure}_" in path.name
        for row in data_rows(path)
    ]


def to_number(value: object) -> float:
    if isinstance(value, (int, float)):
        return float(value)
    text = re.sub(r"[\s\u00a0\u202fh]", "", str(value or "0"))
    return float(text.replace(",", "."))


def to_day(value: object) -> date | None:
    """Date, ou None si la case est vide ; ValueError si la date n'existe pas."""
    if value in (None, ""):
        return None
    if isinstance(value, datetime):
        return value.date()
    text = str(value).removesuffix(" 00:00:00")
    pattern = "%Y-%m-%d" if re.match(r"\d{4}-", text) else f"%d{text[2]}%m{text[2]}%Y"
    return datetime.strptime(text, pattern).date()


def to_month(value: object) -> int:
    text = plain(value)
    if text.isdigit():
        return int(text)
    return next(rank for rank, name in enumerate(MOIS, 1) if text.startswith(name[:4]))


@cache
def hour_facts() -> list[tuple[str, str, str, int, int, float]]:
    """(structure, contrat, participant, année, mois, heures), rejets et mois futurs retirés."""
    facts: dict[tuple[object, ...], None] = {}
    for path in files():
        if path.name.startswith("Export_Heures_"):
            structure, period = path.name.split("_")[2:4]
            for row in data_rows(path):
                keys = (structure, str(row["ncontrat"]), str(row["nparticipant"]))
                for fact in _long(row) if "valide" in row else _wide(row, int(period[:4])):
                    facts[(*keys, *fact)] = None
    return [fact[:6] for fact in facts]  # type: ignore[misc]


def _long(row: Ligne) -> list[tuple[object, ...]]:
    year, month = int(str(row["annee"])), to_month(row["mois"])
    if row["valide"] == "Rejeté" or month > 12 or (year, month) > (2026, 9):
        return []
    return [(year, month, to_number(row["heuresrealisees"]), to_day(row["datedesaisie"]))]


def _wide(row: Ligne, year: int) -> list[tuple[object, ...]]:
    months = {
        rank: row.get(name, row.get(f"{rank:02d}{year}")) for rank, name in enumerate(MOIS, 1)
    }
    known = {rank: to_number(value) for rank, value in months.items() if value not in (None, "")}
    assert sum(known.values()) == pytest.approx(to_number(row["total"]))
    return [(year, rank, value) for rank, value in known.items()]


@cache
def identities() -> dict[tuple[str, str], tuple[str, ...]]:
    """(structure, n° participant) -> nom, prénom et naissance, ou le numéro sans naissance."""
    result = {}
    for structure in STRUCTURES:
        for row in read_kind("Export_Participants", structure):
            number = str(row["nparticipant"])
            born = str(row["datedenaissance"] or "")
            person = (plain(row["nom"]), plain(row["prenom"]), born)
            if born and not born.endswith("02-30"):
                person = (*person[:2], str(to_day(row["datedenaissance"])))
            result[structure, number] = person if born else (structure, number)
    return result


def beneficiaries(year: int, structure: str = "") -> set[tuple[str, ...]]:
    sums: dict[tuple[str, ...], float] = defaultdict(float)
    for owner, _, participant, when, _, hours in hour_facts():
        if when == year and structure in ("", owner):
            sums[identities()[owner, participant]] += hours
    return {person for person, hours in sums.items() if hours > 0}


def _active(row: Ligne, first: date, last: date) -> bool:
    """Marché en cours : notifié, ni fini avant la période, ni en prévision, ni infructueux."""
    notified, ended = to_day(row["datedenotification"]), to_day(row["datedefinreelle"])
    if row["statut"] in ("En prévision", "Infructueux") or notified is None:
        return False
    return notified <= last and (ended is None or ended >= first)


def active_2023(structure: str) -> list[Ligne]:
    rows = read_kind("Export_Operations_Marches", structure)
    return [row for row in rows if _active(row, date(2023, 1, 1), date(2023, 12, 31))]


def participants_2023(territoire: str) -> set[tuple[str, ...]]:
    rows = read_kind("Export_Operations_Marches", "CIE84")
    marches = {row["nmarche"] for row in rows if row["territoire"] == territoire}
    rows = read_kind("Export_Contrats", "CIE84")
    contrats = {row["ncontrat"] for row in rows if row["nmarche"] in marches}
    sums: dict[tuple[str, ...], float] = defaultdict(float)
    for structure, contrat, participant, annee, _, heures in hour_facts():
        if structure == "CIE84" and annee == 2023 and contrat in contrats:
            sums[identities()[structure, participant]] += heures
    return {person for person, heures in sums.items() if heures > 0}


def actions_2023(territoire: str, nature: str) -> int:
    """Actions de CIE 84 en 2023, le territoire venant de la commune ou de l'EPCI de l'action."""
    rows = read_kind("Export_Operations_Marches", "CIE84")
    places = {row["communedestravaux"]: row["territoire"] for row in rows}
    places |= {row["maitredouvrage"]: row["territoire"] for row in rows}
    return sum(
        places[row["communeepci"]] == territoire
        for row in read_kind("Suivi_Prospection", "CIE84")
        if row["naturedelaction"] == nature and to_day(row["date"]).year == 2023
    )
