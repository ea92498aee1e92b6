"""Les règles : les seuils, la liste fermée, les lecteurs, l'empreinte de tout ce qui décide.

Y entrent les paramètres, les définitions en vigueur et le registre des accès ; en sortent des
réglages, des portées et des empreintes. Aucun effectif n'y passe.
"""

__all__ = ["lecteurs", "liste", "regles", "seuils"]
