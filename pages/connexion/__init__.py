"""La connexion : qui est là, d'après un fournisseur d'identité, et le droit que cela lui donne.

Il y entre les en-têtes d'une requête, que la porte du serveur a marqués ; il en sort une identité
et un droit, relus à chaque appel. Sans connexion, ou sans réglage, ce n'est que la plénière.
"""

from pages.connexion.adresses import LOGIN_PATH, LOGOUT_PATH
from pages.connexion.demarrage import check_settings
from pages.connexion.droit import identity, reader_right, right, take_note
from pages.connexion.porte import SignInGate
from pages.connexion.reglages import is_configured
from pages.connexion.reprise import ResumeGate

__all__ = [
    "LOGIN_PATH",
    "LOGOUT_PATH",
    "ResumeGate",
    "SignInGate",
    "check_settings",
    "identity",
    "is_configured",
    "reader_right",
    "right",
    "take_note",
]
