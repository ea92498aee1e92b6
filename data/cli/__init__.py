"""Les mots de la ligne de commande : ses arguments, ce qu'elle imprime.

Y entrent les mots tapés et le sort des fichiers ; en sortent des phrases, ou un objet JSON. Aucun
export n'y est lu ni contrôlé ; les commandes qui gardent le magasin y appellent la publication.
"""

from data.cli.access import run_access
from data.cli.arguments import build_parser
from data.cli.departures import departing
from data.cli.depot import depositing
from data.cli.keeping import KEEPING
from data.cli.learned import run_learned, structure_named, write_proposal
from data.cli.progress import follow, progress_bar
from data.cli.report import accounting, as_json, as_text
from data.cli.returned import report_bytes, write_report
from data.cli.state import state_as_json, state_as_text

__all__ = [
    "KEEPING",
    "accounting",
    "as_json",
    "as_text",
    "build_parser",
    "departing",
    "depositing",
    "follow",
    "progress_bar",
    "report_bytes",
    "run_access",
    "run_learned",
    "state_as_json",
    "state_as_text",
    "structure_named",
    "write_proposal",
    "write_report",
]
