"""La page Marchés et donneurs d'ordre : combien, où ils en sont, de quelles sortes, lesquels."""

from pages.activite.figures import donneurs_ordre_accompagnes_par_type
from pages.marches import figures
from pages.marches.blocks import show_listing, show_programmes_by_year, show_typology
from pages.marches.derriere import en_cours
from pages.shared.frame.address import choose_part
from pages.shared.frame.screen import show_title
from pages.shared.frame.show import show, show_cards, show_lead

PARTS = {
    "liste": "Les marchés, un par un",
    "heures": "Heures de chaque marché",
    "annees": "D'une année à l'autre",
    "acheteurs": "Donneurs d'ordre",
}

show_title("Où en sont les marchés clausés ?")
show_lead(figures.marches_par_programme, figures.marches_par_etat)
match choose_part(PARTS):
    case "liste":
        show_cards(figures.marches_en_chiffres, query="marches_liste")
        show_typology()
        show_listing()
    case "heures":
        show(
            figures.heures_par_marche,
            query="marches_liste",
            note="Du début du marché à la fin de la période. La barre peut dépasser le trait : un "
            "marché peut demander plus d'heures que prévu.",
        )
    case "annees":
        show(figures.marches_par_annee, periode="tout")
        show_programmes_by_year()
    case "acheteurs":
        show(
            donneurs_ordre_accompagnes_par_type,
            note="Un donneur d'ordre accompagné a un marché en cours, ou a été accompagné dans la "
            "période.",
            derriere=en_cours,
        )
