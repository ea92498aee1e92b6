"""La forme courte des attaques du magasin (tests/mesures/magasin.py), dans un processus à elles."""

import json
import subprocess
import sys

import duckdb

from data.publish import PANNES, told
from tests.support.places import ROOT

ATTAQUES = 8


def test_le_magasin_resiste_aux_attaques_en_petit():
    done = subprocess.run(
        [sys.executable, "tests/mesures/magasin.py", "--court"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, int]] = {}
    for line in done.stdout.splitlines():
        found |= json.loads(line)
    assert len(found) == ATTAQUES
    assert found["coupures au hasard"]["tués"] >= 5
    assert found["imports coupés"]["tués"] == 2 and found["imports coupés"]["passés"] == 1
    assert found["coupures aux points nommés"]["tués"] >= 20
    assert found["disque plein"]["en une phrase"] >= 4
    assert found["appels en erreur"]["en une phrase"] >= 50
    assert found["octets changés et fichiers coupés"] == {"vus": 100}
    assert found["publications sous lecteurs"]["lecteurs sans mélange"] == 4


def test_un_journal_qui_ne_s_ecrit_pas_est_un_disque_plein(tmp_path):
    failure = duckdb.TransactionException('Could not write file "x.wal": File too large')
    assert isinstance(failure, PANNES)
    assert told(failure, tmp_path).startswith("Le disque est plein.")
