"""Exports d'exemple, inventés : de quoi montrer l'application avant le premier vrai import.

Rien de réel n'y entre : un monde inventé (`socle`, `monde`, `decp`) est écrit en exports
(`ecriture`, `fichiers`). En sortent ces fichiers, importés par la voie réelle dans un magasin vide.
Un exemple n'est jamais mêlé à une donnée reçue : le premier vrai import les retire tous.
"""

from data.exemples.dossier import DOSSIER, files
from data.exemples.install import ExemplesInvalides, ensure_examples, import_examples

__all__ = ["DOSSIER", "ExemplesInvalides", "ensure_examples", "files", "import_examples"]
