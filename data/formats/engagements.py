"""A2. Engagements des entreprises : une ligne par entreprise et par lot.

L'identité est le lot : un nouvel export remplace toutes les entreprises des lots qu'il porte.
"""

from data.formats import Format
from data.formats.commun import HEURES_CONTROLE, NUMERO_LOT, NUMERO_MARCHE, STRUCTURE

FORMAT = Format(
    name="engagements",
    label="Engagements des entreprises",
    headings={
        "structure": STRUCTURE,
        "numero_marche": NUMERO_MARCHE,
        "numero_lot": NUMERO_LOT,
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
        "heures_controle": HEURES_CONTROLE,
        "taux_realisation_pct": ("Taux de réalisation", "% réalisé", "Taux"),
    },
    required=("numero_marche", "entreprise", "role_entreprise", "heures_engagees"),
    measure="heures_controle",
    filled=(
        "numero_marche",
        "entreprise",
    ),
    identity=("numero_marche", "numero_lot"),
)
