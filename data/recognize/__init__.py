"""Des feuilles de texte aux colonnes connues : en-tête, sorte d'export, correspondances, questions.

Y entrent les feuilles d'un fichier, son nom et ce que la personne a précisé ; en sort un export
reconnu, dont chaque intitulé a sa colonne, ou une question. Rien n'est deviné : ni intitulé, ni
date, ni structure ; et aucune cellule n'est encore lue.
"""

from data.recognize.assignment import is_personal
from data.recognize.filename import date_in_name, structure_in_name
from data.recognize.headings import Layout
from data.recognize.kept import (
    Kept,
    clean_mappings,
    delete_mapping,
    kept_mappings,
    move_mapping,
    unkeepable,
)
from data.recognize.looks import cited, harmless, is_place, said, sayable
from data.recognize.mapping import (
    CorrespondanceInvalide,
    Mapping,
    for_structures,
    merge,
    read_mapping,
    save_mapping,
)
from data.recognize.options import Options
from data.recognize.proposal import Proposal, propose, proposed_mapping
from data.recognize.question import APreciser, Question, choice
from data.recognize.recognized import Recognized, recognize_export

__all__ = [
    "APreciser",
    "CorrespondanceInvalide",
    "Kept",
    "Layout",
    "Mapping",
    "Options",
    "Proposal",
    "Question",
    "Recognized",
    "choice",
    "cited",
    "clean_mappings",
    "date_in_name",
    "delete_mapping",
    "for_structures",
    "harmless",
    "is_personal",
    "is_place",
    "kept_mappings",
    "merge",
    "move_mapping",
    "propose",
    "proposed_mapping",
    "read_mapping",
    "recognize_export",
    "said",
    "save_mapping",
    "sayable",
    "structure_in_name",
    "unkeepable",
]
