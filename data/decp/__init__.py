"""Les données essentielles de la commande publique (DECP), du fichier public aux lignes prêtes.

Fichiers publics, parfois nationaux (2 Go) : un processus enfant les lit par blocs et n'en garde
que le Vaucluse. Rien de personnel : ni clé, ni pseudonyme.
"""
