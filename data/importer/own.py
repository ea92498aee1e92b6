"""N'importer que ses lignes : un fichier qui porte celles d'une autre structure est refusé."""

from __future__ import annotations

from collections.abc import Collection

from data.check import Prepared, refused
from data.formats import formats
from data.reference import named

SANS_STRUCTURE = (
    "« {nom} » porte des lignes qui ne sont d'aucune structure ({sorte}) : votre accès n'ouvre que "
    "l'import de {leurs}. Confiez ce fichier à qui tient la machine (python -m data importer)."
)
D_UNE_AUTRE = (
    "« {nom} » porte des lignes de {autres} : votre accès n'ouvre que l'import de {leurs}. Rien "
    "n'en est gardé ; ôtez ces lignes, ou confiez le fichier à cette structure."
)


def of_own(one: Prepared, structures: Collection[str]) -> Prepared:
    """Rend le fichier tel quel s'il ne porte que des lignes de ces structures, sinon son refus."""
    frames = [frame for frame in (one.rows, one.emptied) if frame is not None]
    found = {code for frame in frames for code in frame["structure"].to_list()}
    others = found - set(structures)
    if not others:
        return one
    said = {"nom": one.nom, "leurs": named(structures, "structure")}
    if None in others:
        kind = formats()[one.format].label if one.format in formats() else one.format
        return refused(one.nom, SANS_STRUCTURE.format(sorte=kind, **said))
    return refused(one.nom, D_UNE_AUTRE.format(autres=named(others, "structure"), **said))
