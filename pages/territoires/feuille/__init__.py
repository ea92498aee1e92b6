"""La feuille territoriale : deux pages A4 à imprimer pour les élus.

Il entre un territoire et la période choisie. Il en sort du HTML inerte et une vignette SVG, que
l'encre noire suffit à lire. Aucun nombre n'y diffère de l'écran, et rien n'y dépend d'un clic.
"""
