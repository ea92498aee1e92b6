"""La ligne de commande : `python -m data importer | etat | exemples | revenir`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NoReturn

from tqdm import tqdm

from data import values
from data.examples import import_examples
from data.generations import current, generation, store_path
from data.importer import Lot, Progress, prepare_files, publish, read_paths
from data.mapping import CorrespondanceInvalide, Mapping, read_mapping, save_mapping
from data.people import CleRefusee
from data.prepare import A_PRECISER, IMPORTE, Options
from data.proposal import proposed_mapping
from data.publish import ImportEnCours, point_to
from data.read import FichierRefuse
from data.reference import structures
from data.report import as_json, as_text
from data.state import state_as_json, state_as_text
from data.text import normalize

LISIBLES = (FichierRefuse, CorrespondanceInvalide, ImportEnCours, CleRefusee)


class Parser(argparse.ArgumentParser):
    """Un analyseur d'arguments qui parle français."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, add_help=False, **options)  # type: ignore[arg-type]
        self._positionals.title, self._optionals.title = "Arguments", "Options"
        self.add_argument("-h", "--aide", action="help", help="montre cette aide")

    def format_usage(self) -> str:
        """Rend la ligne d'usage."""
        return super().format_usage().replace("usage: ", "Utilisation : ", 1)

    def format_help(self) -> str:
        """Rend l'aide complète."""
        return super().format_help().replace("usage: ", "Utilisation : ", 1)

    def error(self, message: str) -> NoReturn:
        """Dit l'erreur et comment obtenir l'aide."""
        said = message.replace("the following arguments are required", "il manque")
        said = said.replace("unrecognized arguments", "arguments inconnus")
        self.exit(2, f"{self.format_usage()}Commande incomplète ou inconnue : {said}.\n")


def build_parser() -> Parser:
    """Décrit les commandes."""
    parser = Parser(prog="python -m data", description="Importer les exports et les publier.")
    commands = parser.add_subparsers(
        dest="commande", required=True, metavar="COMMANDE", parser_class=Parser
    )
    add = commands.add_parser("importer", help="importe des exports et les publie ensemble")
    add.add_argument("fichiers", nargs="+", type=Path, metavar="FICHIER")
    add.add_argument(
        "--structure", default="", help="CIE84, ITV ou MLJGA, si le fichier ne le dit pas"
    )
    add.add_argument(
        "--complet",
        action="store_true",
        help="l'export est complet : les lignes absentes disparaissent",
    )
    add.add_argument("--date", default="", help="date d'extraction (aaaa-mm-jj)")
    add.add_argument("--feuille", default="", help="onglet à importer")
    add.add_argument(
        "--correspondance",
        type=Path,
        help="fichier qui dit à quoi répondent les intitulés ; écrit s'il n'existe pas",
    )
    add.add_argument("--json", action="store_true", help="rend un seul objet JSON")
    state = commands.add_parser("etat", help="dit ce qui est publié")
    state.add_argument("--json", action="store_true", help="rend un seul objet JSON")
    commands.add_parser("exemples", help="importe les exports d'exemple dans un magasin vide")
    back = commands.add_parser("revenir", help="sert à nouveau une publication précédente")
    back.add_argument("numero", type=int, metavar="NUMERO")
    return parser


@contextmanager
def progress_bar(*, hidden: bool) -> Iterator[Progress]:
    """Montre une barre sur la sortie d'erreur."""
    shape = "{percentage:3.0f} %|{bar}| {desc}"
    with tqdm(total=1.0, bar_format=shape, disable=hidden, leave=False) as bar:

        def advance(done: float, said: str) -> None:
            bar.set_description_str(said, refresh=False)
            bar.update(done - bar.n)

        yield advance


def run_import(args: argparse.Namespace) -> int:
    """Importe ; rend 0 si tout a été publié, 1 sinon."""
    mapping = _mapping(args.correspondance)
    options = Options(
        structure=_structure(args.structure),
        extraction=_date(args.date),
        est_complet=args.complet,
        feuille=args.feuille,
        mapping=mapping,
    )
    with progress_bar(hidden=args.json) as progress:
        lot = prepare_files(read_paths(args.fichiers), options, progress=progress)
        done = publish(lot, progress=progress)
    if mapping and lot.accepted:
        save_mapping(mapping)
    publie = bool(lot.accepted)
    number = done.number if done else 0
    if args.json:
        print(
            json.dumps(
                as_json(lot.fichiers, publie=publie, generation=number),
                ensure_ascii=False,
                default=str,
            )
        )
    else:
        _tell(lot, number, args.correspondance)
    return 0 if all(one.issue == IMPORTE for one in lot.fichiers) else 1


def _tell(lot: Lot, number: int, correspondance: Path | None) -> None:
    if lot.key.message:
        print(lot.key.message)
    for one in lot.fichiers:
        print(as_text(one))
    asked = [one for one in lot.fichiers if one.issue == A_PRECISER and one.question]
    if correspondance and not correspondance.is_file() and asked:
        correspondance.write_text(proposed_mapping(asked[0]), "utf-8")
        print(
            f"Correspondance à compléter écrite dans {correspondance} : complétez-la, puis "
            "relancez la même commande."
        )
    print(f"Publication n° {number} servie." if lot.accepted else "Rien n'a été publié.")


def _mapping(path: Path | None) -> Mapping | None:
    return read_mapping(path) if path and path.is_file() else None


def _structure(text: str) -> str:
    if text and normalize(text) not in structures():
        known = ", ".join(sorted(set(structures().values())))
        raise FichierRefuse(f"« {text} » n'est pas une structure connue : {known}.")
    return structures()[normalize(text)] if text else ""


def _date(text: str) -> date | None:
    if not text:
        return None
    found = values.read_date(text)
    if found is None:
        raise FichierRefuse(f"« {text} » n'est pas une date : écrivez aaaa-mm-jj (2026-09-30).")
    return found


def run_state(args: argparse.Namespace) -> int:
    """Dit ce qui est publié."""
    served = current()
    print(
        json.dumps(state_as_json(served), ensure_ascii=False, default=str)
        if args.json
        else state_as_text(served)
    )
    return 0


def run_examples(_args: argparse.Namespace) -> int:
    """Importe les exemples dans un magasin vide."""
    served = current()
    if served:
        raise FichierRefuse(
            f"Le magasin « {store_path()} » a déjà une publication (n° {served.number}) : les "
            "exemples ne s'importent que dans un magasin vide."
        )
    with progress_bar(hidden=False) as progress:
        done = import_examples(progress=progress)
    print(f"Données d'exemple, inventées, publiées (n° {done.number}).")
    return 0


def run_back(args: argparse.Namespace) -> int:
    """Sert à nouveau une publication gardée."""
    if generation(args.numero) is None:
        raise FichierRefuse(f"La publication n° {args.numero} n'est plus gardée.")
    point_to(args.numero)
    print(f"Publication n° {args.numero} servie.")
    return 0


COMMANDS = {
    "importer": run_import,
    "etat": run_state,
    "exemples": run_examples,
    "revenir": run_back,
}


def main(words: list[str] | None = None) -> int:
    """Exécute une commande ; rend son code de sortie."""
    args = build_parser().parse_args(words)
    try:
        return COMMANDS[args.commande](args)
    except LISIBLES as error:
        if getattr(args, "json", False):
            print(
                json.dumps(
                    {"publie": False, "generation": 0, "fichiers": [], "erreur": str(error)},
                    ensure_ascii=False,
                )
            )
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
