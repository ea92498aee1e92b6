"""Les essais contre le magasin : chacun vit dans un processus enfant, qu'on tue ou qu'on empêche.

Le parent relit ensuite le magasin par ses seuls sceaux.
"""

from __future__ import annotations

import io
import os
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from data.publish import (
    PANNES,
    ImportEnCours,
    PublicationRefusee,
    RienPublie,
    Servie,
    import_lock,
    publish_tables,
    state,
    told,
)

OK, SENTENCE, TRACE = 0, 1, 2
DIT_CHAQUE_S = 20
HASARD = random.Random(12)


def publish(hours: float) -> None:
    """Publie deux tables qui disent le même nombre : un mélange se verrait."""
    import polars as pl

    rows = pl.DataFrame({"structure": ["ITV"] * 50, "heures_realisees": [hours] * 50})
    plan = pl.DataFrame({"structure": ["ITV"] * 50, "etp": [hours] * 50})
    with import_lock(timeout=60):
        publish_tables({"heures": rows, "financements": plan}, before_pointer=[_cube])


def _cube(folder: Path) -> None:
    (folder / "protege.duckdb").write_bytes(os.urandom(5000))
    (folder / "personnes.json").write_text("[]")


def in_child(work: Callable[[], object], prepare: Callable[[], object] = lambda: None) -> int:
    """Lance un enfant et rend son pid ; il sort en disant si tout va, une phrase, ou une trace."""
    pid = os.fork()
    if pid:
        return pid
    code = TRACE
    try:
        prepare()
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            found = work()
        code = found if isinstance(found, int) else OK
    except (ImportEnCours, PublicationRefusee):
        code = SENTENCE
    except PANNES as failure:
        code = SENTENCE if told(failure).endswith(".") else TRACE
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def ended(pid: int) -> int:
    """Attend un enfant ; rend son code, négatif s'il a été tué."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def progress(found: Counter[str], last: list[float] = [0.0]) -> None:  # noqa: B006 (une horloge)
    """Dit de temps en temps où en est une attaque longue, sur la sortie d'erreur."""
    if time.monotonic() - last[0] > DIT_CHAQUE_S:
        last[0] = time.monotonic()
        print(f"… {dict(found)}", file=sys.stderr, flush=True)


def check(before: int, said: str, found: Counter[str], most: int = 1) -> None:
    """Après un essai : l'ancien état ou l'un des `most` suivants, entier, et rien qui traîne."""
    found["essais"] += 1
    progress(found)
    now = state()
    number = 0 if isinstance(now, RienPublie) else now.generation and now.generation.number
    if isinstance(now, RienPublie | Servie) and number in range(before, before + most + 1):
        return
    found["echecs"] += 1
    print(f"ÉCHEC {said} : {now}", file=sys.stderr)


def note(found: Counter[str], result: int, said: str) -> None:
    found[{OK: "passés", SENTENCE: "en une phrase"}.get(result, "traces")] += 1
    if result not in (OK, SENTENCE):
        print(f"TRACE {said} ({result})", file=sys.stderr)


def served() -> int:
    now = state()
    return now.generation.number if isinstance(now, Servie) else 0


def place() -> Path:
    return Path(os.environ["CLAUSES_STORE"])
