"""En-têtes des exports A1 à A7, C à E, mot pour mot (hypothèses : aucun vrai export vu)."""


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";"))


MARCHES = _split(
    "N° opération ; Intitulé de l'opération ; Maître d'ouvrage ; Type de maître d'ouvrage ; "
    "SIRET MO ; Commune des travaux ; Code INSEE ; Territoire ; Programme ; QPV ; Facilitateur ; "
    "N° marché ; N° lot ; Intitulé du lot ; Nature du marché ; Article / Procédure ; "
    "Secteur d'activité ; Montant HT ; Date de notification ; Date de démarrage ; "
    "Date de fin prévisionnelle ; Date de fin réelle ; Statut ; Heures prévues ; Heures réalisées"
)
ENGAGEMENTS = _split(
    "N° marché ; N° lot ; Entreprise ; SIRET ; Code NAF ; Type d'entreprise ; Rôle ; "
    "Heures engagées ; Modalité de réponse ; Heures réalisées ; Taux de réalisation"
)
PARTICIPANTS = _split(
    "N° participant ; Civilité ; Nom ; Prénom ; Date de naissance ; Sexe ; Adresse ; Code postal ; "
    "Commune ; QPV ; Nom du QPV ; Nationalité ; Niveau de formation ; "
    "N° identifiant France Travail ; Date d'inscription DE ; Durée d'inscription ; BRSA ; ASS ; "
    "AAH ; RQTH ; Jeune -26 ans ; Senior +50 ans ; DELD ; Autres éligibilités ; Prescripteur ; "
    "Référent ; Date d'entrée"
)
CONTRATS = _split(
    "N° contrat ; N° participant ; N° marché ; N° lot ; Employeur ; SIRET employeur ; "
    "Type d'employeur ; Entreprise utilisatrice ; Type de contrat ; Modalité ; Poste / Métier ; "
    "Code ROME ; Date de début ; Date de fin prévue ; Date de fin réelle ; Motif de fin ; "
    "Durée hebdo ; Heures réalisées"
)
CLES_HEURES = _split("N° contrat ; N° participant ; N° marché ; N° lot ; Entreprise ; Employeur")
HEURES_LONG = CLES_HEURES + _split(
    "Mois ; Année ; Heures réalisées ; Dont heures de formation ; Date de saisie ; Validé"
)
MOIS_LARGE = _split(
    "Janv. ; Févr. ; Mars ; Avr. ; Mai ; Juin ; Juil. ; Août ; Sept. ; Oct. ; Nov. ; Déc."
)
SITUATIONS = _split(
    "N° participant ; Date du 1er contrat ; Situation à la sortie ; Date ; Situation à 6 mois ; "
    "Date de relevé à 6 mois ; Situation à 12 mois ; Date de relevé à 12 mois ; Commentaire"
)
ACTIONS = _split(
    "Date ; Facilitateur ; Donneur d'ordre ; Type ; Commune/EPCI ; Nature de l'action ; "
    "Suite donnée"
)
ACTIVITE = _split(
    "Année ; Structure ; Territoire ; Nombre d'opérations ; Nombre de marchés ; "
    "Nombre d'heures prévues ; Nombre de participants ; Nombre de prospections ; "
    "Nombre de comités de suivi"
)
FINANCEMENTS = _split(
    "Exercice ; Structure ; Poste ; ETP ; Coût total du poste ; Financeur ; Type de financeur ; "
    "EPCI ; Montant prévu ; Montant notifié ; Montant versé ; Date de versement ; "
    "Nature du versement"
)
OBJECTIFS = _split("Année ; Structure ; EPCI ; Indicateur ; Valeur ; Source de la décision")
MOIS_EN_LETTRES = (
    "Janvier", "Février", "Mars", "Avril", "Mai", "Juin", "Juillet", "Août", "Septembre",
    "Octobre", "Novembre", "Décembre",
)  # fmt: skip
