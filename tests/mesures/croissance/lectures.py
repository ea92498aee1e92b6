"""Le parcours d'un magasin : l'ouvrir, changer de filtre, lire chaque indicateur ; en JSON.

`python tests/mesures/croissance/lectures.py MAGASIN [FILTRES]` (4). Un indicateur est mesuré à sa
page ouverte : les définitions qu'il partage avec ses voisins sont prêtes, ce qu'elles coûtent est
le changement de filtre. Tout est du temps de calcul.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

import queries  # noqa: E402
from data.publish import current  # noqa: E402
from queries.base import base  # noqa: E402

OUVERTURE: dict[str, object] = {}
FILTRES: tuple[dict[str, object], ...] = (
    {"annee": 2023},
    {"annee": 2024, "epci": "248400053"},
    {"annee": 2025, "structure": "ITV"},
    {"periode": "2024-T2", "epci": "248400251"},
)


def spent(action: Callable[[], object]) -> float:
    """Rend le temps de calcul d'une action, en secondes."""
    start = time.process_time()
    action()
    return time.process_time() - start


def themes() -> dict[str, list[str]]:
    """Rend les indicateurs de chaque thème : une page, ou peu s'en faut."""
    found: dict[str, list[str]] = {}
    for name in queries.names():
        found.setdefault(queries.describe(name).theme, []).append(name)
    return found


def main(store: Path, count: int = len(FILTRES)) -> None:
    """Ouvre, change de filtre, lit ; imprime tous les temps."""
    served = current(store)
    assert served is not None
    opening = spent(lambda: base(served))
    first = spent(lambda: queries.run("chiffres_cles", store, **OUVERTURE))
    changes: dict[str, list[float]] = {}
    reads: dict[str, list[float]] = {}
    for chosen in FILTRES[:count]:
        for theme, names in themes().items():
            # Comme au premier lecteur de la page : rien n'est prêt sous ce filtre.
            base(served).questions.clear()
            took = spent(lambda names=names, chosen=chosen: read(store, names, chosen))
            changes.setdefault(theme, []).append(took)
            for name in names:
                took = spent(lambda name=name, chosen=chosen: read(store, [name], chosen))
                reads.setdefault(name, []).append(took)
    print(json.dumps({"ouverture": opening, "premier": first, "filtres": changes,
                      "indicateurs": reads}))  # fmt: skip


def read(store: Path, names: list[str], chosen: dict[str, object]) -> None:
    """Lit des indicateurs, comme une page."""
    queries.run_many(names, store, **chosen)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
