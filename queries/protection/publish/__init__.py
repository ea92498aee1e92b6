"""Publier : le cube, son certificat, son fichier ; le refaire ou reprendre le précédent ; le lire.

Y entre le dossier d'une génération ; en sort le même, avec ses chiffres protégés ou la raison de
leur absence. Rien n'y arrête la publication exacte.
"""

__all__ = [
    "annees",
    "attente",
    "certificat",
    "changements",
    "cube",
    "droits",
    "fichier",
    "lecture",
    "publication",
]
