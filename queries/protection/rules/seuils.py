"""Les seuils du secret : des réglages (ref_parametre), jamais des nombres dans le code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from queries.demandes import typeset
from queries.parametres import in_force

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
    def seuil_structure(self) -> int:
        """Le plus petit total d'une structure qui ait un détail.

        En dessous, rien ne peut s'écrire d'une catégorie sans trahir ceux qui n'en sont pas :
        « < 5 » parmi 8 dit qu'ils sont 4 au moins.
        """
        return 2 * self.seuil_secret - 1

    @property
    def regle(self) -> str:
        """La règle d'écriture, en une phrase, à mettre sur chaque page."""
        return typeset(
            f"Effectifs : « < {self.seuil_secret} » sous {self.seuil_secret} personnes, sinon "
            f"arrondis au multiple de {self.base_arrondi} le plus proche, par classe large "
            "(« 0 à 12 ») ou « non publié » si l'arrondi en trahirait un autre ; pas de détail "
            f"pour un EPCI de moins de {self.seuil_territoire} personnes, une structure de moins "
            f"de {self.seuil_structure} ; les totaux des territoires sont exacts."
        )


def read_seuils() -> Seuils:
    """Lit les réglages ; lève KeyError si l'un manque à ref_parametre."""
    return _seuils(in_force())


def seuils_of(parametres: pl.DataFrame) -> Seuils:
    """Rend les réglages d'une table de paramètres (cle, valeur) : ceux d'une photo, par exemple."""
    return _seuils(dict(parametres.select("cle", "valeur").iter_rows()))


def _seuils(said: Mapping[str, str]) -> Seuils:
    return Seuils(**{name: int(said[name]) for name in Seuils.__dataclass_fields__})
