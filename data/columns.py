"""Le dictionnaire unique des colonnes : nom, libellé lu à l'écran, type, définition.

Une grandeur porte partout le même nom ; deux grandeurs n'en partagent jamais un.
Sources : « formats.md » (exports) et domain.md § 2.3 (modèle), hypothèses de travail tant
qu'aucun export réel n'a été vu.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "texte",
    "numero",
    "siret",
    "insee",
    "date",
    "mois",
    "nombre",
    "entier",
    "montant",
    "oui_non",
    "code",
    "commune",
    "liste_codes",
    "identite",
    "facilitateur",
]


@dataclass(frozen=True)
class Column:
    """Une colonne d'un export.

    `kind` choisit la conversion (data/cast.py) ; `codes` nomme la liste de valeurs
    (data/reference) ; `est_personnelle` interdit de montrer la valeur ; `est_decisive` :
    un libellé inconnu arrête le fichier (à préciser) au lieu de devenir « inconnu ».
    """

    name: str
    label: str
    kind: Kind
    definition: str
    codes: str = ""
    est_personnelle: bool = False
    est_decisive: bool = False


def _table(*columns: Column) -> dict[str, Column]:
    return {column.name: column for column in columns}


COLUMNS: dict[str, Column] = _table(
    Column(
        "structure",
        "Structure",
        "code",
        "Structure qui emploie les facilitateurs : CIE 84, ITV ou MLJGA.",
        codes="structure",
        est_decisive=True,
    ),
    # Marchés
    Column("numero_operation", "N° opération", "numero", "Numéro de l'opération dans le logiciel."),
    Column("intitule_operation", "Intitulé de l'opération", "texte", "Nom de l'opération."),
    Column("maitre_ouvrage", "Donneur d'ordre", "texte", "Acheteur ou maître d'ouvrage du marché."),
    Column(
        "type_maitre_ouvrage",
        "Type de donneur d'ordre",
        "code",
        "Catégorie d'acheteur (commune, EPCI, bailleur social…).",
        codes="type_maitre_ouvrage",
    ),
    Column(
        "siret_maitre_ouvrage",
        "SIRET du donneur d'ordre",
        "siret",
        "Établissement acheteur, 14 chiffres.",
    ),
    Column("commune_travaux", "Commune des travaux", "commune", "Commune où le marché s'exécute."),
    Column(
        "code_insee_travaux",
        "Code INSEE des travaux",
        "insee",
        "Code officiel de la commune des travaux.",
    ),
    Column(
        "territoire",
        "Territoire",
        "texte",
        "Territoire écrit par la structure (annexe 3), sans vérification.",
    ),
    Column(
        "programme",
        "Programme",
        "code",
        "NPNRU, PNRQAD ou hors programme.",
        codes="programme",
        est_decisive=True,
    ),
    Column("qpv_travaux", "Quartier des travaux", "texte", "QPV où le marché s'exécute."),
    Column(
        "facilitateur",
        "Facilitateur",
        "facilitateur",
        "Personne qui suit le marché : gardée sous pseudonyme.",
        est_personnelle=True,
    ),
    Column("numero_marche", "N° marché", "numero", "Numéro du marché dans le logiciel."),
    Column("numero_lot", "N° lot", "numero", "Numéro du lot ; vide si le marché n'est pas alloti."),
    Column("intitule_lot", "Objet du marché", "texte", "Intitulé du lot ou du marché."),
    Column(
        "nature_marche",
        "Nature du marché",
        "code",
        "Travaux, services, fournitures ou prestations intellectuelles.",
        codes="nature_marche",
    ),
    Column(
        "procedure_clause",
        "Procédure",
        "code",
        "Article du code de la commande publique qui porte la clause.",
        codes="procedure_clause",
    ),
    Column("secteur_activite", "Secteur d'activité", "texte", "Secteur du marché."),
    Column("montant_ht_eur", "Montant HT", "montant", "Montant hors taxes du lot, en euros."),
    Column("date_notification", "Date de notification", "date", "Jour de notification du marché."),
    Column("date_demarrage", "Date de démarrage", "date", "Début d'exécution."),
    Column("date_fin_prevue", "Date de fin prévue", "date", "Fin prévue."),
    Column("date_fin_reelle", "Date de fin réelle", "date", "Fin constatée."),
    Column(
        "statut_marche",
        "Statut du marché",
        "code",
        "En prévision, notifié, en cours, terminé, suspendu, résilié ou infructueux.",
        codes="statut_marche",
        est_decisive=True,
    ),
    Column("heures_prevues", "Heures prévues", "nombre", "Heures d'insertion demandées au marché."),
    # Entreprises
    Column("entreprise", "Entreprise", "texte", "Raison sociale."),
    Column("siret", "SIRET", "siret", "Établissement de l'entreprise, 14 chiffres."),
    Column("code_naf", "Code NAF", "texte", "Activité principale de l'entreprise."),
    Column(
        "type_entreprise",
        "Type d'entreprise",
        "code",
        "Entreprise classique, SIAE, GEIQ, entreprise adaptée…",
        codes="type_entreprise",
    ),
    Column(
        "role_entreprise",
        "Rôle",
        "code",
        "Titulaire, mandataire, cotraitant ou sous-traitant.",
        codes="role_entreprise",
        est_decisive=True,
    ),
    Column(
        "heures_engagees",
        "Heures engagées",
        "nombre",
        "Heures d'insertion promises par l'entreprise.",
    ),
    Column(
        "modalite",
        "Modalité",
        "code",
        "Embauche directe, mise à disposition ou sous-traitance.",
        codes="modalite",
    ),
    Column(
        "taux_realisation_pct",
        "Taux de réalisation",
        "nombre",
        "Taux imprimé par le logiciel, gardé pour contrôle, en %.",
    ),
    # Personnes
    Column(
        "numero_participant",
        "N° participant",
        "numero",
        "Numéro du participant dans le logiciel de la structure.",
        est_personnelle=True,
    ),
    Column("nom", "Nom", "identite", "Nom de naissance : jamais gardé.", est_personnelle=True),
    Column("prenom", "Prénom", "identite", "Prénom : jamais gardé.", est_personnelle=True),
    Column(
        "date_naissance",
        "Date de naissance",
        "date",
        "Jamais gardée : seul l'âge au début du contrat l'est.",
        est_personnelle=True,
    ),
    Column(
        "civilite",
        "Civilité",
        "code",
        "Sert seulement si le sexe manque.",
        codes="sexe",
        est_personnelle=True,
    ),
    Column("sexe", "Sexe", "code", "Femme ou homme.", codes="sexe"),
    Column(
        "code_postal",
        "Code postal",
        "insee",
        "Sert à reconnaître la commune, jamais gardé.",
        est_personnelle=True,
    ),
    Column(
        "commune_residence",
        "Commune de résidence",
        "commune",
        "Commune où la personne habite à son entrée.",
        est_personnelle=True,
    ),
    Column(
        "code_insee_residence",
        "Code INSEE de résidence",
        "insee",
        "Code officiel de la commune de résidence.",
        est_personnelle=True,
    ),
    Column(
        "qpv",
        "Réside en QPV",
        "oui_non",
        "Réside dans un quartier prioritaire de la politique de la ville ; vide : inconnu.",
        est_personnelle=True,
    ),
    Column("nom_qpv", "Quartier prioritaire", "texte", "Nom du quartier prioritaire."),
    Column(
        "niveau_formation",
        "Niveau de formation",
        "code",
        "Niveau du plus haut diplôme, nomenclature de 2019.",
        codes="niveau_formation",
        est_personnelle=True,
    ),
    Column(
        "date_inscription_de",
        "Date d'inscription",
        "date",
        "Inscription comme demandeur d'emploi.",
        est_personnelle=True,
    ),
    Column(
        "duree_inscription_mois",
        "Durée d'inscription",
        "nombre",
        "Durée d'inscription comme demandeur d'emploi, en mois.",
        est_personnelle=True,
    ),
    Column("brsa", "Bénéficiaire du RSA", "oui_non", "Bénéficiaire du RSA ; vide : inconnu."),
    Column("ass", "Bénéficiaire de l'ASS", "oui_non", "Allocation de solidarité spécifique."),
    Column("aah", "Bénéficiaire de l'AAH", "oui_non", "Allocation aux adultes handicapés."),
    Column("rqth", "RQTH", "oui_non", "Reconnaissance de la qualité de travailleur handicapé."),
    Column(
        "jeune_26",
        "Jeune de moins de 26 ans",
        "oui_non",
        "Case du logiciel ; l'âge calculé au contrat l'emporte.",
        est_personnelle=True,
    ),
    Column(
        "senior_50",
        "Senior de 50 ans ou plus",
        "oui_non",
        "Case du logiciel ; l'âge calculé au contrat l'emporte.",
        est_personnelle=True,
    ),
    Column("deld", "Demandeur d'emploi de longue durée", "oui_non", "Case « DELD » du logiciel."),
    Column(
        "autres_eligibilites",
        "Autres éligibilités",
        "liste_codes",
        "Autres critères reconnus ; le texte libre n'est pas gardé.",
        codes="categorie_statut",
        est_personnelle=True,
    ),
    Column(
        "statut",
        "Statut de la personne",
        "liste_codes",
        "Une ou plusieurs catégories (BRSA, DELD, Jeune <26, TH, autre).",
        codes="categorie_statut",
        est_personnelle=True,
    ),
    Column(
        "prescripteur",
        "Prescripteur",
        "code",
        "Organisme qui a orienté la personne.",
        codes="prescripteur",
        est_personnelle=True,
    ),
    Column("date_entree", "Date d'entrée", "date", "Entrée dans le dispositif."),
    # Contrats et heures
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
    Column("code_rome", "Code ROME", "texte", "Code du métier."),
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
    # Situations
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
    # Actions et activité par territoire
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
