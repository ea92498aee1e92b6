"""Ce qu'il faut demander à la personne quand le fichier ne le dit pas."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Question:
    """Ce qu'il faut demander à la personne.

    `sujet` : feuille, structure, date, annee, colonnes, valeurs ou choix ; `choix` : onglets
    possibles ; `cle` et `reponses` : ce que demande un choix, et réponse -> ce qu'elle fait ;
    `intitules` : intitulé -> exemples de valeurs ; `valeurs` : notre colonne -> {libellé inconnu :
    nombre de lignes}.
    """

    sujet: str
    message: str
    format: str = ""
    feuille: str = ""
    choix: tuple[str, ...] = ()
    intitules: dict[str, tuple[str, ...]] = field(default_factory=dict)
    valeurs: dict[str, dict[str, int]] = field(default_factory=dict)
    cle: str = ""
    reponses: dict[str, str] = field(default_factory=dict)


def choice(cle: str, message: str, reponses: dict[str, str], format_name: str = "") -> Question:
    """Rend une question à choix ; chaque réponse dit ce qu'elle fait."""
    return Question("choix", message, format_name, cle=cle, reponses=reponses)


class APreciser(Exception):
    """Le fichier est lisible, mais une réponse manque."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.message)
        self.question = question
