"""Ce que plusieurs fichiers de tests partagent."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from data.exemples import import_examples
from pages.pleniere.document import Document, document_of
from pages.pleniere.seance import Seance
from queries import copil
from queries.protection.rules.liste import demandes
from tests.support import magasin_pleniere
from tests.support.navigateur import open_browser
from tests.support.queries_store import COVE
from tests.support.reserve import folder_of, made_once

# Ce qui dure part d'abord : les deux processus de README restent occupés jusqu'à la fin. Chromium
# attend souvent, le calcul des chiffres protégés jamais : ils alternent.
LONGS = (
    "browser/test_premier_demarrage.py",
    "queries/protection/",
    "pages/pleniere/",
    "browser/",
    "pages/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Range les fichiers du plus long au plus court, sans séparer les tests d'un fichier."""
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    path = item.path.as_posix()
    return next((rank for rank, part in enumerate(LONGS) if f"tests/{part}" in path), len(LONGS))


@pytest.fixture(scope="session", autouse=True)
def reserve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """La réserve commune ; ce qui s'y fabrique ne touche pas non plus à la clé de la machine."""
    folder = folder_of(tmp_path_factory)
    with pytest.MonkeyPatch.context() as patch:
        _isolate(patch, folder)
        yield folder


@pytest.fixture(autouse=True)
def isolement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Aucun test ne touche au magasin ni à la clé de la machine."""
    _isolate(monkeypatch, tmp_path)


def _isolate(patch: pytest.MonkeyPatch, folder: Path) -> None:
    patch.setenv("CLAUSES_STORE", str(folder / "magasin"))
    patch.setenv("XDG_CONFIG_HOME", str(folder / "reglages"))
    patch.delenv("CLAUSES_CLE", raising=False)
    patch.delenv("CLAUSES_CLE_FICHIER", raising=False)


@pytest.fixture
def sans_epci(monkeypatch: pytest.MonkeyPatch) -> None:
    """Un cube protégé sans les questions d'un EPCI : publier va trois fois plus vite."""
    monkeypatch.setattr(
        "queries.protection.count.collecte.demandes",
        lambda years: (one for one in demandes(years) if not one.epci),
    )


@pytest.fixture
def sans_cube(monkeypatch: pytest.MonkeyPatch) -> None:
    """La commande publie l'exact et laisse attendre les chiffres protégés : ils ont leurs tests."""
    monkeypatch.setattr("queries.protection.publish.publication.finish", lambda *_: None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Un navigateur sans écran ; le test est sauté si Chromium manque (sauf en CI)."""
    with open_browser() as one:
        yield one


@pytest.fixture(scope="session")
def magasin_exemples(reserve: Path) -> Path:
    """Un magasin où les exports d'exemple sont importés, à lire ou à copier."""
    return made_once(reserve, "exemples", import_examples)


@pytest.fixture(scope="session")
def magasin_protege(reserve: Path) -> Path:
    """Un petit magasin inventé et ses chiffres protégés, à lire ou à copier."""
    return made_once(reserve, "protege", magasin_pleniere.write)


@pytest.fixture(scope="module")
def magasin_annote(magasin_protege: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le petit magasin protégé, avec une décision du copil."""
    store = tmp_path_factory.mktemp("copie") / "magasin"
    shutil.copytree(magasin_protege, store)
    copil.add_note("decision", "Relancer ITV.", diapositive="heures", chiffre="Heures", annee=2023,
                   epci="", date_donnees="30 septembre 2026", store=store)  # fmt: skip
    return store


@pytest.fixture(scope="module", params=["", COVE], ids=["vaucluse", "cove"])
def document(magasin_annote: Path, request: pytest.FixtureRequest) -> Document:
    """Le document de 2023 à remettre, pour le Vaucluse et pour la CoVe."""
    return document_of(Seance(magasin_annote, 1, 2023, request.param), est_exemple=False)
