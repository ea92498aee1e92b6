"""Couper une publication ou un import, à un instant tiré au sort ou à une étape nommée."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable

from data.__main__ import main
from data.publish import current
from queries.protection.publish.attente import is_waiting
from tests.support.magasin_enfants import (
    HASARD,
    OK,
    TRACE,
    check,
    ended,
    in_child,
    note,
    place,
    publish,
    served,
)
from tests.support.places import ROOT

HEURES = ROOT / "tests" / "exports" / "heures_longues_CIE84_20260930.csv"
POINTS = (
    "refuse_on_damage",
    "ensure_space", "make_folder", "write_database", "fingerprint", "_reread", "seal", "serve",
    "flush", "point_to", "write_durably", "_forget_old", "drop",
)  # fmt: skip


def kills(count: int) -> Counter[str]:
    """Tue net `count` publications, chacune à un instant tiré au sort de sa durée."""
    return _killed(count, publish, 1)


def import_kills(count: int) -> Counter[str]:
    """Tue net `count` imports entiers, chiffres protégés compris ; rien n'empêche le suivant.

    Dans un magasin à eux : l'exact, puis les mêmes données avec leurs chiffres protégés.
    """
    other = place()
    os.environ["CLAUSES_STORE"] = str(other.with_name("importe"))
    try:
        found = _killed(count, import_hours, 2)
        note(found, ended(in_child(lambda: import_hours(-1))), "l'import d'après")
    finally:
        os.environ["CLAUSES_STORE"] = str(other)
    return found


def import_hours(rank: int) -> int:
    """Importe un export d'heures, à nul autre pareil ; rend OK si tout en est publié."""
    path = place().with_name(HEURES.name)
    path.write_text(HEURES.read_text("utf-8").replace("151h30", str(100 + rank)), "utf-8")
    main(["importer", str(path)])
    one = current()
    return OK if one and one.a_cube and not is_waiting(one) else TRACE


def _killed(count: int, work: Callable[[int], object], publications: int) -> Counter[str]:
    """Tue net `count` enfants. Celui qui finit avant le coup ne compte pas ; la durée se resserre
    sur celle des suivants."""
    found: Counter[str] = Counter()
    started = time.monotonic()
    ended(in_child(lambda: work(0)))
    lasts = time.monotonic() - started
    rank = 0
    while found["tués"] < count and rank < 20 * count:
        rank += 1
        before = served()
        pid = in_child(lambda rank=rank: work(rank))
        time.sleep(HASARD.uniform(0, lasts))
        os.kill(pid, signal.SIGKILL)
        if ended(pid) < 0:
            found["tués"] += 1
        else:
            found["finis"] += 1
            lasts *= 0.9
        check(before, f"tué {rank}", found, publications)
    return found


def named_points(count: int) -> Counter[str]:
    """Tue net juste avant et juste après chaque étape nommée de la publication."""
    from data.publish import publication

    found: Counter[str] = Counter()
    for point in POINTS:
        for is_after in (False, True):
            for rank in range(count):
                real = getattr(publication, point)

                def die(*given: object, real: Callable = real, after: bool = is_after) -> object:
                    if after:
                        real(*given)
                    os.kill(os.getpid(), signal.SIGKILL)

                before = served()
                prepare = lambda die=die, point=point: setattr(publication, point, die)  # noqa: E731
                found["tués" if ended(in_child(lambda: publish(1), prepare)) < 0 else "finis"] += 1
                check(before, f"{point} {is_after} {rank}", found)
    return found
