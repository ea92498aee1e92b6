"""Les règles : les seuils, la liste fermée, et l'empreinte de tout ce qui décide d'un cube.

Y entrent les paramètres et les définitions en vigueur ; en sortent des réglages et des empreintes.
Aucun effectif n'y passe.
"""

__all__ = ["liste", "regles", "seuils"]
