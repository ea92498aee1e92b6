"""Les commandes d'un dépôt : y poser la publication servie, ou servir la sienne."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import datetime

from data.importer import silent
from data.publish import PANNES, Generation, ImportEnCours, MagasinAbime, told
from data.publish.depot import DepotRefuse, Progress, deposit, follow

PAUSE_S = 2
PASSAGERES = (DepotRefuse, ImportEnCours, MagasinAbime, *PANNES)
Step = Callable[[str, Progress], Generation | None]
Command = Callable[[argparse.Namespace], int]


def depositing(shown: Callable[[], AbstractContextManager[Progress]]) -> dict[str, Command]:
    """Rend les deux commandes ; `shown` montre leur progression."""

    def run_deposit(args: argparse.Namespace) -> int:
        """Pose la publication servie dans un dépôt."""
        return _run(args, deposit, "déposée", "Le dépôt a déjà la publication servie.", shown)

    def run_follow(args: argparse.Namespace) -> int:
        """Sert la publication d'un dépôt."""
        return _run(args, follow, "servie", "Rien de nouveau dans le dépôt.", shown)

    return {"deposer": run_deposit, "suivre": run_follow}


def _run(
    args: argparse.Namespace,
    step: Step,
    done_words: str,
    nothing: str,
    shown: Callable[[], AbstractContextManager[Progress]],
) -> int:
    if args.sans_arret:
        with suppress(KeyboardInterrupt):
            _repeat(args.adresse, step, done_words)
        return 0
    with shown() as progress:
        done = step(args.adresse, progress)
    print(f"Publication n° {done.number} {done_words}." if done else nothing)
    return 0


def _repeat(address: str, step: Step, done_words: str) -> None:
    """Recommence jusqu'à ce qu'on l'arrête ; une panne se dit quand elle commence et finit."""
    trouble = ""
    while True:
        try:
            done = step(address, silent)
            if done:
                _say(f"Publication n° {done.number} {done_words}.")
            elif trouble:
                _say("De nouveau à jour.")
            trouble = ""
        except PASSAGERES as error:
            said = told(error) if isinstance(error, PANNES) else str(error)
            if said != trouble:
                _say(said)
            trouble = said
        time.sleep(PAUSE_S)


def _say(words: str) -> None:
    print(f"{datetime.now():%d/%m/%Y %H:%M:%S} {words}", flush=True)
