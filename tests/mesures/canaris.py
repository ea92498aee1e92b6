"""Plante cent mots dans de petits exports, les importe, et dit où chacun se retrouve.

    python tests/mesures/canaris.py [pas]

`pas` : n'en essayer qu'un sur tant.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.support.canaris import Canari, Fuite, canaris
from tests.support.commande import Sortie
from tests.support.plantations import leaks


def run(step: int = 1) -> Iterator[tuple[Canari, Sortie, list[Fuite]]]:
    """Un canari sur `step`, chacun seul dans son export."""
    for one in canaris()[::step]:
        with tempfile.TemporaryDirectory() as folder:
            yield one, *leaks([one], Path(folder))


def main() -> None:
    step = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    planted, stored, said = 0, 0, 0
    places: Counter[str] = Counter()
    for one, output, found in run(step):
        planted += 1
        where = sorted({each.trouve_dans for each in found})
        places.update(where)
        outside = [each for each in where if each.startswith(("sortie", "etat", "erreur"))]
        said, stored = said + bool(outside), stored + (len(outside) < len(where))
        if where or output.code == -1:
            issue = "/".join(output.issues) or output.erreur[-120:]
            print(
                f"{one.genre:9} dans {one.sorte}, {one.lieu} ({issue}) : {' | '.join(where)}",
                flush=True,
            )
    print(f"{planted} mots plantés : {stored} écrits sur le disque, {said} redits à l'écran")
    for place, count in places.most_common():
        print(f"{count:4} {place}")


if __name__ == "__main__":
    main()
