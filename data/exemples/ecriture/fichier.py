"""Écriture des fichiers, avec la saleté des vrais exports ; rien n'y dépend de l'horloge."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter

Valeur = str | int | bool | date | Decimal | None
Ligne = dict[str, Valeur]
INSECABLE = "\u00a0"
FINE = "\u202f"
CODES = ("SIRET", "Code INSEE", "Code postal")


@dataclass
class Fichier:
    """Un fichier à écrire et la façon dont son éditeur l'a sali."""

    nom: str
    entetes: tuple[str, ...]
    lignes: list[Ligne]
    encodage: str = "cp1252"
    separateur: str = ";"
    annonce_separateur: bool = False
    titres: tuple[str, ...] = ()
    casse: str = ""
    dates: str = "%d/%m/%Y"
    milliers: str = ""
    unite: str = ""
    oui_non: tuple[str, str] = ("Oui", "Non")
    totaux: tuple[str, ...] = ()
    groupe: str = ""
    doublons: int = 0
    onglet: str = "Export"
    onglet_cache: bool = False
    codes_en_nombres: bool = False

    def write(self, folder: Path) -> None:
        """Écrit le fichier dans `folder`, CSV ou XLSX selon son nom."""
        path = folder / self.nom
        if path.suffix == ".xlsx":
            write_xlsx(self, path)
        else:
            path.write_bytes(csv_text(self).encode(self.encodage))

    def headers(self) -> list[str]:
        """En-têtes tels qu'écrits : casse changée, parfois une apostrophe courbe."""
        if self.casse == "majuscules":
            return [entete.upper() for entete in self.entetes]
        if self.casse == "minuscules":
            return [entete.lower() for entete in self.entetes]
        if self.casse == "apostrophes":
            return [entete.replace("'", "’") for entete in self.entetes]
        return list(self.entetes)

    def body(self) -> Iterator[Ligne]:
        """Lignes, doublons exacts, sous-totaux et total."""
        step = len(self.lignes) // (self.doublons + 1)
        for rank, ligne in enumerate(self.lignes):
            yield ligne
            if self.doublons and rank and rank % step == 0 and rank // step <= self.doublons:
                yield ligne
            if self.groupe and self._ends_group(rank):
                value = str(ligne[self.groupe])
                same = [one for one in self.lignes if str(one[self.groupe]) == value]
                yield self._total(f"Sous-total {self.groupe} {value}", same)
        if self.totaux:
            yield self._total("Total général", self.lignes)

    def _ends_group(self, rank: int) -> bool:
        following = self.lignes[rank + 1] if rank + 1 < len(self.lignes) else None
        return following is None or following[self.groupe] != self.lignes[rank][self.groupe]

    def _total(self, label: str, lignes: Sequence[Ligne]) -> Ligne:
        sums = {entete: _sum(ligne[entete] for ligne in lignes) for entete in self.totaux}
        return dict.fromkeys(self.entetes) | {self.entetes[0]: label} | sums


def _sum(values: Iterator[Valeur]) -> Decimal:
    return sum((value for value in values if isinstance(value, Decimal)), Decimal(0))


def csv_text(fichier: Fichier) -> str:
    """Le fichier entier en texte, fins de ligne de Windows."""
    buffer = io.StringIO()
    if fichier.annonce_separateur:
        buffer.write(f"sep={fichier.separateur}\r\n")
    writer = csv.writer(buffer, delimiter=fichier.separateur)
    for titre in fichier.titres:
        writer.writerow([titre] + [""] * (len(fichier.entetes) - 1))
    writer.writerow(fichier.headers())
    for ligne in fichier.body():
        writer.writerow([_text(fichier, ligne[entete]) for entete in fichier.entetes])
    return buffer.getvalue()


def _text(fichier: Fichier, value: Valeur) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return fichier.oui_non[0] if value else fichier.oui_non[1]
    if isinstance(value, date):
        return value.strftime(fichier.dates)
    if isinstance(value, Decimal):
        return _number(fichier, value)
    return str(value)


def _number(fichier: Fichier, value: Decimal) -> str:
    """Nombre à la française : « 1 234,5 », « 57 h »."""
    text = f"{value:,.2f}".replace(",", fichier.milliers).replace(".", ",")
    if fichier.unite:
        text = text.removesuffix(",00")
    return text + fichier.unite


def write_xlsx(fichier: Fichier, path: Path) -> None:
    """Classeur aux propriétés figées ; l'onglet utile n'est pas toujours le premier."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(2026, 9, 30), "title": path.stem})
        if fichier.onglet_cache:
            hidden = book.add_worksheet("Paramètres")
            hidden.write_row(0, 0, ["Version", "Ne pas modifier"])
            hidden.hide()
        sheet = book.add_worksheet(fichier.onglet)
        sheet.activate()
        sheet.set_first_sheet()
        formats = {
            "date": book.add_format({"num_format": "dd/mm/yyyy"}),
            "nombre": book.add_format({"num_format": "#,##0.00"}),
            "titre": book.add_format({"bold": True}),
        }
        first = len(fichier.titres)
        for rank, titre in enumerate(fichier.titres):
            sheet.write_string(rank, 0, titre, formats["titre"])
        sheet.write_row(first, 0, fichier.headers(), formats["titre"])
        for rank, ligne in enumerate(fichier.body(), start=first + 1):
            for column, entete in enumerate(fichier.entetes):
                _write_cell(sheet, formats, (rank, column), _cell(fichier, entete, ligne[entete]))


def _cell(fichier: Fichier, entete: str, value: Valeur) -> Valeur:
    """Ce qu'un tableur garde : un SIRET ou un code devenu nombre perd ses zéros de tête."""
    if isinstance(value, bool):
        return fichier.oui_non[0] if value else fichier.oui_non[1]
    if fichier.codes_en_nombres and entete.startswith(CODES) and isinstance(value, str):
        return int(value)
    return value


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet,
    formats: dict[str, xlsxwriter.format.Format],
    place: tuple[int, int],
    value: Valeur,
) -> None:
    if isinstance(value, date):
        sheet.write_datetime(*place, datetime(value.year, value.month, value.day), formats["date"])
    elif isinstance(value, Decimal):
        sheet.write_number(*place, float(value), formats["nombre"])
    elif isinstance(value, int):
        sheet.write_number(*place, value)
    elif value is not None:
        sheet.write_string(*place, value)
