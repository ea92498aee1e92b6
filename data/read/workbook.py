"""Classeurs xlsx : chaque feuille est mesurée, vérifiée et lue en un seul passage XML.

Un seul lecteur, pour que ce qui est lu soit exactement ce qui a été vérifié. Ce module tourne
dans le processus enfant : il n'importe que la bibliothèque standard.
Source : ECMA-376, SpreadsheetML (§18.2 classeur, §18.3 feuilles, §18.4 textes partagés).
"""

import posixpath
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from data.read.cells import format_kind, unescape
from data.read.grid import FichierRefuse, Grid
from data.read.xml_events import SheetReader, Workbook

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_REL_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_OFFICE = "/officeDocument"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
_STRICT = "http://purl.oclc.org/ooxml/"
_T, _RPH, _SI, _XF, _XFS = (_MAIN + name for name in ("t", "rPh", "si", "xf", "cellXfs"))
_VRAI = {"1", "true"}
ABIME = "est abîmé. Ouvrez-le dans un tableur et réenregistrez-le au format Excel (.xlsx)."

Start = Callable[[str, dict[str, str]], None]


def read_workbook(archive: zipfile.ZipFile) -> list[Grid]:
    """Lit les onglets visibles et remplis d'une archive déjà contrôlée (`sandbox.open_archive`).

    Lève FichierRefuse (trop de lignes ou de colonnes, DOCTYPE, format strict, fichier abîmé) ;
    une valeur impossible (nombre illisible, texte partagé absent) lève ValueError, IndexError.
    """
    book, targets = _read_properties(archive, workbook_part(archive) or "xl/workbook.xml")
    sheets = [(name, state, targets[r]) for name, state, r in book.sheets if r in targets]
    visible = [(name, target) for name, state, target in sheets if state == "visible"]
    grids = [_read_sheet(archive, target, SheetReader(name, book)) for name, target in visible]
    grids = [grid for grid in grids if grid.rows or grid.empty_formulas]
    hidden = len(sheets) - len(visible)
    if hidden and not grids:
        raise FichierRefuse(
            "n'a rien à lire dans ses onglets visibles. Affichez l'onglet masqué qui contient les "
            "données, puis réenregistrez-le."
        )
    for grid in grids:
        grid.warn(hidden, "onglet masqué n'a pas été lu", "onglets masqués n'ont pas été lus")
    return grids


def _read_sheet(archive: zipfile.ZipFile, member: str, reader: SheetReader) -> Grid:
    _parse(archive, member, reader.start, end=reader.end, text=reader.text)
    return reader.finish()


def _parse(archive: zipfile.ZipFile, member: str, start: Start, **others: Callable) -> None:
    """Passe un membre de l'archive en flux ; seul endroit où du XML reçu est interprété."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = others.get("end")
    parser.CharacterDataHandler = others.get("text")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartNamespaceDeclHandler = _refuse_strict
    try:
        with archive.open(member) as stream:
            parser.ParseFile(stream)
    except expat.ExpatError as error:
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]:
            raise MemoryError from error
        raise FichierRefuse(ABIME) from error


def _refuse_doctype(*_: object) -> None:
    raise FichierRefuse(
        "contient une déclaration DOCTYPE, qu'aucun tableur n'écrit. Ouvrez-le dans un tableur "
        "et réenregistrez-le au format Excel (.xlsx)."
    )


def _refuse_strict(_: str | None, uri: str | None) -> None:
    if uri and uri.startswith(_STRICT):
        raise FichierRefuse(
            "est enregistré au format « Strict Open XML ». Réenregistrez-le en choisissant "
            "« Classeur Excel (.xlsx) »."
        )


def plain_part(name: str) -> str:
    """Réduit le nom d'une partie : des logiciels changent sa casse ou écrivent des « \\ »."""
    return name.replace("\\", "/").lower()


def _actual(archive: zipfile.ZipFile) -> dict[str, str]:
    return {plain_part(name): name for name in archive.namelist()}


