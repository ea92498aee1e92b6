"""L'édition statique de la plénière : un fichier HTML et ses dessins SVG.

Il entre un document (`pages/pleniere/document.py`). Il en sort les octets d'une page que tout
téléphone ouvre. Aucun script, aucune adresse extérieure, aucune lecture des données.
"""
