"""Un seau S3 d'essai : moto, en mémoire, dans l'environnement que prépare `.ci/run`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from pyarrow.fs import S3FileSystem

from tests.support.navigateur import HOST, free_port, wait_for
from tests.support.places import ROOT

PROGRAM = ROOT / ".fournisseur" / "bin" / "moto_server"
SEAU = "seau"


@contextmanager
def bucket(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Rend l'adresse d'un dépôt S3 ; sans moto, saute le test (échoue si CI est posée)."""
    if not PROGRAM.exists():
        said = "Le seau d'essai n'est pas installé (README, « Démarrer »)."
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "essai")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    port = free_port()
    with (folder / "moto.txt").open("w") as journal:
        process = subprocess.Popen(
            [str(PROGRAM), "-H", HOST, "-p", str(port)], stdout=journal, stderr=subprocess.STDOUT
        )
        try:
            wait_for(lambda: _answers(port), "Le seau d'essai ne répond pas")
            place = {"endpoint_override": f"{HOST}:{port}", "scheme": "http", "region": "us-east-1"}
            S3FileSystem(**place, allow_bucket_creation=True).create_dir(SEAU)
            said = "&".join(f"{name}={value}" for name, value in place.items())
            yield f"s3://{SEAU}/copil?{said}"
        finally:
            process.terminate()
            process.wait()


def _answers(port: int) -> bool:
    try:
        return requests.get(f"http://{HOST}:{port}/", timeout=5).ok
    except requests.ConnectionError:
        return False
