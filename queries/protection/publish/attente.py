"""L'attente : une publication exacte déjà servie, dont les chiffres protégés restent à faire.

Une coupure entre les deux laisse l'exact servi, et les chiffres protégés précédents : la commande
ou le démarrage suivants les refont. Lire ceci n'attend pas le calcul.
"""

from __future__ import annotations

from data.publish import Generation
from queries.protection.rules.regles import CLE, outdated

# Dans l'entrée du manifeste : des chiffres protégés restent à faire.
ATTEND = "attend"
EN_COURS = (
    "De nouveaux chiffres protégés sont en préparation ; d'ici là, les précédents sont servis, "
    "s'il y en a. Si leur calcul est interrompu, le prochain démarrage du serveur ou le prochain "
    "import le refait, ou « python -m data proteger »."
)


def is_waiting(one: Generation) -> bool:
    """Dit si une publication attend encore ses propres chiffres protégés."""
    return bool((one.manifest.get(CLE) or {}).get(ATTEND))


def not_fresh(one: Generation) -> str:
    """Dit en quoi les chiffres protégés servis ne suivent pas les pages, ou ""."""
    return EN_COURS if is_waiting(one) else outdated(one)
