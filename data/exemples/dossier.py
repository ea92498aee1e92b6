"""Où sont les exports d'exemple écrits d'avance, et lesquels."""

from pathlib import Path

DOSSIER = Path(__file__).parent / "fichiers"


def files() -> list[Path]:
    """Chemins des exports d'exemple, triés par nom (une cinquantaine de CSV et de XLSX)."""
    return sorted(path for path in DOSSIER.iterdir() if path.suffix in {".csv", ".xlsx"})
