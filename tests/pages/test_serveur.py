"""Le serveur : son démarrage par la vraie commande, et qui peut importer, d'après la prise."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import pytest

from data.publish import publish_tables
from pages.imports import premier_demarrage
from pages.imports.access import (
    AILLEURS,
    MACHINE,
    MANDATAIRE,
    is_same_origin,
    may_import,
    provenance,
)
from pages.imports.gate import UploadGate
from pages.shared.charts.rows import short
from tests.data.test_publish import content
from tests.support.navigateur import serve, wait_for

LOCAL, OUTSIDE = ("127.0.0.1", 8501), ("192.0.2.10", 8501)


def test_la_vraie_commande_prepare_un_magasin_vide_sans_aucun_visiteur(tmp_path):
    """Ni onglet ni visite : le travail est celui du serveur, et son journal le dit."""
    with serve(tmp_path) as server:
        pointer = server.store / "CURRENT"
        wait_for(pointer.is_file, "Aucune publication après le démarrage", 300)
        manifest = json.loads((server.store / "generations" / "1" / "manifest.json").read_text())
        assert manifest["est_exemple"]
        assert manifest["protege"]["empreinte"] is None, "l'exact d'abord, sans cube"
        said = server.journal()
    assert "Magasin prêt" in said and "import des exemples commencé" in said
    assert "lifespan" not in said and "Traceback" not in said


def test_la_porte_laisse_passer_l_evenement_de_demarrage():
    seen: list[str] = []

    async def app(scope: dict[str, Any], _receive: object, _send: object) -> None:
        seen.append(scope["type"])

    asyncio.run(UploadGate(app)({"type": "lifespan"}, None, None))
    assert seen == ["lifespan"]


def asked(kind: str = "http", client: object = LOCAL, server: object = LOCAL, **headers: str):
    """Ce que la porte répond à une requête : ce que l'application reçoit, ce qui est renvoyé."""
    passed: list[dict[str, str]] = []
    sent: list[dict[str, Any]] = []

    async def app(scope: dict[str, Any], _receive: object, _send: object) -> None:
        passed.append({name.decode(): value.decode() for name, value in scope["headers"]})

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    given = [(name.replace("_", "-").encode(), one.encode()) for name, one in headers.items()]
    scope = {"type": kind, "method": "PUT", "path": "/_stcore/upload_file/a", "headers": given,
             "client": client, "server": server}  # fmt: skip
    asyncio.run(UploadGate(app)(scope, None, send))
    return passed, sent


def test_le_pair_decide_quoi_que_disent_les_en_tetes(monkeypatch):
    monkeypatch.delenv("CLAUSES_IMPORT", raising=False)
    assert asked(host="localhost:8501")[0]
    forged = {"host": "localhost:8501", "x-clauses-provenance": "machine"}
    passed, sent = asked(client=("203.0.113.7", 5), server=OUTSIDE, **forged)
    assert not passed and sent[0]["status"] == 403
    # Un mandataire local fait réécrire l'adresse du client, mais pas celle de la prise.
    assert asked(client=("203.0.113.7", 0), host="localhost:8501")[0]
    assert not asked(host="localhost:8501", x_forwarded_for="127.0.0.1")[0]
    assert not asked(host="tableau.exemple:8501")[0], "un autre nom, quoi que dise la prise"


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        ("http://localhost:8501", "localhost:8501", True),
        ("http://localhost:9999", "localhost:8501", False),
        ("http://127.0.0.1:8501", "localhost:8501", False),
        ("https://tableau.exemple", "tableau.exemple", True),
        ("https://tableau.exemple:443", "tableau.exemple", True),
        ("https://ailleurs.exemple", "tableau.exemple", False),
        ("null", "localhost:8501", False),
        ("http://localhost:beaucoup", "localhost:8501", False),
        (None, "localhost:8501", True),
    ],
)
def test_l_origine_se_compare_port_compris(origin, host, same):
    headers = {"host": host} | ({"origin": origin} if origin else {})
    assert is_same_origin(headers) is same
    passed, sent = asked("websocket", **headers)
    assert bool(passed) is same and bool(sent) is not same


def test_un_mandataire_nomme_est_le_seul_qui_ouvre(monkeypatch):
    monkeypatch.setenv("CLAUSES_IMPORT", "oui")
    monkeypatch.setenv("CLAUSES_MANDATAIRE", "192.0.2.99, 127.0.0.1")
    assert provenance(("192.0.2.99", 1), OUTSIDE) == MANDATAIRE == provenance(LOCAL, LOCAL)
    assert provenance(("192.0.2.98", 1), OUTSIDE) == AILLEURS
    assert asked(client=("192.0.2.99", 1), server=OUTSIDE, host="tableau.exemple")[0]
    assert not asked(client=("192.0.2.98", 1), server=OUTSIDE, host="tableau.exemple")[0]
    monkeypatch.delenv("CLAUSES_MANDATAIRE")
    assert provenance(LOCAL, LOCAL) == MACHINE
    monkeypatch.setenv("CLAUSES_IMPORT", "non")
    assert not may_import({"host": "localhost", "x-clauses-provenance": MACHINE})


def test_le_travail_ne_part_que_d_un_magasin_qui_n_a_jamais_rien_publie(monkeypatch):
    started: list[int] = []
    monkeypatch.setattr(premier_demarrage, "_run", lambda: started.append(1))
    monkeypatch.setattr(premier_demarrage, "TRAVAIL", premier_demarrage.Travail())
    publish_tables(content(1)).exact.write_bytes(b"abime")
    premier_demarrage.start_up()
    assert not started


def test_une_panne_du_premier_import_se_dit(monkeypatch):
    one = premier_demarrage.Travail()
    monkeypatch.setattr(premier_demarrage, "TRAVAIL", one)
    fails = "import sys; print('0.5\\tLecture'); sys.exit('Le disque est plein.')"
    monkeypatch.setattr(premier_demarrage, "COMMAND", (sys.executable, "-c", fails))
    premier_demarrage._run()
    assert (one.done, one.said, one.failure) == (0.5, "Lecture", "Le disque est plein.")
    assert not one.is_running


def test_un_nom_absent_reste_une_rangee():
    assert short(None) == short("") == "Sans nom"
