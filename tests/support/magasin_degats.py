"""Ce qu'un magasin doit voir ou tenir : octets changés, fichiers coupés, courses, lecteurs."""

from __future__ import annotations

import multiprocessing
import sys
from collections import Counter

from data.publish import alert, backup, copil, go_back, numbers, state
from tests.support.magasin_enfants import (
    HASARD,
    OK,
    TRACE,
    ended,
    in_child,
    note,
    place,
    progress,
    publish,
    served,
)


def damages(flips: int, cuts: int) -> Counter[str]:
    """Change un bit, ou coupe, chaque fichier servi tour à tour : tout doit se voir."""
    copil.add_note("decision", "Relancer", diapositive="h", chiffre="H", annee=2023)
    ended(in_child(lambda: publish(1)))
    folder = place() / "generations" / str(served())
    files = [*sorted(folder.iterdir()), place() / "CURRENT", place() / "copil" / "notes.json"]
    found: Counter[str] = Counter()
    for rank in range(flips + cuts):
        path = files[rank % len(files)]
        whole = path.read_bytes()
        at = HASARD.randrange(len(whole) - (path.name == "CURRENT"))
        changed = whole[:at] + bytes([whole[at] ^ (1 << HASARD.randrange(8))]) + whole[at + 1 :]
        path.write_bytes(changed if rank < flips else whole[:at])
        progress(found)
        found["vus" if alert() else "manqués"] += 1
        if not alert():
            print(f"MANQUÉ {path.name} à {at}", file=sys.stderr)
        path.write_bytes(whole)
        assert not alert(), path
    return found


def races(count: int) -> Counter[str]:
    """Deux retours, une publication et une sauvegarde à la fois."""
    found: Counter[str] = Counter()
    for rank in range(count):
        progress(found)
        while len(numbers()) < 2:
            ended(in_child(lambda: publish(0)))
        known = numbers()
        pids = [
            in_child(lambda last=known[-1]: go_back(last)),
            in_child(lambda other=known[-2]: go_back(other)),
            in_child(lambda rank=rank: publish(rank)),
            in_child(lambda: backup.back_up(place().with_name("course.sauvegarde"))),
        ]
        for pid in pids:
            note(found, ended(pid), f"course {rank}")
        found["échecs" if alert() or not served() else "entiers"] += 1
    return found


def readers(count: int) -> Counter[str]:
    """Publie sous quatre lecteurs : aucun ne doit lire deux publications mêlées."""
    stop = multiprocessing.get_context("fork").Event()
    pids = [in_child(lambda: _read_until(stop)) for _ in range(4)]
    for rank in range(count):
        ended(in_child(lambda rank=rank: publish(rank)))
        progress(Counter(publications=rank + 1))
    stop.set()
    found: Counter[str] = Counter(publications=count)
    for pid in pids:
        found["lecteurs sans mélange" if ended(pid) == OK else "échecs"] += 1
    return found


def _read_until(stop: object) -> int:
    import duckdb

    sql = """
        select count(distinct valeur) from (
            select heures_realisees as valeur from heures union all select etp from financements
        )
    """
    while not stop.is_set():
        one = state().generation
        with duckdb.connect(str(one.exact), read_only=True) as connection:
            if connection.execute(sql).fetchone() != (1,):
                return TRACE
    return OK
