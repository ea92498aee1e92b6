"""Ce que la personne a précisé pour un fichier, ou pour toute la commande."""

from __future__ import annotations

from collections.abc import Mapping as Answers
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from data.recognize.mapping import Mapping


@dataclass(frozen=True)
class Options:
    """Ce que la personne a précisé ; ce qui manque se cherche dans le fichier et dans son nom.

    `reponses` : clé d'une question à choix -> réponse donnée.
    """

    structure: str = ""
    extraction: date | None = None
    est_complet: bool = False
    feuille: str = ""
    annee: int | None = None
    mapping: Mapping | None = None
    store: Path | None = None
    reponses: Answers[str, str] = field(default_factory=dict)
