"""JSON plat de 2019 (arrêté du 22/03/2019) : aucune considération, « hors format ».

« marches » y est une liste ; titulaires nus, avec leur dénomination ; zéros de SIRET parfois
perdus.
"""

from data.formats.decp.json_2022 import HEADINGS
from data.formats.decp.source import Source

_ABSENT = ("considerations_sociales", "techniques", "modalites_execution")

SOURCE = Source(
    "json_2019",
    "JSON de 2019",
    {name: paths for name, paths in HEADINGS.items() if name not in _ABSENT},
    est_json=True,
)
