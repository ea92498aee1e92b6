"""L'attente : une publication exacte déjà servie, dont les chiffres protégés restent à faire.

Une coupure entre les deux laisse l'exact servi, et les chiffres protégés précédents : la commande
ou le démarrage suivants les refont. Lire ceci n'attend pas le calcul.
"""

from __future__ import annotations

from data.publish import Generation
from queries.protection.rules.lecteurs import missing, readers, said_readers
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
    """Dit en quoi les chiffres protégés servis ne suivent pas les pages ou le registre, ou ""."""
    late = EN_COURS if is_waiting(one) else outdated(one)
    return " ".join(filter(None, (late, exposed_to(one))))


def exposed_to(one: Generation) -> str:
    """Dit contre quels lecteurs du registre les chiffres protégés ne le sont pas, ou ""."""
    wanted = readers(one.folder.parent.parent) if one.a_cube else ()
    new = missing(wanted, audited(one)) if wanted else []
    refused = [each.code for each in wanted if each.code in refused_of(one)]
    said = (
        f"Le registre des accès nomme des lecteurs ({said_readers(new)}) contre qui ces chiffres "
        "protégés n'ont pas été vérifiés : avec ce qu'ils lisent exactement, ils pourraient y "
        "deviner de petits groupes. Refaites-les : « python -m data proteger »."
        if new
        else "",
        f"Rien ne protège ces chiffres de certains lecteurs ({said_readers(refused)}) : avec ce "
        "qu'ils lisent exactement, ils peuvent y deviner de petits groupes."
        if refused
        else "",
    )
    return " ".join(filter(None, said))


def audited(one: Generation) -> str:
    """Rend les codes des lecteurs que connaît le certificat servi, protégés ou refusés."""
    return " ".join((_noted(one, "lecteurs"), _noted(one, "lecteurs_refuses")))


def refused_of(one: Generation) -> list[str]:
    """Rend les codes des lecteurs que rien ne protège."""
    return _noted(one, "lecteurs_refuses").split()


def _noted(one: Generation, name: str) -> str:
    # Un certificat d'avant les lecteurs n'en nomme aucun.
    return str((one.manifest[CLE].get("certificat") or {}).get(name, ""))
