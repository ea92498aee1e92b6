"""Le bilan d'un audit : ce qu'il a vérifié, et ce que cela a coûté."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bilan:
    """Ce que l'audit d'une année a coûté : en cellules, en groupes vérifiés, en rondes.

    `bornes` : les territoires où les totaux publiés, à eux seuls, disent déjà que chaque groupe est
    plus petit que la règle ne le demande. `refuses` : les lecteurs informés que rien ne protège.
    """

    cellules: int = 0
    blanchies: int = 0
    groupes: int = 0
    rondes: int = 0
    bornes: tuple[str, ...] = ()
    elargies: int = 0
    refuses: tuple[str, ...] = ()

    def __add__(self, other: Bilan) -> Bilan:
        """Réunit deux bilans ; les rondes sont celles du bloc qui en a demandé le plus."""
        return Bilan(
            self.cellules + other.cellules,
            self.blanchies + other.blanchies,
            self.groupes + other.groupes,
            max(self.rondes, other.rondes),
            (*self.bornes, *other.bornes),
            self.elargies + other.elargies,
            (*self.refuses, *other.refuses),
        )
