"""D. Objectifs : une ligne par indicateur, et par structure ou EPCI s'il n'est pas pour tous.

Une valeur vide dit « objectif non fixé » : elle se garde vide, jamais 0.
"""

from data.formats import Format
from data.formats.commun import ANNEE, STRUCTURE

FORMAT = Format(
    name="objectifs",
    label="Objectifs",
    headings={
        "annee": ANNEE,
        "structure": STRUCTURE,
        "epci": ("EPCI", "Intercommunalité"),
        "indicateur": ("Indicateur",),
        "valeur": ("Valeur", "Valeur cible", "Cible", "Objectif"),
        "source_decision": ("Source de la décision", "Source de décision", "Source", "Décision"),
    },
    required=("annee", "indicateur", "valeur", "source_decision"),
    filled=("annee", "indicateur"),
    identity=("annee", "epci", "indicateur"),
    dropped=("Commentaire", "Commentaires", "Observations"),
    est_structure_facultative=True,
)
