"""La page Entreprises : leurs trois rôles, leurs types, leurs secteurs, la part de chacune."""

from pages.entreprises import figures
from pages.marches.derriere import avec_heures, en_cours
from pages.shared.frame.address import choose_part
from pages.shared.frame.screen import show_title
from pages.shared.frame.show import show, show_cards, show_lead, show_phrase

PARTS = {
    "roles": "Leurs trois rôles",
    "types": "Types et secteurs",
    "part": "La part de chacune",
}

show_title("Quelles entreprises portent la clause ?")
show_lead(figures.entreprises_recouvrement, figures.entreprises_par_type)
match choose_part(PARTS):
    case "roles":
        show_cards(
            figures.entreprises_roles,
            note="Ces trois nombres ne s'additionnent pas : une même entreprise peut remporter le "
            "marché, accueillir les personnes et signer leur contrat.",
        )
        show(
            figures.entreprises_recouvrement,
            note="Chaque entreprise est dans une seule rangée : les points noirs reliés disent "
            "quels rôles elle tient à la fois.",
        )
    case "types":
        show(
            figures.entreprises_par_type,
            note="Les trois premières colonnes comptent des entreprises, la dernière les heures "
            "des personnes qu'elles emploient. Les marchés sont ceux des attributaires.",
            derriere=en_cours,
        )
        show(figures.entreprises_par_secteur, derriere=en_cours)
    case "part":
        show(figures.concentration_heures, derriere=avec_heures)
        show(figures.concentration_heures_tranches)
        show_phrase(figures.heures_sans_employeuse, query="concentration_heures")
