"""Le classeur que porte chaque graphique PowerPoint : une feuille au nom français."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from xlsxwriter import Workbook

FEUILLE = "Feuil1"
# Un nom qui commence par « = » reste un nom.
INERTES = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class _Classeur(CategoryWorkbookWriter):
    """Le classeur d'un graphique, dont la feuille porte un nom français."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: BytesIO) -> Iterator[tuple[Workbook, object]]:
        with Workbook(xlsx_file, INERTES) as book:
            yield book, book.add_worksheet(FEUILLE)

    @property
    def categories_ref(self) -> str:
        return _renamed(super().categories_ref)

    def series_name_ref(self, series: object) -> str:
        return _renamed(super().series_name_ref(series))

    def values_ref(self, series: object) -> str:
        return _renamed(super().values_ref(series))


class Donnees(CategoryChartData):
    """Les données d'un graphique, et leur classeur français."""

    @property
    def _workbook_writer(self) -> _Classeur:
        return _Classeur(self)


def _renamed(reference: str) -> str:
    return reference.replace("Sheet1!", f"{FEUILLE}!")
