"""La plénière à l'écran : le diaporama, ses dessins, ses commandes, ce que fait le présentateur.

Il entre une séance. Il en sort une diapositive montrée et les gestes du présentateur (notes,
photos, fichiers à emporter). Aucun chiffre n'y est composé : une diapositive arrive toute faite.
"""
