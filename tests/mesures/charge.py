"""Des lecteurs en nombre devant le vrai serveur : leur première page, et combien de relances.

    python tests/mesures/charge.py [--lecteurs 30 60] [--pages accueil heures] [--processus 1]
        [--autre DOSSIER]

Chaque lecteur tient une prise. Ils arrivent pendant ARRIVEES_S secondes : de l'ouverture de la
prise à la fin du script, c'est la première page. Puis chacun change d'année sans arrêt pendant
RELANCES_S secondes. Avec `--processus`, autant de serveurs se partagent le magasin et les lecteurs,
comme derrière un mandataire. Avec `--autre`, une autre version du projet (un arbre git) est mesurée
dans la même exécution, sur une copie du même magasin ; une seule travaille à la fois. Les durées
sont aussi dites en rapport à la première ligne du même nombre de lecteurs : elles seules se
comparent d'une machine à l'autre. Le client, ici, prend sa part des cœurs.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: E402
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: E402
from websockets.asyncio.client import ClientConnection, connect  # noqa: E402

from data.exemples import import_examples  # noqa: E402
from tests.support.lots import unpacked  # noqa: E402
from tests.support.navigateur import HOST, Server, serve  # noqa: E402

ARRIVEES_S, RELANCES_S, ATTENTE_S = 10, 10, 60
ANNEES = ("2023", "2024", "2025")
# La fin d'un script tient en quelques octets : inutile de déchiffrer le reste.
COURT = 200


@dataclass
class Releve:
    """Ce qu'une version et une page ont rendu : premières pages en secondes, relances."""

    premieres: list[float] = field(default_factory=list)
    relances: int = 0
    duree: float = 0.0

    @property
    def figures(self) -> tuple[float, float, float]:
        """La médiane et le 95e centile des premières pages, les relances par seconde."""
        cuts = statistics.quantiles(self.premieres, n=20, method="inclusive")
        return cuts[9], cuts[18], self.relances / self.duree


async def run_page(link: ClientConnection, page: str, annee: str) -> None:
    """Redessine la page et attend la fin de son script."""
    asked = BackMsg()
    asked.rerun_script.query_string = f"periode={annee}"
    asked.rerun_script.page_name = "" if page == "accueil" else page
    await link.send(asked.SerializeToString())
    while True:
        data = await asyncio.wait_for(link.recv(), ATTENTE_S)
        last = unpacked(data)[-1]
        if len(last) > COURT:
            continue
        said = ForwardMsg()
        said.ParseFromString(last)
        is_end = said.WhichOneof("type") == "script_finished"
        if is_end and said.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return


def link_to(server: Server) -> connect:
    """Une prise vers ce serveur, à ouvrir."""
    site = f"{HOST}:{server.port}"
    return connect(
        f"ws://{site}/_stcore/stream?lots=1",
        origin=f"http://{site}",
        subprotocols=["streamlit", "jeton"],
        max_size=None,
        open_timeout=ATTENTE_S,
    )


async def read(
    server: Server, page: str, arrival: float, ready: asyncio.Barrier, to: Releve
) -> None:
    """Une personne : elle arrive, lit, attend les autres, puis change d'année sans arrêt."""
    await asyncio.sleep(arrival)
    start = time.perf_counter()
    async with link_to(server) as link:
        await run_page(link, page, ANNEES[0])
        to.premieres.append(time.perf_counter() - start)
        await ready.wait()
        start = time.perf_counter()
        for annee in itertools.cycle((*ANNEES[1:], ANNEES[0])):
            await run_page(link, page, annee)
            if (spent := time.perf_counter() - start) > RELANCES_S:
                to.duree = max(to.duree, spent)
                return
            to.relances += 1


async def load(servers: Sequence[Server], page: str, readers: int) -> Releve:
    """Rend ce que valent des serveurs devant autant de lecteurs ; lève au premier échec.

    Une visite d'abord, hors du compte : la toute première d'un serveur remplit ses mémoires.
    """
    for server in servers:
        async with link_to(server) as link:
            for annee in ANNEES:
                await run_page(link, page, annee)
    found, ready = Releve(), asyncio.Barrier(readers)
    async with asyncio.TaskGroup() as group:
        for rank, server in zip(range(readers), itertools.cycle(servers), strict=False):
            group.create_task(read(server, page, ARRIVEES_S * rank / readers, ready, found))
    return found


def show(said: str, found: Releve, first: Releve) -> None:
    """Imprime une ligne : les trois valeurs, et leur rapport à la première."""
    pairs = zip(found.figures, first.figures, strict=True)
    p50, p95, rate = (f"{one:.2f} ({one / base:.2f})" for one, base in pairs)
    print(f"{said:<28} {p50:>16} {p95:>16} {rate:>16}", flush=True)


def main() -> None:
    """Mesure chaque version et chaque page, pour chaque nombre de lecteurs."""
    parser = argparse.ArgumentParser(add_help=True)
    parser.add_argument("--lecteurs", type=int, nargs="+", default=[30, 60])
    parser.add_argument("--pages", nargs="+", default=["accueil", "heures"])
    parser.add_argument("--processus", type=int, default=1, help="combien de serveurs")
    parser.add_argument("--autre", type=Path, help="un autre arbre du projet")
    given = parser.parse_args()
    versions = {"ici": ROOT} | ({"autre": given.autre.resolve()} if given.autre else {})
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        import_examples(Path(place) / "modele")
        servers = {}
        for name, root in versions.items():
            folder = Path(place) / name
            shutil.copytree(Path(place) / "modele", folder / "magasin")
            servers[name] = [
                stack.enter_context(serve(folder, root=root)) for _ in range(given.processus)
            ]
        print(f"{'':<28} {'p50 s':>16} {'p95 s':>16} {'relances/s':>16}")
        for readers in given.lecteurs:
            first = None
            for page, (name, ones) in itertools.product(given.pages, servers.items()):
                found = asyncio.run(load(ones, page, readers))
                first = first or found
                show(f"{readers} lecteurs, {page}, {name}", found, first)


if __name__ == "__main__":
    main()
