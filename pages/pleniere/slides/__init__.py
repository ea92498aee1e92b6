"""Les diapositives de la plénière, dans l'ordre de ce que la convention fait examiner (article 6).

Chaque fonction est pure : des chiffres protégés entrent, une diapositive sort.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import queries
from pages.pleniere.slide import Slide
from pages.pleniere.slides import (
    decisions,
    financement,
    heures,
    marches,
    pnad,
    publics,
    qualite,
    sorties,
    synthese,
    territoires,
)
from pages.pleniere.slides.contexte import NOMS, Contexte, Read, open_contexte, unpublished
from queries.copil import Note

__all__ = ["NOMS", "compose"]

# code -> (composition, indicateur dont viennent la définition et la source)
COMPOSITIONS: dict[str, tuple[Callable[[Contexte], Slide], str]] = {
    "synthese": (synthese.synthese, "chiffres_cles"),
    "heures": (heures.heures, "heures_realisees_par_annee"),
    "mois": (heures.mois, "heures_realisees_par_mois"),
    "beneficiaires": (publics.beneficiaires, "beneficiaires_par_categorie"),
    "sorties": (sorties.sorties, "sorties_par_annee"),
    "types_sorties": (sorties.types_sorties, "types_sorties_positives"),
    "marches": (marches.marches, "marches_par_type_donneur_ordre"),
    "territoires": (territoires.territoires, "heures_par_epci"),
    "financement": (financement.financement, "financement_par_epci"),
    "pnad": (pnad.pnad, "pnad_part"),
    "qualite": (qualite.qualite, "completude"),
    "decisions": (decisions.decisions, "a_confirmer"),
}


def compose(
    read: Read,
    annee: int,
    epci: str | None = None,
    notes: Sequence[Note] = (),
    definitions: Mapping[str, str] | None = None,
) -> list[Slide]:
    """Rend les diapositives d'une année, pour un EPCI ou tout le Vaucluse.

    `read(nom, **filtres)` est `queries.run_protected`, ou la même chose sur une photo ; `notes` :
    les commentaires et décisions à relire ; `definitions` : celles d'une photo. Ce que les chiffres
    protégés n'ont pas à cette maille le dit au lieu de disparaître.
    """
    context = open_contexte(read, annee, epci, notes, definitions)
    return [_composed(context, code) for code in COMPOSITIONS]


def _composed(context: Contexte, code: str) -> Slide:
    draw, query = COMPOSITIONS[code]
    try:
        return draw(context)
    except queries.NonPublie:
        return unpublished(context, code, query)
