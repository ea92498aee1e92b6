"""Bancs à la main : `python tests/mesures/protection.py grandes|petites|lecteurs|vitesse [de [à]]`.

grandes : 200 populations, dont 50 adverses ; petites : 300, de 1 à 60 personnes. Chacune est
protégée puis attaquée : fautes, blancs, classes larges, durées. lecteurs : 24 populations,
grandes, petites, tordues ou mêlées, attaquées par dix lecteurs informés, sans puis avec la
réparation qui les vise : groupes devinés, et ce qu'elle coûte en cellules et en temps. vitesse :
sur un petit magasin, ce que coûte le cube, lu en une passe et lu question par question. Rien ici
n'est un seuil : les seuils sont dans tests/queries/protection.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import queries
from data.publish import current
from queries.protection.count.collecte import collect
from queries.protection.publish.cube import build_cube
from queries.protection.publish.publication import silent
from queries.protection.rules.liste import names_for
from queries.protection.rules.seuils import Seuils
from queries.protection.write.cellules import protect_counts
from tests.support import magasin_pleniere
from tests.support.attaque import exposed, worlds
from tests.support.attaque_informe import informed_worlds, mixed, reader, scope, told
from tests.support.populations import SORTES, Personne, effectifs, petites, population

POPULATIONS = {"grandes": 200, "petites": 300, "lecteurs": 24}
# Sous ce nombre de personnes, la part de cellules blanchies n'est pas jugée.
PERSONNES_JUGEES = 20
LECTEURS = (
    ("c1",), ("c2",), ("i1",), ("m1",), ("partage",), ("CIE84",), ("ITV",), ("MLJGA",),
    ("i1", "m1"), ("i1", "MLJGA"),
)  # fmt: skip
Mesure = tuple[float, float, float, int, int]


def large(graine: int) -> list[list[Personne]]:
    """Rend une grande population, une fois sur quatre tordue contre la protection."""
    sorte = SORTES[graine // 4 % len(SORTES)] if graine % 4 == 0 else ""
    return [population(graine, sorte)]


def measure(people: list[Personne]) -> Mesure:
    """Rend, pour une année : secondes, % de blancs, % de larges, rondes, groupes devinés."""
    counts = effectifs(people)
    start = time.process_time()
    published, bilan = protect_counts(counts, Seuils())
    spent = time.process_time() - start
    texts = {place: one.texte for place, one in published.items()}
    faults = sum(len(exposed(monde)) for monde in worlds(people, texts))
    is_judged = len(people) >= PERSONNES_JUGEES
    part = 100 / bilan.cellules if is_judged else 0.0
    return spent, part * bilan.blanchies, part * bilan.elargies, bilan.rondes, faults


def attack_all(made: Callable[[int], list[list[Personne]]], wanted: range) -> None:
    """Imprime un bilan toutes les 20 populations, puis le bilan entier."""
    found: list[Mesure] = []
    for graine in wanted:
        found += [measure(people) for people in made(graine)]
        if (graine + 1) % 20 == 0 or graine + 1 == wanted.stop:
            spent, blank, wide, rounds, faults = zip(*found, strict=True)
            over = sum(one > 10 for one in blank)
            print(
                f"populations {wanted.start} à {graine}, {len(found)} années : {sum(faults)} "
                f"groupe deviné ; blancs {max(blank):.1f} % au plus, {over} années "
                f"au-dessus de 10 % ; classes larges {max(wide):.1f} % au plus ; "
                f"{max(rounds)} rondes au plus ; audit {statistics.median(spent):.2f} s en "
                f"médiane, {max(spent):.2f} s au plus".replace(".", ","),
                flush=True,
            )


def crowds() -> list[list[Personne]]:
    """Rend 24 populations : 6 grandes, dont 5 tordues, 12 petites, et 6 de ces petites mêlées."""
    small = [people for graine in range(40) for people in petites(graine) if len(people) >= 10]
    mingled = [mixed(people, graine) for graine, people in enumerate(small[:6])]
    return [*(population(30, sorte) for sorte in ("", *SORTES)), *small[:12], *mingled]


def attack_informed(wanted: range) -> None:
    """Imprime, par population, les groupes que devinent les lecteurs, avant et après."""
    portees = [scope(*codes) for codes in LECTEURS]
    whole = [0, 0]
    for people in crowds()[wanted.start : wanted.stop]:
        counts, known = effectifs(people), [reader(people, one) for one in portees]
        faults, spent, bilans = [], [], []
        for lecteurs in ([], known):
            start = time.process_time()
            published, bilan = protect_counts(counts, Seuils(), lecteurs)
            spent.append(time.process_time() - start)
            bilans.append(bilan)
            texts = {place: one.texte for place, one in published.items()}
            seen = (told(one) for each in portees for one in informed_worlds(people, texts, each))
            faults.append(sum(map(len, seen)))
        whole = [one + more for one, more in zip(whole, faults, strict=True)]
        (before, after), (short, long) = bilans, spent
        print(
            f"{len(people)} personnes : {faults[0]} groupes devinés sans, {faults[1]} avec ; sur "
            f"{after.cellules} cellules, {after.blanchies - before.blanchies:+} non publiées, "
            f"{after.elargies - before.elargies:+} larges ; {long / short:.0f} fois le temps "
            f"({long:.2f} s)".replace(".", ","),
            flush=True,
        )
    print(f"En tout : {whole[0]} groupes devinés sans, {whole[1]} avec.")


def compare_speeds() -> None:
    """Imprime le temps de processeur du cube, et celui de ses questions posées une à une."""
    one = current(magasin_pleniere.write(Path(tempfile.mkdtemp()) / "magasin"))
    collect(one, silent)
    start = time.process_time()
    found = collect(one, silent)
    together = time.process_time() - start
    start = time.process_time()
    for asked in found:
        is_compared = asked.epci is None
        queries.answer(one, names_for(asked.maille), est_compare=is_compared, **asked.filters)
    apart = time.process_time() - start
    start = time.process_time()
    build_cube(one, None, silent)
    whole = time.process_time() - start
    print(
        f"{len(found)} questions : {together:.2f} s en une passe, {apart:.2f} s une à une "
        f"({apart / together:.1f} fois plus) ; cube entier {whole:.2f} s ; fichier protégé "
        f"{one.protege.stat().st_size / one.exact.stat().st_size:.2f} fois l'exact".replace(
            ".", ","
        )
    )


def main() -> None:
    """Lance le banc nommé."""
    name = sys.argv[1] if len(sys.argv) > 1 else "grandes"
    if name == "vitesse":
        compare_speeds()
        return
    chosen = [int(word) for word in sys.argv[2:4]] or [POPULATIONS[name]]
    if name == "lecteurs":
        attack_informed(range(*chosen))
        return
    attack_all(petites if name == "petites" else large, range(*chosen))


if __name__ == "__main__":
    main()
