"""A1. Opérations et marchés : une ligne par lot."""

import polars as pl

from data.formats import Format
from data.formats.commun import HEURES_CONTROLE, NUMERO_LOT, NUMERO_MARCHE, STRUCTURE

FORMAT = Format(
    name="marches",
    label="Opérations et marchés",
    headings={
        "structure": STRUCTURE,
        "numero_operation": (
            "N° opération",
            "Numéro opération",
            "N° d'opération",
            "Code opération",
        ),
        "intitule_operation": ("Intitulé de l'opération", "Opération", "Nom de l'opération"),
        "maitre_ouvrage": (
            "Maître d'ouvrage",
            "Donneur d'ordre",
            "Acheteur",
            "MO",
            "Maitrise d'ouvrage",
        ),
        "type_maitre_ouvrage": ("Type de maître d'ouvrage", "Type MO", "Type de donneur d'ordre"),
        "siret_maitre_ouvrage": (
            "SIRET MO",
            "SIRET du maître d'ouvrage",
            "SIRET donneur d'ordre",
            "SIRET acheteur",
        ),
        "commune_travaux": (
            "Commune des travaux",
            "Commune",
            "Lieu des travaux",
            "Commune d'exécution",
        ),
        "code_insee_travaux": ("Code INSEE", "INSEE", "Code commune", "Code INSEE des travaux"),
        "territoire": ("Territoire", "Secteur géographique"),
        "programme": ("Programme", "Programme (NPNRU / PNRQAD / Hors)", "Programme ANRU"),
        "qpv_travaux": ("QPV", "Quartier", "QPV des travaux", "Quartier prioritaire"),
        "facilitateur": ("Facilitateur", "Facilitatrice", "Chargé de mission"),
        "numero_marche": (*NUMERO_MARCHE, "Référence marché"),
        "numero_lot": NUMERO_LOT,
        "intitule_lot": (
            "Intitulé du lot",
            "Objet du lot",
            "Objet du marché",
            "Libellé du lot",
            "Intitulé du marché",
        ),
        "nature_marche": ("Nature du marché", "Nature"),
        "procedure_clause": ("Article / Procédure", "Procédure", "Article", "Type de clause"),
        "secteur_activite": ("Secteur d'activité", "Secteur"),
        "montant_ht_eur": ("Montant HT", "Montant", "Montant HT (€)", "Montant en euros HT"),
        "date_notification": ("Date de notification", "Notification", "Notifié le"),
        "date_demarrage": ("Date de démarrage", "Démarrage", "Date de début"),
        "date_fin_prevue": ("Date de fin prévisionnelle", "Date de fin prévue", "Fin prévue"),
        "date_fin_reelle": ("Date de fin réelle", "Fin réelle"),
        "statut_marche": ("Statut", "État", "Statut du marché", "Etat d'avancement"),
        "heures_prevues": (
            "Heures prévues",
            "Nombre d'heures prévues",
            "Volume d'heures prévues",
            "Heures d'insertion prévues",
        ),
        "heures_controle": HEURES_CONTROLE,
    },
    required=(
        "numero_operation",
        "maitre_ouvrage",
        "numero_marche",
        "date_notification",
        "statut_marche",
        "heures_prevues",
    ),
    measure="heures_controle",
    filled=("numero_marche",),
    identity=("numero_marche", "numero_lot"),
    derived={"code_qpv_travaux": pl.String},
)
