"""Ce qui entoure une page : adresse, filtres, menu, bandeau, indicateur montré, exports.

Il entre l'adresse de la page, la génération servie et le nom d'un indicateur. Il en sort ce que la
personne voit et emporte : filtres, graphique, tableau, définition, fichiers. Aucun thème n'y est
connu : ce qui ne vaut que pour une page vit avec elle.
"""
