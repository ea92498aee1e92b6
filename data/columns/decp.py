"""Les colonnes des données essentielles de la commande publique (DECP)."""

from data.columns.column import Column

COLUMNS = (
    Column(
        "source_decp",
        "Source DECP",
        "texte",
        "Écriture lue : json_2022, json_2019, tabulaire (decp.info) ou dataeco (data.economie).",
    ),
    Column("uid", "Identifiant unique de la source", "texte", "uid de la source, s'il existe."),
    Column("numero", "N° du contrat", "texte", "Numéro donné par l'acheteur, tel que publié."),
    Column(
        "acheteur_siret",
        "SIRET de l'acheteur",
        "texte",
        "Acheteur ou autorité concédante : 14 chiffres, zéros de tête gardés.",
    ),
    Column("acheteur_nom", "Acheteur", "texte", "Nom publié ; vide si la source n'en a pas."),
    Column(
        "acheteur_departement_code",
        "Département de l'acheteur",
        "texte",
        "Code écrit par la source tabulaire ; vide ailleurs.",
    ),
    Column(
        "acheteur_commune_code",
        "Commune de l'acheteur",
        "texte",
        "Code INSEE écrit par la source tabulaire ; vide ailleurs.",
    ),
    Column("nature", "Nature du contrat", "texte", "Marché, accord-cadre, concession…"),
    Column("objet", "Objet du contrat", "texte", "Objet publié."),
    Column("code_cpv", "Code CPV", "texte", "Nomenclature européenne des achats."),
    Column("procedure", "Procédure de passation", "texte", "Procédure publiée."),
    Column("techniques", "Techniques d'achat", "texte", "Accord-cadre, concours… tel que publié."),
    Column(
        "modalites_execution",
        "Modalités d'exécution",
        "texte",
        "Tranches, bons de commande, marchés subséquents, tel que publié.",
    ),
    Column(
        "id_accord_cadre",
        "N° de l'accord-cadre",
        "texte",
        "Rempli : le contrat est un marché subséquent de cet accord-cadre.",
    ),
    Column("lieu_code", "Lieu d'exécution", "texte", "Code du lieu, à lire avec son type."),
    Column(
        "lieu_type_code",
        "Type du lieu d'exécution",
        "texte",
        "Code postal, commune, département, région… : le code région 84 n'est pas le Vaucluse.",
    ),
    Column("duree_mois", "Durée (mois)", "entier", "Durée du contrat, en mois."),
    Column(
        "date_publication",
        "Date de publication",
        "date",
        "Jour où la source dit avoir publié ces données.",
    ),
    Column(
        "montant_eur",
        "Montant HT publié",
        "montant",
        "Montant (ou valeur globale d'une concession) hors taxes, en euros, tel que publié.",
    ),
    Column(
        "considerations_sociales",
        "Considérations sociales",
        "texte",
        "Texte publié, sans interprétation ; vide n'est pas « non ».",
    ),
    Column(
        "a_colonne_considerations",
        "La source porte les considérations",
        "oui_non",
        "Non : le champ n'existe pas dans le fichier (« hors format »).",
    ),
    Column("titulaire_id", "Identifiant du titulaire", "texte", "SIRET le plus souvent."),
    Column("titulaire_type_id", "Type d'identifiant", "texte", "SIRET, TVA, HORS-UE…"),
    Column("titulaire_nom", "Titulaire", "texte", "Nom publié ; vide si la source n'en a pas."),
    Column(
        "modification_id",
        "N° de modification",
        "entier",
        "Vide ou 0 : contrat initial ; sinon rang de la modification, tel que publié.",
    ),
    Column(
        "donnees_actuelles",
        "Dernière version",
        "oui_non",
        "La source dit que la ligne porte la dernière version connue du contrat.",
    ),
)
