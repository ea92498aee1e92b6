"""Tire des suites d'imports d'heures, les passe à la commande, et compare au modèle écrit à part.

    python tests/mesures/sequences.py [graine] [nombre] [longue | large]

Une suite s'arrête à sa première divergence, réduite ensuite à un petit exemple.
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.support.commande import IMPORTE, ask, run_here
from tests.support.modele_import import Envoi, Ligne, Magasin, accepted
from tests.support.petit_monde import CLES, MOIS, STRUCTURES

TRAITS = ("lot_absent", "contrat_absent", "casse", "zeros", "complet", "plus_vieux",
          "correction", "doublon", "mois_vides", "retour")  # fmt: skip
FORMES = ("longue", "large")
LONGUES = (*CLES, "Mois", "Année", "Heures réalisées", "Dont heures de formation",
           "Date de saisie", "Validé")  # fmt: skip


@dataclass(frozen=True)
class Divergence:
    """Où la commande s'écarte du modèle."""

    graine: int
    envois: tuple[Envoi, ...]
    attendu: str
    obtenu: str

    @property
    def traits(self) -> tuple[str, ...]:
        return tuple(sorted({trait for one in self.envois for trait in one.traits}))


# --- tirage


def _contracts(draw: random.Random) -> list[tuple[str, str, str, str]]:
    """Deux à quatre (contrat, participant, marché, lot) ; parfois un contrat sur deux lots."""
    found = [(f"c{one:03d}", f"{one // 2 + 1:04d}", f"m{one % 2 + 1}", f"{one % 2 + 1:02d}")
             for one in range(1, draw.randint(3, 5))]  # fmt: skip
    if draw.random() < 0.3:
        found.append((*found[0][:3], "09"))
    return found


def _hours(draw: random.Random) -> float:
    return draw.randint(4, 240) / 4


def _written(draw: random.Random, traits: tuple[str, ...], line: Ligne) -> Ligne:
    """La même ligne, ses numéros écrits comme ce fichier les écrit."""
    if "lot_absent" in traits:
        line = replace(line, lot="")
    if "contrat_absent" in traits:
        line = replace(line, contrat="")
    if "casse" in traits:
        line = replace(line, contrat=line.contrat.upper(), marche=f" {line.marche.upper()}")
    if "zeros" in traits:
        line = replace(line, participant=line.participant.lstrip("0"), lot=line.lot.lstrip("0"))
    return line


def _send(draw: random.Random, rank: int, allowed: list[str], worlds: dict,
          shapes: tuple[str, ...]) -> Envoi:  # fmt: skip
    structure = draw.choice(sorted(worlds))
    traits = tuple(one for one in allowed if rank and draw.random() < 0.6)
    shape, annee = draw.choice(shapes), draw.choice((2023, 2024))
    day = rank - 3 if "plus_vieux" in traits else rank
    months = draw.sample(range(1, 13), 3)
    lines: list[Ligne] = []
    for key in draw.sample(worlds[structure], draw.randint(1, len(worlds[structure]))):
        for month in range(1, 13) if shape == "large" else months[: draw.randint(1, 3)]:
            worked = month in months and not ("mois_vides" in traits and draw.random() < 0.5)
            hours = _hours(draw) if worked or shape == "longue" else None
            lines.append(_written(draw, traits, Ligne(*key, annee, month, hours)))
    if "correction" in traits and shape == "longue":
        lines.append(replace(lines[0], heures=-1.5))
    if "doublon" in traits:
        count = 12 if shape == "large" else 1
        lines += lines[-count:] if shape == "large" else lines[:1]
    return Envoi(structure, shape, f"202501{day + 10:02d}", tuple(lines),
                 "complet" in traits, traits)  # fmt: skip


def sends(seed: int, shapes: tuple[str, ...] = FORMES) -> list[Envoi]:
    """Une suite de deux à cinq envois, avec trois traits au plus."""
    draw = random.Random(seed)
    worlds = {one: _contracts(draw) for one in draw.sample(STRUCTURES, draw.choice((1, 1, 2)))}
    allowed = draw.sample(TRAITS, draw.randint(1, 3))
    return [_send(draw, rank, allowed, worlds, shapes) for rank in range(draw.randint(2, 5))]


# --- écriture et lecture


def _text(value: float | None) -> str:
    return "" if value is None else f"{value:g}".replace(".", ",")


def _keys(line: Ligne) -> list[str]:
    return [line.contrat, line.participant, line.marche, line.lot, "Voirie Exemple", "ETTI Exemple"]


def _rows(one: Envoi) -> list[list[str]]:
    if one.forme == "longue":
        return [list(LONGUES)] + [
            [*_keys(line), str(line.mois), str(line.annee), _text(line.heures), "", "", "Oui"]
            for line in one.lignes
        ]
    rows = [[*CLES, *MOIS, "Total"]]
    for first in range(0, len(one.lignes), 12):
        year = one.lignes[first : first + 12]
        total = sum(line.heures or 0 for line in year)
        rows.append([*_keys(year[0]), *(_text(line.heures) for line in year), _text(total)])
    return rows


