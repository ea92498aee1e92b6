"""Banc lancé à la main : `python tests/mesures_protection.py [nombre]`.

200 populations inventées, dont 50 adverses : protège chacune, l'attaque, et imprime les fautes, les
blancs et les durées. Rien ici n'est un seuil : les seuils sont dans test_protection_audit.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from queries.protection.cellules import protect_counts
from queries.protection.seuils import Seuils
from tests.attaque import exposed, worlds
from tests.populations import SORTES, effectifs, population

POPULATIONS = 200


def measure(graine: int) -> tuple[float, float, int, int]:
    """Rend, pour une population : secondes de calcul, % de blancs, rondes, groupes devinés."""
    sorte = SORTES[graine // 4 % len(SORTES)] if graine % 4 == 0 else ""
    people = population(graine, sorte)
    counts = effectifs(people)
    start = time.process_time()
    published, bilan = protect_counts(counts, Seuils())
    spent = time.process_time() - start
    texts = {place: one.texte for place, one in published.items()}
    faults = sum(len(exposed(monde)) for monde in worlds(people, texts))
    return spent, 100 * bilan.blanchies / bilan.cellules, bilan.rondes, faults


def main() -> None:
    """Imprime un bilan toutes les 20 populations, puis le bilan entier."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else POPULATIONS
    found = []
    for graine in range(wanted):
        found.append(measure(graine))
        if (graine + 1) % 20 == 0 or graine + 1 == wanted:
            spent, blank, rounds, faults = zip(*found, strict=True)
            print(
                f"{len(found)} populations : {sum(faults)} groupe deviné ; blancs "
                f"{statistics.mean(blank):.1f} % en moyenne, {max(blank):.1f} % au plus ; "
                f"{max(rounds)} rondes au plus ; audit {statistics.median(spent):.2f} s en "
                f"médiane, {max(spent):.2f} s au plus".replace(".", ","),
                flush=True,
            )


if __name__ == "__main__":
    main()
