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
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.support.magasin_coupures import import_kills, kills, named_points
from tests.support.magasin_degats import damages, races, readers
from tests.support.magasin_enfants import ended, in_child, publish
from tests.support.magasin_pannes import failing_calls, full_disk

LONG = {"tues": 1000, "imports": 100, "points": 20, "plein": 100, "appels": 200, "octets": 500,
        "coupes": 200, "courses": 100, "lectures": 200}  # fmt: skip
SHORT = {"tues": 6, "imports": 2, "points": 1, "plein": 5, "appels": 6, "octets": 60, "coupes": 40,
         "courses": 4, "lectures": 8}  # fmt: skip


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
    "imports coupés": (("imports",), import_kills),
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
