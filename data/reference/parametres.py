"""Les règles chiffrées en vigueur un jour donné : `ref_parametre`, où un avenant est une ligne."""

from __future__ import annotations

from datetime import date
from typing import Any

from data.reference.tables import load

# Avant tout avenant.
ORIGINE = date(1900, 1, 1)


def in_force(day: date | None = None) -> dict[str, str]:
    """Rend la valeur de chaque paramètre ce jour-là (aujourd'hui, sans jour).

    De deux lignes en vigueur, celle qui a commencé le plus tard l'emporte.
    """
    day = day or date.today()
    held = [one for one in dated() if one["date_debut"] <= day <= one["date_fin"]]
    held.sort(key=lambda one: one["date_debut"])
    return {one["cle"]: one["valeur"] for one in held}


def dated() -> list[dict[str, Any]]:
    """Rend les lignes de la table, une date absente étant la première ou la dernière possible."""
    # Vingt lignes lues à chaque question : sans le moteur de Polars, cent fois plus vite.
    rows = load()["ref_parametre"].rows(named=True)
    return [
        row | {"date_debut": row["date_debut"] or ORIGINE, "date_fin": row["date_fin"] or date.max}
        for row in rows
    ]
