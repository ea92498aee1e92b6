"""Les intitulés que plusieurs sortes d'export écrivent de la même façon."""

STRUCTURE = ("Structure", "Opérateur")
ANNEE = ("Année", "Exercice")
NUMERO_PARTICIPANT = (
    "N° participant",
    "Numéro participant",
    "N° du participant",
    "N° bénéficiaire",
)
NUMERO_MARCHE = ("N° marché", "Numéro de marché", "N° du marché", "Numéro marché", "Marché")
NUMERO_LOT = ("N° lot", "Numéro de lot", "Lot", "N° du lot")
TYPE_CONTRAT = ("Type de contrat", "Contrat", "Nature du contrat")
HEURES_CONTROLE = ("Heures réalisées", "Heures d'insertion réalisées")
NOM = ("Nom", "Nom de naissance", "Nom de famille")
PRENOM = ("Prénom", "Prénoms")
DATE_NAISSANCE = ("Date de naissance", "Né(e) le", "Naissance", "Date naissance")
CODE_INSEE_RESIDENCE = ("Code INSEE", "INSEE", "Commune (code)", "Code commune")
SITUATION_6_MOIS = (
    "Situation à 6 mois",
    "Situation 6 mois",
    "Situation à six mois",
    "Situation M+6",
)
DATE_RELEVE_6_MOIS = ("Date de relevé à 6 mois", "Relevé à 6 mois", "Date relevé 6 mois")
