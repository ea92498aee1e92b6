"""Le PowerPoint de la plénière : gabarit, graphiques et tableaux natifs.

Il entre un document (`pages/pleniere/document.py`). Il en sort les octets d'un fichier .pptx. Rien
n'y est lu dans les données et rien n'y passe par un navigateur.
"""
