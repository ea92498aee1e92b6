"""La page PNAD : la part, ce qui manque, la loi, la suite à préparer, le déclaré et le suivi."""

from pages.pnad import blocks, figures, gaps, lists, words
from pages.shared.address import choose_part
from pages.shared.show import show, show_cards, show_title
from pages.shared.view import current_view

show_title("Un contrat public sur trois est-il socialement responsable ?")
if current_view().est_projection:
    blocks.show_projected()
elif blocks.show_answer():
    match choose_part(blocks.PARTS):
        case "part":
            show_cards(words.pnad_en_chiffres, query="pnad_ensemble")
            show(figures.pnad_part, periode="tout", note=blocks.HOW_TO_READ)
            blocks.show_national()
            show(figures.pnad_par_mois)
            blocks.show_two_notions()
        case "acheteurs":
            blocks.show_perimeters()
            show(figures.pnad_par_categorie)
            show(figures.pnad_par_epci)
            show(figures.pnad_acheteurs)
            show(figures.pnad_par_forme)
        case "manque":
            show(gaps.manquent_par_acheteur, query="pnad_acheteurs")
            blocks.show_where()
        case "loi":
            lists.show_law()
        case "prospects":
            lists.show_prospects()
        case "suivi":
            show(gaps.pnad_rapprochement_bilan)
            lists.show_pairs()
        case "declarations":
            show(gaps.completude_par_acheteur, query="pnad_acheteurs")
            lists.show_doubles()
            lists.show_conflicts()
            show_cards(words.decp_etat)
