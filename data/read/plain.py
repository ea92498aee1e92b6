"""Un texte ordinaire, gardé en lignes entières : presque tous, et rien ne s'y lit par cellule.

Ce qui demande qu'on regarde chaque cellule (cellule de plusieurs lignes, octet nul, formule, erreur
de tableur, cellule faite d'espaces, taille hors des bornes) est laissé au lecteur ligne à ligne,
qui seul refuse. Ce module tourne dans le processus enfant : il n'importe que la bibliothèque
standard.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from data.read.grid import ERREURS, FichierRefuse, Grid, check_area, check_size

# Ce qui sépare, dans le tuyau, les cellules d'un texte qui avait des guillemets, et les lignes.
SEPARE, FIN = "\x1f", "\x1e"
CELLULE_CSV_MAX = 1_000_000
SEPARATEURS = (";", ",", "\t", "|")
# Sans la tabulation : à la fin d'une ligne, elle sépare des cellules vides.
BLANCS_DE_FIN = " \r\n\x0b\x0c\u00a0"
# Ce dont `str.isspace` dit oui, retours à la ligne à part.
BLANCS = (
    "\t\x0b\x0c\x1c\x1d\x1e\x1f \x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
SENTINELLE = "\x00fin du fichier\x00"


@dataclass
class PlainText:
    """Les lignes remplies d'un texte et leurs numéros ; pour qui la lit, une `data.read.Grid`."""

    separator: str
    lines: list[str]
    numbers: list[int]
    widths: list[int]
    width: int
    est_sans_fin: bool
    name: str = ""
    warnings: list[str] = field(default_factory=list)
    empty_formulas: tuple[()] = ()
    error_cells: tuple[()] = ()
    damaged_lines: tuple[()] = ()
    merges: tuple[()] = ()

    @cached_property
    def rows(self) -> dict[int, list[str | None]]:
        """Les cellules, par numéro de ligne."""
        cells = (_cells(line.split(self.separator)) for line in self.lines)
        return dict(zip(self.numbers, cells, strict=True))

    texts = Grid.texts
    warn = Grid.warn

    def joined(self) -> str:
        """Un texte qui contient celui de chaque cellule."""
        return FIN.join(self.lines)


def records(text: str, separator: str) -> Iterator[list[str]]:
    """Lignes du texte telles qu'un tableur les numérote : un champ multi-ligne compte pour une."""
    csv.field_size_limit(CELLULE_CSV_MAX)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def plain_text(text: str, separator: str) -> PlainText | None:
    """Rend un texte en lignes ; None s'il faut en regarder chaque cellule."""
    if separator not in SEPARATEURS or any(mark in text for mark in ("\x00", SEPARE, FIN)):
        return None
    body = text.rstrip(BLANCS_DE_FIN)
    if any(code in body for code in ERREURS if "#" in body):
        return None
    mark = separator if '"' not in body else SEPARE
    lines = _lines(body) if mark == separator else _unquoted(body, separator)
    if not lines or len(max(lines, key=len)) > CELLULE_CSV_MAX or _has_blank_cell(lines, mark):
        return None
    ends = [line.rstrip(BLANCS + mark) for line in lines]
    numbers = [number for number, end in enumerate(ends, start=1) if end]
    width = max((end.count(mark) for end in ends), default=0) + 1
    try:
        check_area(len(numbers) * width)
        check_size(len(numbers), width)
    except FichierRefuse:
        return None
    kept = [lines[number - 1] for number in numbers]
    widths = [line.count(mark) + 1 for line in kept]
    return PlainText(mark, kept, numbers, widths, width, not text.endswith(("\n", "\r")))


def _lines(body: str) -> list[str]:
    return body.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _unquoted(body: str, separator: str) -> list[str] | None:
    """Rend les lignes d'un texte sans leurs guillemets ; None si l'un est égaré, ou en contient
    plusieurs.
    """
    if '="' in body:
        return None
    try:
        rows = list(records(f"{body}\n{SENTINELLE}", separator))
    except csv.Error:
        return None
    if rows.pop() != [SENTINELLE]:
        return None
    whole = FIN.join(map(SEPARE.join, rows))
    return None if "\n" in whole or "\r" in whole else whole.split(FIN)


def _has_blank_cell(lines: list[str], separator: str) -> bool:
    whole = FIN.join(lines)
    blanks = [one for one in BLANCS if one not in (separator, FIN) and one in whole]
    edges = (separator, FIN)
    if not any(edge + one in whole or whole[0] == one for one in blanks for edge in edges):
        return False
    ends = re.escape(separator) + FIN
    return bool(re.search(f"(?:^|[{ends}])[{''.join(blanks)}]+(?:[{ends}]|$)", whole))


def _cells(values: list[str]) -> list[str | None]:
    cells: list[str | None] = [value or None for value in values]
    while cells and (cells[-1] is None or cells[-1].isspace()):
        cells.pop()
    return cells
