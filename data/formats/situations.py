"""A6. Suivi des situations : une ligne par personne, à la sortie, à 6 et à 12 mois."""

from data.formats import Format
from data.formats.commun import (
    DATE_RELEVE_6_MOIS,
    NUMERO_PARTICIPANT,
    SITUATION_6_MOIS,
    STRUCTURE,
)

FORMAT = Format(
    name="situations",
    label="Suivi des situations",
    headings={
        "structure": STRUCTURE,
        "numero_participant": NUMERO_PARTICIPANT,
        "date_premier_contrat": ("Date du 1er contrat", "Date du premier contrat", "1er contrat"),
        "situation_sortie": (
            "Situation à la sortie",
            "Situation à la fin du contrat",
            "Situation de sortie",
        ),
        "date_sortie": ("Date", "Date de sortie", "Date de la sortie"),
        "situation_6_mois": SITUATION_6_MOIS,
        "date_releve_6_mois": DATE_RELEVE_6_MOIS,
        "situation_12_mois": ("Situation à 12 mois", "Situation 12 mois", "Situation M+12"),
        "date_releve_12_mois": (
            "Date de relevé à 12 mois",
            "Relevé à 12 mois",
            "Date relevé 12 mois",
        ),
    },
    required=("numero_participant", "situation_6_mois"),
    filled=("numero_participant",),
    identity=("numero_participant",),
    dropped=("Commentaire", "Commentaire*", "Commentaires", "Observations", "Nom", "Prénom"),
)
