"""Ce que les lignes de commande qui lisent ont en commun : leurs mots, leurs erreurs en phrases."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Collection
from typing import NoReturn

from queries import PANNES, DemandeInvalide, alert, told


class Parser(argparse.ArgumentParser):
    """Le lecteur d'arguments, qui dit ses erreurs en français ; `usage` est la commande écrite."""

    def __init__(self, usage: str, description: str, epilog: str | None = None) -> None:
        super().__init__(usage=usage, description=description, epilog=epilog, add_help=False)
        self.asked = self.add_argument_group("demande")

    def format_help(self) -> str:
        """Rend l'aide, en français."""
        return super().format_help().replace("usage: ", "Utilisation : ", 1)

    def error(self, message: str) -> NoReturn:
        """Lève DemandeInvalide au lieu d'écrire la phrase anglaise d'argparse."""
        raise DemandeInvalide(f"Commande non comprise. Écrivez : {self.usage}")

    def parse(self, words: list[str] | None) -> argparse.Namespace:
        """Lit les mots, options mêlées aux choix comprises. Lève DemandeInvalide."""
        self.asked.add_argument("-h", "--help", "--aide", action="help", help="montre cette aide")
        return self.parse_intermixed_args(words)

    def choices(self, texts: Collection[str], known: Collection[str]) -> dict[str, str]:
        """Lit des « cle=valeur » dont la clé est connue. Lève DemandeInvalide."""
        found = {}
        for text in texts:
            name, mark, value = text.partition("=")
            if not mark or name not in known:
                raise DemandeInvalide(f"« {text} » n'est pas un choix. Écrivez : {self.usage}")
            found[name] = value
        return found


def answered(answer: Callable[[], None]) -> int:
    """Répond à une commande ; rend 0, ou 1 après une phrase qui dit pourquoi rien n'est rendu.

    Un magasin abîmé se dit à côté du résultat : il ne se glisse ni dans un CSV ni dans un JSON.
    """
    try:
        answer()
        if said := alert():
            print(said, file=sys.stderr)
        # Vidé ici : qui lisait (« | head ») peut être parti, et il n'y a plus personne à prévenir.
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except DemandeInvalide as problem:
        print(problem, file=sys.stderr)
        return 1
    except PANNES as failure:
        print(told(failure), file=sys.stderr)
        return 1
    return 0
