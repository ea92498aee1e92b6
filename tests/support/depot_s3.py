"""Un seau S3 d'essai : moto, en mémoire, dans l'environnement que prépare `.ci/run`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyarrow.fs import S3FileSystem

from tests.support.navigateur import HOST, answers, free_port, launched
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
    command = [str(PROGRAM), "-H", HOST, "-p", str(port)]
    with launched(command, folder / "moto.txt", lambda: answers(f"http://{HOST}:{port}/")):
        place = {"endpoint_override": f"{HOST}:{port}", "scheme": "http", "region": "us-east-1"}
        S3FileSystem(**place, allow_bucket_creation=True).create_dir(SEAU)
        said = "&".join(f"{name}={value}" for name, value in place.items())
        yield f"s3://{SEAU}/copil?{said}"
