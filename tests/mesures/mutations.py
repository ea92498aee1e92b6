"""Salit de petits exports, les importe par la commande, et compare à ce qu'ils disaient.

    python tests/mesures/mutations.py [graine] [nombre] [dossier où garder les fichiers fautifs]

Chaque essai : une structure (parfois deux ou trois), un export d'une sorte, une à trois saletés.
La vérité est calculée sur les cellules avant l'écriture, sans le code du projet.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.support.commande import DEMANDE, IMPORTE, REFUS, Sortie, run_here
from tests.support.ecriture_sale import Style, write
from tests.support.petit_monde import SORTES, STRUCTURES, Monde, Tableau, stored, truth
from tests.support.salete import INOFFENSIVE, SALETES, Salete
from tests.support.salissures import chosen, soil

JUSTE, PERTE_DITE = "juste", "perte dite"
FAUX_DIT, FAUX_TU = "faux mais dit", "FAUX EN SILENCE"
ERREUR, COMPTE = "ERREUR", "COMPTE FAUX"
ISSUES = (JUSTE, "demandé", "refusé", PERTE_DITE, FAUX_DIT, FAUX_TU, COMPTE, ERREUR)


@dataclass(frozen=True)
class Essai:
    """Un fichier sali et son sort."""

    graine: int
    sorte: str
    saletes: tuple[str, ...]
    issue: str
    detail: str

    @property
    def est_inoffensif(self) -> bool:
        return all(SALETES[one].gravite == INOFFENSIVE for one in self.saletes)


def _shape(message: str) -> str:
    return re.sub(r"\d+", "#", message)


@cache
def usual(sorte: str) -> frozenset[str]:
    """Ce que la commande dit d'un export propre de cette sorte : ce n'est pas dire un doute."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = write(Monde(random.Random(0), "CIE84", 12).tableau(sorte), Style(), folder)
        said = run_here(folder / "magasin", "importer", path, "--json")
    return frozenset(map(_shape, said.messages))


def _told(said: dict, sorte: str) -> list[str]:
    """Les phrases que ce fichier s'attire en plus de celles d'un fichier propre."""
    found = [one["message"] for one in said["anomalies"]]
    new = [message for message in found if _shape(message) not in usual(sorte)]
    return new or ["(écartées)"] * (said["lignes"]["ecartees"] > 0)


def _difference(wanted: tuple[Counter, int], found: tuple[Counter, int]) -> str:
    lost, added = wanted[0] - found[0], found[0] - wanted[0]
    return (f"{sum(wanted[0].values())} lignes attendues, {sum(lost.values())} perdues, "
            f"{sum(added.values())} de trop ; ex. {list(lost)[:1]} -> {list(added)[:1]} ; "
            f"{wanted[1]} personnes, {found[1]} rangées")  # fmt: skip


def _is_only_loss(wanted: Counter, found: Counter) -> bool:
    """Vrai si le magasin n'affirme rien de faux : des lignes manquent, ou des cases sont vides."""
    left = wanted - found
    for line in (found - wanted).elements():
        match = next((one for one in left.elements()
                      if all(cell in (None, true) for cell, true in zip(line, one, strict=True))),
                     None)  # fmt: skip
        if match is None:
            return False
        left[match] -= 1
    return True


def judge(said: Sortie, wanted: dict[str, tuple[Counter, int]], name: str, dirts: list[Salete],
          sorte: str, store: Path) -> tuple[str, str]:  # fmt: skip
    """(issue, détail) d'un import : le premier mot qui s'applique."""
    one = next((file for file in said.fichiers if file["nom"] == name), None)
    if said.code == -1 or one is None or "Traceback" in said.erreur:
        return ERREUR, said.erreur[-300:]
    parts = one["lignes"]
    if parts["lues"] != sum(count for key, count in parts.items() if key != "lues"):
        return COMPTE, str(parts)
    if one["issue"] in (DEMANDE, REFUS):
        first = one["anomalies"][0]["message"] if one["anomalies"] else "SANS PHRASE"
        return {DEMANDE: "demandé", REFUS: "refusé"}[one["issue"]], first
    assert one["issue"] == IMPORTE, one
    for structure, true in wanted.items():
        found = stored(store, sorte, structure)
        if found != true:
            return _wrong(_told(one, sorte), true, found, structure)
    must_say = any(dirt.doit_dire for dirt in dirts)
    return (FAUX_TU, "juste, mais le doute n'est pas dit") if must_say and not _told(one, sorte) \
        else (JUSTE, "")  # fmt: skip


