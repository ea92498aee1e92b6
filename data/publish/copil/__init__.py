"""Ce que le copil garde à côté des publications : notes, décisions, photos, registres.

Y entrent des textes et des choix écrits à la main ; en sortent des fichiers scellés, avec
l'exemplaire d'avant. Aucun chiffre exact n'y arrive, et aucune publication n'y change rien.
"""

from data.publish.copil.notebook import (
    STATUTS,
    CopilRefuse,
    Genre,
    Note,
    Suite,
    locked,
)
from data.publish.copil.notes import (
    NOM_MAX,
    TEXTE_MAX,
    Photo,
    add_note,
    damages,
    follow_note,
    hide,
    photo,
    photos,
    read_hidden,
    read_notes,
    remove_note,
    take_photo,
)
from data.publish.copil.registers import append, read_register, register_mark

__all__ = [
    "NOM_MAX",
    "STATUTS",
    "TEXTE_MAX",
    "CopilRefuse",
    "Genre",
    "Note",
    "Photo",
    "Suite",
    "add_note",
    "append",
    "damages",
    "follow_note",
    "hide",
    "locked",
    "photo",
    "photos",
    "read_hidden",
    "read_notes",
    "read_register",
    "register_mark",
    "remove_note",
    "take_photo",
]
