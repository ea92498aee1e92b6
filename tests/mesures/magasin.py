"""Attaquer le magasin : coupures, disque plein, erreurs du disque, octets changés, courses.

    python tests/mesures/magasin.py            les attaques longues, à la main (des heures)
    python tests/mesures/magasin.py --court    les mêmes, en petit : ce que lance la suite de tests
    python tests/mesures/magasin.py tues=150 points=5    celles-là seules, et combien d'essais

Chaque essai vit dans un processus enfant, tué net ou empêché ; le parent relit ensuite le magasin
par ses seuls sceaux. Imprime un objet JSON par attaque,
et où elle en est sur la sortie d'erreur ; sort en erreur si un seul essai est un échec.
"""

from __future__ import annotations

import argparse
import builtins
import errno
import io
import json
import multiprocessing
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from data.publish import (
    PANNES,
    ImportEnCours,
    PublicationRefusee,
    RienPublie,
    Servie,
    alert,
    backup,
    copil,
    go_back,
    import_lock,
    numbers,
    publish_tables,
    state,
    told,
)

POINTS = (
    "ensure_space", "make_folder", "write_database", "fingerprint", "_reread", "seal", "_serve",
    "flush", "point_to", "write_durably", "_forget_old", "drop",
)  # fmt: skip
LONG = {"tues": 1000, "points": 20, "plein": 100, "appels": 200, "octets": 500, "coupes": 200,
        "courses": 100, "lectures": 200}  # fmt: skip
SHORT = {"tues": 6, "points": 1, "plein": 5, "appels": 6, "octets": 60, "coupes": 40,
         "courses": 4, "lectures": 8}  # fmt: skip
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


def check(before: int, said: str, found: Counter[str]) -> None:
    """Après un essai : l'ancien état ou le nouveau, entier, et rien qui traîne au suivant."""
    found["essais"] += 1
    progress(found)
    now = state()
    number = 0 if isinstance(now, RienPublie) else now.generation and now.generation.number
    if isinstance(now, RienPublie | Servie) and number in (before, before + 1):
        return
    found["echecs"] += 1
    print(f"ÉCHEC {said} : {now}", file=sys.stderr)


def served() -> int:
    now = state()
    return now.generation.number if isinstance(now, Servie) else 0


def kills(count: int) -> Counter[str]:
    """Tue net `count` publications, chacune à un instant tiré au sort de sa durée.

    Celle qui finit avant le coup ne compte pas ; la durée se resserre sur celle des suivantes.
    """
    found: Counter[str] = Counter()
    started = time.monotonic()
    ended(in_child(lambda: publish(0)))
    lasts = time.monotonic() - started
    rank = 0
    while found["tués"] < count and rank < 20 * count:
        rank += 1
        before = served()
        pid = in_child(lambda rank=rank: publish(rank))
        time.sleep(HASARD.uniform(0, lasts))
        os.kill(pid, signal.SIGKILL)
        if ended(pid) < 0:
            found["tués"] += 1
        else:
            found["finis"] += 1
            lasts *= 0.9
        check(before, f"tué {rank}", found)
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
        _note(found, ended(in_child(lambda: publish(1), bounded)), f"plein à {limit}")
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
        "noter": lambda: copil.add_note("decision", "x", diapositive="h", chiffre="H", annee=2023),
    }
    found: Counter[str] = Counter()
    for name, work in works.items():
        for code in (errno.EIO, errno.EMFILE, errno.ENOSPC, errno.EROFS):
            for rank in range(1, count + 1):
                before = served()
                result = ended(in_child(work, lambda c=code, r=rank: fail_at(c, r)))
                said = f"{name} {errno.errorcode[code]} à l'appel {rank}"
                _note(found, result, said)
                check(before, said, found)
    return found


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


def _note(found: Counter[str], result: int, said: str) -> None:
    found[{OK: "passés", SENTENCE: "en une phrase"}.get(result, "traces")] += 1
    if result not in (OK, SENTENCE):
        print(f"TRACE {said} ({result})", file=sys.stderr)


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
            _note(found, ended(pid), f"course {rank}")
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


def place() -> Path:
    return Path(os.environ["CLAUSES_STORE"])


def attacks(sizes: dict[str, int]) -> Iterator[tuple[str, Counter[str]]]:
    """Mène toutes les attaques sur un magasin d'essai, l'une après l'autre."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(CLAUSES_STORE=f"{folder}/magasin", XDG_CONFIG_HOME=folder)
        ended(in_child(lambda: publish(0)))
        for name, (words, attack) in ATTACKS.items():
            if all(word in sizes for word in words):
                yield name, attack(*(sizes[word] for word in words))


ATTACKS: dict[str, tuple[tuple[str, ...], Callable[..., Counter[str]]]] = {
    "coupures au hasard": (("tues",), kills),
    "coupures aux points nommés": (("points",), named_points),
    "disque plein": (("plein",), full_disk),
    "appels en erreur": (("appels",), failing_calls),
    "octets changés et fichiers coupés": (("octets", "coupes"), damages),
    "courses": (("courses",), races),
    "publications sous lecteurs": (("lectures",), readers),
}


def _size(text: str) -> tuple[str, int]:
    word, _, count = text.partition("=")
    if word not in LONG or not count.isdigit():
        raise argparse.ArgumentTypeError(f"{text} : attendu {', '.join(LONG)}, puis =NOMBRE")
    return word, int(count)


def main() -> int:
    """Imprime un objet JSON par attaque ; rend 1 si un seul essai est un échec."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--court", action="store_true")
    parser.add_argument("essais", nargs="*", type=_size)
    given = parser.parse_args()
    failures = 0
    for name, found in attacks(dict(given.essais) or (SHORT if given.court else LONG)):
        print(json.dumps({name: found}, ensure_ascii=False), flush=True)
        failures += sum(found[one] for one in ("echecs", "échecs", "manqués", "traces"))
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
