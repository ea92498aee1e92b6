"""Les colonnes du plan de financement et des objectifs."""

from data.columns.column import Column

COLUMNS = (
    Column("poste", "Poste", "texte", "Poste de facilitateur financé, sans nom de personne."),
    Column("etp", "ETP", "nombre", "Temps de travail du poste, en équivalents temps plein."),
    Column(
        "cout_poste_eur",
        "Coût total du poste",
        "montant",
        "Coût du poste pour l'exercice, le même sur toutes ses lignes, en euros.",
    ),
    Column("financeur", "Financeur", "texte", "Organisme qui paie."),
    Column(
        "type_financeur",
        "Type de financeur",
        "code",
        "État, Département, EPCI ou autre.",
        codes="type_financeur",
        est_decisive=True,
    ),
    Column(
        "epci",
        "EPCI",
        "code",
        "EPCI qui paie, ou auquel le poste est dédié : nom, sigle ou SIREN.",
        codes="epci",
        est_eliminatoire=True,
    ),
    Column("montant_prevu_eur", "Montant prévu", "montant", "Inscrit au plan, en euros."),
    Column(
        "montant_notifie_eur",
        "Montant notifié",
        "montant",
        "Décidé et notifié par le financeur, en euros.",
    ),
    Column("montant_verse_eur", "Montant versé", "montant", "Payé par ce versement, en euros."),
    Column("date_versement", "Date de versement", "date", "Jour du versement."),
    Column(
        "nature_versement",
        "Nature du versement",
        "code",
        "Acompte ou solde.",
        codes="nature_versement",
    ),
    Column(
        "indicateur",
        "Indicateur",
        "code",
        "Ce que l'objectif mesure.",
        codes="indicateur_objectif",
        est_eliminatoire=True,
    ),
    Column(
        "valeur",
        "Valeur",
        "nombre",
        "Valeur à atteindre dans l'année, dans l'unité de l'indicateur ; vide : non fixée.",
    ),
    Column(
        "source_decision",
        "Source de la décision",
        "texte",
        "Qui a fixé l'objectif, et quand : la convention ne le dit pas.",
    ),
)