def _wrong(told: list[str], true: tuple, found: tuple, structure: str) -> tuple[str, str]:
    detail = f"{structure} : {_difference(true, found)}"
    if not told:
        return FAUX_TU, detail
    issue = PERTE_DITE if _is_only_loss(true[0], found[0]) else FAUX_DIT
    return issue, f"{detail} ; dit : {told[0]}"


def attempt(seed: int, folder: Path, only: tuple[str, ...] = ()) -> Essai:
    """Un essai entier, dans un magasin neuf sous `folder` ; `only` impose les saletés."""
    draw = random.Random(seed)
    sorte = draw.choice(sorted(SORTES))
    structures = draw.sample(STRUCTURES, draw.choice((1, 1, 2, 3)))
    tables = [Monde(draw, one, draw.randint(10, 30)).tableau(sorte) for one in structures]
    wanted = {one.structure: truth(one) for one in tables}
    asked = [SALETES[name] for name in only] or chosen(draw)
    style, dirts = soil(tables[0], asked, draw)
    received = folder / "recus"
    received.mkdir(parents=True)
    paths = [write(tables[0], style, received), *_clean(tables[1:], received)]
    said = run_here(folder / "magasin", "importer", *paths, "--json")
    issue, detail = judge(said, wanted, paths[0].name, dirts, sorte, folder / "magasin")
    return Essai(seed, sorte, tuple(one.nom for one in dirts), issue, detail)


def _clean(tables: list[Tableau], folder: Path) -> list[Path]:
    return [write(one, Style(), folder) for one in tables]


def run(seed: int, count: int, keep: Path | None = None) -> Iterator[Essai]:
    """`count` essais à partir de cette graine ; la forme courte de la CI en prend une trentaine."""
    for one in range(seed, seed + count):
        with tempfile.TemporaryDirectory() as name:
            found = attempt(one, Path(name))
            if keep and found.issue in (FAUX_TU, FAUX_DIT, ERREUR, COMPTE):
                shutil.copytree(Path(name) / "recus", keep / f"{one}", dirs_exist_ok=True)
        yield found


def report(found: list[Essai]) -> str:
    """Les comptes par issue, par saleté seule ou mêlée, et le taux des inoffensives."""
    lines = [f"{issue:16} {sum(one.issue == issue for one in found)}" for issue in ISSUES]
    harmless = [one for one in found if one.est_inoffensif]
    right = sum(one.issue == JUSTE for one in harmless)
    lines.append(f"inoffensives acceptées justes : {right} sur {len(harmless)}")
    by_dirt: dict[str, Counter] = defaultdict(Counter)
    for one in found:
        for name in one.saletes or ("(aucune)",):
            by_dirt[name][one.issue] += 1
    lines += [f"{name:20} {SALETES[name].gravite if name in SALETES else '':13} "
              + ", ".join(f"{issue} {count}" for issue, count in counts.most_common())
              for name, counts in sorted(by_dirt.items())]  # fmt: skip
    return "\n".join(lines)


def main() -> None:
    seed, count = (int(word) for word in (sys.argv[1:3] + ["1", "100"][len(sys.argv) - 1 :]))
    keep = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    begin, found = time.perf_counter(), []
    for one in run(seed, count, keep):
        found.append(one)
        if one.issue != JUSTE and not (one.issue in ("demandé", "refusé", PERTE_DITE)
                                       and not one.est_inoffensif):  # fmt: skip
            print(
                f"{one.graine} {one.sorte} {'+'.join(one.saletes)} : {one.issue}\n    {one.detail}"
            )
        # Une mesure longue s'interrompt : ce qu'elle a compté se lit en route.
        if len(found) % 50 == 0:
            counts = Counter(each.issue for each in found)
            said = ", ".join(f"{issue} {counts[issue]}" for issue in ISSUES)
            print(f"{len(found)} sur {count} : {said}", flush=True)
    print(f"{count} fichiers en {time.perf_counter() - begin:.0f} s, graine {seed}")
    print(report(found))


if __name__ == "__main__":
    main()
