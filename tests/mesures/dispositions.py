"""Note la proposition de colonnes de la commande sur vingt dispositions inventées.

python tests/mesures/dispositions.py
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.support.dispositions import dispositions, proposed_by_command, score, table


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        notes = [score(one, *proposed_by_command(one, Path(folder))) for one in dispositions()]
    print(table(notes))
    for note in notes:
        for heading in note.faux:
            print(f"FAUX      {note.fichier} : {heading}")


if __name__ == "__main__":
    main()
