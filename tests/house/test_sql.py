"""La forme du SQL : sqlfluff, une fois par texte.

Relire tout le SQL prend plus d'une minute ; un texte déjà relu sans faute, sous les mêmes règles et
la même version de sqlfluff, ne l'est plus tant qu'il ne change pas.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.support.places import ROOT

FILES = sorted((ROOT / "queries").rglob("*.sql"))
SETTINGS = (ROOT / "pyproject.toml").read_bytes()
FAULTY = "SELECT a AS  b FROM c\n"


def mark(path: Path) -> str:
    """L'empreinte d'un texte et des règles qui le jugent."""
    said = [version("sqlfluff").encode(), SETTINGS, path.read_bytes()]
    return hashlib.sha256(b"\0".join(said)).hexdigest()


def faults(paths: list[Path]) -> list[str]:
    """Ce que sqlfluff reproche à ces fichiers, deux à la fois, sous les règles du projet."""
    command = ["lint", "--processes", "2", "--format", "json", "--config", "pyproject.toml"]
    done = subprocess.run(
        [sys.executable, "-m", "sqlfluff", *command, *map(str, paths)],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    return [
        f"{Path(one['filepath']).name}:{fault['start_line_no']} {fault['code']} "
        f"{fault['description']}"
        for one in json.loads(done.stdout)
        for fault in one["violations"]
    ]


def test_sqlfluff_has_nothing_to_say(request: pytest.FixtureRequest) -> None:
    assert len(FILES) > 200
    memory = getattr(request.config, "cache", None)
    known = set(memory.get("sqlfluff/relus", []) if memory else [])
    marks = {path: mark(path) for path in FILES}
    changed = [path for path, one in marks.items() if one not in known]
    found = faults(changed) if changed else []
    assert not found, "\n".join(sorted(found))
    if memory:
        memory.set("sqlfluff/relus", sorted(marks.values()))


def test_a_faulty_text_is_seen(tmp_path: Path) -> None:
    (tmp_path / "faux.sql").write_text(FAULTY, "utf-8")
    assert any("CP01" in one for one in faults([tmp_path / "faux.sql"]))
