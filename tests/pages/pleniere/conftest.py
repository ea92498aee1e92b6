"""Un petit magasin protégé, copié : notes et photos s'y écrivent."""

from __future__ import annotations

import shutil
from functools import partial

import pytest

import queries


@pytest.fixture(scope="module")
def store(magasin_protege, tmp_path_factory):
    """Une copie : notes et photos s'y écrivent."""
    return shutil.copytree(magasin_protege, tmp_path_factory.mktemp("pleniere") / "magasin")


@pytest.fixture(scope="module")
def read(store):
    return partial(queries.run_protected, store=store)
