"""Le petit monde inventé : marchés, personnes, contrats, heures, suivi, financement.

Y entrent les totaux du socle ; en sort un monde complet, le même à chaque fois. On n'y écrit aucun
fichier, et l'on n'y sait rien des intitulés d'un export.
"""

__all__ = [
    "actions",
    "activite",
    "assemblage",
    "contrats",
    "entreprises",
    "financements",
    "heures",
    "marches",
    "personnes",
    "situations",
]
