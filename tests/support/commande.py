"""La commande `python -m data importer`, lancée dans ce processus ou pour de vrai, et son magasin.

Rien ici ne connaît le code : on donne des fichiers, on lit l'objet JSON rendu, puis le magasin
par son pointeur CURRENT et le SQL. Dans le processus, l'enfant qui lit et le calcul protégé sont
contournés s'ils portent encore le nom attendu ; sinon l'appel est seulement plus lent.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import duckdb

from tests.support.places import ROOT as RACINE

CLE = "5a" * 32
DEMANDE, REFUS, IMPORTE = "a_preciser", "refuse", "importe"


@dataclass(frozen=True)
class Sortie:
    """Ce que rend une commande : code, objet JSON (vide s'il manque), textes écrits."""

    code: int
    objet: dict = field(default_factory=dict)
    sortie: str = ""
    erreur: str = ""

    @property
    def fichiers(self) -> list[dict]:
        return self.objet.get("fichiers", [])

    @property
    def issues(self) -> list[str]:
        return [one["issue"] for one in self.fichiers]

    @property
    def messages(self) -> list[str]:
        return [anomalie["message"] for one in self.fichiers for anomalie in one["anomalies"]]


def environment(store: Path) -> dict[str, str]:
    """Ce qui isole le magasin, la clé et les réglages de ceux de la machine."""
    settings = str(store.parent / "reglages")
    return {"CLAUSES_STORE": str(store), "CLAUSES_CLE": CLE, "XDG_CONFIG_HOME": settings}


def _as_sortie(code: int, out: str, err: str) -> Sortie:
    try:
        said = json.loads(out)
    except ValueError:
        said = {}
    return Sortie(code, said, out, err)


def run_apart(store: Path, *words: object) -> Sortie:
    """Lance la vraie commande, dans un autre processus."""
    done = subprocess.run(
        [sys.executable, "-m", "data", *map(str, words)],
        cwd=RACINE,
        env={**os.environ, **environment(store)},
        capture_output=True,
        text=True,
        check=False,
    )
    return _as_sortie(done.returncode, done.stdout, done.stderr)


@contextlib.contextmanager
def _shortcuts() -> Iterator[None]:
    """Lit sans enfant et publie sans chiffres protégés, là où les noms connus existent."""
    import data.__main__ as command
    from tests.support import fabrique

    with contextlib.ExitStack() as stack:
        with contextlib.suppress(AttributeError, ImportError):
            stack.enter_context(patch("data.read.exports._run_child", fabrique.read_here))
        if publish := getattr(command, "publish", None):

            def bare(lot: object, *given: object, **named: object) -> object:
                return publish(lot, *given, **{**named, "before_pointer": ()})

            stack.enter_context(patch.object(command, "publish", bare))
        yield


def run_here(store: Path, *words: object) -> Sortie:
    """Lance la commande dans ce processus : la même porte, dix fois plus vite.

    Une erreur de programme est rendue comme un code -1 et son nom, jamais levée : la mesure
    doit pouvoir la compter.
    """
    from data.__main__ import main

    out, err = io.StringIO(), io.StringIO()
    with (
        patch.dict(os.environ, environment(store)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        _shortcuts(),
    ):
        try:
            code = main([str(word) for word in words])
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        except Exception as error:
            return Sortie(-1, {}, out.getvalue(), f"{type(error).__name__}: {error}")
    return _as_sortie(code, out.getvalue(), err.getvalue())


def served(store: Path) -> Path | None:
    """Le fichier exact servi, lu dans CURRENT ; None si rien n'est publié."""
    pointer = store / "CURRENT"
    if not pointer.exists():
        return None
    number = "".join(pointer.read_text("utf-8").split()[:1])
    digits = number if number.isdigit() else str(json.loads(pointer.read_text())["numero"])
    return store / "generations" / digits / "exact.duckdb"


def ask(store: Path, statement: str) -> list[tuple]:
    """Les lignes d'une requête sur le fichier exact servi ; aucune s'il n'y en a pas."""
    if (path := served(store)) is None:
        return []
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(statement).fetchall()
