"""A7. Actions du facilitateur : un tableur, une ligne par action."""

from data.formats import Format

FORMAT = Format(
    name="actions",
    label="Actions du facilitateur",
    headings={
        "structure": ("Structure", "Opérateur"),
        "date_action": ("Date", "Date de l'action", "Le"),
        "facilitateur": ("Facilitateur", "Facilitatrice"),
        "maitre_ouvrage": ("Donneur d'ordre", "Maître d'ouvrage", "Acheteur", "Organisme"),
        "type_maitre_ouvrage": ("Type", "Type de donneur d'ordre", "Type de maître d'ouvrage"),
        "commune_epci": ("Commune/EPCI", "Commune ou EPCI", "Commune", "EPCI", "Territoire"),
        "nature_action": ("Nature de l'action", "Action", "Nature"),
    },
    required=("date_action", "maitre_ouvrage", "nature_action"),
    filled=(
        "date_action",
        "maitre_ouvrage",
        "nature_action",
    ),
    identity=("date_action", "maitre_ouvrage", "nature_action", "commune_epci"),
    kept=(
        "date_action",
        "facilitateur",
        "maitre_ouvrage",
        "type_maitre_ouvrage",
        "commune_epci",
        "nature_action",
    ),
    dropped=(
        "Suite donnée",
        "Suites",
        "Commentaire",
        "Commentaires",
        "Observations",
        "Contact",
        "Interlocuteur",
    ),
)
