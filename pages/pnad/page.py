"""La page Achats publics : le verdict, les années, puis qui appeler, comparer, la loi, la suite."""

from pages.pnad import blocks, figures, gaps, lists
from pages.pnad.blocks import CALLS, COMPARED
from pages.pnad.words import decp_etat
from pages.shared.frame.address import choose_part
from pages.shared.frame.screen import show_title
from pages.shared.frame.show import show, show_cards
from pages.shared.frame.view import current_view

show_title("Un contrat public sur trois est-il socialement responsable ?")
if current_view().est_projection:
    blocks.show_projected()
elif blocks.show_answer():
    blocks.show_years()
    match blocks.choose_part():
        case "manque":
            match choose_part(CALLS, "ou", "Que demander aux acheteurs"):
                case "reponses":
                    show(figures.pnad_a_appeler)
                case "suivi":
                    show(gaps.pnad_rapprochement_bilan)
                    lists.show_pairs()
                case "declarations":
                    show(gaps.completude_par_acheteur, query="pnad_acheteurs")
                    lists.show_doubles()
                    lists.show_conflicts()
                    show_cards(decp_etat)
                case dimension:
                    blocks.show_where(dimension)
        case "acheteurs":
            match choose_part(COMPARED, "selon", "Comparer selon"):
                case "acheteur":
                    show(figures.pnad_acheteurs)
                case "categorie":
                    show(figures.pnad_par_categorie)
                case "epci":
                    show(figures.pnad_par_epci)
                case "forme":
                    show(figures.pnad_par_forme)
                case "perimetre":
                    blocks.show_perimeters()
                case "france":
                    blocks.show_national()
                case "notions":
                    blocks.show_two_notions()
        case "loi":
            lists.show_law()
        case "prospects":
            lists.show_prospects()
