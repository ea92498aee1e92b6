"""Les arguments de la ligne de commande, expliqués en français."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import NoReturn

from data.publish.acces import ROLES

GESTES = ("lister", "donner", "retirer", "pour", "historique", "journal")

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
    add.add_argument(
        "--repondre",
        action="append",
        default=[],
        metavar="QUESTION=RÉPONSE",
        help="répond à une question à choix posée par un import précédent (se répète)",
    )
    add.add_argument(
        "--rapport",
        type=Path,
        metavar="FICHIER",
        help="écrit un classeur .xlsx à renvoyer : remarques et lignes signalées, sans les noms",
    )
    add.add_argument("--json", action="store_true", help="rend un seul objet JSON")


def _add_learned(learned: argparse.ArgumentParser) -> None:
    learned.add_argument("--supprimer", default="", metavar="NOM", help="en oublie une")
    learned.add_argument("--attribuer", default="", metavar="NOM", help="la donne à --structure")
    learned.add_argument(
        "--structure", default="", help="CIE84, ITV ou MLJGA ; sans elle, à toutes les structures"
    )


def _add_keeping(commands: argparse._SubParsersAction[Parser]) -> None:
    commands.add_parser("verifier", help="relit chaque fichier du magasin et dit ce qui est abîmé")
    back = commands.add_parser("revenir", help="sert à nouveau une publication précédente")
    back.add_argument(
        "numero", type=int, metavar="NUMERO", help="son numéro (voir la page Imports)"
    )
    save = commands.add_parser("sauvegarder", help="écrit tout le magasin dans un fichier vérifié")
    save.add_argument("vers", type=Path, metavar="VERS", help="fichier ou dossier où l'écrire")
    restore = commands.add_parser("restaurer", help="vérifie une sauvegarde et la remet en place")
    restore.add_argument("depuis", type=Path, metavar="DEPUIS", help="le fichier de sauvegarde")
    restore.add_argument("--oui", action="store_true", help="remplace vraiment")
    for one in (save, restore):
        one.add_argument(
            "--phrase",
            type=Path,
            metavar="FICHIER",
            help="fichier qui contient la phrase de chiffrement (ou CLAUSES_SAUVEGARDE_PHRASE)",
        )
    out = commands.add_parser(
        "exporter", help="écrit les tables publiées en Parquet : chiffres exacts, ne pas diffuser"
    )
    out.add_argument("dossier", type=Path, metavar="DOSSIER", help="un dossier neuf, hors magasin")
    commands.add_parser(
        "effacer", help="efface une personne qui s'y oppose ; demande son identité au clavier"
    )
    gone = commands.add_parser(
        "purger", help="dit qui a fini son dernier contrat depuis plus que le délai de conservation"
    )
    gone.add_argument("--oui", action="store_true", help="retire vraiment ces personnes")
    key = commands.add_parser("cle", help="vérifie la clé des pseudonymes et sa copie")
    key.add_argument("quoi", choices=["verifier"], metavar="verifier", help="la seule demande")
    key.add_argument("--copie", type=Path, metavar="FICHIER", help="la copie gardée à part")


def _add_depot(commands: argparse._SubParsersAction[Parser]) -> None:
    for name, words in (
        ("deposer", "pose la publication servie dans un dossier partagé ou un seau S3"),
        ("suivre", "sert ici la publication d'un dépôt, relue entière"),
    ):
        one = commands.add_parser(name, help=words)
        one.add_argument(
            "adresse", metavar="ADRESSE", help="un dossier, ou s3://seau/dossier?region=…"
        )
        one.add_argument(
            "--sans-arret", action="store_true", help="recommence toutes les deux secondes"
        )


def _add_access(access: argparse.ArgumentParser) -> None:
    access.add_argument(
        "geste", nargs="?", choices=GESTES, default=GESTES[0], metavar="|".join(GESTES),
        help="lister (sans rien dire d'autre), donner, retirer, expliquer, relire",
    )  # fmt: skip
    access.add_argument(
        "quoi", nargs="?", default="", metavar="RÔLE|NUMERO|ADRESSE",
        help=f"le rôle à donner ({', '.join(ROLES)}), le droit à retirer, l'adresse à expliquer",
    )  # fmt: skip
    for name, metavar, said in (
        ("email", "ADRESSE", "à qui : une adresse"),
        ("domaine", "DOMAINE", "à qui : toute adresse de ce domaine, sans ses sous-domaines"),
        ("revendication", "NOM=VALEUR", "à qui : ce que dit le fournisseur d'identité"),
        ("epci", "SIREN", "le territoire d'un référent EPCI"),
        ("structure", "CODE", "la structure : CIE84, ITV ou MLJGA"),
        ("du", "DATE", "premier jour (aujourd'hui par défaut)"),
        ("au", "DATE", "dernier jour, compris"),
        ("le", "DATE", "le jour auquel lister ou expliquer"),
        ("motif", "TEXTE", "par exemple la convention bipartite qui le fonde"),
        ("par", "QUI", "la personne ou la fonction qui le décide"),
    ):
        access.add_argument(f"--{name}", default="", metavar=metavar, help=said)


def build_parser() -> Parser:
    """Décrit les commandes."""
    parser = Parser(prog="python -m data", description="Importer les exports et les publier.")
    commands = parser.add_subparsers(
        dest="commande", required=True, metavar="COMMANDE", parser_class=Parser
    )
    _add_import(commands.add_parser("importer", help="importe des exports et les publie ensemble"))
    state = commands.add_parser("etat", help="dit ce qui est publié")
    state.add_argument("--json", action="store_true", help="rend un seul objet JSON")
    examples = commands.add_parser(
        "exemples", help="importe les exports d'exemple dans un magasin vide"
    )
    _add_follow(examples)
    fetch = commands.add_parser("telecharger", help="télécharge un fichier public national")
    fetch.add_argument("quoi", choices=["decp"], metavar="decp", help="les DECP de data.gouv.fr")
    fetch.add_argument(
        "--vers",
        type=Path,
        metavar="DOSSIER",
        help="dossier où le garder (par défaut, « telechargements » dans le magasin)",
    )
    _add_learned(commands.add_parser("dispositions", help="liste les dispositions apprises"))
    _add_access(commands.add_parser("acces", help="dit et change qui a droit à quoi"))
    _add_keeping(commands)
    _add_depot(commands)
    guard = commands.add_parser(
        "proteger", help="refait les chiffres protégés de la publication servie, s'il le faut"
    )
    guard.add_argument(
        "--copil", default="", help="date d'un copil (aaaa-mm-jj) : les refait pour cette date"
    )
    _add_follow(guard)
    return parser


def _add_follow(parser: Parser) -> None:
    parser.add_argument(
        "--suivi", action="store_true", help="écrit la progression ligne à ligne (pour le serveur)"
    )
