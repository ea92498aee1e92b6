"""Où est le magasin : le dossier des publications et de ce qui se garde à côté d'elles."""

from __future__ import annotations

import os
from pathlib import Path

STORE_VARIABLE = "CLAUSES_STORE"


def store_path() -> Path:
    """Rend le dossier du magasin."""
    chosen = os.environ.get(STORE_VARIABLE)
    return Path(chosen) if chosen else Path(__file__).parent / "store"
