"""Une page web que son nom dit classeur (« .xls ») : ses tableaux, tels qu'un tableur les ouvre.

Ce module tourne dans le processus enfant : il n'importe que la bibliothèque standard.
"""

from html.parser import HTMLParser

from data.read.encoding import decode
from data.read.grid import FichierRefuse, Grid

CELLS = ("td", "th")
# Au-delà, une étendue annoncée est une faute ou une bombe.
SPAN_MAX = 200


class _Tables(HTMLParser):
    """Recueille les lignes de chaque tableau ; `depth` : tableaux ouverts l'un dans l'autre."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Grid] = []
        self.depth = self.line = 0
        self.row: list[str] | None = None
        self.text: list[str] | None = None
        self.span = (1, 1)
        # Colonne -> (lignes restantes, texte) des cellules étalées en hauteur.
        self.falling: dict[int, tuple[int, str]] = {}
        self.is_silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.is_silent = True
        elif tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.tables.append(Grid(f"Tableau {len(self.tables) + 1}"))
                self.line, self.falling = 0, {}
            else:
                raise FichierRefuse(
                    "est une page web dont un tableau en contient un autre. Ouvrez-le dans un "
                    "tableur et enregistrez-le au format Excel (.xlsx)."
                )
        elif tag == "tr" and self.depth:
            self._close_row()
            self.row = []
        elif tag in CELLS and self.row is not None:
            self._close_cell()
            given = dict(attrs)
            self.span = (_span(given.get("colspan")), _span(given.get("rowspan")))
            self.text = []
        elif tag in ("br", "p", "div") and self.text:
            self.text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.is_silent = False
        elif tag in CELLS:
            self._close_cell()
        elif tag == "tr":
            self._close_row()
        elif tag == "table" and self.depth:
            self._close_row()
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.text is not None and not self.is_silent:
            self.text.append(data)

    def _close_cell(self) -> None:
        if self.text is None or self.row is None:
            return
        value = " ".join("".join(self.text).split())
        self.text = None
        self._fall()
        wide, high = self.span
        for rank in range(wide):
            if high > 1:
                self.falling[len(self.row)] = (high - 1, value if rank == 0 else "")
            self.row.append(value if rank == 0 else "")

    def _fall(self) -> None:
        while self.row is not None and len(self.row) in self.falling:
            left, value = self.falling.pop(len(self.row))
            if left > 1:
                self.falling[len(self.row)] = (left - 1, value)
            self.row.append(value)

    def _close_row(self) -> None:
        self._close_cell()
        if self.row is None:
            return
        # Ce qui tombe d'au-dessus se place ; ce qui vient de naître ici attend la ligne suivante.
        self._fall_rest()
        self.line += 1
        self.tables[-1].add_row(self.line, self.row)
        self.row = None

    def _fall_rest(self) -> None:
        waiting = [place for place in self.falling if place >= len(self.row or [])]
        for place in sorted(waiting):
            if self.row is not None and place == len(self.row):
                self._fall()


def _span(text: str | None) -> int:
    return min(int(text), SPAN_MAX) if text and text.isdigit() and int(text) else 1


def read_web_tables(content: bytes) -> list[Grid]:
    """Rend les tableaux remplis d'une page web. Lève FichierRefuse s'il n'y en a aucun."""
    read = decode(content)
    parser = _Tables()
    parser.feed(read.text)
    parser.close()
    found = [one for one in parser.tables if one.rows]
    if not found:
        raise FichierRefuse(
            "est une page web sans tableau, malgré son nom (peut-être une page de connexion ou "
            "d'erreur). Recommencez l'export depuis le logiciel d'origine."
        )
    if read.warning:
        found[0].warnings.append(read.warning)
    return found
