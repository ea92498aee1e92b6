"""Les seuils du secret : des réglages (ref_parametre), jamais des nombres dans le code."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from data.reference import load
from queries.filters import typeset

AXE = "travaux"


@dataclass(frozen=True)
class Seuils:
    """Les réglages de la protection, en personnes, entreprises, % ou nombres de fois."""

    seuil_secret: int = 5
    base_arrondi: int = 5
    seuil_territoire: int = 20
    denominateur_minimum: int = 20
    entreprises_minimum: int = 3
    part_maximale_pct: int = 85
    personnes_changees_minimum: int = 10
    rondes_maximum: int = 15

    @property
    def regle(self) -> str:
        """La règle d'écriture, en une phrase, à mettre sur chaque page."""
        return typeset(
            f"Effectifs : « < {self.seuil_secret} » sous {self.seuil_secret} personnes, sinon "
            f"arrondis au multiple de {self.base_arrondi} le plus proche ; « non publié » : "
            "effectif qui en trahirait un autre ; un EPCI de moins de "
            f"{self.seuil_territoire} personnes n'a pas de détail ; les totaux des territoires "
            "sont exacts."
        )


def read_seuils() -> Seuils:
    """Lit les réglages ; lève KeyError si l'un manque à ref_parametre."""
    return seuils_of(load()["ref_parametre"])


def seuils_of(parametres: pl.DataFrame) -> Seuils:
    """Rend les réglages d'une table de paramètres (cle, valeur) : ceux d'une photo, par exemple."""
    said = dict(parametres.select("cle", "valeur").iter_rows())
    return Seuils(**{name: int(said[name]) for name in Seuils.__dataclass_fields__})
