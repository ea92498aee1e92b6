"""Banc lancé à la main : lit un dossier de classeurs, ou compare deux versions du lecteur.

`python tests/mesures/classeurs.py corpus DOSSIER [NOMBRE]` : lit les fichiers d'un dossier (les
essais de calamine ou de POI, par exemple) par la vraie porte d'entrée, dit chacun dès qu'il est lu,
puis compte les issues ; sort 1 s'il y a une trace de code, un délai dépassé ou une phrase sans
conseil. NOMBRE : combien en lire, pris à intervalles égaux (60 sans rien dire, quelques minutes au
plus ; « tout » pour tous).
`python tests/mesures/classeurs.py vitesse [AUTRE_ARBRE]` : temps de calcul (processus et enfants)
de la lecture des exports d'exemple, son rapport à Polars et calamine nus, qui ne contrôlent rien,
et à un autre arbre du projet (`git worktree add AUTRE_ARBRE fbc4186`), en alternance.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from data.exemples import DOSSIER
from data.read.exports import read_file
from data.read.grid import FichierRefuse

ROOT = Path(__file__).resolve().parents[2]
PASSES = 3
SAMPLE = 60
EVERY = "tout"
# Du temps de calcul, non d'horloge : une machine chargée ne le change guère.
BEGIN = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
files = [(p.name, p.read_bytes()) for p in sorted(Path(sys.argv[2]).iterdir())
         if p.suffix in (".csv", ".xlsx")]
def spent():
    both = [resource.getrusage(one) for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)
"""
END = """
print(spent() - start)
"""
READ_ALL = f"""{BEGIN}
from data.read import exports
exports.DELAI_S = 600
start = spent()
for name, content in files:
    exports.read_file(name, content)
{END}"""
READ_BARE = f"""{BEGIN}
import io, polars, python_calamine
start = spent()
for name, content in files:
    if name.endswith(".csv"):
        polars.read_csv(content, separator=";", infer_schema=False, encoding="utf8-lossy",
                        truncate_ragged_lines=True)
        continue
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    for sheet in book.sheet_names:
        book.get_sheet_by_name(sheet).to_python()
{END}"""
# Ce qu'une phrase de refus conseille toujours, sous l'un de ces verbes.
ADVICE = ("rez-", "ssez-", "quez-", "mez-", "tez-", "nez-", "pez-", "dez-", "hez-", "lez-", "vez-",
          "Recommencez", "Choisissez", "Gardez", "Prenez", "Affichez", "Rompre", "Retirez",
          "retirez", "Corrigez", "gardez", "Ouvrez", "ouvrez")  # fmt: skip
ACCUSATIONS = ("demande plus de", "illisible, sans doute abîmé")


class _Traces(logging.Handler):
    """Compte les arrêts du processus enfant : ses lignes de code, jamais une cellule."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


def sample(folder: Path, count: int | None) -> list[Path]:
    """Rend `count` fichiers d'un dossier, à intervalles égaux dans l'ordre des noms (None : tous).

    Deux lancements lisent les mêmes.
    """
    paths = sorted(one for one in folder.rglob("*") if one.is_file())
    if count is None or count >= len(paths):
        return paths
    return [paths[rank * len(paths) // count] for rank in range(count)]


def run_corpus(folder: Path, count: int | None) -> int:
    """Lit des fichiers d'un dossier ; imprime les issues et rend 1 si l'une est fautive."""
    traces = _Traces()
    logging.getLogger("data.read.exports").addHandler(traces)
    outcomes: Counter[tuple[str, str]] = Counter()
    faults: dict[str, list[str]] = defaultdict(list)
    paths = sample(folder, count)
    for rank, path in enumerate(paths, start=1):
        before, start = traces.count, time.perf_counter()
        said = _outcome(path)
        wrong = _faults(said, a_trace=traces.count > before)
        for what in wrong:
            faults[what].append(path.name)
        outcomes[path.suffix.lower(), said[:90]] += 1
        seconds = time.perf_counter() - start
        mark = f" FAUTE ({', '.join(wrong)})" if wrong else ""
        print(f"{rank}/{len(paths)} {seconds:5.1f} s {path.name} : {said[:60]}{mark}", flush=True)
    for (suffix, said), number in sorted(outcomes.items()):
        print(f"{number:5} {suffix:6} {said}")
    for what, names in faults.items():
        print(f"FAUTE, {what} ({len(names)}) : {', '.join(names[:20])}")
    return 1 if faults else 0


def _outcome(path: Path) -> str:
    """Rend « lu », ou la phrase du refus sans le nom du fichier."""
    try:
        read_file(path.name, path.read_bytes())
    except FichierRefuse as refusal:
        return str(refusal).split("\u00a0»", 1)[-1].strip()
    return "lu"


def _faults(said: str, *, a_trace: bool) -> list[str]:
    """Rend ce qu'une issue a de fautif."""
    found = [text for text in ACCUSATIONS if text in said]
    if said != "lu" and not any(word in said for word in ADVICE):
        found.append("phrase sans conseil")
    return [*found, *(["arrêt de l'enfant"] if a_trace else [])]


def run_speed(other: str) -> int:
    """Mesure la lecture des exports d'exemple, et ses rapports à la lecture nue et à un arbre."""
    runs = {"cet arbre": (ROOT, READ_ALL), "Polars et calamine nus": (ROOT, READ_BARE)}
    if other:
        runs[other] = (Path(other), READ_ALL)
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(PASSES):
        for name, (tree, program) in runs.items():
            command = [sys.executable, "-c", program, str(tree), str(DOSSIER)]
            done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=True)
            best[name] = min(best[name], float(done.stdout))
            print(f"{float(done.stdout):.2f} s {name}", flush=True)
    first, *others = best.items()
    for name, seconds in others:
        print(f"{first[0]} / {name} : {first[1] / seconds:.2f}")
    return 0


if __name__ == "__main__":
    words = [*sys.argv[1:], "", ""]
    if words[0] == "corpus" and words[1]:
        asked = words[2] or str(SAMPLE)
        sys.exit(run_corpus(Path(words[1]), None if asked == EVERY else int(asked)))
    if words[0] == "vitesse":
        sys.exit(run_speed(words[1]))
    sys.exit(__doc__)
