"""Des lecteurs devant le vrai serveur pendant qu'on publie : `python tests/mesures/sessions.py`.

`python tests/mesures/sessions.py [PUBLICATIONS] [SESSIONS]` (200 et 20). Chaque publication compte
dix heures par personne : une page qui mêlerait deux publications ne le dirait plus. Imprime combien
de pages ont été lues, de combien de publications, et combien mêlaient.
"""

from __future__ import annotations

import re
import sys
import tempfile
import threading
from collections import Counter
from html import unescape
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.navigateur import Server, serve  # noqa: E402
from tests.support.prise import Prise, opened  # noqa: E402
from tests.support.queries_store import heures, write  # noqa: E402

VALEUR = re.compile(r'class="titre">([^<]+)<.*?class="valeur">([\d\u202f]+)', re.DOTALL)
PAR_PERSONNE = 10


def publish(store: Path, people: int) -> None:
    """Publie autant de personnes, dix heures chacune, en janvier 2023."""
    rows = [heures(f"p{rank}", "2023-01", PAR_PERSONNE) for rank in range(people)]
    write(store, heures=rows)


def read_page(link: Prise) -> tuple[float, float] | str:
    """Redessine l'accueil ; rend (heures, personnes) qu'il montre, ou ce qu'il dit d'autre."""
    link.run()
    # Une page qui s'est relue d'elle-même : ce qu'en montre la dernière lecture.
    kinds = [one.WhichOneof("type") for one in link.frames]
    last = len(kinds) - kinds[::-1].index("new_session")
    bodies = [one.delta.new_element.html.body for one in link.frames[last:]]
    alerts = [one.delta.new_element.alert.body for one in link.frames[last:]]
    del link.frames[:]
    link.received = b""
    found = dict(VALEUR.findall(unescape(" ".join(bodies))))
    said = [found.get(name, "").replace("\u202f", "") for name in ("Heures d'insertion réalisées",
            "Bénéficiaires")]  # fmt: skip
    return (float(said[0]), float(said[1])) if all(said) else " ".join(filter(None, alerts))


def look(server: Server, done: threading.Event, seen: Counter[str], kept: set[float]) -> None:
    """Lit l'accueil jusqu'à la fin, une session à soi."""
    with opened(server.address("").rstrip("/"), {}) as link:
        while not done.is_set():
            found = read_page(link)
            if isinstance(found, str):
                seen["sans chiffre"] += 1
                print(f"Sans chiffre : {found}")
                continue
            hours, people = found
            seen["justes" if hours == PAR_PERSONNE * people else "mêlées"] += 1
            kept.add(people)


def main(publications: int = 200, sessions: int = 20) -> int:
    """Publie sous des lecteurs ; rend 1 si une page a mêlé deux publications."""
    seen: Counter[str] = Counter()
    kept: set[float] = set()
    done = threading.Event()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        publish(folder / "magasin", 1)
        with serve(folder) as server:
            readers = [
                threading.Thread(target=look, args=(server, done, seen, kept), daemon=True)
                for _ in range(sessions)
            ]
            for one in readers:
                one.start()
            for people in range(2, publications + 2):
                publish(folder / "magasin", people)
            done.set()
            for one in readers:
                one.join(60)
    print(
        f"{publications} publications, {sessions} sessions : {seen['justes']} pages justes de "
        f"{len(kept)} publications, {seen['mêlées']} mêlées, {seen['sans chiffre']} sans chiffre"
    )
    return 1 if seen["mêlées"] else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
