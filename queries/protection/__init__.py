"""Les chiffres protégés : ce qui se montre hors du cercle, et la preuve que rien n'y trahit.

Y entre une génération exacte ; en sort `protege.duckdb`, avec son certificat. Aucun effectif
exact de petit groupe n'y est écrit, et rien de ce qui échoue ici n'arrête la publication exacte.

Les étapes, dans l'ordre : chacune n'importe que celles d'avant. Une porte ne fait que nommer ses
modules : lire le fichier publié n'attend pas le calcul.
"""

ETAPES = ("rules", "count", "attack", "write", "publish")
