"""Texte reçu : encodage, séparateur, lignes ; et la forme comparable des libellés.

Ce module tourne dans le processus enfant : il n'importe que la bibliothèque standard.
"""

import csv
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

from data.read.encoding import decode
from data.read.grid import FichierRefuse, Grid
from data.read.plain import (
    BLANCS_DE_FIN,
    CELLULE_CSV_MAX,
    SENTINELLE,
    SEPARATEURS,
    PlainText,
    plain_text,
    records,
)
from data.words import nombre, normalize

LIGNES_EXAMINEES = 200
LIGNES_D_EN_TETE_POSSIBLES = 30
PAGES_EXAMINEES = 200_000


def _declared_separator(text: str) -> tuple[str, str | None]:
    """Retire la ligne « sep=; » que les tableurs comprennent et n'affichent pas."""
    found = re.match(r'"?sep=([^\w\r\n" ])"?[;,|\t ]*(?:\r\n|\r|\n|$)', text, re.IGNORECASE)
    return (text[found.end() :], found[1]) if found else (text, None)


def _without_line_quotes(text: str) -> str:
    """Rend un texte dont chaque ligne entière est entre guillemets sans eux ; sinon tel quel."""
    if not text.startswith('"'):
        return text
    lines = [line.rstrip(BLANCS_DE_FIN) for line in text.splitlines()]
    filled = [line for line in lines if line]
    is_whole = all(
        len(line) > 2
        and line.startswith('"')
        and line.endswith('"')
        and '"' not in line[1:-1].replace('""', "")
        and any(mark in line for mark in SEPARATEURS)
        for line in filled
    )
    if len(filled) < 2 or not is_whole:
        return text
    return "\n".join(line[1:-1].replace('""', '"') for line in lines) + "\n"


def _score(
    text: str, separator: str, vocabulary: frozenset[str], normalized: Callable[[str], str]
) -> tuple[int, float]:
    """Note d'un séparateur : en-têtes reconnus sur la meilleure ligne, puis régularité."""
    try:
        rows = _first_rows(text, separator)
    except csv.Error:
        return 0, 0.0
    rows = [line for line in rows if any(line)]
    known = [
        len(set(map(normalized, line)) & vocabulary) for line in rows[:LIGNES_D_EN_TETE_POSSIBLES]
    ]
    sizes = Counter(len(line) for line in rows if len(line) > 1)
    regularity = max((n * size / len(rows) for size, n in sizes.items()), default=0.0)
    return max(known, default=0), regularity


def _first_rows(text: str, separator: str) -> list[list[str]]:
    """Rend les premières lignes : des premières pages si elles y tiennent, sans lire le reste."""
    head = text[:PAGES_EXAMINEES]
    rows = list(itertools.islice(records(head, separator), LIGNES_EXAMINEES + 1))
    if len(rows) <= LIGNES_EXAMINEES and len(head) < len(text):
        rows = list(itertools.islice(records(text, separator), LIGNES_EXAMINEES))
    return rows[:LIGNES_EXAMINEES]


def read_text(content: bytes, vocabulary: frozenset[str]) -> Grid | PlainText:
    """Lit un CSV : grille brute, numéros de ligne du tableur (« sep= » n'est pas comptée).

    Les lignes qui contenaient un octet nul sont gardées sans lui et citées dans
    `damaged_lines`. Lève FichierRefuse (encodage, guillemets, taille).
    """
    decoded = decode(content)
    text, separator = _declared_separator(decoded.text)
    bare = _without_line_quotes(text)
    if bare != text:
        # Le séparateur déclaré est celui d'avant ces guillemets : il peut les contredire.
        text, separator = bare, None
    if separator is None:
        normalized = cache(normalize)
        separator = max(SEPARATEURS, key=lambda one: _score(text, one, vocabulary, normalized))
    grid = plain_text(text, separator) or _grid(text, separator)
    if decoded.warning:
        grid.warnings.append(decoded.warning)
    return grid


def _grid(text: str, separator: str) -> Grid:
    """Lit un texte cellule par cellule."""
    grid = Grid(est_sans_fin=not text.endswith(("\n", "\r")))
    try:
        _fill(grid, records(f"{text.rstrip(BLANCS_DE_FIN)}\n{SENTINELLE}", separator))
    except csv.Error as error:
        raise FichierRefuse(
            f"a une cellule de plus de {nombre(CELLULE_CSV_MAX)} caractères : sans doute un "
            "guillemet (\") qui n'est pas refermé. Corrigez-le ou réexportez le fichier."
        ) from error
    _check_quotes(grid, separator)
    return grid


def _fill(grid: Grid, records: Iterator[list[str]]) -> None:
    values: list[str] = []
    for line, values in enumerate(records, start=1):
        if values == [SENTINELLE]:
            return
        if any("\x00" in value for value in values):
            if any(SENTINELLE in value for value in values):
                raise _open_quote(line)
            grid.damaged_lines.append(line)
            values = [value.replace("\x00", "") for value in values]
        grid.add_row(line, [_unwrapped(value) for value in values])
        if line in grid.rows:
            grid.widths.append(len(values))


def _unwrapped(value: str) -> str:
    """Rend « 001 » de « ="001" », l'écriture qui empêche un tableur de manger les zéros."""
    if value.startswith('="') and value.endswith('"') and len(value) > 2:
        return value[2:-1].replace('""', '"')
    return value


def _check_quotes(grid: Grid, separator: str) -> None:
    """Un guillemet égaré avale des lignes entières : elles se voient à leurs séparateurs."""
    sizes = Counter(len(cells) for cells in grid.rows.values())
    expected = max(max(sizes, key=sizes.__getitem__, default=0) - 1, 4)
    for line, cells in grid.rows.items():
        # Une ligne trop longue dont une cellule en contient d'autres : un guillemet ouvert en fin
        # de ligne, refermé par celui de la ligne suivante.
        enough = 1 if len(cells) > expected + 1 else expected
        for cell in cells:
            if not cell or cell.count(separator) < enough:
                continue
            if "\n" in cell or "\r" in cell:
                raise _open_quote(line)


def _open_quote(line: int) -> FichierRefuse:
    return FichierRefuse(
        f'a un guillemet (") ouvert à la ligne {nombre(line)} et mal refermé : les lignes '
        "suivantes ne peuvent pas être séparées. Corrigez cette ligne ou réexportez le fichier."
    )