def workbook_part(archive: zipfile.ZipFile) -> str | None:
    """Rend le nom de la partie « classeur » : celle que dit `_rels/.rels`, sinon l'usuelle."""
    members = _actual(archive)
    told = _targets(archive, "") if "_rels/.rels" in members else []
    pointed = [target for _, kind, target in told if kind.endswith(_OFFICE)]
    usual = [name for name in ("xl/workbook.xml",) if name in members]
    candidates = [name for name in (*pointed, *usual) if name in members]
    name = candidates[0] if candidates else ""
    return name if name and "xl/" in name and _rels_of(name) in members else None


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _targets(archive: zipfile.ZipFile, part: str) -> list[tuple[str, str, str]]:
    """Rend (identifiant, sorte, partie visée) des relations d'une partie ("" : le paquet)."""
    members, found = _actual(archive), []
    base = posixpath.dirname(part)

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == _REL and attributes.get("TargetMode") != "External":
            aimed = attributes.get("Target", "").replace("\\", "/")
            target = posixpath.normpath(posixpath.join("/" + base, aimed)).lstrip("/").lower()
            found.append((attributes.get("Id", ""), attributes.get("Type", ""), target))

    _parse(archive, members[_rels_of(part) if part else "_rels/.rels"], start)
    return found


def _read_properties(archive: zipfile.ZipFile, part: str) -> tuple[Workbook, dict[str, str]]:
    """Rend les propriétés du classeur, et identifiant de relation -> feuille (sans graphiques)."""
    book, members = Workbook(), _actual(archive)
    targets = _targets(archive, part)

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == _MAIN + "sheet":
            state = attributes.get("state", "visible")
            book.sheets.append((attributes["name"], state, attributes.get(_REL_ID, "")))
        elif name == _MAIN + "workbookPr":
            book.est_1904 = attributes.get("date1904") in _VRAI
        elif name == _MAIN + "calcPr":
            book.est_a_recalculer = attributes.get("fullCalcOnLoad") in _VRAI

    _parse(archive, members[part], start)
    # Sans relation qui les dise, les parties usuelles.
    told = {kind.rsplit("/", 1)[-1]: target for _, kind, target in targets}
    styles = told.get("styles", "xl/styles.xml")
    texts = told.get("sharedStrings", "xl/sharedstrings.xml")
    if styles in members:
        book.kinds = _read_styles(archive, members[styles])
    if texts in members:
        book.texts = _SharedTexts().read(archive, members[texts])
    sheets = {one: target for one, kind, target in targets if kind.endswith("/worksheet")}
    if not set(sheets.values()) <= set(members):
        raise FichierRefuse(ABIME)
    return book, {one: members[target] for one, target in sheets.items()}


def _read_styles(archive: zipfile.ZipFile, member: str) -> list[str]:
    """Sorte de valeur (`cells.format_kind`) de chaque style de cellule, dans l'ordre."""
    codes: dict[int, str] = {}
    styles: list[int] = []
    opened: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == _MAIN + "numFmt":
            # Les formats des styles conditionnels (dxf) ont leurs propres numéros.
            codes.setdefault(int(attributes.get("numFmtId") or 0), attributes.get("formatCode", ""))
        elif name == _XFS:
            opened.append(name)
        elif name == _XF and opened:
            styles.append(int(attributes.get("numFmtId") or 0))

    def end(name: str) -> None:
        if name == _XFS:
            opened.clear()

    _parse(archive, member, start, end=end)
    return [format_kind(number, codes.get(number)) for number in styles]


class _SharedTexts:
    """Textes partagés, dans l'ordre ; la phonétique (rPh) n'est pas du texte."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.pieces: list[str] = []
        self.est_ouvert = self.est_phonetique = False

    def read(self, archive: zipfile.ZipFile, member: str) -> list[str]:
        _parse(archive, member, self.start, end=self.end, text=self.text)
        return self.texts

    def start(self, name: str, _: dict[str, str]) -> None:
        if name == _T:
            self.est_ouvert = not self.est_phonetique
        elif name == _SI:
            self.pieces = []
        elif name == _RPH:
            self.est_phonetique = True

    def text(self, piece: str) -> None:
        if self.est_ouvert:
            self.pieces.append(piece)

    def end(self, name: str) -> None:
        if name == _T:
            self.est_ouvert = False
        elif name == _SI:
            self.texts.append(unescape("".join(self.pieces)))
        elif name == _RPH:
            self.est_phonetique = False
