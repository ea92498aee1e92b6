"""Effacer une personne par la ligne de commande : un serveur en marche n'en tient plus rien."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, expect

from tests.support.ecran import Screen, visit
from tests.support.envoi import HOURS, extraction
from tests.support.navigateur import Server, serve, wait_for
from tests.support.places import ROOT
from tests.support.queries_store import COVE
from tests.support.site import BY_MONTH

# La première personne de l'export : 100 heures, en mars 2024.
PERSONNE = ("Inventéa", "Personne", "01/06/1990")
AVANT, APRES = sum(HOURS), sum(HOURS) - HOURS[0]
RELUE = "La publication que montrait cette page a été retirée"
# Le serveur regarde toutes les deux secondes.
VU_S = 30


def command(server: Server, *words: str, said: str = "") -> None:
    """Lance la vraie commande sur le magasin et la clé de ce serveur."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CLAUSES_")}
    subprocess.run(
        [sys.executable, "-m", "data", *words],
        cwd=ROOT,
        env={**kept, "CLAUSES_STORE": str(server.store),
             "XDG_CONFIG_HOME": str(server.folder / "reglages")},
        input=said, text=True, check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Un serveur sur un vrai import, chiffres protégés compris."""
    export = tmp_path / "Extraction_CIE84_20260930.csv"
    export.write_bytes(extraction())
    folder = tmp_path / "serveur"
    command(Server(folder, 0), "importer", str(export))
    with serve(folder) as one:
        yield one


def held_by(server: Server) -> list[str]:
    """Les fichiers du magasin que tient ce serveur, ce qui en est effacé compris."""
    names = []
    for one in Path(f"/proc/{server.pid}/fd").iterdir():
        try:
            names.append(str(one.readlink()))
        except OSError:
            continue
    return [name for name in names if str(server.store) in name and "generations" in name]


def shown(hours: float) -> str:
    """Un nombre d'heures comme l'écran l'arrondit."""
    return f"{int(hours + 0.5):,}".replace(",", "\u202f")


def taken(screen: Screen) -> tuple[str, float]:
    """Emporte les heures par mois ; rend l'adresse du fichier et les heures qu'il compte."""
    with screen.page.expect_response(lambda one: "/media/" in one.url) as answered:
        path = screen.download(BY_MONTH, "CSV")
    rows = csv.reader(path.read_text("utf-8-sig").splitlines(), delimiter=";")
    counted = [row[1].replace(",", ".") for row in rows if len(row) > 5]
    return answered.value.url, round(sum(float(one) for one in counted[1:] if one), 1)


def test_apres_effacer_rien_de_la_personne_ne_reste_ni_ne_sort(browser: Browser, server: Server):
    with (
        visit(browser, server) as hours,
        visit(browser, server) as book,
        visit(browser, server) as slides,
        visit(browser, server) as lost,
    ):
        lost.open("/?periode=2024")
        lost.page.context.set_offline(True)
        slides.open("/pleniere?annee=2024")
        book.open(f"/territoires?partie=emporter&periode=2024&epci={COVE}")
        book.press("Préparer le classeur")
        ready = book.page.get_by_role("button", name="Télécharger le classeur")
        ready.wait_for()
        hours.open("/heures?periode=2024&structure=CIE84")
        assert shown(AVANT) in hours.text()
        address, before = taken(hours)
        assert requests.get(address, timeout=10).ok and before == AVANT
        assert any(name.endswith("exact.duckdb") for name in held_by(server))

        command(server, "effacer", said="\n".join(PERSONNE) + "\n")

        # Personne ne touche à rien : chaque page se relit, et dit pourquoi.
        for screen in (hours, book):
            expect(screen.page.get_by_text(RELUE)).to_be_visible()
            screen.settle()
        expect(ready).to_have_count(0)
        said = f"Encore ouverts : {held_by(server)}"
        wait_for(lambda: not [one for one in held_by(server) if "deleted" in one], said, VU_S)
        assert requests.get(address, timeout=10).status_code == 404
        assert shown(APRES) in hours.text() and shown(AVANT) not in hours.text()
        assert hours.page.url.endswith("structure=CIE84")
        _, after = taken(hours)
        assert after == APRES
        slides.settle()
        lost.page.context.set_offline(False)
        lost.page.reload()
        assert shown(APRES) in lost.settle().text()
        for screen in (hours, book, slides):
            assert screen.problems == []
    journal = server.journal()
    assert "Traceback" not in journal and "Une publication a été retirée" in journal
