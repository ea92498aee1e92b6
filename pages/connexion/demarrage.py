"""Au démarrage : un réglage faux arrête le serveur, et le dit en le nommant."""

from __future__ import annotations

import logging

from data.publish.acces import purge_journal
from pages.connexion.porte import adresses
from pages.connexion.refus import Refus
from pages.connexion.reglages import ISSUER, ReglageFaux, settings

LOGGER = logging.getLogger(__name__)
INJOIGNABLE = 503


def check_settings() -> None:
    """Arrête le démarrage si un réglage est faux ; un fournisseur muet n'arrête rien."""
    try:
        chosen = settings()
    except ReglageFaux as wrong:
        raise SystemExit(f"Démarrage arrêté. {wrong}") from wrong
    if chosen is None:
        return
    purge_journal()
    try:
        adresses().source.metadata()
    except Refus as refused:
        if refused.code != INJOIGNABLE:
            raise SystemExit(f"Démarrage arrêté. {ISSUER} : {refused}.") from refused
        LOGGER.warning("Connexion : %s ; le tableau de bord s'ouvre sans elle", refused)
