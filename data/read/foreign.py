"""Les classeurs qui ne sont pas des xlsx (.xls, .xlsb, .ods), lus par calamine.

calamine rend les valeurs ; il tait les cellules en erreur et ce qui est masqué, ce que le fichier
dit donc à qui l'importe. Un xlsx garde notre lecteur : sur les classeurs d'essai de calamine et de
POI (391 xlsx et xlsm, comparés cellule à cellule à openpyxl), 7 des 289 lus diffèrent, contre 26
des 357 lus par calamine (erreurs perdues, espaces rognés), qui ne dit ni formule sans valeur, ni
format « 00000 ». Sur les 330 .xls et .xlsb lus de ces mêmes essais, 28 cellules sur 379 736 ne sont
pas celles que lisent xlrd et pyxlsb : dates d'avant mars 1900, durées, chaînes mal décodées.

Ce module tourne dans le processus enfant.
"""

import io
import math
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from types import ModuleType

from data.read.cells import duration_text, iso_text, moment_text, number_text
from data.read.grid import FichierRefuse, Grid, check_size

EXCEL = "Ouvrez-le dans un tableur et enregistrez-le au format Excel (.xlsx)."
MACROS = "contient des macros. Enregistrez-le au format « Classeur Excel (.xlsx) », sans macros."
MOT_DE_PASSE = (
    "est protégé par un mot de passe. Ouvrez-le dans un tableur, retirez le mot de passe et "
    "réenregistrez-le."
)
NON_DIT = (
    "Ce format de classeur ne dit ni les formules en erreur ni les lignes et colonnes masquées : "
    "les premières sont lues vides, les autres comme le reste. Comparez le total des heures."
)
ABANDON = f"ne se lit pas : abîmé, ou d'une version de tableur trop ancienne. {EXCEL}"
# L'erreur d'un calamine pris en défaut : aucune classe n'en est publiée.
PANIQUE = "PanicException"
JOUR_S = 86_400
ISO_DURATION = re.compile(r"-?P(\d+D)?T\d")


def read_foreign(content: bytes) -> list[Grid]:
    """Lit les onglets visibles et remplis. Lève FichierRefuse (mot de passe, taille, abîmé)."""
    # Chargé ici : les autres fichiers se lisent avec la seule bibliothèque standard.
    import python_calamine as calamine

    try:
        with _without_errors():
            book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
            sheets = [one for one in book.sheets_metadata
                      if one.typ == calamine.SheetTypeEnum.WorkSheet]  # fmt: skip
            seen = calamine.SheetVisibleEnum.Visible
            visible = [one.name for one in sheets if one.visible == seen]
            found = [_grid(book, name) for name in visible]
    except calamine.PasswordError as error:
        raise FichierRefuse(MOT_DE_PASSE) from error
    except calamine.CalamineError as error:
        raise FichierRefuse(_reason(calamine, error)) from error
    filled = [one for one in found if one.rows]
    for one in filled:
        one.warnings.append(NON_DIT)
        hidden = len(sheets) - len(visible)
        one.warn(hidden, "onglet masqué n'a pas été lu", "onglets masqués n'ont pas été lus")
    if sheets and not filled and len(visible) < len(sheets):
        raise FichierRefuse(
            "n'a rien à lire dans ses onglets visibles. Affichez l'onglet masqué qui contient les "
            "données, puis réenregistrez-le."
        )
    return filled


@contextmanager
def _without_errors() -> Iterator[None]:
    """Ferme la sortie d'erreur : pris en défaut, calamine y écrit ce qu'il lisait."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _reason(calamine: ModuleType, error: Exception) -> str:
    if "password" in str(error).lower():
        return MOT_DE_PASSE
    return ABANDON


def _grid(book: object, name: str) -> Grid:
    sheet = book.get_sheet_by_name(name)  # type: ignore[attr-defined]
    grid = Grid(name)
    if sheet.start is None:
        return grid
    top, left = sheet.start
    check_size(sheet.end[0] + 1 if sheet.height > 50_000 else 1, sheet.width)
    for rank, row in enumerate(sheet.to_python(skip_empty_area=True), start=top + 1):
        texts = [_text(value) for value in row]
        if any("\x00" in text for text in texts):
            # Une chaîne mal décodée : sa ligne se dit, comme celle d'un texte abîmé.
            grid.damaged_lines.append(rank)
            texts = [text.replace("\x00", "") for text in texts]
        grid.add_row(rank, [""] * left + texts)
    for (first, start), (last, end) in sheet.merged_cell_ranges or ():
        grid.merges.append((first + 1, start, last + 1, end))
    return grid


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, float) and not math.isfinite(value):
        return "#NUM!"
    if isinstance(value, int | float):
        return number_text(repr(value))
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return duration_text((value.hour * 3600 + value.minute * 60 + value.second) / JOUR_S)
    if isinstance(value, timedelta):
        return duration_text(value.total_seconds() / JOUR_S)
    text = str(value)
    # LibreOffice écrit une durée « PT50H30M00S ».
    return iso_text(text) if ISO_DURATION.match(text) else text
