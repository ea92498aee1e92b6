"""Deux machines et un dépôt entre elles : l'une importe et dépose, l'autre suit."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.__main__ import main
from data.publish import current
from tests.support.queries_store import contrat, heures, write

PERSONNE = contrat("p", "2024-01-02", "2024-05-31")


class Machines:
    """Celle qui importe et dépose, une autre qui suit, et un dossier entre elles."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.source, self.replica = folder / "source", folder / "suit"
        self.depot = folder / "lieu" / "partage"
        self.depot.mkdir(parents=True)
        self.address = str(self.depot)

    def publish(self, hours: float) -> None:
        write(self.source, contrats=[PERSONNE], heures=[heures("p", "2024-02", hours)])

    def run(self, store: Path, *words: str) -> int:
        self.monkeypatch.setenv("CLAUSES_STORE", str(store))
        return main(list(words))

    def deposit(self) -> int:
        return self.run(self.source, "deposer", self.address)

    def follow(self) -> int:
        return self.run(self.replica, "suivre", self.address)

    def deposited(self) -> Path:
        [only] = (self.depot / "generations").iterdir()
        return only

    def assert_same(self) -> None:
        """Ce que sert le suiveur est, fichier par fichier, ce que sert la source."""
        one, other = current(self.source), current(self.replica)
        assert one.number == other.number
        names = {path.name for path in one.folder.iterdir()}
        assert names == {path.name for path in other.folder.iterdir()}
        assert all(
            (one.folder / name).read_bytes() == (other.folder / name).read_bytes() for name in names
        )
