"""Les trames d'un import par la page : aucune ne porte un mot planté.

    python tests/mesures/trames.py [SORTE...]

Un serveur à part, Chromium, et pour chaque sorte d'export un fichier qui porte ses canaris : on le
dépose, on déplie tout, on publie si la page le propose, puis on relit les pages. Chaque trame
websocket, reçue ou envoyée, est pliée et fouillée. Témoin : le nom du fichier déposé, que la page
redit, doit s'y trouver. Imprime un objet JSON ; sort en erreur si une trame porte un canari.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[2]))

from playwright.sync_api import Page, WebSocket

from data.importer import prepare_files, publish
from data.recognize import Options
from tests.support.canaris import LIEUX, Canari, canaris, fold, forms
from tests.support.fabrique import export
from tests.support.navigateur import Server, new_context, open_browser, serve
from tests.support.plantations import plant

PAGES = ("/", "/beneficiaires", "/methode", "/imports")
ATTENTE_MS, SILENCE_MS = 90_000, 2_500


class Trames:
    """Ce qui a passé par les websockets d'un onglet, plié."""

    def __init__(self, page: Page) -> None:
        self.texts: list[str] = []
        page.on("websocket", self._follow)

    def _follow(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._keep)
        socket.on("framesent", self._keep)

    def _keep(self, payload: str | bytes) -> None:
        raw = payload.encode() if isinstance(payload, str) else payload
        self.texts.append(fold(raw.decode("utf-8", "ignore")))

    def carrying(self, one: Canari) -> int:
        """Compte les trames qui portent ce mot, sous l'une de ses écritures."""
        return sum(any(each in text for each in forms(one)) for text in self.texts)


def quiet(page: Page) -> None:
    """Attend que la page ait fini de se redessiner."""
    # La page interdit d'évaluer un texte : on attend par le sélecteur, jamais par une fonction.
    running = page.locator('[data-test-script-state="running"]')
    running.wait_for(state="detached", timeout=ATTENTE_MS)
    page.wait_for_timeout(SILENCE_MS)


def publish_one(folder: Path) -> None:
    """Publie d'abord une ligne réelle : le serveur n'a pas d'exemples à préparer."""
    names = {"CLAUSES_STORE": str(folder / "magasin"), "XDG_CONFIG_HOME": str(folder / "reglages")}
    with patch.dict(os.environ, names):
        lot = prepare_files([export("marches", {})], Options())
        publish(lot)


def bring(page: Page, server: Server, path: Path) -> bool:
    """Dépose un fichier, déplie tout, publie si la page le propose ; dit si c'est publié."""
    page.goto(server.address("/imports"))
    entry = page.locator('[data-testid="stFileUploaderDropzoneInput"]')
    entry.wait_for(state="attached", timeout=ATTENTE_MS)
    entry.set_input_files(str(path))
    page.get_by_text(f"· {path.name}").first.wait_for(timeout=ATTENTE_MS)
    quiet(page)
    for closed in page.locator("summary").all():
        closed.click()
    quiet(page)
    button = page.get_by_role("button", name="Publier", exact=True)
    if not button.count():
        return False
    button.click()
    page.get_by_text("toutes les pages montrent ces données").wait_for(timeout=ATTENTE_MS)
    quiet(page)
    return True


def main() -> int:
    """Mène un import par sorte d'export ; rend 1 si une trame porte un mot planté."""
    wanted = sys.argv[1:] or list(LIEUX)
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as place, open_browser() as browser:
        folder = Path(place)
        publish_one(folder / "site")
        with serve(folder / "site") as server, new_context(browser) as context:
            page = context.new_page()
            seen = Trames(page)
            planted = []
            for sorte in wanted:
                mine = [one for one in canaris() if one.sorte == sorte and one.lieu in LIEUX[sorte]]
                received = folder / sorte
                received.mkdir()
                path = plant(mine, received)
                found["publiés" if bring(page, server, path) else "non publiés"] += 1
                found["témoins"] += any(fold(path.name) in text for text in seen.texts)
                planted += mine
            for address in PAGES:
                page.goto(server.address(address))
                page.locator("h1").first.wait_for(timeout=ATTENTE_MS)
                quiet(page)
            for one in planted:
                if count := seen.carrying(one):
                    found["fuites"] += count
                    print(f"{one.sorte}, {one.lieu} ({one.genre})", file=sys.stderr)
    found.update(trames=len(seen.texts), canaris=len(planted))
    print(json.dumps(found, ensure_ascii=False))
    return int(found["fuites"] > 0 or found["témoins"] != len(wanted))


if __name__ == "__main__":
    os.environ.pop("CLAUSES_VUE", None)
    sys.exit(main())
