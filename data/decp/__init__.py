"""Les données essentielles de la commande publique (DECP), du fichier public aux lignes prêtes.

Y entrent des fichiers publics, parfois nationaux (2 Go), qu'un processus enfant lit par blocs ; en
sort le sort du fichier, réduit au Vaucluse, par les mêmes valeurs et anomalies que les exports.
Rien de personnel n'y passe : ni clé, ni pseudonyme ; et rien de ce qui est publié n'est corrigé.
"""

from data.decp.content import Content
from data.decp.download import TelechargementRefuse, default_folder, download_decp
from data.decp.prepare import prepare_decp, prepare_decp_sheets
from data.decp.read import is_decp

__all__ = [
    "Content",
    "TelechargementRefuse",
    "default_folder",
    "download_decp",
    "is_decp",
    "prepare_decp",
    "prepare_decp_sheets",
]
