"""Les données essentielles de la commande publique inventées : acheteurs, contrats, cas voulus.

Y entre le petit monde, dont certains marchés sont publiés ; en sortent des fichiers de DECP. Aucun
contrat n'y est vrai, même quand l'acheteur existe.
"""

__all__ = ["acheteurs", "cas_decp"]
