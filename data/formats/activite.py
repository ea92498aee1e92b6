"""E. Activité par territoire : le tableau de l'annexe 3 de la convention."""

from data.formats import Format
from data.formats.commun import ANNEE, STRUCTURE

FORMAT = Format(
    name="activite",
    label="Activité par territoire (annexe 3)",
    headings={
        "annee": ANNEE,
        "structure": STRUCTURE,
        "territoire": ("Territoire",),
        "nombre_operations": ("Nombre d'opérations", "Nombre Opération", "Opérations"),
        "nombre_marches": ("Nombre de marchés", "Nombre Marché", "Marchés"),
        "heures_prevues": ("Nombre d'heures prévues", "Nombre Heures prévues", "Heures prévues"),
        "nombre_participants": ("Nombre de participants", "Participants"),
        "nombre_prospections": ("Nombre de prospections", "Nombre de prospection", "Prospections"),
        "nombre_comites": (
            "Nombre de comités de suivi",
            "Nombre de Comité de suivi",
            "Comités de suivi",
        ),
    },
    required=(
        "annee",
        "territoire",
        "nombre_operations",
        "nombre_marches",
        "heures_prevues",
        "nombre_participants",
    ),
    filled=(
        "annee",
        "territoire",
    ),
    identity=("annee", "territoire"),
    measure="heures_prevues",
    total_column="territoire",
)
