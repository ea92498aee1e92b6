"""A7. Actions du facilitateur : un tableur, une ligne par action."""

from data.formats import Format
from data.formats.commun import STRUCTURE

FORMAT = Format(
    name="actions",
    label="Actions du facilitateur",
    headings={
        "structure": STRUCTURE,
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
