"""L'accueil : la réponse, les chiffres clés, ce qui manque, un chemin vers chaque thème."""

from pages.accueil.blocks import (
    show_answer,
    show_key_figures,
    show_missing,
    show_news,
    show_ways,
)
from pages.heures.figures import heures_realisees_par_annee
from pages.shared.frame.screen import show_title
from pages.shared.frame.show import show

show_title("Où en est la clause sociale d'insertion en Vaucluse ?")
show_answer()
show_key_figures()
show_missing()
show_news()
show(heures_realisees_par_annee, periode="tout")
show_ways()
