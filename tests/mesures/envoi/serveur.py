"""Mesurer ce qu'un envoi par la page ajoute à la mémoire du serveur.

    python tests/mesures/envoi/serveur.py              cet arbre
    python tests/mesures/envoi/serveur.py AUTRE_ARBRE  et un autre arbre du projet

Un vrai serveur, Chromium, un petit envoi pour tout charger, puis un classeur de 32 Mo et d'un
million de cellules : imprime, en Mo, le plus haut de mémoire ajouté pendant l'envoi, et ce qui en
reste une fois la page redessinée. Sort 1 si cet arbre ajoute plus de MEMOIRE_MO.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tests.support import magasin_pleniere
from tests.support.classeurs import pack, parts
from tests.support.ecran import Screen, visit
from tests.support.envoi import drop, extraction
from tests.support.navigateur import Server, open_browser, serve_store
from tests.support.places import ROOT

MEMOIRE_MO = 50
LIGNES, COLONNES = 5_000, 200
ATTENTE_MS = 180_000


def workbook() -> bytes:
    """Rend un classeur sans compression d'un million de cellules, sans en-tête connu."""
    rows = "".join(
        f'<row r="{line}">' + f"<c><v>{line}.{line % 97:05}</v></c>" * COLONNES + "</row>"
        for line in range(1, LIGNES + 1)
    )
    padding = " " * max(0, 32 * 1024**2 - len(rows))
    return pack(parts(f"<sheetData>{rows}{padding}</sheetData>"), zipfile.ZIP_STORED)


def memory(server: Server) -> dict[str, float]:
    """Rend la mémoire résidente du serveur et son plus haut, en Mo (Linux)."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    kinds = {"la": "VmRSS", "haut": "VmHWM"}
    return {
        name: int(re.search(rf"{kind}:\s+(\d+) kB", status)[1]) / 1024
        for name, kind in kinds.items()
    }


def measure(tree: Path, store: Path, folder: Path) -> dict[str, float]:
    """Dépose le classeur sur un serveur neuf de l'arbre donné."""
    with (
        serve_store(store, folder, root=tree) as server,
        open_browser() as browser,
        visit(browser, server) as screen,
    ):
        screen.open("/imports")
        drop(screen, "Extraction_CIE84_20260930.csv", extraction())
        before = memory(server)["la"]
        Path(f"/proc/{server.pid}/clear_refs").write_text("5")
        _drop_file(screen, folder / "gros.xlsx")
        after = memory(server)
    return {"plus_haut": after["haut"] - before, "reste": after["la"] - before}


def _drop_file(screen: Screen, path: Path) -> None:
    path.write_bytes(workbook())
    screen.page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(path)
    said = screen.page.get_by_text(re.compile(rf"{re.escape(path.name)}.*(?:\n|.)*en-tête"))
    said.first.wait_for(timeout=ATTENTE_MS)
    screen.settle()


def main() -> int:
    """Imprime un objet JSON par arbre."""
    found = {}
    with tempfile.TemporaryDirectory() as place:
        store = magasin_pleniere.write(Path(place) / "magasin")
        for rank, tree in enumerate([ROOT, *map(Path, sys.argv[1:2])]):
            found[tree] = measure(tree.resolve(), store, Path(place) / f"serveur{rank}")
            print(json.dumps({"arbre": str(rank), **found[tree]}), flush=True)
    return int(found[ROOT]["plus_haut"] > MEMOIRE_MO)


if __name__ == "__main__":
    sys.exit(main())
