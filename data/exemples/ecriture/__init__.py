"""Du petit monde aux exports : lignes, en-têtes, saleté des vrais fichiers, fautes voulues.

Y entre le monde ; en sortent des fichiers, octet pour octet les mêmes. On n'y invente plus rien
que de quoi éprouver la lecture.
"""

__all__ = [
    "entetes",
    "fautes",
    "fichier",
    "fichiers_financement",
    "fichiers_heures",
    "lignes",
    "lignes_participants",
    "lignes_suivi",
]
