"""Une à trois saletés compatibles, tirées au sort, et leur passage sur un tableau."""

from __future__ import annotations

import random

from tests.support import saletes_fichier, saletes_tableau
from tests.support.ecriture_sale import Style
from tests.support.petit_monde import Tableau
from tests.support.salete import SALETES, Salete

__all__ = ["SALETES", "chosen", "saletes_fichier", "saletes_tableau", "soil"]

# Deux saletés qui règlent la même chose n'en font qu'une, ou se contredisent.
EXCLUSIVES = (
    {"encodage", "bom", "accents_nfd", "octet_invalide", "accents_abimes", "fichier_coupe",
     "ligne_decalee"},
    {"fins_de_ligne", "octet_invalide", "accents_abimes", "fichier_coupe", "ligne_decalee"},
    {"milliers", "point_de_milliers"}, {"point_decimal", "point_de_milliers"},
    {"heures_h", "heures_minutes"},
    {"dates_autrement", "dates_en_serie", "dates_fuseau", "mois_jour", "jour_avant"},
    {"mois_abreges", "mois_decores", "un_mois_mal_ecrit"}, {"titres", "titre_fusionne"},
    {"total", "sous_totaux", "total_recopie"}, {"total_recopie", "doublons"},
    # Une ligne de total ou de vide dans une cellule fusionnée n'a plus de sens.
    {"cellules_fusionnees", "total", "sous_totaux", "total_recopie", "lignes_vides",
     "entete_repete"},
    {"encodage", "milliers"},
)  # fmt: skip


def chosen(draw: random.Random, most: int = 3) -> list[Salete]:
    """Une à `most` saletés compatibles, dans l'ordre où elles passent."""
    found: list[Salete] = []
    for name in draw.sample(sorted(SALETES), len(SALETES)):
        names = {name, *(one.nom for one in found)}
        mixed = any(SALETES[one].csv_seul for one in names) and any(
            SALETES[one].classeur for one in names
        )
        if not mixed and all(len(names & group) < 2 for group in EXCLUSIVES):
            found.append(SALETES[name])
        if len(found) == most:
            break
    return sorted(found[: draw.randint(1, most)], key=lambda one: (one.rang, one.nom))


def soil(one: Tableau, dirts: list[Salete], draw: random.Random) -> tuple[Style, list[Salete]]:
    """Salit le tableau sur place ; rend son style et les saletés qui s'y sont appliquées."""
    style = Style()
    style.est_classeur = any(dirt.classeur for dirt in dirts)
    return style, [dirt for dirt in dirts if dirt.geste(one, style, draw) is not False]
