"""Le site commun : un seul serveur d'exemples par exécution, lu par tous ses processus.

Le premier venu le lance et le garde jusqu'à ce que les autres l'aient quitté. Son magasin est celui
que remplit la toute première visite d'un serveur vide.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import Browser

from tests.support.ecran import visit
from tests.support.navigateur import Server, serve, wait_for
from tests.support.reserve import ATTENTE_S, locked, made_once

EXAMPLE = "Données d'exemple, inventées, calées sur les totaux publiés de 2023"
PROTECTION = "Chiffres exacts, ne pas diffuser"
BY_MONTH = "heures_realisees_par_mois"


@dataclass(frozen=True)
class Site:
    """Le serveur commun, jamais modifié, et ce que sa toute première visite a montré."""

    server: Server
    seen_while_importing: list[str]
    first_cards: dict[str, str]
    first_text: str


@contextmanager
def shared_server(reserve: Path) -> Iterator[Server]:
    """Lance le serveur commun sur un magasin vide, ou rejoint celui d'un autre processus."""
    with ExitStack() as stack:
        with locked(reserve, "site"):
            server = _running(reserve) or stack.enter_context(_launched(reserve))
            _note(reserve, server, _readers(reserve) + 1)
        try:
            yield server
        finally:
            with locked(reserve, "site"):
                _note(reserve, server, _readers(reserve) - 1)


@contextmanager
def _launched(reserve: Path) -> Iterator[Server]:
    """Un serveur arrêté une fois quitté par tous, et dont le journal est sans erreur."""
    with serve(reserve / "site") as server:
        yield server
        wait_for(lambda: _left_by_all(reserve), "Le site commun est encore lu", ATTENTE_S)
        assert_quiet(server)


def assert_quiet(server: Server) -> None:
    """Le journal d'un serveur ne dit aucune erreur."""
    said = server.journal()
    assert "Traceback" not in said and "Erreur" not in said, said


def first_visit(server: Server, browser: Browser, reserve: Path) -> Site:
    """Rend le site après sa première visite, faite par le premier processus qui en a besoin."""

    def make(folder: Path) -> None:
        seen = asdict(_first_seen(server, browser))
        (folder / "vue.json").write_text(json.dumps({**seen, "server": None}), "utf-8")

    folder = made_once(reserve, "premiere_visite", make)
    return Site(**{**json.loads((folder / "vue.json").read_text("utf-8")), "server": server})


def _first_seen(server: Server, browser: Browser) -> Site:
    """Ouvre l'accueil d'un magasin vide et lit ce qui s'y affiche jusqu'aux premiers chiffres."""
    with visit(browser, server) as screen:
        screen.page.goto(server.address("/?periode=2023"))
        bar = screen.page.get_by_role("progressbar")
        bar.wait_for()
        seen = []
        while bar.count():
            seen.append(screen.page.locator("body").inner_text())
            screen.page.wait_for_timeout(200)
        screen.settle()
        found = Site(server, seen, screen.cards(), screen.text())
    # Les chiffres exacts se lisent déjà ; les parcours lisent le magasin une fois tout publié.
    pointer = server.store / "CURRENT"
    wait_for(lambda: pointer.read_text("ascii").startswith("2 "), "Pas de cube", ATTENTE_S)
    return found


# --- qui lit le site : noté à côté de son dossier, sous le même verrou


def _note(reserve: Path, server: Server, readers: int) -> None:
    noted = {"port": server.port, "pid": server.pid, "lecteurs": readers}
    (reserve / "site.json").write_text(json.dumps(noted), "utf-8")


def _noted(reserve: Path) -> dict[str, int]:
    path = reserve / "site.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def _readers(reserve: Path) -> int:
    return _noted(reserve).get("lecteurs", 0)


def _running(reserve: Path) -> Server | None:
    noted = _noted(reserve)
    return Server(reserve / "site", noted["port"], noted["pid"]) if noted else None


def _left_by_all(reserve: Path) -> bool:
    with locked(reserve, "site"):
        if _readers(reserve):
            return False
        (reserve / "site.json").unlink(missing_ok=True)
        return True
