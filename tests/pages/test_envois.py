"""Les fichiers déposés : sur le disque à mesure, à ce compte seul, effacés dès qu'on les lâche."""

from __future__ import annotations

import asyncio
import gc
import io
import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from data.read.exports import TAILLE_MAX_MO, read_file
from data.read.grid import FichierRefuse
from pages.imports import gate
from pages.imports.envois import ANCIEN, PREFIXE, VERROU, Folder
from pages.imports.gate import UploadGate
from tests.support.classeurs import rows
from tests.support.places import ROOT

CONTENU = "N° marché;Heures\nM1;151,5\n".encode()
BORNE = "borne-du-navigateur"
Recu = tuple[str, str | None, bytes]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    place = Folder(tmp_path)
    monkeypatch.setattr(gate, "folder", lambda: place)
    return place


def kept(place: Folder) -> list[Path]:
    return sorted(one for one in place.path.iterdir() if one.name != VERROU)


def body(name: str, content: bytes, kind: str = "text/csv") -> bytes:
    """Ce qu'envoie un navigateur."""
    head = f'--{BORNE}\r\nContent-Disposition: form-data; name="a"; filename="{name}"\r\n'
    return (
        f"{head}Content-Type: {kind}\r\n\r\n".encode() + content + f"\r\n--{BORNE}--\r\n".encode()
    )


def put(parts: AsyncIterator[bytes] | list[bytes], answer: int = 204, *, gated: bool = True,
        reads: bool = True) -> tuple[int, list[Recu]]:  # fmt: skip
    """Téléverse ; rend le code reçu, et (nom, type, contenu) de ce que l'application a vu."""
    seen: list[Recu] = []

    async def upload(request: Request) -> Response:
        if reads:
            async with request.form() as form:
                seen.extend([(one.filename, one.content_type, await one.read())
                             for one in form.values()])  # fmt: skip
        return Response(status_code=answer)

    route = Route("/_stcore/upload_file/{session}/{file}", upload, methods=["PUT"])
    app = Starlette(routes=[route], middleware=[Middleware(UploadGate)] if gated else [])
    kind = f"multipart/form-data; boundary={BORNE}"
    headers = [(b"host", b"localhost:8501"), (b"content-type", kind.encode())]
    scope = {"type": "http", "method": "PUT", "path": "/_stcore/upload_file/s/f",
             "headers": headers, "client": ("127.0.0.1", 9), "server": ("127.0.0.1", 8501),
             "query_string": b"", "root_path": "", "http_version": "1.1",
             "scheme": "http"}  # fmt: skip
    sent: list[dict[str, Any]] = []
    coming = iter([*parts, b""])

    async def receive() -> dict[str, Any]:
        part = next(coming)
        return {"type": "http.request", "body": part, "more_body": bool(part)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], seen


def test_un_fichier_est_range_a_ce_compte_seul_et_l_application_n_en_a_que_le_recu(folder):
    code, seen = put([body("Heures_CIE84.csv", CONTENU)])
    ((name, kind, receipt),) = seen
    assert (code, name, kind) == (204, "Heures_CIE84.csv", "text/csv")
    (path,) = kept(folder)
    assert path.name == receipt.decode() and path.read_bytes() == CONTENU
    assert (path.stat().st_mode & 0o777, folder.path.stat().st_mode & 0o777) == (0o600, 0o700)


def test_un_recu_s_echange_une_fois_et_le_fichier_part_avec_son_envoi(folder):
    _, ((name, _, receipt),) = put([body("a.csv", CONTENU)])
    one = folder.claim(name, receipt)
    assert rows(read_file(one.name, one.content)[0]) == rows(read_file("a.csv", CONTENU)[0])
    assert folder.claim(name, receipt).content == receipt, "déjà échangé : un texte comme un autre"
    assert kept(folder) == [one.content]
    del one
    gc.collect()
    assert not kept(folder)


def test_sans_porte_le_contenu_est_garde_tel_quel(folder):
    for content in (CONTENU, b"0" * 64, b"../" * 3, b"", b"a" * 65):
        one = folder.claim("a.csv", content)
        assert (one.name, one.content) == ("a.csv", content)
    digests = {folder.claim("a.csv", content).digest for content in (CONTENU, b"b", CONTENU)}
    assert len(digests) == 2, "le même contenu se prépare une fois, un autre à nouveau"


@pytest.mark.parametrize("answer", [400, 403, 413, 500])
@pytest.mark.parametrize("reads", [True, False])
def test_rien_ne_reste_de_ce_que_l_application_refuse(folder, answer, reads):
    code, _ = put([body("a.csv", CONTENU)], answer, reads=reads)
    assert code == answer
    assert not kept(folder)


