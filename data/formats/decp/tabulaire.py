"""DECP tabulaires (decp.csv, decp.parquet de decp.info) : 58 colonnes, ou un extrait.

Une ligne par uid × titulaire × modification. Valeurs multiples jointes par « , » ; « Pas de
considération sociale » y devient « Sans objet ». Source : 139bercy et decp.info, schéma 2.12.
"""

from data.formats.decp.source import Source

HEADINGS = {
    "uid": ("uid",),
    "numero": ("id",),
    "acheteur_siret": ("acheteur_id",),
    "acheteur_nom": ("acheteur_nom",),
    "nature": ("nature",),
    "objet": ("objet",),
    "code_cpv": ("codeCPV",),
    "procedure": ("procedure",),
    "techniques": ("techniques",),
    "modalites_execution": ("modalitesExecution",),
    "id_accord_cadre": ("idAccordCadre",),
    "lieu_code": ("lieuExecution_code",),
    "lieu_type_code": ("lieuExecution_typeCode",),
    "duree_mois": ("dureeMois",),
    "date_notification": ("dateNotification",),
    "date_publication": ("datePublicationDonnees",),
    "montant_eur": ("montant",),
    "considerations_sociales": ("considerationsSociales",),
    "titulaire_id": ("titulaire_id",),
    "titulaire_type_id": ("titulaire_typeIdentifiant",),
    "titulaire_nom": ("titulaire_nom",),
    "modification_id": ("modification_id",),
    "donnees_actuelles": ("donneesActuelles",),
    "acheteur_departement_code": ("acheteur_departement_code",),
    "acheteur_commune_code": ("acheteur_commune_code",),
}

SOURCE = Source("tabulaire", "DECP tabulaires (decp.info)", HEADINGS)
