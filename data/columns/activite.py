"""Les colonnes de l'activité des facilitateurs."""

from data.columns.column import Column

COLUMNS = (
    Column("date_action", "Date de l'action", "date", "Jour de l'action."),
    Column("commune_epci", "Commune ou EPCI", "texte", "Lieu de l'action."),
    Column(
        "nature_action",
        "Nature de l'action",
        "code",
        "Contact, prospection, sensibilisation, accompagnement, comité de suivi, animation.",
        codes="nature_action",
        est_decisive=True,
    ),
    Column("nombre_operations", "Nombre d'opérations", "entier", "Opérations suivies."),
    Column("nombre_marches", "Nombre de marchés", "entier", "Marchés suivis."),
    Column("nombre_participants", "Nombre de participants", "entier", "Participants."),
    Column("nombre_prospections", "Nombre de prospections", "entier", "Prospections."),
    Column("nombre_comites", "Nombre de comités de suivi", "entier", "Comités de suivi."),
)
