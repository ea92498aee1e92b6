"""Le scénario d'une simulation de financement : un coût, un temps, des taux, des poids.

Rien n'en est gardé : il vient de l'adresse ou de la commande. Ce qu'il ne choisit pas est lu dans
les données (le poste moyen), sauf les poids, qui valent 1 comme dans l'annexe 3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from queries.demandes import FiltreInvalide

CRITERES = (
    "operations", "marches", "heures_prevues", "participants", "prospections", "comites",
)  # fmt: skip
TAUX = ("taux_etat_pct", "taux_departement_pct", "taux_epci_pct")
POIDS = tuple(f"poids_{critere}" for critere in CRITERES)
# Les plus grandes valeurs que le sens admet ; au-delà, une virgule a sans doute glissé.
MAXIMA = {
    "cout_poste_eur": Decimal(10_000_000),
    "etp": Decimal(100),
    **dict.fromkeys(TAUX, Decimal(100)),
    **dict.fromkeys(POIDS, Decimal(1000)),
}
SCENARIO = ("territoire", *MAXIMA)
_NOMBRE = re.compile(r"\d+([.,]\d{1,2})?")


@dataclass(frozen=True)
class Scenario:
    """Un scénario vérifié ; une valeur absente de `nombres` n'est pas choisie."""

    territoire: str | None
    nombres: dict[str, Decimal]

    def parameters(self) -> dict[str, object]:
        """Rend les paramètres nommés de queries/scenario.sql."""
        return {"territoire": self.territoire} | {name: self.nombres.get(name) for name in MAXIMA}


def parse_scenario(asked: dict[str, object]) -> Scenario:
    """Lit les noms de SCENARIO dans une demande, les autres ignorés ; vide : non choisi.

    Nombres en texte, deux décimales au plus, virgule ou point. Lève FiltreInvalide.
    """
    given = {name: str(asked[name]).strip() for name in SCENARIO if asked.get(name) is not None}
    given = {name: text for name, text in given.items() if text}
    numbers = {name: _number(name, given[name]) for name in MAXIMA if name in given}
    if all(numbers.get(name, Decimal(1)) == 0 for name in POIDS):
        raise FiltreInvalide("Un critère au moins doit garder un poids supérieur à zéro.")
    return Scenario(given.get("territoire"), numbers)


def _number(name: str, text: str) -> Decimal:
    plain = re.sub(r"\s", "", text)
    number = Decimal(plain.replace(",", ".")) if _NOMBRE.fullmatch(plain) else None
    is_positive = name in ("cout_poste_eur", "etp")
    if number is None or number > MAXIMA[name] or (is_positive and not number):
        admis = f"{'supérieur à 0 et ' if is_positive else ''}d'au plus {MAXIMA[name]}"
        raise FiltreInvalide(
            f"« {name} » attend un nombre {admis}, à deux décimales au plus : « {text} » ne "
            "convient pas."
        )
    return number
