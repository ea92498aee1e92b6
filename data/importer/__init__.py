"""Enchaîner les étapes : tous les fichiers d'un envoi, préparés, montrés, publiés ensemble.

Y entrent des fichiers et ce que la personne en a précisé ; en sort un lot, puis la génération qui
le sert. Aucune étape n'y est écrite : on n'y fait que les appeler, chacune une fois par fichier.
"""

from data.importer.content import is_unchanged
from data.importer.departures import (
    Identite,
    Purge,
    Recu,
    erase,
    forget_opposed,
    purge,
    purge_plan,
)
from data.importer.lot import (
    Lot,
    Progress,
    next_content,
    prepare_files,
    prepare_paths,
    publish,
    publish_held,
    silent,
)
from data.importer.received import read_paths
from data.importer.traces import old_traces

__all__ = [
    "Identite",
    "Lot",
    "Progress",
    "Purge",
    "Recu",
    "erase",
    "forget_opposed",
    "is_unchanged",
    "next_content",
    "old_traces",
    "prepare_files",
    "prepare_paths",
    "publish",
    "publish_held",
    "purge",
    "purge_plan",
    "read_paths",
    "silent",
]