def write(one: Envoi, folder: Path, rank: int) -> Path:
    """Écrit l'envoi comme le ferait le logiciel ; l'année d'un large est dans son nom."""
    year = f"_{one.lignes[0].annee}" if one.forme == "large" else ""
    folder = folder / f"envoi{rank}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"Export_Heures{year}_{one.structure}_{one.extraction}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(_rows(one))
    return path


def figures(store: Path) -> Counter:
    """Les heures du magasin, sous la forme du modèle."""
    found = ask(store, "select structure, year(mois), month(mois), heures_realisees from heures "
                       "where coalesce(heures_realisees, 0) <> 0")  # fmt: skip
    return Counter((name, year, month, round(hours, 2)) for name, year, month, hours in found)


# --- comparaison


def _said(issue: str, held: Counter) -> str:
    return f"{issue}, {sum(key[3] * count for key, count in held.items()):g} h"


def compare(envois: list[Envoi], seed: int, folder: Path) -> Divergence | None:
    """La première divergence d'une suite, ou None si le magasin suit le modèle partout.

    Plusieurs lectures des textes peuvent rester possibles : on les suit toutes. Un retour sert la
    publication d'avant : ce qui suit part d'elle.
    """
    models, store = [Magasin()], folder / "magasin"
    published: dict[str, list[Magasin]] = {}
    for rank, one in enumerate(envois):
        words = ["--complet"] if one.est_complet else []
        said = run_here(store, "importer", write(one, folder, rank), *words, "--json")
        issue = said.issues[0] if said.issues else f"erreur : {said.erreur[-200:]}"
        allowed = [pair for model in models for pair in accepted(model, one)]
        held = figures(store)
        models = [after for wanted, after in allowed
                  if wanted == issue and after.figures() == held]  # fmt: skip
        wanted = {_said(name, after.figures()): None for name, after in allowed}
        if models and issue == IMPORTE:
            published[_served(store)] = models
        if models and "retour" in one.traits and len(published) > 1:
            back = list(published)[-2]
            run_here(store, "revenir", back)
            held, issue = figures(store), f"retour à {back}"
            wanted = {_said(issue, after.figures()): None for after in published[back]}
            models = [after for after in published[back] if after.figures() == held]
        if not models:
            return Divergence(seed, tuple(envois[: rank + 1]), " ou ".join(wanted),
                              _said(issue, held))  # fmt: skip
    return None


def _served(store: Path) -> str:
    """Le numéro de la publication servie, tel que le dit son pointeur."""
    return (store / "CURRENT").read_text("ascii").split()[0]


def _tried(envois: list[Envoi], seed: int) -> Divergence | None:
    with tempfile.TemporaryDirectory() as folder:
        return compare(envois, seed, Path(folder))


def reduced(found: Divergence, most: int = 25) -> Divergence:
    """La même divergence avec le moins d'envois et de lignes qu'on trouve en `most` essais."""
    candidates = _smaller(list(found.envois))
    for _ in range(most):
        if (each := next(candidates, None)) is None:
            break
        one = _tried(each, found.graine)
        if one and len(one.envois) == len(each):
            found, candidates = one, _smaller(each)
    return found


def _smaller(envois: list[Envoi]) -> Iterator[list[Envoi]]:
    for rank in range(len(envois) - 1):
        yield envois[:rank] + envois[rank + 1 :]
    for rank, one in enumerate(envois):
        step = 12 if one.forme == "large" else 1
        for first in range(0, len(one.lignes), step):
            left = one.lignes[:first] + one.lignes[first + step :]
            if left:
                yield [*envois[:rank], replace(one, lignes=left), *envois[rank + 1 :]]


def run(seed: int, count: int, shapes: tuple[str, ...] = FORMES) -> Iterator[Divergence | None]:
    """`count` suites à partir de cette graine ; la forme courte de la CI en prend une quinzaine."""
    for one in range(seed, seed + count):
        yield _tried(sends(one, shapes), one)


def show(found: Divergence) -> str:
    """Une divergence, ses fichiers écrits en clair."""
    lines = [f"graine {found.graine} {'+'.join(found.traits)} : attendu {found.attendu} ; "
             f"obtenu {found.obtenu}"]  # fmt: skip
    for one in found.envois:
        flag = " --complet" if one.est_complet else ""
        lines.append(
            f"  {one.structure} {one.forme} {one.lignes[0].annee} "
            f"extrait le {one.extraction}{flag} {one.traits}"
        )
        lines += ["    " + ";".join(row) for row in _rows(one)[1:]]
    return "\n".join(lines)


def main() -> None:
    seed, count = (int(word) for word in (sys.argv[1:3] + ["1", "50"][len(sys.argv[1:3]) :]))
    found, kinds = [], set()
    for rank, one in enumerate(run(seed, count, tuple(sys.argv[3:]) or FORMES), start=1):
        if rank % 25 == 0:
            print(f"{rank} suites sur {count} : {len(found)} divergences", flush=True)
        if one is None:
            continue
        found.append(one)
        if one.envois[-1].traits not in kinds:
            kinds.add(one.envois[-1].traits)
            print(show(reduced(one)), flush=True)
    print(f"{count} suites, graine {seed} : {len(found)} divergences")
    for traits, number in Counter(one.envois[-1].traits for one in found).most_common():
        print(f"{number:4} dernier envoi {'+'.join(traits) or '(simple)'}")


if __name__ == "__main__":
    main()
