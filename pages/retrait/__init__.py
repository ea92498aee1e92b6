"""Une publication retirée du magasin s'en va aussi d'un serveur en marche, sans le relancer.

Il entre ce que chaque page montre, et ce que le magasin garde encore. Il en sort des fichiers
refermés, des mémoires vidées, et des pages relues. Rien n'y est lu d'une publication.
"""

from pages.retrait.veille import veille

__all__ = ["veille"]
