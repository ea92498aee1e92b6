"""Le site commun des parcours : un serveur d'exemples par exécution, et un onglet devant lui."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.support.ecran import Screen
from tests.support.navigateur import Server, copy_of, find_chromium, new_context, serve
from tests.support.site import Site, first_visit, shared_server


@pytest.fixture(scope="session")
def serveur_commun(reserve: Path) -> Iterator[Server]:
    find_chromium()
    with shared_server(reserve) as one:
        yield one


@pytest.fixture(scope="module")
def site(serveur_commun: Server, browser: Browser, reserve: Path) -> Site:
    """Le serveur commun, jamais modifié, après sa toute première visite."""
    return first_visit(serveur_commun, browser, reserve)


@pytest.fixture(scope="module")
def server(site: Site) -> Server:
    """Le serveur commun, pour qui n'a que faire de la première visite."""
    return site.server


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Le navigateur d'une même personne : ses fichiers restent en mémoire d'une page à l'autre."""
    with new_context(browser) as one:
        yield one


@pytest.fixture
def screen(context: BrowserContext, server: Server) -> Iterator[Screen]:
    """Un onglet de plus devant le serveur commun ; ce qu'il retient part avec lui."""
    with context.new_page() as page:
        yield Screen(page, server)
        if page.url.startswith("http"):
            page.evaluate("localStorage.clear()")


@pytest.fixture
def atelier(site: Site, tmp_path: Path) -> Iterator[Server]:
    """Un serveur à part, sur une copie des exemples : un parcours peut y publier."""
    with serve(copy_of(site.server, tmp_path / "atelier")) as one:
        yield one
