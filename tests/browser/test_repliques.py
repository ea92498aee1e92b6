"""Deux serveurs derrière nginx : une publication vue des deux, un processus tué en pleine lecture.

La configuration de nginx est celle du README.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from data.importer import prepare_files, publish
from data.publish import current
from data.recognize import Options
from tests.support.ecran import Screen
from tests.support.envoi import drop
from tests.support.fabrique import export
from tests.support.navigateur import HOST, new_context, wait_for
from tests.support.prise import Prise, opened
from tests.support.repliques import Repliques, replicated

AVANT, APRES = "30 septembre 2024", "15 octobre 2024"


def publish_hours(jour: str) -> None:
    """Importe et publie un mois d'heures, extrait ce jour-là."""
    publish(prepare_files([export("heures", {}, jour=jour)], Options()))


@pytest.fixture
def deux(tmp_path: Path) -> Iterator[Repliques]:
    publish_hours("20240930")
    with replicated(tmp_path, CLAUSES_IMPORT="oui", CLAUSES_MANDATAIRE=HOST) as one:
        assert current(one.store).number == 1
        yield one


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with new_context(browser, ignore_https_errors=True) as one:
        yield one


def place_of(context: BrowserContext) -> int:
    """La place que nginx a donnée à ce navigateur."""
    (found,) = [one for one in context.cookies() if one["name"] == "clauses_place"]
    assert found["secure"] and found["httpOnly"]
    return int(found["value"])


def sees(link: Prise, text: str) -> bool:
    """Redessine la page de cette prise ; dit si ce texte y est."""
    start = len(link.received)
    link.run()
    return text.encode() in link.received[start:]


def test_une_publication_vue_des_deux_puis_l_un_tue_pendant_qu_on_regarde(deux, context, capsys):
    with ExitStack() as stack:
        links = [stack.enter_context(opened(one.address(""), {})) for one in deux.servers.values()]
        assert all(sees(link, AVANT) and not sees(link, APRES) for link in links)
        publish_hours("20241015")
        start = time.monotonic()
        wait_for(lambda: all(sees(link, APRES) for link in links), "L'un sert encore l'ancienne")
        with capsys.disabled():
            print(f"\nPublication vue des deux serveurs en {time.monotonic() - start:.2f} s")

    screen = Screen(context.new_page(), deux)
    assert APRES in screen.open("/heures?periode=2024").text()
    first = place_of(context)
    (other,) = set(deux.servers) - {first}
    screen.open("/imports")
    drop(screen, "Heures_CIE84_20241016.csv", export("heures", {}, jour="20241016")[1])
    assert set(deux.answering(first)) == {f"{HOST}:{first}"}, "tout va au même, envois compris"
    screen.open("/heures?periode=2024")

    with screen.page.expect_navigation(wait_until="load"):
        os.kill(deux.servers[first].pid, signal.SIGKILL)
    assert place_of(context) == other, "la page s'est rechargée d'elle-même, sur l'autre"
    assert APRES in screen.settle().text()
    assert "/heures?periode=2024" in screen.page.url
    screen.choose("epci", "CoVe")
    assert "2024 · CoVe" in screen.text()
    screen.open("/imports")
    drop(screen, "Heures_CIE84_20241017.csv", export("heures", {}, jour="20241017")[1])
    assert set(deux.answering(other)) == {f"{HOST}:{other}"}
