"""Une feuille de classeur : son passage XML, cellule par cellule, vers une grille brute."""

from dataclasses import dataclass, field

from data.read.cells import iso_text, number_text, split_reference, unescape
from data.read.grid import COLONNES_MAX, Grid, check_size

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_NOMS = ("c", "v", "f", "t", "row", "col", "rPh", "autoFilter", "mergeCell")
_C, _V, _F, _T, _ROW, _COL, _RPH, _FILTRE, _FUSION = (_MAIN + name for name in _NOMS)
_VRAI = {"1", "true"}


@dataclass
class Workbook:
    """Ce que les cellules ne disent pas elles-mêmes : textes partagés, formats, époque."""

    texts: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)  # par style, voir `cells.format_kind`
    est_1904: bool = False
    est_a_recalculer: bool = False
    sheets: list[tuple[str, str, str]] = field(default_factory=list)  # nom, état, relation


class SheetReader:
    """Reçoit les événements XML d'une feuille ; `finish` rend sa grille."""

    def __init__(self, name: str, book: Workbook) -> None:
        self.book = book
        self.grid = Grid(name)
        self.line, self.column = 0, -1
        self.type, self.style = "n", 0
        self.pieces: list[str] | None = None
        self.est_ouvert = self.est_phonetique = self.a_formule = False
        self.est_masquee = self.a_filtre = False
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merges: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _C:
            self._open_cell(attributes)
        elif name in (_V, _T):
            # Une cellule « inlineStr » peut porter une valeur en plus de son texte : la même.
            est_redite = self.type == "inlineStr" and name == _V
            self.est_ouvert = not self.est_phonetique and not est_redite
            self.pieces = self.pieces if self.pieces is not None else []
        elif name == _F:
            self.a_formule = True
        elif name == _ROW:
            self.line = int(attributes.get("r", self.line + 1))
            self.column = -1
            self.est_masquee = attributes.get("hidden") in _VRAI
        elif name == _COL and attributes.get("hidden") in _VRAI:
            last = min(int(attributes["max"]), COLONNES_MAX)
            self.hidden_columns.update(range(int(attributes["min"]) - 1, last))
        elif name == _RPH:
            self.est_phonetique = True
        elif name == _FUSION:
            self.merges.append(attributes["ref"])
        elif name == _FILTRE:
            self.a_filtre = True

    def text(self, piece: str) -> None:
        if self.est_ouvert and self.pieces is not None:
            self.pieces.append(piece)

    def end(self, name: str) -> None:
        if name in (_V, _T):
            self.est_ouvert = False
        elif name == _C:
            self._close_cell()
        elif name == _RPH:
            self.est_phonetique = False

    def _open_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference:
            self.line, self.column = split_reference(reference)
        else:
            self.column += 1
        self.type = attributes.get("t", "n")
        self.style = int(attributes.get("s") or 0)
        self.pieces, self.a_formule = None, False

    def _close_cell(self) -> None:
        raw = None if self.pieces is None else "".join(self.pieces)
        if self.a_formule and self._is_not_computed(raw):
            check_size(self.line, self.column + 1)
            self.grid.empty_formulas.append((self.line, self.column))
            return
        value = self._value(raw) if raw else ""
        if not value or value.isspace():
            return
        # Mesuré ici, cellule remplie par cellule remplie : une simple mise en forme jusqu'en bas
        # de la feuille ne compte pas, et rien n'est réservé pour la plage annoncée.
        check_size(self.line, self.column + 1)
        if self.type == "e":
            self.grid.error_cells.append((self.line, self.column))
        if self.est_masquee:
            self.hidden_rows.add(self.line)
        self._place(value)

    def _is_not_computed(self, raw: str | None) -> bool:
        """Une formule jamais calculée : sans valeur, ou le « 0 » que des logiciels y mettent.

        Ceux-là demandent au tableur de tout recalculer à l'ouverture (fullCalcOnLoad) ; le texte
        vide d'une formule de texte, lui, est une vraie valeur.
        """
        if raw is None or (raw == "" and self.type != "str"):
            return True
        return self.book.est_a_recalculer and self.type == "n" and raw == "0"

    def _value(self, raw: str) -> str:
        match self.type:
            case "s":
                return self.book.texts[int(raw)]
            case "b":
                return "Oui" if raw in _VRAI else "Non"
            case "d":
                return iso_text(raw)
            case "n":
                kinds = self.book.kinds
                kind = kinds[self.style] if self.style < len(kinds) else ""
                return number_text(raw, kind, self.book.est_1904)
            case "str" | "inlineStr":
                return unescape(raw)
        return raw

    def _place(self, value: str) -> None:
        cells = self.grid.rows.setdefault(self.line, [])
        self.grid.widen(self.column + 1)
        if self.column < len(cells):
            cells[self.column] = value
            return
        cells.extend([None] * (self.column - len(cells)))
        cells.append(value)

    def finish(self) -> Grid:
        """Rend la grille, lignes dans l'ordre, avec ses fusions et l'avis de ce qui est masqué."""
        grid = self.grid
        grid.rows = dict(sorted(grid.rows.items()))
        last = max(grid.rows, default=0)
        for reference in self.merges:
            (l1, c1), (l2, c2) = map(split_reference, reference.partition(":")[::2])
            if l1 <= last and c1 < COLONNES_MAX:
                grid.merges.append((l1, c1, min(l2, last), min(c2, COLONNES_MAX - 1)))
        by_filter = " par un filtre" if self.a_filtre else ""
        grid.warn(
            len(self.hidden_rows),
            f"ligne masquée{by_filter} a été lue comme les autres",
            f"lignes masquées{by_filter} ont été lues comme les autres",
        )
        filled = {place for row in grid.rows.values() for place, text in enumerate(row) if text}
        grid.warn(
            len(self.hidden_columns & filled),
            "colonne masquée a été lue comme les autres",
            "colonnes masquées ont été lues comme les autres",
        )
        return grid
