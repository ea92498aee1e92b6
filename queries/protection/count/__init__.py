"""Compter : les réponses exactes que demande la liste fermée, lues en une passe.

Y entre une génération ; en sortent des réponses exactes et les effectifs de chaque année. Rien n'y
est arrondi, rien n'y est écrit.
"""

__all__ = ["collecte", "effectifs", "informe", "partage", "passe"]
