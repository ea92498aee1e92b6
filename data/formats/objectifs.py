"""D. Objectifs : une ligne par indicateur, et par structure ou EPCI s'il n'est pas pour tous.

Une valeur vide dit « objectif non fixé » : elle se garde vide, jamais 0.
"""

from data.formats import Format

FORMAT = Format(
    name="objectifs",
    label="Objectifs",
    headings={
        "annee": ("Année", "Exercice"),
        "structure": ("Structure", "Opérateur"),
        "epci": ("EPCI", "Intercommunalité"),
        "indicateur": ("Indicateur",),
        "valeur": ("Valeur", "Valeur cible", "Cible", "Objectif"),
        "source_decision": ("Source de la décision", "Source de décision", "Source", "Décision"),
    },
    required=("annee", "indicateur", "valeur", "source_decision"),
    filled=("annee", "indicateur"),
    identity=("annee", "epci", "indicateur"),
    kept=("annee", "epci", "indicateur", "valeur", "source_decision"),
    dropped=("Commentaire", "Commentaires", "Observations"),
    est_structure_facultative=True,
)
