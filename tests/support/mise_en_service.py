"""« Le mettre sur un serveur » : les blocs du README, un certificat d'essai, un nginx lancé."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.navigateur import HOST
from tests.support.places import ROOT

README = (ROOT / "README.md").read_text("utf-8")
SITE = "clauses.exemple.fr"
TEMPORAIRES = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


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


def replaced(text: str, changes: Mapping[str, str]) -> str:
    """Le texte, chaque mot du README remplacé par le sien ici ; tous doivent y être."""
    for written, here in changes.items():
        assert written in text, written
        text = text.replace(written, here)
    return text


def check_unit(folder: Path, text: str, file: str, name: str) -> None:
    """Vérifie une unité par systemd-analyze, son programme fait pour l'essai."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd n'est pas sur cette machine")
    program = folder / ".venv" / "bin" / "streamlit"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    (folder / file).write_text(replaced(text, {"/opt/clauses": str(folder)}))
    told = subprocess.run(
        ["systemd-analyze", "verify", str(folder / name)], capture_output=True, text=True
    )
    ours = [line for line in told.stderr.splitlines() if "clauses" in line]
    assert not ours and "Unknown" not in told.stderr, told.stderr


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


@contextmanager
def nginx(folder: Path, port: int, text: str, changes: Mapping[str, str]) -> Iterator[None]:
    """Lance nginx sur un texte du README, vérifié par « nginx -t » ; ses journaux dans `folder`.

    Une ligne de « acces » : l'adresse, ce que dit le cookie de place, qui a répondu, le code.
    """
    program = needs("nginx")
    here = {
        "listen 443 ssl": f"listen {HOST}:{port} ssl",
        f"server_name {SITE}": "server_name localhost",
        "/etc/clauses": str(folder),
        **changes,
    }
    temporary = "".join(f"{one}_temp_path {folder}/{one};" for one in TEMPORAIRES)
    said = "'$uri?$args $status place=$cookie_clauses_place par=$upstream_addr'"
    path = folder / "nginx.conf"
    path.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/erreurs;\nevents {{}}\n"
        f"http {{ log_format essai {said}; access_log {folder}/acces essai;\n"
        f"{temporary}\n{replaced(text, here)}\n}}\n"
    )
    told = subprocess.run([program, "-t", "-c", str(path)], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    process = subprocess.Popen([program, "-c", str(path)])
    try:
        yield
    finally:
        process.terminate()
        process.wait()
