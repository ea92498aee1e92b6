"""Empêcher une publication : disque plein, appels au système en erreur."""

from __future__ import annotations

import builtins
import errno
import io
import os
import resource
import signal
from collections import Counter
from collections.abc import Callable

from data.publish import copil, numbers
from tests.support.magasin_enfants import check, ended, in_child, note, place, publish, served


def full_disk(count: int) -> Counter[str]:
    """Borne la taille de tout fichier écrit : le disque se remplit plus ou moins tard."""
    found: Counter[str] = Counter()
    most = max(path.stat().st_size for path in place().rglob("exact.duckdb")) + 8192
    for rank in range(count):
        limit = int(most * rank / count)

        def bounded(limit: int = limit) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        before = served()
        note(found, ended(in_child(lambda: publish(1), bounded)), f"plein à {limit}")
        check(before, f"plein à {limit}", found)
    return found


def failing_calls(count: int) -> Counter[str]:
    """Fait échouer le k-ième appel au système, pour chaque commande qui écrit ou relit."""
    from data.__main__ import main

    works: dict[str, Callable[[], object]] = {
        "publier": lambda: publish(1),
        "etat": lambda: main(["etat", "--json"]),
        "verifier": lambda: main(["verifier"]),
        "revenir": lambda: main(["revenir", str(numbers()[-1])]),
        "sauvegarder": lambda: main(["sauvegarder", str(place().with_name("s.sauvegarde"))]),
        "noter": _note_and_erase,
    }
    found: Counter[str] = Counter()
    for name, work in works.items():
        for code in (errno.EIO, errno.EMFILE, errno.ENOSPC, errno.EROFS):
            for rank in range(1, count + 1):
                before = served()
                result = ended(in_child(work, lambda c=code, r=rank: fail_at(c, r)))
                said = f"{name} {errno.errorcode[code]} à l'appel {rank}"
                note(found, result, said)
                check(before, said, found)
    return found


def _note_and_erase() -> None:
    """Écrit une décision, puis l'efface : le copil n'en garde que tant."""
    one = copil.add_note("decision", "x", diapositive="h", chiffre="H", annee=2023)
    copil.remove_note(one.cle)


def fail_at(code: int, rank: int) -> None:
    """Remplace les appels au système de ce processus : le `rank`-ième lève `code`."""
    left = [rank]

    def wrapped(real: Callable) -> Callable:
        def call(*given: object, **named: object) -> object:
            # Seuls comptent les appels qui touchent au magasin ou à ses voisins.
            left[0] -= any(str(place().parent) in str(one) for one in given)
            if left[0] == 0:
                left[0] = -1
                raise OSError(code, os.strerror(code), str(given[0]))
            return real(*given, **named)

        return call

    for name in ("open", "replace", "rename", "unlink", "mkdir", "stat", "scandir", "listdir"):
        setattr(os, name, wrapped(getattr(os, name)))
    io.open = builtins.open = wrapped(io.open)
