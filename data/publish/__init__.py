"""Publier : des générations complètes, le pointeur qui en sert une, le verrou, le retour.

Y entrent les tables de la génération suivante ; en sort un dossier numéroté, servi d'un coup, et à
côté de lui ce que le copil garde. Rien n'y change dans une génération publiée, et rien de servi
n'est effacé avant que la suivante ne soit sur le disque.
"""

from data.publish import acces, copil
from data.publish.database import (
    ECRITURE_SERREE,
    at_once,
    opened,
    read_database,
    write_database,
)
from data.publish.failures import PANNES, served_number, told
from data.publish.generations import (
    FichierExactFerme,
    Generation,
    data_mark,
    generation,
    is_plenary,
)
from data.publish.lock import ImportEnCours, import_lock
from data.publish.memory import forget_kept, kept, set_aside
from data.publish.opposition import opposed, remember_opposed
from data.publish.parquet import export_parquet
from data.publish.publication import (
    BeforePointer,
    PublicationRefusee,
    forget_others,
    go_back,
    point_to,
    publish_again,
    publish_tables,
)
from data.publish.seal import Degat, fingerprint
from data.publish.served import (
    Abimee,
    Etat,
    MagasinAbime,
    RienPublie,
    Servie,
    current,
    kept_marks,
    numbers,
    refuse_on_damage,
    sentence,
    state,
)
from data.publish.space import PlaceInsuffisante, SauvegardeRefusee
from data.publish.verify import Verification, alert, verify

__all__ = [
    "ECRITURE_SERREE",
    "PANNES",
    "Abimee",
    "BeforePointer",
    "Degat",
    "Etat",
    "FichierExactFerme",
    "Generation",
    "ImportEnCours",
    "MagasinAbime",
    "PlaceInsuffisante",
    "PublicationRefusee",
    "RienPublie",
    "SauvegardeRefusee",
    "Servie",
    "Verification",
    "acces",
    "alert",
    "at_once",
    "backup",
    "copil",
    "current",
    "data_mark",
    "export_parquet",
    "fingerprint",
    "forget_kept",
    "forget_others",
    "generation",
    "go_back",
    "import_lock",
    "is_plenary",
    "kept",
    "kept_marks",
    "numbers",
    "opened",
    "opposed",
    "point_to",
    "publish_again",
    "publish_tables",
    "read_database",
    "refuse_on_damage",
    "remember_opposed",
    "sentence",
    "served_number",
    "set_aside",
    "state",
    "told",
    "verify",
    "write_database",
]
