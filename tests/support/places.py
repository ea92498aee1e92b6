"""Où sont les choses : le projet, les exports fautifs des tests, et le dossier voisin `shared`."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXPORTS = ROOT / "tests" / "exports"
SHARED = ROOT.parent / "shared"
