"""Qui a droit à quoi : les attributions datées, tenues à côté des publications.

Y entrent des attributions écrites à la main ou par commande ; en sort, pour une identité et un
jour, un droit. Sans attribution en cours, ou si le fichier est abîmé, ce droit n'est que la
plénière. Aucun chiffre n'y est lu, et rien ne s'y efface : un droit retiré reste écrit.
"""

from data.publish.acces.droits import (
    PLENIERE,
    ROLES,
    TOTAL,
    Attribution,
    Droit,
    Identite,
    droit_de,
)
from data.publish.acces.ecriture import AccesRefuse, give, history, withdraw
from data.publish.acces.fichier import FOLDER, Registre, access_path, damages, read_access
from data.publish.acces.journal import (
    DOSSIER,
    Ecrit,
    name_of,
    purge_journal,
    read_journal,
    record,
)
from data.publish.acces.phrases import explained, said_dates, said_given, said_role

__all__ = [
    "DOSSIER",
    "FOLDER",
    "PLENIERE",
    "ROLES",
    "TOTAL",
    "AccesRefuse",
    "Attribution",
    "Droit",
    "Ecrit",
    "Identite",
    "Registre",
    "access_path",
    "damages",
    "droit_de",
    "explained",
    "give",
    "history",
    "name_of",
    "purge_journal",
    "read_access",
    "read_journal",
    "record",
    "said_dates",
    "said_given",
    "said_role",
    "withdraw",
]
