"""« Le mettre sur un serveur » : chaque bloc du README est lancé, si la machine le permet."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from websockets.exceptions import InvalidStatus

from data.publish.acces import give, read_access, read_journal, withdraw
from pages.connexion.prises import TO_RELOAD
from pages.connexion.reglages import read_settings
from tests.support.fournisseur_hostile import CLIENT, EMAIL, SECRET, Hostile, hostile
from tests.support.navigateur import HOST, free_port, serve, wait_for
from tests.support.places import ROOT
from tests.support.prise import opened
from tests.support.queries_store import COVE
from tests.support.site_connecte import Navigateur, sign_in

README = (ROOT / "README.md").read_text("utf-8")
SITE = "clauses.exemple.fr"


def block(name: str) -> str:
    """Un bloc du README, par sa marque."""
    found = re.search(rf"<!-- {name} -->\n```\w+\n(.*?)```", README, re.DOTALL)
    assert found, name
    return found[1]


def needs(program: str) -> str:
    """Le chemin d'un programme ; sans lui, saute le test (échoue si CI est posée)."""
    path = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if path is None:
        said = f"{program} n'est pas installé."
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    return path


def test_l_unite_systemd_est_valable(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd n'est pas sur cette machine")
    program = tmp_path / ".venv" / "bin" / "streamlit"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    unit = tmp_path / "clauses.service"
    unit.write_text(block("systemd").replace("/opt/clauses", str(tmp_path)))
    told = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True)
    ours = [line for line in told.stderr.splitlines() if "clauses" in line]
    assert not ours and "Unknown" not in told.stderr, told.stderr


