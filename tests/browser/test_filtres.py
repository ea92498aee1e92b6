"""Les filtres vivent dans l'adresse ; ce qu'on lit et ce qu'on emporte est la requête."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from playwright.sync_api import expect

import queries
from tests.support.ecran import Screen, number
from tests.support.queries_store import COVE
from tests.support.site import BY_MONTH, EXAMPLE, PROTECTION, Site

CIE84 = "CIE84"


def test_filters_live_in_the_address_and_follow_the_person(screen, site):
    screen.open("/?periode=2023")
    whole = screen.cards()
    screen.choose("epci", "CoVe").choose("structure", "CIE 84")
    assert f"epci={COVE}" in screen.page.url
    assert f"structure={CIE84}" in screen.page.url
    screen.shows("2023 · CIE 84 · CoVe · lieu des travaux")
    assert screen.cards() != whole
    assert_cards(screen, site, periode="2023", epci=COVE, structure=CIE84)

    screen.go("Heures")
    screen.shows("2023 · CIE 84 · CoVe · lieu des travaux")
    screen.page.reload()
    screen.settle()
    screen.shows("2023 · CIE 84 · CoVe · lieu des travaux")
    assert_table(screen, site, epci=COVE, structure=CIE84, periode="2023")

    screen.press("Tout remettre à zéro")
    # Sans choix : la dernière année entière.
    screen.shows("2025 · tout le Vaucluse · lieu des travaux")
    assert "epci" not in screen.page.url
    assert_table(screen, site, periode="2025")


def test_back_button_shows_the_previous_view(screen, site):
    screen.open("/?periode=2023").choose("epci", "CoVe").choose("structure", "CIE 84")
    screen.page.go_back()
    screen.settle()
    screen.shows("2023 · CoVe · lieu des travaux")
    assert_cards(screen, site, periode="2023", epci=COVE)
    expect(screen.page.locator(".st-key-filtre_structure input")).to_have_value(
        "Les trois structures"
    )
    screen.page.go_forward()
    screen.settle()
    screen.shows("2023 · CIE 84 · CoVe · lieu des travaux")


def test_part_of_a_year_is_one_more_choice(screen, site):
    screen.open("/heures?periode=2023").choose("part", "2d semestre")
    assert "periode=2023-S2" in screen.page.url
    assert len(assert_table(screen, site, periode="2023-S2")) == 6


def assert_cards(screen: Screen, site: Site, **filtres: str) -> None:
    """Les chiffres clés de l'écran sont ceux de la requête, dans son ordre."""
    expected = queries.run("chiffres_cles", store=site.server.store, **filtres)["valeur"]
    shown = list(screen.cards().values())
    assert len(shown) == len(expected)
    for text, value in zip(shown, expected, strict=True):
        assert_shown(text, value)


def assert_shown(text: str, value: object) -> None:
    """Un nombre affiché, arrondi à l'unité, est bien celui-là ; une absence est dite."""
    if value is None:
        assert text == "non renseigné"
    else:
        assert abs(number(text) - float(value)) <= 0.5


def assert_table(screen: Screen, site: Site, **filtres: str) -> list[list[str]]:
    """Le tableau des heures par mois est le résultat de la requête, cellule par cellule."""
    frame = queries.run(BY_MONTH, store=site.server.store, **filtres)
    _, *rows = screen.table(BY_MONTH)
    assert len(rows) == frame.height > 0
    for shown, row in zip(rows, frame.iter_rows(named=True), strict=True):
        assert shown[0].endswith(row["mois"][:4])
        for place, name in enumerate(frame.columns):
            if frame.schema[name].is_numeric():
                assert_shown(shown[place], row[name])
    return rows


@pytest.mark.parametrize(
    ("asked", "named", "kept"),
    [
        ("epci=999&structure=ITV", "EPCI", "2025 · ITV · lieu des travaux"),
        ("periode=1066&epci=248400053", "période", "2025 · CoVe · lieu des travaux"),
        ("axe=lune", "territoire", "2025 · tout le Vaucluse · lieu des travaux"),
    ],
)
def test_unknown_value_of_the_address_is_ignored_and_said(screen, asked, named, kept):
    screen.open(f"/heures?{asked}")
    said = screen.page.get_by_role("alert").inner_text()
    assert f"« {named} »" in said.replace("\u00a0", " ")
    assert "ignorée" in said
    screen.shows(kept)


def test_exports_hold_exactly_what_is_shown(screen, site):
    screen.open(f"/heures?periode=2023&epci={COVE}")
    frame = queries.run(BY_MONTH, store=site.server.store, periode="2023", epci=COVE)
    assert_table(screen, site, periode="2023", epci=COVE)
    heads = screen.table(BY_MONTH)[0]
    as_csv = screen.download(BY_MONTH, "CSV")
    as_xlsx = screen.download(BY_MONTH, "Excel")
    assert as_csv.name == "heures-realisees-par-mois_2023_cove_2026-09-30.csv"
    assert as_xlsx.name == "heures-realisees-par-mois_2023_cove_2026-09-30.xlsx"
    for rows in (read_csv(as_csv), read_xlsx(as_xlsx)):
        assert rows[0][: len(heads)] == heads
        assert_values(rows[1 : frame.height + 1], frame)
        notes = {row[0]: row[1] for row in rows[frame.height + 1 :] if row[0]}
        assert EXAMPLE in notes["Attention"]
        assert notes["Filtres"] == "2023 · CoVe · lieu des travaux"
        assert notes["Date des données"] == "30 septembre 2026"
        assert notes["Définition"] == queries.describe(BY_MONTH).definition
        assert notes["Source"]
        assert notes["Protection"] == PROTECTION


def read_csv(path: Path) -> list[list[object]]:
    """Relit un CSV français : nombres à virgule rendus nombres, le reste tel quel."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row or [""] for row in csv.reader(stream, delimiter=";")]
    return [[_value(cell) for cell in row] for row in rows]


def _value(cell: str) -> object:
    if re.fullmatch(r"-?\d+(,\d+)?", cell):
        return float(cell.replace(",", "."))
    return cell or None


def read_xlsx(path: Path) -> list[list[object]]:
    """Relit la seule feuille d'un classeur."""
    book = openpyxl.load_workbook(path)
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    book.close()
    return rows


def assert_values(rows: list[list[object]], frame: pl.DataFrame) -> None:
    """Chaque nombre emporté est celui de la requête, au centième."""
    for cells, row in zip(rows, frame.iter_rows(named=True), strict=True):
        for place, name in enumerate(frame.columns):
            if frame.schema[name].is_numeric():
                wanted = None if row[name] is None else round(row[name], 2)
                assert cells[place] == wanted, (row["mois"], name)
