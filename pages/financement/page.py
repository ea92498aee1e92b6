"""La page Financement : qui paie quoi, selon quelle règle, et ce que l'argent a acheté."""

from pages.financement import blocks, cards, figures, key, results, rows
from pages.financement.objectifs import show_entry
from pages.financement.simulation import show_simulation
from pages.shared.frame.screen import show_title
from pages.shared.frame.show import show, show_cards, show_phrase

show_title("Qui paie les facilitateurs, selon quelles règles, et pour quels résultats ?")
match blocks.choose_part(a_plan=blocks.show_answer()):
    case "parts":
        show_cards(cards.financement_en_chiffres, query="financement_departement")
        show(
            figures.financement_par_epci,
            note="Un poste partagé entre plusieurs EPCI, ou sans territoire nommé, est à part.",
        )
        show(figures.financement_par_structure)
        show(figures.financement_departement)
        show(figures.financement_par_poste)
    case "regles":
        blocks.show_rules()
        show_phrase(rows.regles_par_poste)
    case "versements":
        show(figures.versements)
        blocks.show_department_payments()
    case "cle":
        show(
            key.cle_repartition,
            note="La clé est la moyenne des parts de chaque territoire dans les opérations, les "
            "marchés, les heures prévues, les participants, les prospections et les comités de "
            "suivi : elles sont dans le tableau.",
        )
        blocks.show_printed_key()
        show(key.cove_temps_dedie)
    case "simulation":
        show_simulation()
    case "resultats":
        show(results.financement_par_resultats, query="financement_et_resultats")
        left, right = blocks.side_by_side("financement_et_resultats")
        with left:
            show(results.cout_par_heure, query="financement_et_resultats")
        with right:
            blocks.show_reserves()
        blocks.show_results()
    case "objectifs":
        blocks.show_goals()
        show_entry()
