"""Le comité technique d'un territoire, chaque trimestre : ce qui est fait, prévu, à voir.

Il entre un territoire et un trimestre. Il en sort des phrases, des tableaux et la liste des marchés
à voir. Aucun indicateur n'y est calculé, aucune personne n'y paraît.
"""
