"""Les libellés des listes de valeurs (data/reference), dans les deux sens."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import cache

import polars as pl

from data.reference.codes import alias_codes, key
from data.reference.tables import load

# Liste tenue par une table à elle : colonne du code, colonne du libellé.
TABLES_NOMMEES = {
    "situation": ("code", "libelle"),
    "programme": ("code", "libelle"),
    "structure": ("code", "sigle"),
    "epci": ("siren", "nom_court"),
}


@cache
def labels(codes: str) -> dict[str, str]:
    """Rend code -> libellé français de la liste `codes`, dans l'ordre."""
    tables = load()
    if codes in TABLES_NOMMEES:
        return dict(tables[f"ref_{codes}"].select(TABLES_NOMMEES[codes]).iter_rows())
    frame = tables["ref_code"].filter(pl.col("liste") == codes)
    return dict(frame.select("code", "libelle").iter_rows())


def named(codes: Iterable[str], liste: str) -> str:
    """Dit des codes d'une liste par leurs libellés, dans l'ordre : « CIE 84, ITV »."""
    known = labels(liste)
    return ", ".join(sorted(known.get(one, one) for one in codes))


def closest_code(label: str, codes: str, cutoff: float = 0.6) -> str:
    """Rend le code dont un alias ressemble à `label`, ou "" si aucun."""
    known = alias_codes(codes)
    close = difflib.get_close_matches(key(label), list(known), n=1, cutoff=cutoff)
    return known[close[0]] if close else ""


def suggestion(label: str, codes: str) -> str:
    """Rend la fin de phrase « Vouliez-vous dire « … » ? », ou "" si rien ne ressemble."""
    code = closest_code(label, codes, cutoff=0.75)
    return f" Vouliez-vous dire « {labels(codes)[code]} » ?" if code else ""
