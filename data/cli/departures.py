"""Les commandes qui retirent des personnes : effacer, purger, et oublier après une restauration.

L'identité se demande au clavier : un argument resterait dans l'historique du terminal.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from functools import partial
from getpass import getpass

from data.check.values import read_date
from data.cli.keeping import KEEPING
from data.cli.learned import structure_named
from data.importer import Identite, erase, forget_opposed, purge, purge_plan
from data.publish import BeforePointer, PublicationRefusee
from data.words import nombre

Command = Callable[[argparse.Namespace], int]
# Ce qui fait les chiffres protégés, progression montrée : queries le branche, data l'appelle.
Guarded = Callable[[], AbstractContextManager[Sequence[BeforePointer]]]


def departing(guarded: Guarded) -> dict[str, Command]:
    """Rend les commandes qui retirent des personnes, celles qui en ramèneraient comprises."""
    back = {name: partial(_forgetting, KEEPING[name]) for name in ("revenir", "restaurer")}
    every = {**back, "effacer": run_erase, "purger": run_purge}
    return {name: partial(run, guarded=guarded) for name, run in every.items()}


def run_erase(_args: argparse.Namespace, guarded: Guarded) -> int:
    """Demande une identité, efface la personne, rend le reçu."""
    identity = _asked_identity()
    with guarded() as guards:
        receipt = erase(identity, before_pointer=guards)
    print(*receipt.phrases, sep="\n")
    return 0


def _asked_identity() -> Identite:
    """Demande l'identité sans l'écrire à l'écran ; une réponse vide vaut « inconnu »."""
    print("Rien de ce qui suit n'est affiché ni gardé. Entrée seule : inconnu.", file=sys.stderr)
    nom, prenom = _ask("Nom de naissance"), _ask("Prénom")
    born = _ask("Date de naissance (jj/mm/aaaa)")
    structure, numero = "", ""
    if not (nom and prenom and born):
        structure, numero = _ask("Structure (CIE84, ITV, MLJGA)"), _ask("N° de participant")
    day = read_date(born) if born else None
    if born and day is None:
        raise PublicationRefusee("La date de naissance ne se lit pas. Rien n'a été effacé.")
    return Identite(nom, prenom, day, structure_named(structure), numero)


def _ask(what: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    return getpass(f"{what} : ").strip()


def run_purge(args: argparse.Namespace, guarded: Guarded) -> int:
    """Dit ce qui partirait ; ne retire les personnes qu'avec --oui."""
    today = date.today()
    if not args.oui:
        plan = purge_plan(today)
        print(*plan.phrases, sep="\n")
        if plan.lignes:
            print("Rien n'a été retiré. Pour le faire : la même commande et --oui.")
        return 0
    with guarded() as guards:
        plan, done = purge(today, before_pointer=guards)
    print(
        f"{plan.retirees} Publication n° {done.number} servie." if plan.lignes else plan.phrases[0]
    )
    return 0


def _forgetting(run: Command, args: argparse.Namespace, guarded: Guarded) -> int:
    """Exécute une commande qui remet une publication, puis en retire qui s'est opposé depuis."""
    status = run(args)
    if status == 0 and getattr(args, "oui", True):
        _forget_restored(guarded)
    return status


def _forget_restored(guarded: Guarded) -> None:
    with guarded() as guards:
        done = forget_opposed(before_pointer=guards)
    if done:
        print(
            "Des personnes effacées depuis y étaient encore : elles sont retirées, publication "
            f"n° {nombre(done.number)} servie."
        )
