"""L'état du magasin : ce qui est publié, par structure et par sorte d'export."""

from __future__ import annotations

from typing import Any

import polars as pl

from data.formats import formats
from data.load import latest_extractions
from data.location import store_path
from data.publish import (
    Abimee,
    Generation,
    RienPublie,
    Servie,
    Verification,
    alert,
    read_database,
    verify,
)
from data.words import nombre

SANS_STRUCTURE = "toutes structures"
ETATS = {RienPublie: "rien publié", Servie: "servi", Abimee: "abîmé"}


def rows_by_kind(served: Generation) -> pl.DataFrame:
    """Rend format, structure, lignes, derniere_extraction pour la génération servie."""
    content = read_database(served)
    counts = [
        content[name]
        .group_by("structure")
        .len("lignes")
        .with_columns(format=pl.lit(name), lignes=pl.col("lignes").cast(pl.Int64))
        for name in formats()
    ]
    dates = latest_extractions(content["imports"])
    return (
        pl.concat(counts)
        .join(dates, on=["format", "structure"], how="left", nulls_equal=True)
        .with_columns(pl.col("derniere_extraction").fill_null(_latest_of_kind()))
        .select("format", "structure", "lignes", "derniere_extraction")
        .sort("format", "structure")
    )


def _latest_of_kind() -> pl.Expr:
    """Ce qui vaut pour toutes les structures vient du dernier fichier de sa sorte."""
    latest = pl.col("derniere_extraction").max().over("format")
    return pl.when(pl.col("structure").is_null()).then(latest)


def state_as_json() -> dict[str, Any]:
    """Rend l'état du magasin pour --json."""
    found = verify()
    served = None if isinstance(found.etat, RienPublie) else found.etat.generation
    base = {
        "magasin": str(store_path()),
        "etat": ETATS[type(found.etat)],
        "generation": served.number if served else 0,
        "alerte": alert(),
        "degats": [one.phrase for one in found.degats],
    }
    if served is None:
        return {**base, "lignes": []}
    return {
        **base,
        "publie_le": served.manifest["publie_le"],
        "exemples": served.est_exemple,
        "lignes": rows_by_kind(served).to_dicts(),
    }


def state_as_text() -> str:
    """Rend l'état du magasin en phrases, ce qui est abîmé d'abord."""
    found = verify()
    told = said(found)
    if isinstance(found.etat, RienPublie):
        empty = f"Le magasin « {store_path()} » est vide : rien n'a encore été publié."
        return "\n".join([*told, empty])
    served = found.etat.generation
    return "\n".join([*told, *([] if served is None else _content(served))])


def said(found: Verification) -> list[str]:
    """Rend les phrases d'une vérification : dégâts d'abord, puis ce qui n'est pas scellé."""
    main = alert()
    others = [one.phrase for one in found.degats if one.phrase not in main]
    kept = [f"Gardé à côté de ce qui est servi, et abîmé : {one}." for one in others]
    old = ", ".join(f"n° {number}" for number in found.sans_sceau)
    unsealed = (
        f"Publications d'avant les sceaux, vérifiées par leurs seuls fichiers de chiffres : {old}. "
        "La prochaine publication sera scellée."
    )
    return [*([main] if main else []), *kept, *([unsealed] if old else [])]


def _content(served: Generation) -> list[str]:
    kind = "données d'exemple, inventées" if served.est_exemple else "données importées"
    lines = [
        f"  {formats()[row['format']].label}, {row['structure'] or SANS_STRUCTURE} : "
        f"{nombre(row['lignes'])} lignes"
        + (
            f", extraites le {row['derniere_extraction']:%d/%m/%Y}"
            if row["derniere_extraction"]
            else ""
        )
        for row in rows_by_kind(served).iter_rows(named=True)
    ]
    head = f"Publication n° {served.number} du {served.manifest['publie_le']} ({kind})."
    return [head, *lines]
