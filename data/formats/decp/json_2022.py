"""JSON réglementaire de 2022 (arrêtés du 22/12/2022) : marchés et concessions.

« marches » y contient « marche » et « contrat-concession » ; titulaires, concessionnaires et
modifications sont emballés. Source : schéma de 139bercy/format-commande-publique, 2.0.
"""

from data.formats.decp.source import Source

HEADINGS = {
    "uid": ("uid",),
    "numero": ("id",),
    "acheteur_siret": ("acheteur.id", "autoriteConcedante.id"),
    "acheteur_nom": ("acheteur.nom", "autoriteConcedante.nom"),
    "nature": ("nature",),
    "objet": ("objet",),
    "code_cpv": ("codeCPV",),
    "procedure": ("procedure",),
    "techniques": ("techniques.technique",),
    "modalites_execution": ("modalitesExecution.modaliteExecution",),
    "id_accord_cadre": ("idAccordCadre",),
    "lieu_code": ("lieuExecution.code",),
    "lieu_type_code": ("lieuExecution.typeCode",),
    "duree_mois": ("dureeMois",),
    "date_notification": ("dateNotification", "dateSignature"),
    "date_publication": ("datePublicationDonnees",),
    "montant_eur": ("montant", "valeurGlobale"),
    "considerations_sociales": ("considerationsSociales.considerationSociale",),
}

SOURCE = Source(
    "json_2022",
    "JSON réglementaire (2022)",
    HEADINGS,
    # Un seul de ces champs suffit : le format de 2019 n'en a aucun.
    own=("considerationsSociales", "considerationsEnvironnementales", "ccag", "techniques"),
    est_json=True,
)
