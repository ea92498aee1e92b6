"""Les colonnes des contrats et des heures."""

from data.columns.column import Column

COLUMNS = (
    Column("numero_contrat", "N° contrat", "numero", "Numéro du contrat dans le logiciel."),
    Column("employeur", "Employeur", "texte", "Entreprise qui signe le contrat de travail."),
    Column("siret_employeur", "SIRET de l'employeur", "siret", "Établissement employeur."),
    Column(
        "type_employeur",
        "Type d'employeur",
        "code",
        "Nature de l'employeur.",
        codes="type_entreprise",
        est_personnelle=True,
    ),
    Column(
        "entreprise_utilisatrice",
        "Entreprise utilisatrice",
        "texte",
        "Entreprise où la personne travaille.",
    ),
    Column(
        "type_contrat", "Type de contrat", "code", "CDI, CDD, intérim, CDDI…", codes="type_contrat"
    ),
    Column("metier", "Métier", "texte", "Poste occupé."),
    Column("code_rome", "Code ROME", "rome", "Code du métier."),
    Column("date_debut", "Date de début", "date", "Premier jour du contrat."),
    Column("date_fin", "Date de fin", "date", "Dernier jour du contrat."),
    Column("duree_hebdo", "Durée hebdomadaire", "nombre", "Heures de travail par semaine."),
    Column("mois", "Mois", "mois", "Mois travaillé."),
    Column("annee", "Année", "entier", "Année civile."),
    Column(
        "heures_realisees",
        "Heures réalisées",
        "nombre",
        "Heures d'insertion travaillées ; négatif : correction.",
    ),
    Column(
        "heures_controle",
        "Heures réalisées (contrôle)",
        "nombre",
        "Total imprimé par le logiciel : sert de contrôle, jamais additionné.",
    ),
    Column(
        "heures_formation",
        "Dont heures de formation",
        "nombre",
        "Part de formation dans les heures réalisées.",
    ),
    Column("date_saisie", "Date de saisie", "date", "Jour de saisie dans le logiciel."),
    Column("validation", "Validé", "code", "Validé, saisi ou rejeté.", codes="validation"),
)
