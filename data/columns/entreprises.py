"""Les colonnes des entreprises."""

from data.columns.column import Column

COLUMNS = (
    Column("entreprise", "Entreprise", "texte", "Raison sociale."),
    Column("siret", "SIRET", "siret", "Établissement de l'entreprise, 14 chiffres."),
    Column("code_naf", "Code NAF", "naf", "Activité principale de l'entreprise."),
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
)
