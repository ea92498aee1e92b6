"""Les arguments de la ligne de commande, expliqués en français."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import NoReturn

# Les phrases d'argparse, telles qu'il les écrit.
TRADUCTIONS = (
    (r"^argument (\S+): ", r"« \1 » : "),
    (r"the following arguments are required: ", "il manque "),
    (r"unrecognized arguments: (.*)", r"« \1 » n'est pas une option connue"),
    (r"invalid choice: '?(.*?)'? \(choose from .*\)", r"« \1 » n'est pas une commande"),
    (r"expected at least one argument|expected one argument", "il manque une valeur"),
    (r"ignored explicit argument '?(.*?)'?$", "cette option ne prend pas de valeur"),
    (r"invalid int value: '?(.*?)'?$", r"« \1 » n'est pas un nombre entier"),
)


class Parser(argparse.ArgumentParser):
    """Un analyseur d'arguments qui parle français."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, add_help=False, allow_abbrev=False, **options)  # type: ignore[arg-type]
        self._positionals.title, self._optionals.title = "Arguments\u00a0", "Options\u00a0"
        self.add_argument("-h", "--aide", "--help", action="help", help="montre cette aide")

    def format_usage(self) -> str:
        """Rend la ligne d'usage."""
        return super().format_usage().replace("usage: ", "Utilisation : ", 1)

    def format_help(self) -> str:
        """Rend l'aide complète."""
        return super().format_help().replace("usage: ", "Utilisation : ", 1)

    def error(self, message: str) -> NoReturn:
        """Dit l'erreur et comment obtenir l'aide."""
        for english, french in TRADUCTIONS:
            message = re.sub(english, french, message)
        self.exit(2, f"{self.format_usage()}Commande incomplète ou inconnue : {message}.\n")


def _add_import(add: argparse.ArgumentParser) -> None:
    add.add_argument(
        "fichiers",
        nargs="+",
        type=Path,
        metavar="FICHIER",
        help="export reçu (CSV ou Excel), ou DECP (CSV, JSON ou Parquet)",
    )
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
        metavar="FICHIER",
        help="fichier qui dit à quoi répondent les intitulés ; écrit s'il n'existe pas",
    )
    add.add_argument("--json", action="store_true", help="rend un seul objet JSON")


def build_parser() -> Parser:
    """Décrit les commandes."""
    parser = Parser(prog="python -m data", description="Importer les exports et les publier.")
    commands = parser.add_subparsers(
        dest="commande", required=True, metavar="COMMANDE", parser_class=Parser
    )
    _add_import(commands.add_parser("importer", help="importe des exports et les publie ensemble"))
    state = commands.add_parser("etat", help="dit ce qui est publié")
    state.add_argument("--json", action="store_true", help="rend un seul objet JSON")
    commands.add_parser("exemples", help="importe les exports d'exemple dans un magasin vide")
    fetch = commands.add_parser("telecharger", help="télécharge un fichier public national")
    fetch.add_argument("quoi", choices=["decp"], metavar="decp", help="les DECP de data.gouv.fr")
    fetch.add_argument(
        "--vers",
        type=Path,
        metavar="DOSSIER",
        help="dossier où le garder (par défaut, « telechargements » dans le magasin)",
    )
    back = commands.add_parser("revenir", help="sert à nouveau une publication précédente")
    back.add_argument(
        "numero", type=int, metavar="NUMERO", help="son numéro (voir la page Imports)"
    )
    guard = commands.add_parser(
        "proteger", help="refait les chiffres protégés de la publication servie, s'il le faut"
    )
    guard.add_argument(
        "--copil", default="", help="date d'un copil (aaaa-mm-jj) : les refait pour cette date"
    )
    return parser
