"""Banc lancé à la main : `python tests/mesures/tout.py` imprime des rapports, jamais un seuil.

Chaque rapport compare deux mesures prises en alternance dans la même exécution : une machine
chargée les ralentit ensemble.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import Browser

from data import exemples
from data.importer import prepare_files, publish, read_paths
from data.read import exports as read
from data.recognize import Options
from tests.support.ecran import CALM_MS, Screen, visit
from tests.support.navigateur import Server, open_browser, serve

ROUNDS = 3
TICKS = os.sysconf("SC_CLK_TCK")


def report(said: str, first: list[float], second: list[float], unit: str) -> None:
    """Imprime un rapport de médianes : « A / B : 0,42 (A 1,2 s, B 2,9 s ; n = 3) »."""
    one, other = statistics.median(first), statistics.median(second)
    ratio = f"{one / other:.2f}" if other else "sans objet"
    numbers = f"{one:.2f} {unit} / {other:.2f} {unit} ; n = {len(first)}, {len(second)}"
    print(f"{said} : {ratio}   ({numbers})".replace(".", ","), flush=True)


def timed(action: Callable[[], object]) -> float:
    """Rend la durée d'une action, en secondes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def server_cpu(server: Server) -> float:
    """Rend le temps de calcul du serveur depuis son lancement, en secondes (Linux)."""
    fields = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def measure_first_visit(browser: Browser, server: Server) -> None:
    """Première visite : octets reçus et octets après décompression ; puis rechargement."""
    received, opened = [0], [0]
    with visit(browser, server) as screen:
        link = screen.page.context.new_cdp_session(screen.page)
        link.send("Network.enable")
        link.on("Network.loadingFinished", lambda said: received.append(said["encodedDataLength"]))
        link.on("Network.dataReceived", lambda said: opened.append(said["dataLength"]))
        cold = timed(lambda: screen.open("/heures"))
        first = (sum(received) / 1e6, sum(opened) / 1e6)
        report("Première visite, octets compressés / décompressés", [first[0]], [first[1]], "Mo")
        received.clear()
        warm = timed(lambda: screen.open("/heures"))
        again = [sum(received) / 1e6]
        report("Octets, rechargement / première visite", again, [first[0]], "Mo")
        report("Durée, rechargement / première visite", [warm], [cold], "s")


def measure_filters(browser: Browser, server: Server) -> None:
    """Changement de filtre : jamais demandé (à froid), puis déjà demandé (à chaud)."""
    durations: dict[bool, list[float]] = {False: [], True: []}
    loads: dict[bool, list[float]] = {False: [], True: []}
    with visit(browser, server) as screen:
        screen.open("/heures")
        for is_warm in (False, True):
            for label in known_epci(screen):
                before = server_cpu(server)
                spent = timed(lambda label=label: screen.choose("epci", label))
                durations[is_warm].append(spent - CALM_MS / 1000)
                loads[is_warm].append(server_cpu(server) - before)
    report("Changement de filtre, à chaud / à froid", durations[True], durations[False], "s")
    report("Calcul du serveur par filtre, à chaud / à froid", loads[True], loads[False], "s")


def known_epci(screen: Screen) -> list[str]:
    """Rend les premiers EPCI de la liste de choix, « Tous les EPCI » mis à part."""
    screen.page.locator(".st-key-filtre_epci input").click()
    found = screen.page.get_by_role("option").all_inner_texts()
    screen.page.keyboard.press("Escape")
    return found[1:6]


def measure_import(folder: Path) -> None:
    """Import des exports d'exemple : deux lectures à la fois ou une ; puis à nouveau."""
    files = read_paths(exemples.files())
    spent: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(ROUNDS):
        for together in spent:
            read.LECTURES_SIMULTANEES = together
            spent[together].append(timed(lambda: prepare_files(files, Options(), est_exemple=True)))
    said = f"Lecture et contrôle des {len(files)} exports, deux à la fois / un à la fois"
    report(said, spent[2], spent[1], "s")

    def whole() -> None:
        publish(prepare_files(files, Options(), folder, est_exemple=True), folder)

    first, again = timed(whole), timed(whole)
    report("Import complet, à nouveau sans changement / première fois", [again], [first], "s")


def measure_pages(browser: Browser, server: Server) -> None:
    """Aller d'une page à l'autre par le menu : pages déjà vues / première fois."""
    labels = ("Heures", "Bénéficiaires", "Sorties à six mois", "Méthode", "Accueil")
    with visit(browser, server) as screen:
        screen.open()
        rounds = [[timed(lambda one=one: screen.go(one)) for one in labels] for _ in range(2)]
    calm = CALM_MS / 1000
    first, again = ([spent - calm for spent in one] for one in rounds)
    report("Changement de page, déjà vue / première fois", again, first, "s")


def main() -> None:
    """Imprime tous les rapports."""
    with tempfile.TemporaryDirectory() as place, open_browser() as browser:
        folder = Path(place)
        measure_import(folder / "site" / "magasin")
        with serve(folder / "site") as server:
            measure_first_visit(browser, server)
        with serve(folder / "site") as server:
            measure_pages(browser, server)
            measure_filters(browser, server)


if __name__ == "__main__":
    main()
