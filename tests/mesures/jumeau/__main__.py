"""Notre tableau de bord et son jumeau Dash, devant le même navigateur : durées, octets, calcul.

    python tests/mesures/jumeau [--tours 5] [--pages accueil heures] [--autre DOSSIER]

Même machine, même exécution, mesures entrelacées : un tour ouvre chaque page chez l'un puis chez
l'autre, sans rien en mémoire, puis une seconde fois, puis change trois fois d'année. Chaque ligne
dit notre médiane, celle du jumeau et leur rapport, seul à se comparer d'une machine à l'autre. Un
tour d'abord, hors du compte, remplit les mémoires des serveurs. Avec `--autre`, une autre version
du projet (un arbre git) est mesurée en même temps.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import astuple, fields
from pathlib import Path

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser  # noqa: E402

from data.exemples import import_examples  # noqa: E402
from tests.mesures.jumeau.releve import Releve, new_tab, resident_mo  # noqa: E402
from tests.mesures.jumeau.serveur import serve_twin  # noqa: E402
from tests.support.navigateur import Server, open_browser, serve  # noqa: E402

# Page -> son adresse, et combien de graphiques elle a.
PAGES = {"accueil": ("/", 1), "heures": ("/heures", 3)}
# La dernière année entière des exemples, où l'on arrive ; puis celles que l'on choisit.
ARRIVEE, ANNEES = "2025", ("2023", "2024", "2025")
ICI, JUMEAU = "ici", "jumeau"
GESTES = ("froid", "tiede", "filtre")
MESURES = {
    "graphique_s": "dernier graphique, s",
    "calme_s": "calme, s",
    "octets": "octets, ko",
    "demandes": "demandes",
    "messages": "messages",
    "serveur_s": "calcul du serveur, ms",
    "navigateur_s": "calcul du navigateur, s",
}
UNITES = {"octets": 1e-3, "serveur_s": 1e3}
Releves = Mapping[tuple[str, str], Sequence[Releve]]


def visit(browser: Browser, server: Server, page: str) -> Iterator[tuple[str, Releve]]:
    """Ouvre une page sans rien en mémoire, puis encore ; change trois fois d'année."""
    path, charts = PAGES[page]
    with new_tab(browser, server) as tab:
        for gesture in GESTES[:2]:
            yield gesture, tab.load(path, ARRIVEE, charts)
        for year in ANNEES:
            yield GESTES[2], tab.choose_year(year, charts)


def measure(
    browser: Browser,
    servers: Mapping[str, Server],
    page: str,
    rounds: int,
    hors_compte: int = 1,
) -> dict[tuple[str, str], list[Releve]]:
    """Rend (serveur, geste) -> ses relevés, les serveurs l'un après l'autre à chaque tour.

    Les premiers tours, `hors_compte`, ne comptent pas.
    """
    found: dict[tuple[str, str], list[Releve]] = defaultdict(list)
    for rank in range(rounds + hors_compte):
        # Le premier d'un tour change : aucun ne passe toujours après l'autre.
        names = list(servers)[:: -1 if rank % 2 else 1]
        for name in names:
            for gesture, one in visit(browser, servers[name], page):
                if rank >= hors_compte:
                    found[name, gesture].append(one)
    return dict(found)


def medians(found: Releves, name: str, gesture: str) -> dict[str, float]:
    """Rend la médiane de chaque mesure d'un geste, dans l'unité où elle s'imprime."""
    columns = zip(*map(astuple, found[name, gesture]), strict=True)
    return {
        one.name: statistics.median(column) * UNITES.get(one.name, 1)
        for one, column in zip(fields(Releve), columns, strict=True)
    }


def lines(found: Releves, page: str, names: Sequence[str]) -> Iterator[str]:
    """Dit chaque mesure d'une page : chacun, et son rapport au jumeau."""
    for gesture in GESTES:
        told = {name: medians(found, name, gesture) for name in names}
        twin = told[JUMEAU]
        for key, words in MESURES.items():
            said = " ".join(
                f"{told[name][key]:>9.2f} ({ratio(told[name][key], twin[key])})" for name in names
            )
            yield f"{page:<8} {gesture:<6} {words:<24} {said}".replace(".", ",")


def ratio(one: float, other: float) -> str:
    """Écrit un rapport ; rien à comparer, un tiret."""
    return f"{one / other:.2f}" if other else "-"


def main() -> None:
    """Imprime les rapports de chaque page, puis la mémoire des serveurs."""
    parser = argparse.ArgumentParser(description="Le tableau de bord et son jumeau Dash.")
    parser.add_argument("--tours", type=int, default=5)
    parser.add_argument("--pages", nargs="+", choices=PAGES, default=list(PAGES))
    parser.add_argument("--autre", type=Path, help="un autre arbre du projet")
    given = parser.parse_args()
    versions = {ICI: ROOT} | ({"autre": given.autre.resolve()} if given.autre else {})
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        import_examples(Path(place) / "modele")
        folders = {name: Path(place) / name for name in (*versions, JUMEAU)}
        for folder in folders.values():
            shutil.copytree(Path(place) / "modele", folder / "magasin")
        servers = {
            name: stack.enter_context(serve(folders[name], root=root))
            for name, root in versions.items()
        }
        servers[JUMEAU] = stack.enter_context(serve_twin(folders[JUMEAU]))
        browser = stack.enter_context(open_browser())
        print(" " * 40, *(f"{name:>16}" for name in servers), flush=True)
        for page in given.pages:
            found = measure(browser, servers, page, given.tours)
            print("\n".join(lines(found, page, list(servers))), flush=True)
        memory = {name: resident_mo(one.pid) for name, one in servers.items()}
        said = " ".join(f"{one:>9.0f} ({ratio(one, memory[JUMEAU])})" for one in memory.values())
        print(f"{'mémoire du serveur, Mo':<40} {said}".replace(".", ","))


if __name__ == "__main__":
    main()
