"""Ce que plusieurs fichiers de tests partagent."""

from pathlib import Path

import pytest

from data.examples import import_examples
from queries.protection.liste import demandes


@pytest.fixture(autouse=True)
def isolement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Aucun test ne touche au magasin ni à la clé de la machine."""
    monkeypatch.setenv("CLAUSES_STORE", str(tmp_path / "magasin"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "reglages"))
    monkeypatch.delenv("CLAUSES_CLE", raising=False)
    monkeypatch.delenv("CLAUSES_CLE_FICHIER", raising=False)


@pytest.fixture
def sans_epci(monkeypatch: pytest.MonkeyPatch) -> None:
    """Un cube protégé sans les questions d'un EPCI : publier va trois fois plus vite."""
    monkeypatch.setattr(
        "queries.protection.collecte.demandes",
        lambda years: (one for one in demandes(years) if not one.epci),
    )


@pytest.fixture(scope="session")
def magasin_exemples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Un magasin où les exports d'exemple sont importés, à lire seulement."""
    store = tmp_path_factory.mktemp("magasin_exemples")
    import_examples(store)
    return store


@pytest.fixture(scope="session")
def magasin_protege(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Un petit magasin inventé et ses chiffres protégés, à lire ou à copier."""
    from tests import magasin_pleniere

    return magasin_pleniere.write(tmp_path_factory.mktemp("protege"))