def test_un_fichier_trop_gros_est_refuse_en_route(folder):
    parts = (b"x" * 1024**2 for _ in range(TAILLE_MAX_MO + 2))
    start = body("a.csv", b"").partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    code, seen = put([start, *parts])
    assert (code, seen) == (413, [])
    assert not kept(folder)


NOMS = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=60, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(name=NOMS, kind=st.sampled_from(["text/csv", "application/vnd.ms-excel", "x/y; charset=z"]))
def test_le_nom_et_le_type_passent_comme_sans_la_porte(folder, name, kind):
    # Un navigateur écrit « %22 » un guillemet ; le reste passe tel quel, en UTF-8.
    sent = [body(name.replace('"', "%22"), CONTENU, kind)]
    (plain,) = put(sent, gated=False)[1] or [None]
    gated = put(sent)[1]
    assert [one[:2] for one in gated] == ([plain[:2]] if plain else [])


def test_la_memoire_ne_suit_pas_la_taille_du_fichier(folder):
    def peak(act: Callable[[], object]) -> int:
        tracemalloc.start()
        act()
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    size = 24 * 1024**2
    block = b"x" * 65_536
    whole = body("a.csv", b"")
    head, tail = whole[: whole.index(b"\r\n\r\n") + 4], whole[whole.index(b"\r\n\r\n") + 4 :]
    small = peak(lambda: put([head, block, tail]))
    big = peak(lambda: put([head, *([block] * (size // len(block))), tail]))
    assert big - small < size / 4
    path = max(kept(folder), key=lambda one: one.stat().st_size)
    assert path.stat().st_size == size
    # Et la lecture : l'enfant reçoit le fichier par morceaux, et le refuse (une seule ligne).

    def refused() -> None:
        with pytest.raises(FichierRefuse, match=r"a\.csv"):
            read_file("a.csv", path)

    refused()
    assert peak(refused) < size / 4


def test_un_envoi_que_personne_ne_reclame_s_efface_au_bout_d_une_heure(folder):
    old, young, taken = (folder.keep(io.BytesIO(CONTENU)) for _ in range(3))
    one = folder.claim("a.csv", taken)
    for receipt, age in ((old, 3_700), (young, 3_500)):
        when = time.time() - age
        os.utime(folder.path / receipt.decode(), (when, when))
    os.utime(one.content, (0, 0))
    last = folder.keep(io.BytesIO(CONTENU))
    assert {path.name for path in kept(folder)} == {
        young.decode(), last.decode(), one.content.name
    }  # fmt: skip


@pytest.mark.parametrize("prefix", [PREFIXE, ANCIEN])
def test_ce_qu_un_serveur_tue_a_laisse_s_efface_au_suivant_et_rien_d_un_serveur_vivant(
    tmp_path, prefix
):
    code = (
        "import io, sys, time; from pathlib import Path; from pages.imports.envois import Folder;"
        "one = Folder(Path(sys.argv[1])); one.keep(io.BytesIO(b'secret'));"
        "print(one.path, flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    servers = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
               for _ in range(2)]  # fmt: skip
    try:
        dead, alive = (Path(one.stdout.readline().strip()) for one in servers)
        servers[0].kill()
        servers[0].wait()
        dead = dead.rename(tmp_path / f"{prefix}mort")
        for path in (dead, alive):
            os.utime(path, (0, 0))
        assert len(list(dead.iterdir())) == 2, "tué net, il a tout laissé"
        Folder(tmp_path)
        assert not dead.exists()
        assert len(list(alive.iterdir())) == 2
    finally:
        for one in servers:
            one.kill()
            one.wait()
            one.stdout.close()


def test_un_serveur_qui_s_arrete_ne_laisse_rien(tmp_path):
    code = (
        "import io, sys; from pathlib import Path; from pages.imports.envois import Folder;"
        "one = Folder(Path(sys.argv[1])); kept = one.claim('a', one.keep(io.BytesIO(b'secret')))"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=True)
    assert not list(tmp_path.glob(f"{PREFIXE}*"))


class Panne(io.BytesIO):
    """Un fichier dont seul le début se lit."""

    def read(self, size: int = -1) -> bytes:
        if self.tell():
            raise OSError("disque en panne")
        return super().read(size)


class Abime(type(Path())):
    """Un chemin vers un fichier dont seul le début se lit."""

    def open(self, *_: object) -> Panne:
        return Panne(b"a;b\n" + b"1;2\n" * 200_000)


def test_un_fichier_qui_ne_se_relit_pas_n_est_jamais_lu_a_moitie(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"")
    with pytest.raises(FichierRefuse, match="illisible"):
        read_file("a.csv", Abime(path))
