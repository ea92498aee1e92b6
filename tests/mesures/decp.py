"""Banc lancé à la main : `python tests/mesures/decp.py [LIGNES]` lit deux CSV inventés.

Le second a dix fois les lignes du premier : la mémoire ne doit pas suivre. Rapports, jamais de
seuil. `LIGNES` (3 000 000 par défaut, 2 Go) : taille du plus gros.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from data.decp.read import read_decp
from data.exemples import DOSSIER
from data.exemples.decp.acheteurs import ACHETEUR_RHONE
from data.words import nombre

EXEMPLES = DOSSIER / "decp_vaucluse_exemples_20260930.csv"
# Une ligne du Vaucluse pour cent : il pèse environ 1 % du fichier national.
DILUTION = 100
LIGNES = 3_000_000


def write_big(path: Path, count: int) -> None:
    """Écrit `count` lignes : les exemples du Vaucluse, dilués dans des lignes d'ailleurs."""
    header, *rows = EXEMPLES.read_text("utf-8").splitlines()
    elsewhere = [row for row in rows if ACHETEUR_RHONE.nom in row]
    own = [row for row in rows if row not in elsewhere]
    padding = "x" * 400
    with path.open("w", encoding="utf-8") as file:
        file.write(header + "\n")
        for rank in range(count):
            rows = elsewhere if rank % DILUTION else own
            file.write(f"{rows[rank % len(rows)]}{padding}\n")


def measure(folder: Path, count: int) -> tuple[float, float]:
    """Rend la durée (s) et le plus haut de la mémoire de l'enfant (Mo), depuis le début."""
    path = folder / f"decp_{count}.csv"
    write_big(path, count)
    start = time.perf_counter()
    found = read_decp(path.name, path)
    spent = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    size = path.stat().st_size / 1024**2
    print(
        f"{nombre(found.lues)} lignes, {nombre(round(size))} Mo : {spent:.1f} s, "
        f"{nombre(round(peak))} Mo au plus haut, {nombre(found.frame.height)} lignes gardées",
        flush=True,
    )
    path.unlink()
    return spent, peak


def main() -> None:
    """Imprime les deux mesures et leur rapport."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else LIGNES
    with tempfile.TemporaryDirectory() as place:
        # Le petit d'abord : la mémoire des enfants ne se lit qu'à son plus haut.
        small, big = (measure(Path(place), count) for count in (most // 10, most))
    print(f"Dix fois plus de lignes : mémoire × {big[1] / small[1]:.2f}, durée × "
          f"{big[0] / small[0]:.1f}".replace(".", ","))  # fmt: skip


if __name__ == "__main__":
    main()
