"""Presser une barre de la page Marchés, dans Chromium : la liste suit, l'adresse aussi."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.ecran import Screen, number, visit
from tests.support.navigateur import Server


@pytest.fixture(scope="module")
def screen(browser: Browser, server: Server) -> Iterator[Screen]:
    with visit(browser, server) as one:
        yield one.open("/marches?periode=2023")


def press(screen: Screen, chart: str, rank: int) -> None:
    """Presse la barre de ce rang dans un graphique."""
    plot = screen.page.locator(f'[class*="st-key-graphique_{chart}"] .js-plotly-plot')
    plot.scroll_into_view_if_needed()
    screen.page.wait_for_timeout(300)
    box = plot.locator(".barlayer .point path").nth(rank).bounding_box()
    assert box
    screen.page.mouse.click(box["x"] + min(box["width"] / 2, 20), box["y"] + box["height"] / 2)
    screen.page.wait_for_timeout(800)
    screen.settle()


def told(screen: Screen) -> str:
    return screen.page.locator(".tableau.marches caption").inner_text()


def test_presser_changer_relacher_une_barre(screen: Screen) -> None:
    whole = told(screen)
    press(screen, "marches_par_nature", 1)
    assert "choix=nature_marche%3Aservices" in screen.page.url
    assert told(screen) != whole and "Services" in told(screen)
    press(screen, "marches_par_nature", 0)
    assert "choix=nature_marche%3Atravaux" in screen.page.url
    press(screen, "marches_par_nature", 0)
    assert "choix" not in screen.page.url
    assert told(screen) == whole
    screen.press("Programme")
    press(screen, "marches_par_programme", 0)
    assert "choix=programme%3Anpnru" in screen.page.url
    assert screen.problems == []


def test_presser_une_barre_d_une_autre_page_mene_a_ses_marches(screen: Screen) -> None:
    screen.open("/heures?periode=2023&partie=qui")
    press(screen, "heures_par_epci", 1)
    assert "choix=epci%3A" in screen.page.url
    block = screen.page.locator(".st-key-indicateur_heures_par_epci")
    link = block.get_by_role("link", name="Voir les ")
    count = number(link.inner_text())
    link.click()
    screen.page.wait_for_url("**/marches?**")
    screen.settle()
    assert number(told(screen)) == count > 1
    assert "EPCI des travaux" in told(screen)
    screen.page.go_back()
    screen.settle()
    assert "/heures?" in screen.page.url
    assert screen.problems == []