@pytest.mark.parametrize("name", ["proconnect", "keycloak"])
def test_les_reglages_du_fournisseur_se_lisent(name, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    given = dict(one.split("=", 1) for one in shlex.split(block(name)))
    unit = dict(re.findall(r"(CLAUSES_\w+)=(\S+)", block("systemd")))
    assert unit["CLAUSES_OIDC_SECRET_FICHIER"] == "%d/secret"
    found = read_settings({**given, **unit, "CLAUSES_OIDC_SECRET_FICHIER": str(secret)})
    assert found.adresse == f"https://{SITE}" and found.is_https
    assert found.is_pkce == (name != "proconnect") == (not found.is_email_trusted)


def test_les_commandes_des_roles_passent(tmp_path, magasin_exemples):
    shutil.copytree(magasin_exemples, tmp_path / "lib" / "magasin")
    (tmp_path / "secours").mkdir()
    (tmp_path / "phrase").write_text("une phrase longue, que personne d'autre ne connaît")
    text = block("roles")
    for written, here in (
        ("/opt/clauses", str(ROOT)),
        (".venv/bin/python", sys.executable),
        ("/var/lib/clauses", str(tmp_path / "lib")),
        ("/mnt/secours", str(tmp_path / "secours")),
        ("/etc/clauses/phrase", str(tmp_path / "phrase")),
    ):
        text = text.replace(written, here)
    done = subprocess.run(["bash", "-ec", text], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    store = tmp_path / "lib" / "magasin"
    assert [one.role for one in read_access(store).attributions] == [
        "administrateur",
        "referent_epci",
    ]
    assert len(read_journal(store)) == 2 and "donner le droit" in done.stdout
    assert len(list((tmp_path / "secours").iterdir())) == 1


def certificate(folder: Path) -> Path:
    """Un certificat d'essai pour localhost, et sa clé."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    (folder / "site.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "site.cle").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder / "site.pem"


class Derriere:
    """Le serveur derrière nginx, tel que le README l'écrit."""

    def __init__(self, folder: Path, source: Hostile) -> None:
        self.folder, self.source = folder, source
        self.port, self.behind = free_port(), free_port()
        self.site = f"https://localhost:{self.port}"
        self.cert = certificate(folder)

    def configuration(self) -> Path:
        text = block("nginx")
        for written, here in (
            ("listen 443 ssl", f"listen {HOST}:{self.port} ssl"),
            (f"server_name {SITE}", "server_name localhost"),
            ("/etc/clauses", str(self.folder)),
            ("127.0.0.1:8501", f"127.0.0.1:{self.behind}"),
        ):
            assert written in text, written
            text = text.replace(written, here)
        temporary = "".join(
            f"{one}_temp_path {self.folder}/{one};"
            for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        path = self.folder / "nginx.conf"
        path.write_text(
            f"daemon off; pid {self.folder}/pid; error_log {self.folder}/erreurs;\n"
            f"events {{}}\nhttp {{ access_log {self.folder}/acces; {temporary}\n{text}\n}}\n"
        )
        return path

    def browser(self) -> Navigateur:
        one = Navigateur(self.site)
        one.verify = str(self.cert)
        return one


@pytest.fixture(scope="module")
def derriere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Derriere]:
    nginx = needs("nginx")
    folder = tmp_path_factory.mktemp("nginx")
    with hostile() as source:
        one = Derriere(folder, source)
        path = one.configuration()
        told = subprocess.run([nginx, "-t", "-c", str(path)], capture_output=True, text=True)
        assert told.returncode == 0, told.stderr
        settings = {
            "CLAUSES_OIDC_EMETTEUR": source.issuer,
            "CLAUSES_OIDC_CLIENT": CLIENT,
            "CLAUSES_OIDC_SECRET": SECRET,
            "CLAUSES_OIDC_ADRESSE": one.site,
            "CLAUSES_MANDATAIRE": HOST,
            "CLAUSES_IMPORT": "non",
        }
        script = "tests/support/site_minime.py"
        process = subprocess.Popen([nginx, "-c", str(path)])
        try:
            with serve(folder / "site", one.behind, script, **settings):
                wait_for(lambda: one.browser().get("/").ok, "nginx ne répond pas")
                yield one
        finally:
            process.terminate()
            process.wait()


def test_on_se_connecte_a_travers_nginx(derriere):
    browser = derriere.browser()
    answer = sign_in(browser, derriere.source, "/?annee=2023")
    assert answer.headers["location"] == f"{derriere.site}/?annee=2023"
    assert "max-age=31536000" in answer.headers["strict-transport-security"]
    said = answer.headers["set-cookie"]
    assert said.startswith("__Host-clauses-session=") and "Secure" in said and "HttpOnly" in said
    assert "code=" not in (derriere.folder / "acces").read_text(), "un code n'est pas journalisé"


def test_la_prise_passe_nginx_suit_le_droit_et_se_ferme(derriere):
    browser = derriere.browser()
    sign_in(browser, derriere.source)
    ca = str(derriere.cert)
    store = derriere.folder / "site" / "magasin"
    today = date.today()
    row = {"role": "referent_epci", "epci": COVE, "email": EMAIL, "du": today, "au": today}
    number = give(row, "essai", store)
    with opened(derriere.site, dict(browser.cookies), ca=ca) as one:
        assert f"[qui={EMAIL}] [epci={COVE}]" in one.run()
        withdraw(number, "essai", store)
        assert one.closing_code() == TO_RELOAD


def test_une_autre_origine_n_ouvre_pas_de_prise(derriere):
    elsewhere = {"origin": "https://ailleurs.exemple", "ca": str(derriere.cert)}
    with pytest.raises(InvalidStatus, match="403"), opened(derriere.site, {}, **elsewhere):
        pass


def test_ce_qu_annonce_un_visiteur_ne_compte_pas(derriere):
    """Ni adresse, ni session, ni provenance annoncées ne le font passer pour un autre."""
    forged = {
        "X-Forwarded-For": HOST, "X-Real-IP": HOST, "Forwarded": f"for={HOST}",
        "X-Clauses-Provenance": "machine", "X-Clauses-Session": "x" * 43,
    }  # fmt: skip
    answer = requests.put(
        f"{derriere.site}/_stcore/upload_file/page/fichier",
        files={"f": b"x"},
        headers=forged,
        verify=str(derriere.cert),
    )
    assert answer.status_code in (403, 404)
