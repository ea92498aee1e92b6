"""Un processus mesuré de dehors : temps de calcul, horloge et mémoire, enfants compris (Linux)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
PAS_S = 0.05


@dataclass(frozen=True)
class Releve:
    """Ce qu'une partie d'un processus a pris : secondes de calcul, d'horloge, Mo au plus."""

    calcul_s: float = 0.0
    horloge_s: float = 0.0
    memoire_mo: float = 0.0


@dataclass(frozen=True)
class Etape:
    """Une partie d'un processus : elle finit quand `is_over` le dit, ou avec le processus.

    La dernière, finie avant lui, l'arrête.
    """

    nom: str
    is_over: Callable[[], bool]


class EchecMesure(Exception):
    """Le processus mesuré a échoué ; str(e) est la fin de ce qu'il a écrit."""


def measure(
    command: Sequence[str], variables: Mapping[str, str], stages: Sequence[Etape], log: Path
) -> dict[str, Releve]:
    """Lance une commande de la racine et rend ce que chaque étape a pris. Lève EchecMesure."""
    found: dict[str, Releve] = {}
    waiting = list(stages)
    with log.open("wb") as stream:
        child = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **variables}, stdout=stream, stderr=stream
        )
        begun, spent, peak = time.perf_counter(), 0.0, 0.0
        last = 0.0
        while child.poll() is None:
            now, held = _tree(child.pid)
            last, peak = max(last, now), max(peak, held)
            if waiting[0].is_over():
                if len(waiting) == 1:
                    child.kill()
                    child.wait()
                    break
                clock = time.perf_counter()
                found[waiting.pop(0).nom] = Releve(last - spent, clock - begun, peak)
                begun, spent, peak = clock, last, 0.0
            time.sleep(PAS_S)
    if child.returncode and not waiting[0].is_over():
        raise EchecMesure(log.read_text("utf-8", "replace")[-2000:])
    found[waiting[0].nom] = Releve(last - spent, time.perf_counter() - begun, peak)
    return found


def python(*words: str) -> list[str]:
    """Rend la commande qui lance ce même Python, depuis la racine du projet."""
    return [sys.executable, *words]


def _tree(pid: int) -> tuple[float, float]:
    """Rend le calcul (s) d'un processus et de ses enfants, finis ou non, et leur mémoire (Mo)."""
    seconds = memory = 0.0
    for one in (pid, *_children(pid)):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            pages = int(Path(f"/proc/{one}/statm").read_text().split()[1])
        except OSError:
            continue
        # Temps propre, puis celui des enfants finis et attendus.
        seconds += sum(map(int, fields[11:15])) / TICKS
        memory += pages * PAGE / 1024**2
    return seconds, memory


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            direct = [int(one) for one in task.read_text().split()]
        except OSError:
            continue
        found += [*direct, *(below for one in direct for below in _children(one))]
    return found
