"""La réserve d'une exécution : faite une fois, par un seul processus, jamais à moitié."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.support.places import ROOT
from tests.support.reserve import made_once

# Le fabricant note son numéro de processus : deux notes voudraient dire deux fabrications.
FABRICANT = """
import os, sys, time
from pathlib import Path
from tests.support.reserve import made_once

def make(folder):
    with (folder / "faits").open("a") as notes:
        notes.write(f"{os.getpid()}\\n")
    time.sleep(0.3)

print(made_once(Path(sys.argv[1]), "chose", make) / "faits")
"""


def test_deux_processus_ne_fabriquent_qu_une_fois(tmp_path):
    command = [sys.executable, "-c", FABRICANT, str(tmp_path)]
    running = [
        subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    said = {one.communicate()[0] for one in running}
    assert [one.returncode for one in running] == [0, 0] and len(said) == 1
    assert len((tmp_path / "chose" / "faits").read_text().splitlines()) == 1


def test_une_fabrication_manquee_se_refait(tmp_path):
    def fail(folder):
        (folder / "moitie").write_text("x")
        raise ValueError

    with pytest.raises(ValueError):
        made_once(tmp_path, "chose", fail)
    made = made_once(tmp_path, "chose", lambda folder: (folder / "entier").write_text("x"))
    assert [one.name for one in made.iterdir()] == ["entier"]
