"""Écrire : ce que montre chaque cellule (« < 5 », « 45 », « non publié ») et les tables des pages.

Y entrent des réponses exactes ; en sortent des tables où chaque effectif est arrondi, audité ou
blanchi. Aucun petit effectif exact n'en sort.
"""

__all__ = ["arrondi", "cellules", "cles", "entreprises", "heures", "tables", "taux"]
