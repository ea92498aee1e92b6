"""Attaquer : ce que saurait un lecteur de ce qui serait publié, et quoi blanchir pour l'empêcher.

Y entrent des effectifs exacts et les intervalles qui s'écriraient ; en sortent les cellules à
blanchir. L'attaque ne regarde jamais l'effectif vrai d'un groupe.
"""

__all__ = ["audit", "bilan", "blocs", "lecteur", "modele", "recouvrements", "reparation"]
