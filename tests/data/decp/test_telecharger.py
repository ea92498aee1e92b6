"""Télécharger le Parquet national : un serveur local joue data.gouv.fr."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from data.__main__ import main
from data.decp import TelechargementRefuse, download_decp
from data.decp.download import NOM, VARIABLE
from data.location import store_path
from tests.support.fabrique import JOUR
from tests.support.places import EXPORTS

PARQUET = (EXPORTS / f"decp_{JOUR}.parquet").read_bytes()


class Site(ThreadingHTTPServer):
    """Sert `content` ; coupe après `cut` octets ; note les suites demandées."""

    content, version, status, cut = PARQUET, '"v1"', 200, 0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[str | None] = []


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site: Site = self.server
        asked = self.headers.get("Range")
        site.asked.append(asked)
        if self.path == "/ailleurs":
            self.send_response(302)
            self.send_header("Location", "/decp.parquet")
            self.end_headers()
            return
        follows = asked and self.headers.get("If-Range") == site.version
        first = int(asked.removeprefix("bytes=").rstrip("-")) if follows else 0
        body = site.content[first:]
        status = 416 if follows and not body else 206 if follows else site.status
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if site.version:
            self.send_header("ETag", site.version)
        self.end_headers()
        self.wfile.write(body[: site.cut] if site.cut else body)

    def log_message(self, *_args: object) -> None:
        """Rien au journal."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        monkeypatch.setenv(VARIABLE, f"http://127.0.0.1:{server.server_port}/ailleurs")
        yield server
        server.shutdown()
        thread.join()


def test_telecharge_verifie_et_montre_la_progression(site: Site, tmp_path: Path) -> None:
    said: list[tuple[float, str]] = []
    path = download_decp(tmp_path / "neuf", lambda done, text: said.append((done, text)))
    assert path.name == NOM and path.read_bytes() == PARQUET
    assert [one.name for one in path.parent.iterdir()] == [NOM]
    assert said[-1][0] == 1.0 and "Mo" in said[-1][1]


def test_une_coupure_se_reprend_ou_elle_en_etait(site: Site, tmp_path: Path) -> None:
    site.cut = 5000
    with pytest.raises(TelechargementRefuse, match="elle reprendra"):
        download_decp(tmp_path)
    assert not (tmp_path / NOM).exists()
    assert (tmp_path / f"{NOM}.partiel").read_bytes() == PARQUET[:5000]
    site.cut = 0
    assert download_decp(tmp_path).read_bytes() == PARQUET
    assert site.asked[-1] == "bytes=5000-"


@pytest.mark.parametrize("version", ['"v2"', ""])
def test_une_autre_version_se_reprend_du_debut(site: Site, tmp_path: Path, version: str) -> None:
    site.cut = 5000
    with pytest.raises(TelechargementRefuse):
        download_decp(tmp_path)
    site.cut, site.version, site.content = 0, version, PARQUET[:4] + b"neuf" * 3000 + b"PAR1"
    assert download_decp(tmp_path).read_bytes() == site.content


def test_une_coupure_apres_le_dernier_octet_ne_perd_rien(site: Site, tmp_path: Path) -> None:
    (tmp_path / f"{NOM}.partiel").write_bytes(PARQUET)
    (tmp_path / f"{NOM}.version").write_text('"v1"')
    assert download_decp(tmp_path).read_bytes() == PARQUET


@pytest.mark.parametrize("content", [b"", b"PAR1 sans fin", b"<html>erreur</html>", PARQUET[1:]])
def test_ce_qui_n_est_pas_un_parquet_entier_n_est_pas_garde(
    site: Site, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / NOM).write_bytes(b"ancien")
    site.content = content
    with pytest.raises(TelechargementRefuse, match="n'est pas un fichier Parquet"):
        download_decp(tmp_path)
    assert (tmp_path / NOM).read_bytes() == b"ancien"
    assert not (tmp_path / f"{NOM}.partiel").exists()


def test_une_erreur_du_site_se_dit(site: Site, tmp_path: Path) -> None:
    site.status = 503
    with pytest.raises(TelechargementRefuse, match="503"):
        download_decp(tmp_path)


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://exemple.fr/a", "decp.parquet"])
def test_seul_un_site_est_une_adresse(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str
) -> None:
    monkeypatch.setenv(VARIABLE, address)
    with pytest.raises(TelechargementRefuse, match="https"):
        download_decp(tmp_path)


def test_un_site_injoignable_se_dit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(VARIABLE, "http://127.0.0.1:9/decp.parquet")
    with pytest.raises(TelechargementRefuse, match="coupée ou refusée"):
        download_decp(tmp_path)


def test_la_commande_dit_celle_qui_importe(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["telecharger", "decp"]) == 0
    path = store_path() / "telechargements" / NOM
    assert f'python -m data importer "{path}"' in capsys.readouterr().out
    assert main(["importer", str(path)]) == 0


def test_la_commande_rate_proprement(
    site: Site, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    site.status = 404
    assert main(["telecharger", "decp", "--vers", str(tmp_path)]) == 1
    assert "404" in capsys.readouterr().err
