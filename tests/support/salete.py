"""Les sortes de saleté, chacune déclarée inoffensive, réparable ou destructrice.

- inoffensive : l'import doit ranger exactement ce que le fichier dit ;
- réparable : juste, ou demandé, ou refusé, ou la perte est dite ;
- destructrice : l'information manque ; demandé, refusé ou perte dite (juste si elle se retrouve).

Une sorte rend None quand elle ne s'applique pas à ce tableau (elle n'a rien sali).
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.support.ecriture_sale import Style
from tests.support.petit_monde import Tableau

Geste = Callable[[Tableau, Style, random.Random], bool | None]
INOFFENSIVE, REPARABLE, DESTRUCTRICE = "inoffensive", "réparable", "destructrice"


@dataclass(frozen=True)
class Salete:
    """Un geste sur (tableau, style) ; rang : l'ordre où il passe parmi d'autres."""

    nom: str
    gravite: str
    geste: Geste
    rang: int = 5
    doit_dire: bool = False
    csv_seul: bool = False
    classeur: bool = False


SALETES: dict[str, Salete] = {}


def dirt(gravite: str, **options: object) -> Callable[[Geste], Geste]:
    def keep(geste: Geste) -> Geste:
        SALETES[geste.__name__] = Salete(geste.__name__, gravite, geste, **options)
        return geste

    return keep


def style_dirt(nom: str, gravite: str, *choices: dict[str, object], **options: object) -> None:
    """Une saleté qui ne change que la forme : un jeu de réglages tiré au sort."""

    def geste(_: Tableau, style: Style, draw: random.Random) -> None:
        for name, value in draw.choice(choices).items():
            setattr(style, name, value)

    SALETES[nom] = Salete(nom, gravite, geste, **options)
