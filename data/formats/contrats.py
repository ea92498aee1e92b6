"""A4. Contrats de travail : une ligne par contrat."""

import polars as pl

from data.formats import Format
from data.formats.commun import (
    HEURES_CONTROLE,
    NUMERO_LOT,
    NUMERO_MARCHE,
    NUMERO_PARTICIPANT,
    STRUCTURE,
    TYPE_CONTRAT,
)

FORMAT = Format(
    name="contrats",
    label="Contrats",
    headings={
        "structure": STRUCTURE,
        "numero_contrat": ("N° contrat", "Numéro contrat", "N° du contrat", "Identifiant contrat"),
        "numero_participant": NUMERO_PARTICIPANT,
        "numero_marche": NUMERO_MARCHE,
        "numero_lot": NUMERO_LOT,
        "employeur": ("Employeur", "Entreprise employeuse"),
        "siret_employeur": ("SIRET employeur", "SIRET de l'employeur", "SIRET"),
        "type_employeur": ("Type d'employeur", "Type employeur"),
        "entreprise_utilisatrice": ("Entreprise utilisatrice", "Utilisateur"),
        "type_contrat": TYPE_CONTRAT,
        "modalite": ("Modalité", "Modalité de réponse", "Modalité de mise en œuvre"),
        "metier": ("Poste / Métier", "Métier", "Poste", "Emploi"),
        "code_rome": ("Code ROME", "ROME"),
        "date_debut": ("Date de début", "Date début", "Début", "Date de début du contrat"),
        "date_fin_prevue": ("Date de fin prévue", "Fin prévue", "Date de fin prévisionnelle"),
        "date_fin_reelle": ("Date de fin réelle", "Fin réelle", "Date de fin"),
        "duree_hebdo": ("Durée hebdo", "Durée hebdomadaire", "Heures hebdomadaires"),
        "heures_controle": HEURES_CONTROLE,
    },
    required=("numero_contrat", "numero_participant", "numero_marche", "date_debut"),
    measure="heures_controle",
    filled=(
        "numero_contrat",
        "numero_participant",
        "date_debut",
    ),
    identity=("numero_contrat",),
    dropped=("Motif de fin", "Commentaire", "Commentaires", "Observations", "Nom", "Prénom"),
    derived={"age_debut": pl.Int64},
)
