"""Des octets reçus aux feuilles de texte : le fichier est ouvert dans un processus enfant borné.

Y entrent le nom et les octets d'un fichier ; en sortent ses feuilles, toutes en texte, ou un refus.
Rien n'y est reconnu ni converti, et l'enfant n'a ni la clé des pseudonymes ni le droit d'écrire.
"""

# Rien n'est importé ici : l'enfant passe par cette porte et n'a que la bibliothèque standard. Les
# autres étapes nomment donc le module ouvert qu'elles veulent.
__all__ = ["children", "encoding", "exports", "feuille", "grid", "sandbox", "text"]
