"""La croissance, mesurée : `python tests/mesures/croissance [VAUCLUSE...]`.

Invente 1, puis 10 Vaucluse (100 : un pays, à demander), les importe par la vraie commande, les
publie, les parcourt, et imprime une table (`--help` : garder les fichiers, abréger). Rien n'est
jugé ici : une machine chargée ralentit l'horloge, d'où le temps de calcul, et un rapport à un
témoin nu lu dans la même exécution.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from tests.mesures.croissance.fichiers import write_files  # noqa: E402
from tests.mesures.croissance.processus import Etape, Releve, measure, python  # noqa: E402
from tests.mesures.croissance.tirage import Taille  # noqa: E402

ICI = Path("tests", "mesures", "croissance")
MO = 1024**2
Ligne = dict[str, str]


def shown(value: float, digits: int = 1) -> str:
    """Un nombre à la française."""
    return f"{value:,.{digits}f}".replace(",", " ").replace(".", ",")


def time_of(one: Releve) -> str:
    """Calcul et horloge d'une étape."""
    return f"{shown(one.calcul_s)} s ({shown(one.horloge_s)} s)"


def imported(files: list[Path], place: Path, *, est_exact: bool) -> dict[str, Releve]:
    """Importe par la vraie commande ; chaque étape finit quand le magasin le montre."""
    store = place / "magasin"
    generations = store / "generations"
    return measure(
        python("-m", "data", "importer", *map(str, files)),
        {"CLAUSES_STORE": str(store), "CLAUSES_CLE_FICHIER": str(place / "cle")},
        [
            Etape("import", (generations / "1.brouillon").exists),
            Etape("exact", (store / "CURRENT").exists),
            *([] if est_exact else [Etape("protege", lambda: False)]),
        ],
        place / "import.txt",
    )


def read_over(place: Path, count: int) -> tuple[Releve, dict[str, object]]:
    """Parcourt le magasin dans un processus neuf ; rend ce qu'il a pris et ses temps."""
    log = place / "lectures.json"
    taken = measure(python(str(ICI / "lectures.py"), str(place / "magasin"), str(count)), {},
                    [Etape("lectures", lambda: False)], log)  # fmt: skip
    return taken["lectures"], json.loads(log.read_text("utf-8").splitlines()[-1])


def bare(folder: Path, place: Path) -> Releve:
    """Lit les mêmes fichiers par le témoin nu."""
    command = python(str(ICI / "temoin.py"), str(folder), str(place / "temoin.duckdb"))
    return measure(command, {}, [Etape("nu", lambda: False)], place / "temoin.txt")["nu"]


def worst(times: dict[str, list[float]]) -> str:
    """Rend la médiane des pires temps, le pire de tous, et son nom, en millisecondes."""
    slowest = {name: max(found) for name, found in times.items()}
    name = max(slowest, key=slowest.get)
    return (f"{shown(1000 * statistics.median(slowest.values()), 0)} ms ; "
            f"{shown(1000 * slowest[name], 0)} ms ({name})")  # fmt: skip


def served_folder(store: Path) -> Path:
    """Rend le dossier de la génération que nomme le pointeur."""
    return store / "generations" / (store / "CURRENT").read_text("ascii").split()[0]


def row_of(factor: float, place: Path, asked: argparse.Namespace) -> Ligne:
    """Mesure une taille ; rend sa ligne de la table."""
    folder = place / "exports"
    files = write_files(folder, Taille(factor))
    weight = sum(path.stat().st_size for path in files)
    plain = bare(folder, place)
    steps = imported(files, place, est_exact=asked.exact)
    whole = [steps["import"], steps["exact"]]
    taken, times = read_over(place, asked.filtres)
    protected = steps.get("protege", Releve())
    last = served_folder(place / "magasin")
    ratio = sum(one.calcul_s for one in whole) / plain.calcul_s
    return {
        "Vaucluse": f"{factor:g}".replace(".", ","),
        "fichiers": f"{len(files)} ({shown(weight / MO, 0)} Mo)",
        "import": time_of(steps["import"]),
        "publication exacte": time_of(steps["exact"]),
        "chiffres protégés": "non demandés" if asked.exact else time_of(protected),
        "témoin nu": f"{time_of(plain)}, {shown(ratio)} fois moins",
        "mémoire, import puis protégés": " ; ".join(
            f"{shown(max(one.memoire_mo for one in part), 0)} Mo"
            for part in (whole, [protected])),
        "bases exacte, protégée": " ; ".join(
            f"{shown((last / name).stat().st_size / MO)} Mo"
            for name in ("exact.duckdb", "protege.duckdb") if (last / name).exists()),
        "ouverture, premiers chiffres": f"{shown(1000 * times['ouverture'], 0)} ms ; "
                                        f"{shown(1000 * times['premier'], 0)} ms",
        "changement de filtre, médiane et pire": worst(times["filtres"]),
        "indicateur, médiane et pire": worst(times["indicateurs"]),
        "mémoire du parcours": f"{shown(taken.memoire_mo, 0)} Mo",
    }  # fmt: skip


def print_table(rows: list[Ligne]) -> None:
    """Imprime une colonne par taille, en Markdown."""
    head, *others = rows[0]
    print(f"| {head} | " + " | ".join(row[head] for row in rows) + " |")
    print("|---|" + "---|" * len(rows))
    for name in others:
        print(f"| {name} | " + " | ".join(row[name] for row in rows) + " |")


def main(words: list[str]) -> None:
    """Mesure chaque taille demandée, dans un dossier à part, et imprime la table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vaucluse", nargs="*", type=float, default=[1, 10])
    parser.add_argument("--dossier", type=Path, help="garde exports et magasins dans ce dossier")
    parser.add_argument("--exact", action="store_true", help="sans les chiffres protégés")
    parser.add_argument("--filtres", type=int, default=4, help="combien de filtres parcourir")
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as aside:
        rows = []
        for factor in asked.vaucluse:
            place = (asked.dossier or Path(aside)) / f"vaucluse_{factor:g}"
            place.mkdir(parents=True)
            rows.append(row_of(factor, place, asked))
            print(json.dumps(rows[-1], ensure_ascii=False), file=sys.stderr, flush=True)
    print_table(rows)


if __name__ == "__main__":
    main(sys.argv[1:])
