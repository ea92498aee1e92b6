"""Mesurer ce que coûte au processus qui sert la lecture des plus gros fichiers.

    python tests/mesures/lecture.py              cet arbre
    python tests/mesures/lecture.py AUTRE_ARBRE  et le rapport à un autre arbre du projet

Écrit un classeur de 32 Mo et un CSV de 49 Mo aux textes répétés, et deux fichiers tout juste dans
les bornes ; chacun est lu dans un processus neuf, dont on imprime le plus haut de mémoire ajouté
(Mo), la durée et l'issue. Sort 1 si cet arbre ajoute plus de MEMOIRE_MO ou tarde plus de DELAI_S.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter

ROOT = Path(__file__).resolve().parents[2]
MEMOIRE_MO = 50
DELAI_S = 40
WORDS = ("Centre d'insertion par l'emploi", "Communauté d'agglomération", "clause obligatoire")
READ = """
import json, logging, resource, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from data.read.exports import read_file
from data.read.grid import FichierRefuse
logging.disable()
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
path = Path(sys.argv[2])
read_file("a.csv", b"a;b\\n1;2\\n")
content = path.read_bytes()
before, start = peak(), time.monotonic()
try:
    said = f"{sum(one.cells.height for one in read_file(path.name, content))} lignes lues"
except FichierRefuse as refusal:
    said = str(refusal).split("\\u00a0»", 1)[-1].strip()
print(json.dumps({"mo": peak() - before, "s": time.monotonic() - start, "issue": said}))
"""


def _rows(count: int, width: int) -> Iterator[list[str]]:
    chance = random.Random(12)
    for line in range(count):
        row = [f"{line}-{place}" for place in range(width)]
        row[::2] = [chance.choice(WORDS)[: 12 + place % 20] for place in range(len(row[::2]))]
        yield row


def write_csv(path: Path, size: int, width: int) -> None:
    """Écrit un CSV d'au moins `size` octets, moins d'une ligne en trop."""
    written = 0
    with path.open("wb") as output:
        for row in _rows(10**9, width):
            written += output.write((";".join(row) + "\n").encode())
            if written >= size:
                return


def write_workbook(path: Path, count: int, width: int) -> None:
    """Écrit un classeur de textes partagés, répétés pour moitié."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("Heures")
        for line, row in enumerate(_rows(count, width)):
            sheet.write_row(line, 0, row)


def write_files(folder: Path) -> list[Path]:
    """Écrit les fichiers d'épreuve ; rend leurs chemins."""
    write_csv(folder / "49Mo.csv", 49 * 1024**2, 190)
    write_csv(folder / "borne.csv", 18 * 1024**2, 40)
    write_workbook(folder / "32Mo.xlsx", 27_000, 190)
    write_workbook(folder / "borne.xlsx", 20_000, 40)
    return sorted(folder.iterdir())


def measure(tree: Path, path: Path) -> dict[str, float | str]:
    """Lit un fichier dans un processus neuf de l'arbre donné."""
    command = [sys.executable, "-c", READ, str(tree), str(path)]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def main() -> int:
    """Imprime un objet JSON par fichier, au fur et à mesure."""
    others = [Path(one) for one in sys.argv[1:2]]
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for path in write_files(Path(folder)):
            found = {"fichier": path.name, "octets_mo": path.stat().st_size / 1024**2}
            found |= measure(ROOT, path)
            for other in others:
                before = measure(other, path)
                found |= {"avant": before, "rapport": found["mo"] / max(before["mo"], 1)}
            print(json.dumps(found, ensure_ascii=False), flush=True)
            faults += found["mo"] > MEMOIRE_MO or found["s"] > DELAI_S
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
