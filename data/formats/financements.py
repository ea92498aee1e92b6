"""C. Plan de financement : une ligne par financeur et par versement d'un poste.

L'identité est le financeur d'un poste dans un exercice : un nouveau plan remplace tous ses
versements.
"""

from data.formats import Format

FORMAT = Format(
    name="financements",
    label="Plan de financement",
    headings={
        "annee": ("Exercice", "Année", "Exercice budgétaire"),
        "structure": ("Structure", "Opérateur", "Structure porteuse"),
        "poste": ("Poste", "Intitulé du poste", "Poste de facilitateur"),
        "etp": ("ETP", "Nombre d'ETP", "Temps de travail (ETP)"),
        "cout_poste_eur": ("Coût total du poste", "Coût du poste", "Coût total"),
        "financeur": ("Financeur", "Nom du financeur", "Cofinanceur"),
        "type_financeur": (
            "Type de financeur",
            "Type de financeur (État / Département / EPCI / Autre)",
            "Type financeur",
        ),
        "epci": ("EPCI", "EPCI concerné", "Intercommunalité"),
        "montant_prevu_eur": ("Montant prévu", "Montant prévisionnel", "Prévu"),
        "montant_notifie_eur": ("Montant notifié", "Notifié", "Montant accordé"),
        "montant_verse_eur": ("Montant versé", "Versé", "Montant payé"),
        "date_versement": ("Date de versement", "Date du versement", "Versé le"),
        "nature_versement": (
            "Nature du versement",
            "Nature du versement (acompte / solde)",
            "Nature de versement",
            "Acompte ou solde",
        ),
    },
    required=("annee", "poste", "cout_poste_eur", "financeur", "type_financeur"),
    filled=("annee", "poste", "cout_poste_eur", "financeur", "type_financeur"),
    identity=("annee", "poste", "type_financeur", "financeur", "epci"),
    total_column="poste",
    dropped=("Commentaire", "Commentaires", "Observations", "Référent", "Interlocuteur"),
)
