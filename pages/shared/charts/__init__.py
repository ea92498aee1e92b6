"""Les figures pures : barres, frises, parts, intervalles, recouvrements, cartes.

Il entre des listes prêtes à dessiner : rangées, valeurs, textes déjà écrits. Il en sort une figure
Plotly au gabarit de la maison (ou, pour les chiffres clés, du HTML inerte). Aucun indicateur n'y
est lu ni calculé, et Streamlit n'y est pas connu : la même liste donne toujours la même figure.
"""
