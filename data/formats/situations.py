"""A6. Suivi des situations : une ligne par personne, à la sortie, à 6 et à 12 mois."""

from data.formats import Format

FORMAT = Format(
    name="situations",
    label="Suivi des situations",
    headings={
        "structure": ("Structure", "Opérateur"),
        "numero_participant": (
            "N° participant",
            "Numéro participant",
            "N° du participant",
            "N° bénéficiaire",
        ),
        "date_premier_contrat": ("Date du 1er contrat", "Date du premier contrat", "1er contrat"),
        "situation_sortie": (
            "Situation à la sortie",
            "Situation à la fin du contrat",
            "Situation de sortie",
        ),
        "date_sortie": ("Date", "Date de sortie", "Date de la sortie"),
        "situation_6_mois": (
            "Situation à 6 mois",
            "Situation 6 mois",
            "Situation à six mois",
            "Situation M+6",
        ),
        "date_releve_6_mois": ("Date de relevé à 6 mois", "Relevé à 6 mois", "Date relevé 6 mois"),
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
    kept=(
        "numero_participant",
        "date_premier_contrat",
        "situation_sortie",
        "date_sortie",
        "situation_6_mois",
        "date_releve_6_mois",
        "situation_12_mois",
        "date_releve_12_mois",
    ),
    dropped=("Commentaire", "Commentaire*", "Commentaires", "Observations", "Nom", "Prénom"),
)
