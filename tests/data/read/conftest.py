"""Lire sans processus enfant, pour les tables de cas où seul compte ce qui est lu."""

from __future__ import annotations

import pytest

from tests.support.fabrique import read_here


@pytest.fixture
def sans_enfant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Les autres tests de ce dossier passent par l'enfant, sur les mêmes sortes de fichiers."""
    monkeypatch.setattr("data.read.exports._run_child", read_here)
