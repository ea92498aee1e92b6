"""Les colonnes des situations."""

from data.columns.column import Column

COLUMNS = (
    Column(
        "date_premier_contrat",
        "Date du 1er contrat",
        "date",
        "Écrite par le logiciel, gardée pour contrôle : le calcul part des contrats.",
    ),
    Column(
        "situation_sortie",
        "Situation à la sortie",
        "code",
        "Situation à la fin du contrat.",
        codes="situation",
        est_decisive=True,
        est_personnelle=True,
    ),
    Column("date_sortie", "Date de la sortie", "date", "Jour de la sortie."),
    Column(
        "situation_6_mois",
        "Situation à 6 mois",
        "code",
        "Situation six mois après.",
        codes="situation",
        est_decisive=True,
        est_personnelle=True,
    ),
    Column("date_releve_6_mois", "Date de relevé à 6 mois", "date", "Jour du relevé à six mois."),
    Column(
        "situation_12_mois",
        "Situation à 12 mois",
        "code",
        "Situation douze mois après.",
        codes="situation",
        est_decisive=True,
        est_personnelle=True,
    ),
    Column(
        "date_releve_12_mois", "Date de relevé à 12 mois", "date", "Jour du relevé à douze mois."
    ),
)
