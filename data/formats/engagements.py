"""A2. Engagements des entreprises : une ligne par entreprise et par lot.

L'identité est le lot : un nouvel export remplace toutes les entreprises des lots qu'il porte.
"""

from data.formats import Format

FORMAT = Format(
    name="engagements",
    label="Engagements des entreprises",
    headings={
        "structure": ("Structure", "Opérateur"),
        "numero_marche": (
            "N° marché",
            "Numéro de marché",
            "N° du marché",
            "Numéro marché",
            "Marché",
        ),
        "numero_lot": ("N° lot", "Numéro de lot", "Lot", "N° du lot"),
        "entreprise": ("Entreprise", "Raison sociale", "Nom de l'entreprise", "Attributaire"),
        "siret": ("SIRET", "N° SIRET", "Numéro SIRET", "SIRET entreprise"),
        "code_naf": ("Code NAF", "NAF", "Code APE", "APE"),
        "type_entreprise": ("Type d'entreprise", "Type de structure", "Type entreprise"),
        "role_entreprise": (
            "Rôle",
            "Rôle (Titulaire / Cotraitant / Sous-traitant)",
            "Rôle de l'entreprise",
            "Qualité",
        ),
        "heures_engagees": ("Heures engagées", "Engagement horaire", "Engagement (heures)"),
        "modalite": ("Modalité de réponse", "Modalité", "Modalité prévue"),
        "heures_controle": ("Heures réalisées", "Heures d'insertion réalisées"),
        "taux_realisation_pct": ("Taux de réalisation", "% réalisé", "Taux"),
    },
    required=("numero_marche", "entreprise", "role_entreprise", "heures_engagees"),
    measure="heures_controle",
    filled=(
        "numero_marche",
        "entreprise",
    ),
    identity=("numero_marche", "numero_lot"),
    kept=(
        "numero_marche",
        "numero_lot",
        "entreprise",
        "siret",
        "code_naf",
        "type_entreprise",
        "role_entreprise",
        "heures_engagees",
        "modalite",
        "heures_controle",
        "taux_realisation_pct",
    ),
)
