"""Mesurer la mémoire du serveur au fil des vues : `python tests/mesures/memoire.py MAGASIN [VUES]`.

Chaque vue est une page sous d'autres filtres, comme en ouvrirait un copil ; la mémoire du processus
s'imprime toutes les trente vues. Des caches bornés la laissent monter, puis la tiennent.
"""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

THEMES = ("heures", "beneficiaires", "sorties", "marches", "entreprises", "financement")
YEARS, EPCI = ("2022", "2023", "2024", "2025"), ("", "248400053", "248400251", "200040442")
STRUCTURES = ("", "CIE84", "ITV", "MLJGA")
PAS = 30


def resident_mo() -> int:
    """Rend la mémoire résidente du processus, en Mo (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024**2


def main(store: str, views: int = 180) -> None:
    """Ouvre des vues toutes différentes et imprime la mémoire, et ce qu'elle a pris depuis."""
    os.environ["CLAUSES_STORE"] = store
    from streamlit.testing.v1 import AppTest

    every = itertools.cycle(itertools.product(YEARS, STRUCTURES, EPCI, THEMES))
    first = 0
    for rank, (year, structure, epci, theme) in enumerate(itertools.islice(every, views), start=1):
        app = AppTest.from_file(str(ROOT / "pages" / "entree.py"), default_timeout=120)
        chosen = {"periode": year, "structure": structure, "epci": epci}
        for name, value in chosen.items():
            if value:
                app.query_params[name] = value
        app.switch_page(str(ROOT / "pages" / theme / "page.py")).run()
        assert not app.exception, (theme, chosen)
        if rank % PAS == 0:
            first = first or resident_mo()
            print(f"{rank:4d} vues : {resident_mo()} Mo ({resident_mo() - first:+d})", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
